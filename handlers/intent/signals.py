"""Signals: the words that ask for a command outright, and those that only ask."""

import re
from typing import Final

from content.safety.plain import words


def _signal(*patterns: str) -> re.Pattern[str]:
    # The longest first: "en cours" is not "en" with something left over.
    alternatives = sorted((one for part in patterns for one in part.split("|")), key=lambda one: -len(one))
    return re.compile(" " + words(*alternatives) + "(?= )")


WHOM: Final = _signal(
    "qui appeler|qui contacter|qui prevenir|qui alerter|a qui|appeler qui|contacter qui|qui s occupe|"
    "qui est competent|numero|"
    "numeros|telephone|que faire|quoi faire|comment signaler|ou signaler|signaler|me plaindre|porter plainte|"
    "joindre|who do i|"
    "who can i|who should i|who to|whom|who deals with|who handles|phone number|phone|number for|call|report|"
    "what can i do|"
    "what should i do|what do i do|contacter|contact|contacts|appeler|aide|aider|help|comment faire|vers qui|"
    "qui peut|qui doit|"
    "ou s adresser|ou m adresser|ou jeter|comment deposer|how do i|who picks up|who removes|who cleans|"
    "qui ramasse|qui nettoie|"
    "qui vient|que dois je faire|je fais quoi|on fait quoi|i want to report|comment reagir|ou appeler|cmt faire"
)
HAPPENING: Final = _signal(
    "il y a|j ai trouve|on a trouve|je vois|j ai vu|devant|sous mes fenetres|sous ma fenetre|sous nos fenetres|"
    "en bas|chez moi|chez nous|"
    "mon immeuble|notre immeuble|mon hall|notre hall|ma rue|notre rue|mon palier|ma porte|notre cour|ma cage|"
    "mes fenetres|mes voisins|"
    "mon voisin|tous les soirs|toutes les nuits|toute la nuit|tous les jours|on n arrive|on ne peut|"
    "sur le trottoir|par terre|"
    "there is|there s|there are|i found|i saw|i see|outside|in front of|in my|on my|my street|our street|"
    "my building|our building|"
    "my window|my windows|my door|next door|every night|all night|downstairs|on the ground|ca fait|depuis|je suis|"
    "i am|i m|on m a|"
    "je me suis fait|j ai ete|i was|i ve been|on me|mon fils|ma fille|my son|my daughter|marche plus|est casse|"
    "is broken|en panne"
)
"""Somebody tells what they stand before."""
RESPONSIBLE: Final = _signal(
    "qui est responsable|responsable|responsables|competent|who is responsible|responsible|in charge|qui decide|"
    "who decides"
)
FIGURES: Final = _signal(
    "combien|chiffre|chiffres|statistique*|nombre de|nombre d|pourcentage|how many|how much|figure|figures|"
    "statistics|stats|number of|"
    "percentage|quantite|quantity|taux|budget|cout|coute|cost|costs|montant"
)
LATEST: Final = _signal(
    "quoi de neuf|quoi 2 9|du nouveau|nouveautes|actualite|actualites|actu|actus|dernieres nouvelles|nouvelles|"
    "dernieres infos|infos|"
    "derniers articles|que se passe|qu est ce qui se passe|il se passe quoi|ca se passe comment|s est il passe|"
    "recemment|"
    "news|latest|what s new|whats new|what is new|anything new|what happened|what is happening|what s happening|"
    "what s going on|what is going on|going on|recent|recently|happening|derniere info|il s est passe quoi|"
    "s est passe"
)
TIMELINE: Final = _signal("chronologie|historique|histoire|frise|timeline|history|chronology")
POSITIONS: Final = _signal(
    "que pense|que pensent|pense quoi|pensent quoi|position|positions|avis|opinion|opinions|pour ou contre|"
    "qui est contre|"
    "qui est pour|qui s oppose|qui soutient|stance|stances|who is against|who supports|who opposes|who wants|"
    "think about|"
    "thinks about|think of|for or against|que dit|que disent|qu a dit|qu ont dit|a dit quoi|disent quoi|dit quoi|"
    "qui a dit|"
    "qu en pense|qu en pensent|what did|did say|say about|says about|said about|what do|who said|declaration|"
    "declarations|a declare"
)
GLOSSARY: Final = _signal(
    "c est quoi|qu est ce que|qu est ce qu|kesako|que veux dire|ca veux dire quoi|veux dire|que signifie|signifie|"
    "definition|"
    "definir|what is|what s|what are|what does|meaning|definition of|define|meaning of|ca veux dire|sens de|"
    "what means|def"
)
SUMMARY: Final = _signal(
    "ou en est|ou en sont|en est on|fais le point|faire le point|le point sur|resume|resumer|bilan|etat des lieux|"
    "where do things stand|where are we|where does|state of|status of|summary|sum up|what about|overview|avenir|"
    "future|situation"
)
MEASURES: Final = _signal(
    "mesure|mesures|que fait|que font|qu est ce qui est prevu|est prevu|prevu|prevue|prevues|projet|projets|"
    "promis|promesse|promesses|actions|annonce|annonces|measure|measures|being done|planned|what is done|announced|"
    "promised|doing about|en vigueur|in force|toujours valable*|encore valable*|still valid|still apply|still in|"
    "a fait|ont fait|fait quoi|font quoi|a t elle fait|has done|did the city|dernieres decisions|latest decisions|dispositifs"
)
WHERE: Final = _signal(
    "ou est|ou se trouve|ou se situe|c est ou|where is|where s|situe|located|ou c est|comment aller|how to get to"
)
REACH: Final = _signal(
    "adresse|numero|numeros|telephone|tel|horaires|heures|ouvert|ouverte|joindre|contacter|ou est|ou se trouve|"
    "ou trouver|site|"
    "address|phone|number|opening hours|open|hours|where is|where s|website|contact|call|appeler|email|mail"
)
WHO: Final = _signal(
    "qui est|qui sont|who is|who are|who s|c est qui|qui c est|qui etait|who was|nom du|nom de la|nom de l|"
    "name of|quel est le nom|"
    "what is the name of|comment s appelle|qui occupe|qui dirige|who runs"
)
FILLER: Final = _signal(
    "bonjour|bonsoir|salut|hello|hi|merci|thanks|please|svp|stp|s il vous plait|les|des|de|du|la|le|l|the|a|dans|"
    "quartier|"
    "neighbourhood|neighborhood|area|in|ce|cette|semaine|week|this|quelles|sont|quels|what|are|is|y|t|il|en|"
    "vigueur|in force|me|donne|"
    "donner|donnez|moi|montre|give|show|aujourd hui|today|toutes|all|chez nous|ici|here|around|en cours|actuelles|"
    "actuellement|current|"
    "ville|mairie|etat|city|qu est ce que|qu est ce|que|quoi|on|pour|for|nous|our|about|sur|c est|est|current|"
    "these|days|ces|tous|now|maintenant"
)
GREETING: Final = _signal(
    "bonjour|bonsoir|salut|coucou|hello|hi|hey|merci|thanks|thank you|ok|d accord|help|aide|que peux tu faire|"
    "que sais tu faire|"
    "comment ca marche|how does this work|what can you do|good morning|good evening|bonne journee|beaucoup|"
    "infiniment|"
    "a toi|a vous|very much|so much|super|parfait|great|cool|bye|au revoir|goodbye|bien|recu|bot|le bot|"
    "comment ca va|ca va|how are you"
)
YEAR: Final = re.compile(" 20[0-3][0-9](?= )")
OFFICE_WORDS: Final = re.compile(
    " " + words("actuel|actuelle|actuellement|maintenant|aujourd hui|current|now|today|le|la|l|les|the|de|du|"
    "en ce moment|svp|est|is|nouveau|nouvelle|new")
    + "(?= )"
)  # fmt: skip

SIGNALS: Final = (
    (FIGURES, "figures"),
    (TIMELINE, "timeline"),
    (POSITIONS, "positions"),
    (LATEST, "latest"),
    (MEASURES, "measures"),
    (SUMMARY, "summary"),
)
"""Which words ask for which command; the first that fits."""


def beside(signal: re.Pattern[str], said: str) -> str:
    """Return the words beside the signal."""
    return " ".join(signal.sub(" ", said).split())
