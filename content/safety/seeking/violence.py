"""Violence: somebody asks how to attack, chase or take revenge, or calls others to it."""

import re
from typing import Final

from content.safety.plain import gap, words
from content.safety.seeking.nouns import SELLERS, USERS

_WEAPON: Final = words(
    "mortier|mortiers|feu d artifice|feux d artifice|petard|petards|fusee|fusees|molotov|cocktail molotov|"
    "lacrymo*|matraque*|"
    "batte|battes|arme|armes|couteau|couteaux|fusil|fusils|taser|firework*|mortar|mortars|weapon*|knife|gun|guns|"
    "pepper spray|bat|bats|flashball|poing americain|artifices|explosif*|bombe|bombes|bomb|bombs|barre de fer|"
    "barres de fer|marteau|marteaux|"
    "acide|acid|essence|petrol|gasoline|machette*|machete*|baton|batons|sticks|pistolet*|grenade*|gazeuse*|"
    "bombe lacrymo*|chien d attaque|"
    "iron bar|iron bars|crowbar*|hammer*|pistol*|teaser|tazer"
)
_THEM: Final = words(
    "les|ces|des|eux|them|those|these|un|une|le|ce|the|a|tous|toute|all|au|aux|sur|dans|leur|leurs|their|on|at|"
    "someone|l|d"
)
_OURSELVES: Final = words(
    "nous memes|nous meme|moi meme|soi meme|eux memes|vous memes|soi memes|ourselves|myself|entre voisins|"
    "entre riverains|"
    "entre nous|nous riverains|tout seuls|tout seul|sans la police|sans attendre la police|without the police|"
    "a coups de|"
    "a la main|par la force|by force|themselves|yourself|on our own|by ourselves|avec des battes"
)
_BEAT: Final = words(
    "frapper|taper|tabasser|cogner|cramer|bruler|buter|tuer|attaquer|agresser|eliminer|lyncher|casser la gueule|"
    "peter la gueule|"
    "defoncer|fracasser|punir|demonter|exploser|empoisonner|tirer sur|tirer des mortiers|caillasser|tazer|gazer|"
    "niquer|shooter|"
    "casser la figure|mettre le feu|foutre le feu|corriger|intimider|menacer|beat|beat up|attack|burn|hurt|kill|"
    "shoot|punish|"
    "poison|stab|lynch|smash|set fire to|fire at|scare off|threaten|passer a tabac|regler leur compte|"
    "faire la peau|exterminer|"
    "poignarder|planter|eclater|massacrer|beating|burning|torch|bash|crush|harass|harceler|terroriser|saccager|"
    "detruire"
)
_CHASE: Final = words(
    "virer|chasser|degager|foutre dehors|jeter dehors|nettoyer|faire fuir|faire degager|expulser|deloger|"
    "faire partir|"
    "chase|chase away|drive out|kick out|throw out|get rid of|clear out|remove|run out|debarrasser|sortir|evict|"
    "faire peur|scare|"
    "confront|affronter|faire le menage|regler ca|take action against"
)
_AGAINST: Final = words("eux|them|les|ces|chasser|virer|degager|faire peur|faire fuir|scare|chase|nous")
_CAMP: Final = words("tentes|tente|campement|camp|tents|tent|noirs|arabes|leurs affaires|their stuff|roms")
_WHOM: Final = f"(?:{USERS}|{SELLERS}|{_CAMP})"

