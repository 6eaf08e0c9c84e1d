"""Seeking: whether somebody asks for what the bot never gives: a person, where to buy, how to attack.

Content policy, section 7, rules 2, 6 and 7.
"""

import re
from enum import StrEnum
from typing import Final

from content.safety.plain import gap, plain, words


class Sought(StrEnum):
    """What is asked for; each has one fixed calm answer, the text ``seeks.<value>``."""

    PERSON = "person"
    """Where somebody is now, who somebody is, where somebody lives."""
    DEALING = "dealing"
    """Where drugs are sold or used now, from whom, for how much."""
    VIOLENCE = "violence"
    """How to attack, chase or take revenge, alone or with others."""


_USERS: Final = words(
    "usager|usagers|toxico|toxicos|toxicomane*|consommateur*|crackeu*|cracker|crackers|drogue|drogues|camee|camees|came|cames|"
    "junkie*|zombie*|user|users|addict|addicts|crackhead*|druggie*|sdf|clochard*|migrant*|gens|marginaux|squatteur*"
)
_SELLERS: Final = words(
    "dealer|dealers|dealeur*|deal|vendeur|vendeurs|vendeuse*|trafiquant*|guetteur*|chouf|choufs|modou|modous|charbonneur*|"
    "pusher*|seller*|trafficker*|fournisseur*|plug"
)
_ACCUSED: Final = words(
    "tireur|tireurs|auteur|auteurs|suspect|suspects|agresseur|agresseurs|voleur|voleurs|mis en cause|coupable|coupables|"
    "responsable des tirs|tueur|violeur|mec|mecs|gars|type|types|shooter|attacker|thief|culprit|guy|guys|man|men|meneur|ringleader|"
    "indic|balance|chef du reseau|tete du reseau|nourrice|caid|caids|leader|boss|bonnet"
)
_DRUG: Final = words(
    "crack|coke|cocaine|cocaina|drogue|drogues|came|dope|shit|beuh|weed|cannabis|heroine|heroin|galette|galettes|caillou|"
    "cailloux|stup|stups|stupefiant*|ecsta|ecstasy|mdma|meth|3mmc|herbe|resine|drugs|ketamine|lsd|speed|poudre|matos|rocks|"
    "conso|matiere|hash|dose|doses|hasch"
)
_NO_SUBJECT: Final = "(?! (?:plan|figures|data|measures|policy|summary|use|users|problem|crisis|scene))"
"""After a drug's name: then the words are about a plan, a policy …"""
_NOW: Final = words(
    "maintenant|en ce moment|actuellement|ce soir|aujourd hui|cette nuit|la tout de suite|a cette heure|tout de suite|"
    "now|right now|tonight|today|currently|at the moment|this evening"
)
_WEAPON: Final = words(
    "mortier|mortiers|feu d artifice|feux d artifice|petard|petards|fusee|fusees|molotov|cocktail molotov|lacrymo*|matraque*|"
    "batte|battes|arme|armes|couteau|couteaux|fusil|fusils|taser|firework*|mortar|mortars|weapon*|knife|gun|guns|"
    "pepper spray|bat|bats|flashball|poing americain|artifices|explosif*"
)
_THEM: Final = words(
    "les|ces|des|eux|them|those|these|un|une|le|ce|the|a|tous|toute|all|au|aux|sur|dans|leur|leurs|their|on|at|someone"
)
_OURSELVES: Final = words(
    "nous memes|nous meme|moi meme|soi meme|eux memes|vous memes|soi memes|ourselves|myself|entre voisins|entre riverains|"
    "entre nous|nous riverains|tout seuls|tout seul|sans la police|sans attendre la police|without the police|a coups de|"
    "a la main|par la force|by force|themselves|yourself"
)
_BEAT: Final = words(
    "frapper|taper|tabasser|cogner|cramer|bruler|buter|tuer|attaquer|agresser|eliminer|lyncher|casser la gueule|peter la gueule|"
    "defoncer|fracasser|punir|demonter|exploser|empoisonner|tirer sur|tirer des mortiers|caillasser|tazer|gazer|niquer|shooter|"
    "casser la figure|mettre le feu|foutre le feu|corriger|intimider|menacer|beat|beat up|attack|burn|hurt|kill|shoot|punish|"
    "poison|stab|lynch|smash|set fire to|fire at|scare off|threaten|passer a tabac|regler leur compte|faire la peau"
)
_CHASE: Final = words(
    "virer|chasser|degager|foutre dehors|jeter dehors|nettoyer|faire fuir|faire degager|expulser|deloger|faire partir|"
    "chase|chase away|drive out|kick out|throw out|get rid of|clear out|remove|run out|debarrasser|sortir|evict"
)

