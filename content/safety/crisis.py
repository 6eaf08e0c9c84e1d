"""Crisis: whether words suggest an overdose, somebody unconscious, self-harm or suicide; in doubt, they do.

Content policy, section 7, rule 21.
"""

import re
from typing import Final

from rapidfuzz.distance import OSA

from content.safety.plain import gap, plain, words

_ONE: Final = words(
    "il|elle|ils|homme|femme|quelqu un|personne|mec|gars|type|dame|monsieur|gamin|gamine|enfant|bebe|ami|amie|pote|copain|"
    "copine|voisin|voisine|mari|fils|fille|frere|soeur|mere|pere|sdf|usager|consommateur|clochard|he|she|they|man|woman|guy|"
    "someone|somebody|person|friend|neighbour|neighbor|kid|child|baby|brother|sister|son|daughter|mum|mom|dad|boy|girl|user"
)

_DIE: Final = words(
    "mourir|crever|creve|me tuer|me tue|se tuer|se tue|me faire sauter|se faire sauter|me tirer une balle|se tirer une balle|"
    "me pendre|se pendre|me suicide*|se suicide*|me buter|se buter|me flinguer|se flinguer|"
    "me foutre en l air|se foutre en l air|me foutre en lair|se foutre en lair|"
    "en finir|disparaitre pour toujours|me faire du mal|se faire du mal|"
    "m ouvrir les veines|s ouvrir les veines|me tailler les veines|se tailler les veines|me jeter|se jeter|"
    "sauter du|sauter d un|sauter par|sauter de l|sauter sous|m immoler|s immoler|me noyer|se noyer"
)

_IDIOMS: Final = re.compile(
    " (?:"
    + "|".join(
        (
            words("suicide|suicides")
            + " "
            + words("politique*|economique*|commercia*|electora*|social|budgetaire|squad"),
            words("political|career|economic|electoral|commercial|social") + " suicide",
            words("overdose*|surdose*|over dose")
            + " "
            + words("de|d|des|of")
            + " "
            + words(
                "bruit*|travaux|pub|publicite*|reunion*|info|infos|information*|sirene*|klaxon*|chantier*|voiture*|scooter*|"
                "touriste*|musique|promesse*|news|noise|work|roadworks|ads|meetings|informations|communication|politique|"
                "normes|taxes|annonces|polemique*|chocolat|sucre"
            ),
            words("mourir|mort|morts|morte|creve|crever|pleurer") + " de rire",
            words("crever")
            + " "
            + words("un|les|des|ses|mes|leurs|leur|le")
            + " "
            + words("pneu*|abces|ecran|ballon*"),
            words("bruit|chaleur|canicule|travail|boulot|job|noise|heat|humidite|attente") + gap(2) + "me tuer",
            words("c est|etre|serait|sont")
            + gap(1)
            + words("inconscient|inconscients|inconsciente")
            + words(" de", " d"),
            words("inconscient collectif|unconscious bias|automobilistes inconscients"),
            words("on|nous|quartier|ville|rue|we") + gap(1) + words("respire|respirons") + " " + words("plus|pas|mal"),
            "en finir avec(?! la vie| ma vie| sa vie| tout| moi)",
            words(
                "projet|plan|quartier|commerce*|marche|rue|ville|dispositif|association*|salle|place|cafe|libraire|librairie"
            )
            + gap(2)
            + words("mourir|meurt|crever"),
            words(
                "combien|nombre|chiffre*|statistique*|how many|number of|figures|statistics|morts par|deaths by|deaths from"
            )
            + gap(5)
            + words("overdose*|surdose*|suicide*"),
            "dying to " + words("know|see|hear|meet|read"),
        )
    )
    + ")(?= )"
)
"""Turns of speech in which nobody is in danger; taken out before looking."""

