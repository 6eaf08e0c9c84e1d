"""Relevance: whether an article is about the pack's neighbourhood and its subjects, and which of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from content.fold import fold
from content.intake.canonical import host
from content.intake.subjects import About, spoken, subjects
from content.records import Exclusion
from content.reference import Reference

LONGEST: Final = 40_000
"""Characters of an article that are read."""

TOPICS: Final = 5
"""Topics an article is offered with, at most."""

_UNSURE: Final = 2
"""Topics it is offered with where nothing but one plain word speaks for each."""

_WIDE: Final = frozenset({"city", "departement", "region", "country", "institution"})
"""Sorts of place that are not the neighbourhood: named alone, they bring in an article only with a subject of our own."""

_COUNT: Final = re.compile(r"(?<![\w(.,/-])(\d{1,4})(?=\s+[^\W\d_])")
"""A number before a word counts something: "104 interpellations" is no address, though one place is called "le 104"."""
_BEFORE_NAME: Final = re.compile(r"\b(?:le|du|au|the|paris|dans le)\s\Z", re.IGNORECASE)
_KINDS_OF: Final = re.compile(r"\s+(?:(?:and|et)\s+(?:similar|other|autres?)\b.*|network|réseau)\Z", re.IGNORECASE)


class Why(StrEnum):
    """Why an article was dropped; counted by this name."""

    NO_PLACE = "no-place"
    """It names no place of the pack."""
    NO_TOPIC = "no-topic"
    """It names a place, and nothing the pack is about."""
    WIDE = "wide"
    """It names nothing nearer than the city or the country, and no subject that is ours alone."""

    @property
    def key(self) -> str:
        """The text that says why."""
        return f"dropped.{self.value}"


@dataclass(frozen=True, slots=True)
class Found:
    """What an article is about, by slug, and why it was dropped if it was."""

    places: tuple[str, ...] = ()
    """The innermost: of a place that lies in another one, the larger is left out; so is a body where a place is named."""
    topics: tuple[str, ...] = ()
    """The surest first."""
    why: Why | None = None
    """None: it is relevant."""


def relevant(title: str, text: str, reference: Reference, language: str | None = None, *, local: bool = False) -> Found:
    """Return the places and topics of an article, and whether it is relevant; linear in the length of the text.

    ``language`` is told by the little words where it is not given. The longest name of a place wins, and ambiguous names
    count with the words their rules ask for near them (content policy, section 2, rule 5); ``local``: the feed itself is
    the neighbourhood's, so that a bare name is meant unless a word near it speaks against.
    """
    title, text = title[:LONGEST], text[:LONGEST]
    whole = _uncounted(f"{title}. {text}")
    named = narrow((place.slug for place in reference.places_in(whole, here=local)), reference)
    near = tuple(slug for slug in named if reference.places[slug].sort != "institution")
    known = subjects(reference, language or spoken(whole))
    about = known.about(title, text)
    sure = [one for one in about[:TOPICS] if one.weight > 1] or about[:_UNSURE]
    why = _why(named, about, reference)
    if why is Why.WIDE and (any(one.own for one in about) or known.glossary(title, text)):
        why = None
    return Found(near or named, tuple(one.slug for one in sure), why)


def narrow(places: Iterable[str], reference: Reference) -> tuple[str, ...]:
    """Return the places without those another one lies in: of "Stalingrad, Paris 19e" only Stalingrad."""
    named = tuple(dict.fromkeys(places))
    outer = {larger for slug in named for larger in reference.larger(slug)}
    return tuple(slug for slug in named if slug not in outer)


def around(places: Iterable[str], reference: Reference) -> tuple[str, ...]:
    """Return the larger places any of the places lies in, each once."""
    return tuple(dict.fromkeys(larger for slug in places for larger in reference.larger(slug)))


def excluded(url: str, source: str, exclusions: Iterable[Exclusion]) -> bool:
    """Return whether an address or a publisher is among the exclusions, also behind a cache's address (policy, section 8)."""
    at, name = host(url), fold(source)
    return any(_barred(at, exclusion.hosts) or _called(name, exclusion.title) for exclusion in exclusions)


def _why(places: tuple[str, ...], about: list[About], reference: Reference) -> Why | None:
    if not places:
        return Why.NO_PLACE
    if not about:
        return Why.NO_TOPIC
    return Why.WIDE if all(reference.places[slug].sort in _WIDE for slug in places) else None


def _uncounted(text: str) -> str:
    """Return the text without numbers that count something, so that none is taken for a place."""

    def kept(found: re.Match[str]) -> str:
        before = text[max(0, found.start() - 8) : found.start()]
        return found[0] if _BEFORE_NAME.search(before) else "#"

    return _COUNT.sub(kept, text)


def _barred(at: str, hosts: Iterable[str]) -> bool:
    bars = (bar.lower().strip(".") for bar in hosts)
    return bool(at) and any(at == bar or at.endswith(f".{bar}") for bar in bars if bar)


def _called(name: str, title: str) -> bool:
    return bool(name) and name in {fold(_KINDS_OF.sub("", part)) for part in title.split(",")}