_ASIDE: Final = re.compile(
    " "
    + words(
        "signaler|signale|signalement*|signalent|report|reporting|alerter|alerte|denoncer|prevenir|contacter|contact|"
        "contacts|appeler|"
        "appelle|plainte|aide|aider|soin|soins|soigner|help|traitement|police secours|commissariat|sevrage|arreter de|treatment|"
        "accompagnement|association*|saisie|saisies|saisi|seized|seizure|ont ete|a ete|etaient|etait|evacue*|evacuation*|deplace*|"
        "passes|partis|alles|deloges|were|moved|cleared|plan|mesure|mesures|chiffre*|combien de points|ouvrir une|ouverture|"
        "caarud|csapa|prevention|reduction|interpelle*|arrestation*|arrested|condamne*|jugement|proces|numero d urgence|2018|2019|"
        "2020|2021|2022|2023|2024|2025"
    )
    + "(?= )"
)
"""Words of somebody who reports, asks for help or asks what happened: then the question is one the bot answers."""

_NEIGHBOUR: Final = words(
    "mon voisin|ma voisine|voisin|voisine|monsieur|madame|m|mme|mr|mrs|mlle|neighbour|neighbor|famille"
)
_AGAINST: Final = words("eux|them|les|ces|chasser|virer|degager|faire peur|faire fuir|scare|chase|nous")
_CAMP: Final = words("tentes|campement|camp|tents|noirs|arabes")

_PERSON: Final = (
    re.compile(
        " (?:"
        + "|".join(
            (
                words("comment s appelle|qui est|qui sont|qui c est|who is|who s|who are|c est qui|qui etait|identite|"
                "identity|name|names|nom|noms|"
                      "prenom|surnom|photo|photos|visage|visages|face|faces|picture|pictures|pseudo|telephone|numero|plaque|snap|"
                      "snapchat|telegram|whatsapp")
                + gap(3) + f"(?:{_SELLERS}|{_ACCUSED})",
                words("ou|where") + gap(3)
                + words("habite|habitent|crechent|creche|loge|logent|vit|live|lives|living|reside|resident") + gap(0)
                + words("il|elle|ils|le|la|les|ce|cette|ces|mon|ma|monsieur|madame|m|mme|un|the|this|that|he|she|they|mr|mrs|l"),
                words("ou|where") + gap(1) + words("habite|habitent|creche|crechent|il habite|elle habite|ils habitent"),
                words("where") + gap(5) + words("live|lives|sleeps|works") + "(?= $)",
                words("where does|where do|where did") + gap(4) + words("live|lives|sleep|work"),
                words("adresse|address|domicile|etage|appartement|digicode|numero de tel*|telephone") + " "
                + words("de|du|des|d|of|a") + gap(3)
                + f"(?:{_SELLERS}|{_ACCUSED}|{_NEIGHBOUR})",
                words("home address|adresse personnelle|adresse privee|private address|ou dort il|ou dort elle|"
                "ou dort ce|ou dorment|where do they sleep"),
                words("localiser|traquer|pister|filer|retrouver|identifier|reconnaitre|suivre|track|track down|locate|identify|"
                      "find|follow|stalk|spot|reperer")
                + gap(3) + f"(?:{_SELLERS}|{_ACCUSED}|{_USERS})",
            )
        )
        + ")(?= )"
    ),
    re.compile(
        " (?:"
        + "|".join(
            (
                words("ou|where|quelle rue|which street|what street|quel endroit") + gap(4) + _USERS + gap(6) + _NOW,
                _NOW + gap(2) + words("ou|where") + gap(4) + _USERS,
                words("ou sont|ou est|where are|where is|ou se trouvent|ou se trouve|ou trainent|ou se cachent|ou squattent")
                + gap(2) + f"(?:{_USERS}|{_ACCUSED})",
                words("scene ouverte|scene de crack|open scene|open drug scene|drug scene|campement|camp") + gap(4) + _NOW,
                _USERS + gap(2) + words("sont|trainent|se cachent|squattent|se trouvent|are") + " " + words("ou|where"),
                words("ou est ce que|ou") + gap(1) + words("les|des") + " " + _USERS + " "
                + words("sont|se trouvent|trainent|squattent|fument|consomment|se cachent|se reunissent"),
            )
        )
        + ")(?= )"
    ),
)  # fmt: skip