_SIGNS: Final = re.compile(
    " (?:"
    + "|".join(
        (
            # Wanting to die, in French.
            words("veux|vais|va|vas|envie de|envie d|pense a|penser a|songe a|compte|prefere|prefererais|essaye de|essaie de|"
                  "essaye|tente de|tenter de|tente|menace de|pret a|prete a|besoin de|faut|aimerais|dois|doit|veux plus que|"
                  "pense qu a|voulu|failli|essayer de|essaye d|tente d|menace d|j y vais|me laisser|laissez moi|"
                  "laisse moi|parle de|"
                  "parle d|demande comment|comment|facon de|moyen de")
            + gap(2) + _DIE,
            words("plus|pas|aucune|pu") + gap(1) + "envie de " + words("vivre|continuer a vivre|exister|etre la"),
            words("veux|peux|supporte") + gap(2) + words("vivre comme ca|plus vivre|pas vivre|plus exister"),
            words("veux plus|peux plus|supporte plus") + gap(2) + words("vivre|exister|la vie|cette vie"),
            words("marre|assez|ras le bol|degoute|fatigue|fatiguee") + " " + words("de la vie|de vivre|d exister|de cette vie"),
            "en finir avec " + words("la vie|ma vie|tout|moi|sa vie"),
            "fin a " + words("mes jours|mes jour|ses jours|ma vie|sa vie|leurs jours|nos jours"),
            words("sous|under") + " " + words("un|le|la|une|a|the") + " " + words("train|metro|rame|tram|rer|bus|camion"),
            words("veux plus|envie de plus|pas envie d") + gap(1) + words("etre la|etre ici|me reveiller|exister"),
            words("want to be here|wants to be here") + " " + words("anymore|any more|any longer"),
            words("retrouvera|retrouverez|trouvera|find me") + gap(1) + words("mort|morte|dead"),
            words("vie|vivre|life|living") + gap(3) + words("vaut plus la peine|vaut pas la peine|vaut plus le coup|"
            "worth it|worth living"),
            words("medicament*|cachet*|comprime*|pill|pills|tablets|medocs") + gap(4) + words("en finir|mourir|to die|end it"),
            words("je me coupe|je m ouvre|i cut my|blow my brains|sauter la cervelle|sauter le caisson"),
            words("mieux|serais|soulages|soulage") + gap(2) + words("mort|morte|sans moi"),
            words("a quoi bon|raison de|sert a rien de|sert plus a rien de") + " vivre",
            words("idees noires|pensees noires|pensees suicid*|ouvert les veines|taille les veines|coupe les veines|"
                  "automutil*|auto mutil*|me mutile*|se mutile*|me scarifi*|se scarifi*|s est pendu|s est pendue|"
                  "s est jete|s est jetee|s est suicide*|je me tue|je me bute|me taillade*|se taillade*"),
            words("je|j|i|il|elle|ils|mec|mari|copain") + gap(3) + "me tuer",
            # And in English.
            words("kill|killing|hurt|hurting|harm|harming|cut|cutting|hang|hanging|shoot|drown")
            + " " + words("myself|himself|herself|themself|themselves|yourself|my self|oneself|me self"),
            words("end|ending|take|taking|took|ended") + " " + words("my|his|her|their|your") + gap(1) + "life",
            words("end|ending|ended") + " it all",
            words("want to|wants to|going to|ready to|rather|wish i could|wanted to|let me|have to") + gap(2)
            + words("die|be dead|end it|disappear forever|jump off|jump from|jump in front|not wake up|not exist"),
            words("don t|doesn t|no|not|can t|cannot|never") + gap(2)
            + words("want to live|wants to live|reason to live|go on living|live anymore|live any more|live like this|be alive"),
            words("wish i was|wish i were|better off|rather be|i should be") + " " + words("dead|never born|gone"),
            words("tired of|sick of|done with") + " " + words("living|life|being alive"),
            words("self harm*|selfharm*|suicidal|unalive*|kill me"),
            # An overdose.
            words("trop pris|pris trop|prise trop|avale trop|avale tous|avale toute|avale des|avale une boite|"
            "avale tout|trop avale"),
            words("took|taken|swallowed|had") + " " + words("too much|too many|all") + gap(3)
            + words("pill*|tablet*|med|meds|drug*|crack|heroin|coke|cocaine|methadone|fentanyl|stuff|medication|medicine"),
            words("trop de|too much") + " " + words("methadone|medicaments|cachets|comprimes|ghb|gbl|heroine|heroin|"
            "subutex|fentanyl|medocs"),
            words("od ed|od ing|od d|oding|oded|an od|en od|fait une od|faire une od|fais une od|fait un od|od de|of an od"),
            # Somebody unconscious, not breathing, not moving.
            words("ne|n|qui|plus|pas|il|elle|mec|type|homme|femme|monsieur|dame|personne|un|arrive|arrive a|enfant|"
            "gars|pote|ami|je")
            + gap(3) + "respire " + words("plus|pas|mal|a peine|bizarre*|difficilement|tres mal|presque|vraiment"),
            words("arrive|peux|peut|veux") + " " + words("plus|pas") + gap(1) + "respire",
            words("plus de pouls|pas de pouls|sans pouls|no pulse|arret cardiaque|cardiac arrest|crise cardiaque|heart attack|"
                  "arret respiratoire|epileps*|epileptic|convuls*|seizure|seizures|coma|agonise|agonisant|agonie"),
            words("sans connaissance|perdu connaissance|perd connaissance|perte de connaissance|perdu conscience|"
                  "perd conscience|tombe dans les pommes|evanoui|evanouie|evanouit|inanime|inanimee|inanimes"),
            _ONE + gap(5) + words("inconscient|inconsciente|inconscients|inconscent|inconsiente|inconcient|inconciente|inconscien"),
            words("trouve|vois|vu|semble|parait|est|allonge|allongee|par terre|au sol|sol") + gap(2)
            + words("inconscient|inconsciente|inconscients|inconcient|inconciente"),
            words("inconscient|inconsciente") + gap(3) + words("sol|terre|rue|trottoir|hall|metro|quai|escalier|banc"),
            _ONE + gap(3) + words("reagit|reponds|repond|bouge|reveille|reveiller") + " " + words("plus|pas"),
            words("arrive|arrivons|peux") + " " + words("pas|plus") + gap(2) + "reveiller",
            words("fait un malaise|fait malaise|faire un malaise|en plein malaise|fait une attaque"),
            words("levres bleues|visage bleu|devient bleu|devient bleue|tout bleu|toute bleue|bleues les levres"),
            words("not|isn t|isnt|stopped|aren t|hardly|barely|can t|cannot|no longer|not really|struggling to") + gap(1)
            + words("breath|breathing|breathe|breathin"),
            words("unconscious|unconcious|unconsious|unresponsive|passed out|collapsed|fainted|blacked out|not waking|"
                  "won t wake|can t wake|doesn t wake|turning blue|lips are blue|blue lips|gone blue"),
            _ONE + gap(2) + words("fait un arret|est mourant|est mourante|meurt|en train de mourir|va mourir|agonise|"
            "is dying|dying"),
            _ONE + gap(6) + words("not responding|not moving|isn t moving|isn t responding|stopped moving|"
            "doesn t respond|doesn t move"),
        )
    )
    + ")(?= )"
)  # fmt: skip

_ALONE: Final = ("suicide", "suicider", "suicidaire", "overdose", "overdoses", "surdose", "surdosage")
_LIKE: Final = ("suicid", "overdo", "surdos", "suissid", "suicit", "suiside", "suisid", "overdoz")
_OTHER: Final = frozenset(
    ("overdone", "surdoue", "surdoues", "surpose", "overdue", "lucide", "overdoing", "suivie", "suivies")
)


def crisis(text: str) -> bool:
    """Return whether the words suggest that somebody is in danger of death; time is linear in their length."""
    said = _IDIOMS.sub(" ", plain(text))
    return any(_names_it(word) for word in said.split()) or _SIGNS.search(said) is not None or " over dos" in said


def _names_it(word: str) -> bool:
    if word in _OTHER or not 6 <= len(word) <= 16:
        return False
    if word.startswith(_LIKE):
        return True
    return any(OSA.distance(word, sign, score_cutoff=1) <= 1 for sign in _ALONE)
