"""The pack's own documents: who it is for, its emergency text, its wording guide, its synonyms, its ambiguous words."""

import datetime as dt
from typing import Annotated, Final
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from content.language import Line, Translated


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not a time zone; write one like Europe/Paris")
    return name


class Document(BaseModel):
    """What every document of a pack shares: frozen, and an unknown field is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Manifest(Document):
    """``pack.yaml``: what this pack is."""

    slug: Line
    title: Translated
    area: Translated
    """The neighbourhood, as it stands in a sentence: "the north-east of Paris"."""
    languages: tuple[str, ...] = Field(min_length=1)
    """Every text must exist in each; the first is the fallback."""
    time_zone: Annotated[str, AfterValidator(_known_zone)]
    generated: dt.date
    method: Translated
    """How the facts were gathered, for /about."""
    publisher: Translated
    """Who answers for what is published, for /about."""
    notes: tuple[Line, ...] = ()


class Emergency(Document):
    """``emergency.yaml``: the fixed replies to danger; never generated (content policy, section 5, product rule)."""

    checked_on: dt.date
    checked_by: Line
    always_first: Translated
    """One line before any list of contacts."""
    crisis: Translated
    """The whole reply when words suggest an overdose or self-harm."""
    contacts: tuple[Line, ...]
    """Slugs of the contacts the texts name: a number in a text must be the number of one of them."""


class WordingRule(Document):
    """Words never to use, and what to say instead (content policy, section 7, rule 8)."""

    avoid: tuple[Line, ...]
    use: Translated
    forms: tuple[Line, ...] = ()
    """Patterns that find every form of the words to avoid, where the words alone do not: folded text, ``*`` ends a stem."""
    quoted: bool = False
    """True: allowed between quotation marks."""
    checked: bool = True
    """False: a person's judgement, no program can tell."""


class Wording(Document):
    """``wording.yaml``: the wording guide."""

    rules: tuple[WordingRule, ...] = ()


class Synonyms(Document):
    """``synonyms.yaml``: groups of words that mean the same to somebody searching, by language; ``abbreviations`` are spelt out."""

    groups: dict[str, tuple[tuple[Line, ...], ...]] = {}
    abbreviations: dict[str, dict[str, Line]] = {}


class Ambiguity(Document):
    """A word that means several things."""

    term: Line
    risk: Line
    rule: Line
    words: tuple[Line, ...] = ()
    """The bare words the rule is about, folded."""
    needs_near: tuple[Line, ...] = ()
    """Counts only with one of these near (stems end in ``*``); empty and ``alone`` false: never alone."""
    alone: bool = False


class Disambiguation(Document):
    """``disambiguation.yaml``: the ambiguous words."""

    rules: tuple[Ambiguity, ...] = ()


DOCUMENTS: Final[dict[str, type[Document]]] = {
    "pack": Manifest,
    "emergency": Emergency,
    "wording": Wording,
    "synonyms": Synonyms,
    "disambiguation": Disambiguation,
}
"""The documents of a pack, by file name without ``.yaml``; only ``pack`` and ``emergency`` must exist."""
