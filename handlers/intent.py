"""Intent: which command a question in plain words is really for, where its words leave no doubt."""

import re
from dataclasses import dataclass
from typing import Final

from content.records import Need
from content.reference import Reference
from content.safety.plain import plain, words


@dataclass(frozen=True, slots=True)
class Intent:
    """A command with arguments that are slugs."""

    command: str
    args: str = ""


def _signal(*patterns: str) -> re.Pattern[str]:
    return re.compile(" " + words(*patterns) + "(?= )")


_WHOM: Final = _signal(
    "qui appeler|qui contacter|qui prevenir|qui alerter|a qui|appeler qui|contacter qui|qui s occupe|qui est competent|numero|"
    "numeros|telephone|que faire|quoi faire|comment signaler|ou signaler|signaler|me plaindre|porter plainte|joindre|who do i|"
    "who can i|who should i|who to|whom|who deals with|who handles|phone number|phone|number for|call|report|what can i do|"
    "what should i do|what do i do|contacter|contact|contacts|appeler|aide"
)
_RESPONSIBLE: Final = _signal(
    "qui est responsable|responsable|responsables|competent|who is responsible|responsible|in charge"
)
_FIGURES: Final = _signal(
    "combien|chiffre|chiffres|statistique*|nombre de|pourcentage|how many|how much|figure|figures|statistics|stats|number of|"
    "percentage"
)
_LATEST: Final = _signal(
    "quoi de neuf|quoi 2 9|du nouveau|nouveautes|actualite|actualites|actu|actus|dernieres nouvelles|nouvelles|dernieres infos|infos|"
    "derniers articles|que se passe|qu est ce qui se passe|il se passe quoi|ca se passe comment|s est il passe|recemment|"
    "news|latest|what s new|whats new|what is new|anything new|what happened|what is happening|what s happening|"
    "what s going on|what is going on|going on|recent|recently"
)
_TIMELINE: Final = _signal("chronologie|historique|histoire|frise|timeline|history|chronology")
_POSITIONS: Final = _signal(
    "que pense|que pensent|pense quoi|pensent quoi|position|positions|avis|opinion|opinions|pour ou contre|qui est contre|"
    "qui est pour|qui s oppose|qui soutient|stance|stances|who is against|who supports|who opposes|who wants|think about|"
    "thinks about|think of|for or against"
)
_GLOSSARY: Final = _signal(
    "c est quoi|qu est ce que|qu est ce qu|kesako|que veux dire|ca veux dire quoi|veux dire|que signifie|signifie|definition|"
    "definir|what is|what s|what are|what does|meaning|definition of|define|meaning of"
)
_SUMMARY: Final = _signal(
    "ou en est|ou en sont|en est on|fais le point|faire le point|le point sur|resume|resumer|bilan|etat des lieux|"
    "where do things stand|where are we|where does|state of|status of|summary|sum up|what about|overview"
)
_MEASURES: Final = _signal(
    "mesure|mesures|que fait|que font|qu est ce qui est prevu|est prevu|prevu|prevue|prevues|projet|projets|"
    "promis|promesse|promesses|actions|annonce|annonces|measure|measures|being done|planned|what is done|announced|"
    "promised|doing about"
)
_WHERE: Final = _signal("ou est|ou se trouve|ou se situe|c est ou|where is|where s|situe|located")


_FILLER: Final = _signal(
    "bonjour|bonsoir|salut|hello|hi|merci|thanks|please|svp|stp|s il vous plait|les|des|de|du|la|le|l|the|a|dans|quartier|"
    "neighbourhood|neighborhood|area|in|ce|cette|semaine|week|this|quelles|sont|quels|what|are|is|y|t|il|en|vigueur|in force|me|donne|"
    "donner|donnez|moi|montre|give|show|aujourd hui|today|toutes|all|chez nous|ici|here|around"
)

_GREETING: Final = _signal(
    "bonjour|bonsoir|salut|coucou|hello|hi|hey|merci|thanks|thank you|ok|d accord|help|aide|que peux tu faire|que sais tu faire|"
    "comment ca marche|how does this work|what can you do|good morning|good evening|bonne journee|beaucoup|aidez moi"
)
_YEAR: Final = re.compile(" 20[0-3][0-9](?= )")
_WHO: Final = _signal("qui est|qui sont|who is|who are|who s")

_SIGNALS: Final = (
    (_FIGURES, "figures"),
    (_TIMELINE, "timeline"),
    (_POSITIONS, "positions"),
    (_LATEST, "latest"),
    (_MEASURES, "measures"),
    (_SUMMARY, "summary"),
)
"""Which words ask for which command; the first that fits."""

_OF_TOPICS: Final = {"positions", "summary"}
"""Commands that speak of topics alone."""


def intent(question: str, reference: Reference) -> Intent | None:
    """Return the command the question asks for, or None where searching is the honest answer."""
    said = plain(question)
    if _rest(_GREETING, said) == "":
        return Intent("help")
    if _GLOSSARY.search(said) and (term := _term(said, reference)):
        return Intent("open", term)
    need = reference.need(question).found
    if need and _WHOM.search(said):
        return Intent("contacts", need.slug)
    places = reference.places_in(question, here=True)
    if found := _by_signal(said, places[0].slug if places else "", reference):
        return found
    if _RESPONSIBLE.search(said):
        return _responsible(said, need, reference)
    if need and not _YEAR.search(said) and not _WHO.search(said) and not reference.outweighs(question):
        return Intent("contacts", need.slug)
    return Intent("place", places[0].slug) if places and _WHERE.search(said) else None


def _by_signal(said: str, place: str, reference: Reference) -> Intent | None:
    """Return the command the words ask for outright, with the topic and the place they ask about."""
    for signal, command in _SIGNALS:
        if not signal.search(said):
            continue
        rest = _rest(signal, said)
        topic = next((topic.slug for topic in reference.topics_in(rest)), "")
        if command in _OF_TOPICS:
            if topic:
                return Intent(command, topic)
        elif topic or place or _rest(_FILLER, f" {rest} ") == "":
            return Intent(command, f"{topic} {place}".strip())
    return None


def _responsible(said: str, need: Need | None, reference: Reference) -> Intent | None:
    if need:
        return Intent("contacts", need.slug)
    topic = next((topic.slug for topic in reference.topics_in(_rest(_RESPONSIBLE, said))), None)
    return Intent("measures", topic) if topic else None


def _rest(signal: re.Pattern[str], said: str) -> str:
    """Return the words beside the signal."""
    return " ".join(signal.sub(" ", said).split())


def _term(said: str, reference: Reference) -> str | None:
    """Return the term of the glossary a question asks the meaning of."""
    rest = _GLOSSARY.sub(" ", said)
    rest = re.sub(
        " (?:un|une|le|la|les|l|des|du|de|a|an|the|mot|terme|word|mean|means|ca|exactement|exactly)(?= )", " ", rest
    )
    term = reference.term(" ".join(rest.split())).found
    return term.slug if term else None