_DEALING: Final = (
    re.compile(
        " (?:"
        + "|".join(
            (
                words("acheter|achete|acheterai|choper|chope|pecho|toucher|toper|procurer|gratter|buy|score|cop|"
                "get hold of|purchase|"
                      "commander|order|livrer|livraison|delivery")
                + gap(4) + _DRUG,
                words("cherche|cherches|recherche|need|want|looking for|besoin") + " "
                + words("du |de la |de l |de |some |any |un peu de |des |a bit of |") + _DRUG + _NO_SUBJECT,
                words("ou|where|where s") + gap(3) + words("y a|is|there is|s|i get|on a") + " "
                + words("du |de la |de l |the |some |any |") + _DRUG + _NO_SUBJECT,
                "il y a " + words("du |de la |de |des |") + _DRUG + gap(1) + "ou",
                _DRUG + gap(2) + words("pas cher|pas chere|cheap|a vendre|for sale|en livraison|livraison|livre|"
                "delivered|delivery"),
                words("combien coute|combien ca coute|quel prix|prix|price|how much|tarif|tarifs|cost") + gap(4)
                + words("galette|galettes|caillou|cailloux|gramme|dose|doses|rock|gram|crack|coke|cocaine|weed|shit|"
                "beuh|heroine|heroin"),
            )
        )
        + ")(?= )"
    ),
    re.compile(
        " (?:"
        + "|".join(
            (
                words("ou|where|quelle rue|which street|quel endroit|a quelle heure|what time|qui|who|comment|how") + gap(3)
                + words("trouver|trouve|trouve t on|trouvent|avoir|vend|vendent|vendre|deale|dealent|fume|fument|"
                "fumer|find|get|sell|"
                        "sells|selling|smoke|have|consommer|shooter")
                + gap(3) + _DRUG,
                words("ou|where|quelle rue|which street|quel endroit|a quelle heure|what time|quels|which") + gap(4) + _SELLERS,
                words("point de deal|points de deal|dealing point*|dealing spot*|drug spot*|spot|four|fours") + gap(2)
                + words("plus proche|le plus pres|pres d ici|nearest|closest|near me|ouvert|open") ,
                words("nearest|closest") + gap(1) + words("point de deal|dealing point*|dealing spot*|drug spot*|dealer*|spot"),
                words("trouver|find|contact d|numero d|connais|know") + gap(2) + _SELLERS,
                words("qui|who|quel jour|quels jours|quand|when") + gap(1)
                + words("deale|dealent|is dealing|deals|vendent|bicrave|charbonne"),
                words("liste|carte|map|list|adresses|addresses|ou sont|where are|quels sont") + gap(2)
                + words("points de deal|point de deal|dealing spot*|dealing point*|lieux de deal|fours|drug spots"),
                _SELLERS + gap(2) + words("sont|trainent|se cachent|are") + " " + words("ou|where"),
                words("ca vend|ca deale|ca charbonne|ca bicrave|ca tourne") + gap(3) + words("ou|quelle|maintenant|ce soir|heure"),
                words("ou|where") + gap(2) + words("ca|on") + " " + words("vend|deale|charbonne|bicrave|fume|tourne"),
            )
        )
        + ")(?= )"
    ),
)  # fmt: skip

