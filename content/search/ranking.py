"""Ranking: which of the texts found answers the question best, and whether it surely does."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from content.search.reading import Group, Reading

SURE: Final = 0.85
"""Share of what the question tells that the title of a sure answer holds (stack.md)."""
CLOSE: Final = 0.05
"""Two answers whose scores differ by less than this are too near each other to choose for the reader."""
FAINT: Final = 0.55
"""An answer that holds less than this share of what the question tells is none …"""
FAINT_TITLE: Final = 0.45
"""… unless its title alone holds this much."""

TRUST: Final = 0.66
"""The words found in place of those typed must on the whole be this probable."""

_TITLE, _BM25, _ALIKE, _STAGE = 0.45, 0.35, 0.20, 0.05
_EXACT: Final = {"place": 0.30, "need": 0.32, "contact": 0.28, "term": 0.30, "topic": 0.26}
"""What a title or alias that says the question and nothing else is worth; a name one asks for comes before what is told of it."""
_EXACT_ELSE: Final = 0.12
_OWN: Final = 0.08
"""What it is worth when that is the title and not another name."""
_KIND: Final = {"need": 0.02, "measure": 0.015, "place": 0.01, "topic": 0.01, "term": 0.01, "contact": 0.01}
"""Between equals."""
_RECENT: Final = 0.02
"""Between equals, what the newest is worth over the oldest."""
_HIGHEST: Final = _TITLE + _BM25 + _ALIKE + 0.40


@dataclass(frozen=True, slots=True)
class Found:
    """A text the index gave."""

    slug: str
    kind: str
    date: str | None
    names: tuple[tuple[str, ...], ...]
    """The words of its title and of each other name, folded."""
    body: tuple[str, ...]
    bm25: float | None
    """Share of the best one's, from 0 to 1; None where so few were found that none was asked for."""
    stage: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A text with its marks."""

    found: Found
    score: float
    """From 0 to 1."""
    title: float
    """Share of what the question tells that its best name holds."""
    held: float
    """Share of what the question tells that the whole text holds."""
    trust: float
    """How probable the words found are, on the whole."""
    exact: bool
    """One of its names says the question and nothing else."""
    ways: tuple[int | None, ...]
    """For each word of the question, which of its ways the text holds."""


def rank(found: Iterable[Found], reading: Reading, stem: Callable[[str], str]) -> list[Ranked]:
    """Return the texts that answer the question, best first; those that hold too little of it are left out."""
    texts = list(found)
    dates = sorted({text.date for text in texts if text.date})
    age = {date: at / max(1, len(dates) - 1) for at, date in enumerate(dates)}
    total = reading.information or 1.0
    marked = [_marked(text, reading, total, stem, age) for text in texts]
    return sorted(
        (one for one in marked if one.trust >= TRUST and (one.held >= FAINT or one.title >= FAINT_TITLE)),
        key=lambda one: (-one.score, one.found.slug),
    )


def _marked(text: Found, reading: Reading, total: float, stem: Callable[[str], str], age: dict[str, float]) -> Ranked:
    names = [frozenset(stem(word) for word in name) for name in text.names]
    everything = frozenset(stem(word) for word in text.body).union(*names)
    title, alike, exact, own = 0.0, 0.0, False, False
    for at, name in enumerate(names):
        ways = [_way(group, name) for group in reading.groups]
        share = _share(reading, ways) / total
        likeness = _likeness(reading, ways, name)
        whole = share >= 0.7 and None not in ways and _says_nothing_else(reading, ways, name)
        if (whole, share, likeness) > (exact, title, alike):
            title, alike, exact, own = share, likeness, whole, at == 0
    anywhere = [_way(group, everything) for group in reading.groups]
    found = sum(group.information for group, way in zip(reading.groups, anywhere, strict=True) if way is not None)
    held = _share(reading, anywhere) / total
    score = (
        _TITLE * title
        + _BM25 * (held if text.bm25 is None else (text.bm25 + held) / 2)
        + _ALIKE * alike
        - _STAGE * text.stage
    )
    if exact:
        score += _EXACT.get(text.kind, _EXACT_ELSE) * title + _OWN * own
    score += _KIND.get(text.kind, 0.0) + _RECENT * (age.get(text.date, 0.0) if text.date else 0.0)
    return Ranked(
        text,
        min(1.0, max(0.0, score / _HIGHEST)),
        title,
        held,
        held * total / found if found else 0.0,
        exact,
        tuple(anywhere),
    )


def _way(group: Group, stems: frozenset[str]) -> int | None:
    for at, way in enumerate(group.ways):
        if all(one in stems for one in way.stems):
            return at
    return None


def _share(reading: Reading, ways: Sequence[int | None]) -> float:
    return sum(
        group.information * group.ways[way].weight
        for group, way in zip(reading.groups, ways, strict=True)
        if way is not None
    )


def _matched(reading: Reading, ways: Sequence[int | None]) -> list[str]:
    return [
        one
        for group, way in zip(reading.groups, ways, strict=True)
        for one in (group.ways[way].stems if way is not None else (group.typed,))
    ]


def _likeness(reading: Reading, ways: Sequence[int | None], name: frozenset[str]) -> float:
    return fuzz.token_set_ratio(" ".join(_matched(reading, ways)), " ".join(sorted(name))) / 100


def _says_nothing_else(reading: Reading, ways: Sequence[int | None], name: frozenset[str]) -> bool:
    return name <= set(_matched(reading, ways))


def certain(ranked: Sequence[Ranked]) -> bool:
    """Return whether searching can stop: the best title holds nearly all the question tells."""
    return bool(ranked) and max(one.title for one in ranked[:5]) >= SURE


def close(ranked: Sequence[Ranked]) -> bool:
    """Return whether the first two are too near each other to choose for the reader."""
    return len(ranked) > 1 and ranked[0].score - ranked[1].score < CLOSE


def sure(ranked: Sequence[Ranked]) -> bool:
    """Return whether the first stands for what was asked: its title says nearly all of it, and no other comes close."""
    return bool(ranked) and ranked[0].title >= SURE and not close(ranked)