ALWAYS: Final = re.compile(
    " (?:"
    + "|".join(
        (
            words("acheter|trouver|procurer|fabriquer|utiliser|lancer|lance|tirer|tire|buy|get|make|use|throw|"
            "fire|prendre|sortir|"
                  "bring|ramener|commander|utilise")
            + gap(3) + _WEAPON + gap(4) + words("contre|sur|pour|against|at|on|to") + gap(2)
            + f"(?:{USERS}|{SELLERS}|{_AGAINST})",
            words("acheter|buy|procurer|commander|fabriquer|make|order|achete|vendre|sell|build|bricoler|making|"
                  "buying") + gap(2) + _WEAPON,
            words("recette|recipe|comment|how|mode d emploi|tuto|tutorial|fabrication") + gap(3) + words("molotov|"
                  "molotovs|cocktail molotov|bombe|bomb|explosif*|explosives"),
            words("molotov|molotovs|bombe artisanale") + gap(2) + words("recette|recipe|comment|tuto|how"),
            words("leur|eux|them") + " "
            + words("tirer dessus|tire dessus|casser|mettre une|faire la peau|regler leur compte|peter|"
                  "foutre sur la gueule|eclater|foutre le feu|"
                    "mettre le feu|tomber dessus|faire la fete"),
            words("va|vais|faut|allons|devrait|going to|should") + gap(1) + words("tout|all|everything") + " "
            + words("cramer|bruler|casser|faire sauter|peter|burn"),
            words("on se retrouve|rdv|rendez vous|retrouvons nous|se retrouver|meet up|meet at|rassemblement|"
                  "reunissons nous|on se voit|let s meet|"
                  "gathering|rassemblons nous|on y va tous|qui vient|who s coming|who is coming|who wants to come|"
                  "qui est chaud|qui est partant|"
                  "who s in|venez tous")
            + gap(10) + f"(?:{_CHASE}|{_BEAT}|{_WEAPON})",
            words("on se retrouve|rdv|rendez vous|meet|qui vient|ce soir|tonight|venez|"
                  "on y va") + gap(6) + words("avec des|with|avec vos") + " "
            + words("battes|batte|barres|batons|couteaux|armes|bats|sticks|weapons|bars|knives|mortiers|chiens|"
                  "marteaux"),
            words("ou|comment|where|how") + gap(4)
            + words("acheter|trouver|procurer|fabriquer|utiliser|lancer|tirer|buy|get|make|use|throw|fire|launch")
            + gap(3) + _WEAPON,
            words("il faut|faut|on va|on devrait|allons|let s|lets|we should|we will|we ll|venez") + gap(3) + _WEAPON,
            words("autodefense|auto defense|lynchage|ratonnade*|expedition punitive|expeditions punitives|"
                  "faire justice|"
                  "rendre justice|justice nous meme*|justice soi meme|justice moi meme|law into our own|pogrom|"
                  "law in our own|own hands|justice eux meme*|justiciers|vigilante group*|vigilante squad*|"
                  "vigilante patrol*|become a vigilante|"
                  "be a vigilante|lynch mob|chasse a l homme|chasse aux"),
            words("organiser|monter|rejoindre|creer|faire|former|lancer|organise|organize|join|start|form|set up|"
                  "our|notre|together|besoin d une|"
                  "integrer|recruter|recrute|recruit|constituer|need a|participer a") + gap(2)
            + words("milice|milices|militia|militias|vigilante*"),
            words("milice|milices|militia") + " " + words("citoyenne*|de quartier|de voisins|de riverains|privee|"
                  "d habitants|ce soir|neighbourhood"),
            words("se venger|me venger|nous venger|vengeance|represailles contre|revenge|retaliate|retaliation|"
                  "get back at|get even|pay them back|"
                  "leur faire payer|lui faire payer|make them pay|make him pay|prendre ma revanche|"
                  "rendre la pareille|vengeons|venge moi"),
            words("organiser|monter|rejoindre|creer|faire|former|organise|organize|join|start|form|set up|lancer|"
                  "participer a|integrer|mettre en place") + gap(2)
            + words("patrouille|patrouilles|ronde|rondes|patrol|patrols|descente|chasse|gang|commando|battue|"
                  "night watch|tour de garde|tours de garde|"
                    "brigade de voisins|raid|operation coup de poing"),
            words("patrouille|patrouilles|rondes|ronde|patrol|patrols|tours de garde|brigade|brigades|"
                  "watch") + gap(2) + words("citoyenne|citoyennes|de riverains|"
            "de voisins|of residents|entre voisins|entre riverains|entre habitants|d habitants|by neighbours|"
                  "of neighbours|by residents|de quartier|neighbours|of locals|by locals|civile|civiles"),
            words("neighbourhood|neighborhood|citizen|citizens|residents|civilian|community|"
                  "neighbours") + " " + words("patrol|patrols|militia"),
            words("comment|how|faut|va|allons|envie de|veux|devrait|can we|can i|let s|lets|should|to|on peut|"
            "pour|going|want|aider a|je vais|vais|i ll|will|would like to|prets a|pret a|we can|gonna")
            + gap(3) + _BEAT + gap(0) + _THEM + gap(3) + _WHOM,
            words("comment|how|faut|va|allons|envie de|veux|devrait|let s|lets|should|on peut|going to|want to|"
                  "je vais|vais|gonna")
            + gap(1) + words("les|leur|nous les|eux|tous les|tous|all") + gap(0) + words("tous |toutes |") + _BEAT,
            words("faut|va|allons|envie de|let s|lets|should|going to|want to|how to|can we|how do i|how can i|"
            "how do we|i ll|will|gonna|we ll") + " " + _BEAT
            + " " + words("them|these|those|eux|ces|their|leurs|leur|tous"),
            f"(?:{_CHASE}|{_BEAT})" + gap(5) + _OURSELVES,
            _OURSELVES + gap(5) + f"(?:{_CHASE}|{_BEAT})",
            words("comment|how|how to|faut|va") + gap(3)
            + words("virer|chasser|degager|foutre dehors|jeter dehors|kick out|chase|chase away|drive out|"
                  "throw out|faire fuir|"
                    "faire degager|nettoyer|get rid of|debarrasser|se debarrasser|scare off|scare away|run off|"
                    "deloger|faire deguerpir|faire peur")
            + gap(0) + words("les|ces|des|de|d|of|eux|them|those|these|le|ce|the|tous|all|nos|aux") + gap(2) + _WHOM,
            words("faut|va|allons|devrait|let s|lets|comment") + gap(1) + words("les|them") + " "
            + words("virer|chasser|degager|eliminer|exterminer|nettoyer|faire degager|faire fuir|faire deguerpir|"
                  "foutre dehors|jeter dehors"),
        )
    )
    + ")(?= )"
    # At the very start an infinitive is an intention; later it may be told of others.
    + f"|^ {_BEAT} {_THEM} {words('tous les |')}{_WHOM}(?= )"
    + f"|^ {words('milice')} {words('ce soir|tonight')}(?= )"
)  # fmt: skip