_VIOLENCE: Final = (
    re.compile(
        " (?:"
        + "|".join(
            (
                words("acheter|trouver|procurer|fabriquer|utiliser|lancer|lance|tirer|tire|buy|get|make|use|throw|"
                "fire|prendre|sortir|"
                      "bring|ramener|commander|utilise")
                + gap(3) + _WEAPON + gap(4) + words("contre|sur|pour|against|at|on|to") + gap(2)
                + f"(?:{_USERS}|{_SELLERS}|{_AGAINST})",
                words("acheter|buy|procurer|commander|fabriquer|make|order") + gap(2) + _WEAPON,
                words("leur|eux|them") + " "
                + words("tirer dessus|tire dessus|casser|mettre une|faire la peau|regler leur compte|peter|foutre sur la gueule"),
                words("va|vais|faut|allons|devrait|going to|should") + gap(1) + words("tout|all|everything") + " "
                + words("cramer|bruler|casser|faire sauter|peter"),
                words("on se retrouve|rdv|rendez vous|retrouvons nous|se retrouver|meet up|meet at|rassemblement|reunissons nous")
                + gap(10) + f"(?:{_CHASE}|{_BEAT})",
                words("ou|comment|where|how") + gap(4)
                + words("acheter|trouver|procurer|fabriquer|utiliser|lancer|tirer|buy|get|make|use|throw|fire|launch")
                + gap(3) + _WEAPON,
                words("il faut|faut|on va|on devrait|allons|let s|lets|we should|we will|we ll|venez") + gap(3) + _WEAPON,
                words("milice|milices|vigilante*|autodefense|auto defense|lynchage|ratonnade*|expedition punitive|faire justice|"
                      "rendre justice|justice nous meme*|justice soi meme|justice moi meme|law into our own|"
                      "law in our own|own hands"),
                words("se venger|me venger|nous venger|vengeance|represailles|revenge|retaliate|retaliation|get back at|get even"),
                words("organiser|monter|rejoindre|creer|faire|former|organise|organize|join|start|form|set up") + gap(2)
                + words("patrouille|patrouilles|ronde|rondes|patrol|patrols|descente|chasse|gang|commando|battue"),
                words("patrouille|patrouilles|rondes|patrol|patrols") + " " + words("citoyenne*|de riverains|"
                "de voisins|of residents|"
                      "of neighbours|by residents|de quartier"),
                words("comment|how|faut|va|allons|envie de|veux|devrait|can we|can i|let s|lets|should|to|on peut|"
                "pour|going|want|aider a")
                + gap(3) + _BEAT + gap(0) + _THEM + gap(3) + f"(?:{_USERS}|{_SELLERS}|{_CAMP})",
                words("comment|how|faut|va|allons|envie de|veux|devrait|let s|lets|should|on peut|going to|want to|je vais")
                + gap(1) + words("les|leur|nous les|eux") + " " + _BEAT,
                words("faut|va|allons|envie de|let s|lets|should|going to|want to|how to|can we|how do i|how can i|"
                "how do we") + " " + _BEAT
                + " " + words("them|these|those|eux|ces"),
                f"(?:{_CHASE}|{_BEAT})" + gap(5) + _OURSELVES,
                _OURSELVES + gap(5) + f"(?:{_CHASE}|{_BEAT})",
                words("comment|how|how to|faut|va") + gap(3)
                + words("virer|chasser|degager|foutre dehors|jeter dehors|kick out|chase|chase away|drive out|throw out|faire fuir|"
                        "faire degager|nettoyer|get rid of")
                + gap(0) + _THEM + gap(2) + f"(?:{_USERS}|{_SELLERS})",
                words("faut|va|allons|devrait|let s|lets") + gap(1) + words("les|them") + " "
                + words("virer|chasser|degager|eliminer|exterminer|nettoyer"),
            )
        )
        + ")(?= )"
    ),
)  # fmt: skip


def sought(text: str) -> Sought | None:
    """Return what is asked for that the bot never gives, or None; time is linear in the length of the text."""
    said = plain(text)
    # To report or to be helped never excuses violence, a price, a name.
    if any(pattern.search(said) for pattern in _VIOLENCE):
        return Sought.VIOLENCE
    if _DEALING[0].search(said) and not _tells_of_seizure(said):
        return Sought.DEALING
    if _PERSON[0].search(said):
        return Sought.PERSON
    if _ASIDE.search(said):
        return None
    if _DEALING[1].search(said):
        return Sought.DEALING
    return Sought.PERSON if _PERSON[1].search(said) else None


_SEIZED: Final = re.compile(
    " " + words("saisie|saisies|saisi|seized|seizure|police|chiffre*|figures|plan|mesure*") + "(?= )"
)


def _tells_of_seizure(said: str) -> bool:
    return _SEIZED.search(said) is not None
