"""Naming: the name of a private person, as papers and neighbours write one."""

import re
from collections.abc import Iterator
from typing import Final

from content.fold import fold, listed
from content.safety.public import Public
from content.safety.screen import FIRST_NAMES

_NAME: Final = r"[A-ZÀ-ÖØ-Þ][^\W\d_]{0,30}(?:[’'\-][^\W\d_]{1,30}){0,3}"
_PARTICLE: Final = r"(?:(?:de|du|des|d[’']|la|le|el|al|ben|ould|van|von) ?){0,2}"
_PAIR: Final = re.compile(rf"(?<![\w’'\-])({_NAME})[ \u00a0]({_PARTICLE})({_NAME}|[A-Z]\.)")
_TITLED: Final = re.compile(
    rf"(?<!\w)(?:M\.|MM\.|Mr\.?|Mrs\.?|Ms\.?|Miss|Mme|Mlle|Monsieur|Madame|Mademoiselle)[ \u00a0]((?:{_NAME}[ \u00a0]){{0,2}}{_NAME})"
)
_AGED: Final = re.compile(
    rf"(?<![\w’'\-])({_NAME})(?:[ \u00a0]{_NAME}|[ \u00a0][A-Z]\.)?[ \u00a0]?[,(][ \u00a0]?"
    r"(?:âgée?s? de |aged )?\d{1,2}[ \u00a0](?:ans|years?)"
)
_CALLED: Final = re.compile(
    rf"(?:nommée?|dite?|s[’']appell\w+|appelée?|named|called|known as)"
    rf"[ \u00a0][«“\"]?[ \u00a0]?({_NAME})"
)
_NICKNAMED: Final = re.compile(
    rf"(?:prénommée?|surnommée?|alias|[Uu]n certain|[Uu]ne certaine|nicknamed|a certain)[ \u00a0][«“\"]?[ \u00a0]?({_NAME})"
)
_OFFICE: Final = (
    r"(?:maires?|adjointe?s?|sénat(?:eur|rice)|députée?|ministre|président(?:e)? de la République|préfète?|procureure?|élue?"
    r"|conseill(?:er|ère)|mayor|senator|MP|minister|prefect|prosecutor|councill?or)"
)
_OFFICE_BEFORE: Final = re.compile(
    rf"(?<!\w){_OFFICE}(?:[ \u00a0](?:de|du|des|d[’']|of|the|la|le|[a-z0-9]+e|[A-Z][\w’'-]{{1,20}})){{0,4}}[ \u00a0,]{{1,2}}\Z"
)
_OFFICE_AFTER: Final = re.compile(
    rf"[ \u00a0]?[,(][ \u00a0]?(?:l[ea] |l[’']|the |alors |then |première? |first |deputy ){{0,2}}{_OFFICE}(?!\w)"
)
_PROCEEDINGS: Final = re.compile(
    r"\W{1,3}(?:[^\W_]{1,15}\W{1,3}){0,4}?(?:interpell[ée]\w*|mise? en (?:examen|cause)|condamnée?|jugée?|arrêtée?|écrouée?|incarcérée?"
    r"|soupçonnée?|placée? en|déférée?|poursuivie?|suspecte?|arrested|charged|convicted|suspected|accused|jailed|sentenced)(?!\w)"
)
_OF_A_PLACE: Final = re.compile(
    r"(?:rue|avenue|av\.?|boulevard|bd|place|square|quai|passage|impasse|allée|villa|cité|esplanade|rond-point|pont|porte|parc|jardins?"
    r"|stade|gymnase|piscine|école|collège|lycée|crèche|université|hôpital|clinique|centre|institut|fondation|métro|station|gare|arrêt|bibliothèque"
    r"|médiathèque|théâtre|salle|halle|église|basilique|maison|résidence|tour|bâtiment|loi|rapport|prix|affaire|street|road|avenue of"
    r"|school|hospital|foundation|bridge|park|library|station)(?: (?:de|du|des|de la|of|the)| d[’'])?[ \u00a0-]?[«“]?\Z",
    re.IGNORECASE,
)
_NEVER: Final = listed(
    "le la les l un une des du de d ce cet cette ces au aux en et ou mais si selon dans pour par sur avec sans entre apres avant depuis "
    "il elle ils elles on nous vous je son sa ses leur leurs notre nos votre vos mon ma mes tout tous toute toutes plusieurs quelques "
    "chaque aucun the a an this that these those at in on for by with from after before since according "
    "saint sainte maire mairie prefet prefete prefecture president presidente ministre ministere tribunal cour conseil ville etat "
    "parquet police paris france place rue avenue boulevard square quai porte gare parc jardin jardins quartier nord sud est ouest"
)
"""Words in capitals at the head of a sentence, or of a body's name, that no person's name begins with."""


def named(text: str, public: Public) -> Iterator[str]:
    """Yield each name of a private person as it stands in the text; people the store names with their office are none.

    Somebody named right after or before an elected or State office is public too (content policy, section 2, rule 6);
    streets, schools and laws named after people are no persons. Linear in the length of the text.
    """
    yield from _in_full(text, public)
    for match in _TITLED.finditer(text):
        words = fold(match[1]).split()
        if words[0] not in _NEVER and not _free(" ".join(words), public) and not _official(match, text):
            yield match.group()
    for form in (_AGED, _CALLED, _NICKNAMED):
        for match in form.finditer(text):
            first = fold(match[1])
            certain = form is _NICKNAMED or first in FIRST_NAMES or (form is _AGED and first.split()[0] not in _NEVER)
            if certain and not _free(first, public) and not _place(match, text):
                yield match.group()


def _in_full(text: str, public: Public) -> Iterator[str]:
    for match in _PAIR.finditer(text):
        first, last = fold(match[1]), fold(match[3])
        if (
            first.split()[0] in _NEVER
            or _free(f"{first} {last}", public)
            or _place(match, text)
            or _official(match, text)
        ):
            continue
        known = first in FIRST_NAMES or first.split()[0] in FIRST_NAMES
        charged = not match[2] and not _free(last, public) and _PROCEEDINGS.match(text, match.end())
        if known or charged:
            yield match.group()


def _free(name: str, public: Public) -> bool:
    """Return whether a folded name is public: of somebody in office, or part of a place's or a body's name."""
    if name in public.surnames:
        return True
    return any(name in held and f" {name} " in f" {held} " for some in (public.people, public.names) for held in some)


def _place(match: re.Match[str], text: str) -> bool:
    return _OF_A_PLACE.search(text, max(0, match.start() - 24), match.start()) is not None


def _official(match: re.Match[str], text: str) -> bool:
    before = _OFFICE_BEFORE.search(text, max(0, match.start() - 60), match.start())
    return before is not None or _OFFICE_AFTER.match(text, match.end()) is not None
