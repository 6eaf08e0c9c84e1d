"""Story: whether two reports tell of one event, and whether two entries are one article."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from content.dates import PartialDate
from content.fold import fold
from content.intake.canonical import canonical
from content.search.form import stem
from content.search.tongues import TONGUES
from content.search.words import text_words

DAYS: Final = 5
"""Days between two reports of one event, at most."""

LEAD: Final = 600
"""Characters of a text in which papers say what happened; further down every report of a neighbourhood has the same words."""

NEAR: Final = 75
"""Likeness of two texts, of 100, from which one is the other with changes (``stack.md``, near duplicates)."""

STORY: Final = 0.16
"""A score from which two reports are offered to the moderator as one story; chosen on the articles of the Paris pack.

A person confirms it, so that half of the offers may be wrong rather than a story told three times.
"""

_SAME: Final = 92
"""Likeness from which a changed address is no new article."""
_LONGEST: Final = 4000
"""Characters of a text that are compared: what matters stands at the beginning."""
_A_DAY: Final = 0.1
"""What each day between them takes off: most papers write on the day itself."""
_LOOSE: Final = 0.5
_VAGUE: Final = 0.85
"""What a score is worth where only the month of one of them is known."""
_SHARED, _COSINE, _TITLE, _PLACES = 0.5, 2.0, 0.3, 0.2
_HIGHEST: Final = _SHARED + _COSINE + _TITLE + _PLACES


@dataclass(frozen=True, slots=True)
class Piece:
    """A report, as grouping reads it."""

    title: str
    text: str
    language: str
    date: PartialDate | None
    places: tuple[str, ...] = ()
    """Slugs; of places that lie in one another only the innermost, so that "Paris" brings nothing together."""
    source: str = ""
    url: str | None = None
    around: tuple[str, ...] = ()
    """The larger places these lie in (see ``around``): one paper says "porte de la Villette", another "Paris"."""


def same_story(a: Piece, b: Piece) -> float:
    """Return how surely two reports tell of one event, from 0 to 1; from ``STORY`` on they are offered as one story.

    Nought where more than five days lie between them, where a day is not known, or where they share no place; 1 where one
    is the other with changes. Between: the words of title and lead they share, figures twice, and their places.
    """
    days = _days(a.date, b.date)
    if days is not None and days > DAYS:
        return 0.0
    if _near(a, b):
        return 1.0
    places = _share_of_places(a, b)
    if days is None or not places:
        return 0.0
    aside = {
        stem(word, language) for place in {*a.places, *b.places} for word in place.split("-") for language in TONGUES
    }
    first, second = _read(a.title, a.text[:LEAD], a.language), _read(b.title, b.text[:LEAD], b.language)
    words = _weighed(first[1] - aside), _weighed(second[1] - aside)
    titles = first[0] - aside, second[0] - aside
    score = (
        _SHARED * _overlap(*words)
        + _COSINE * _cosine(*words)
        + _TITLE * len(titles[0] & titles[1]) / max(1, min(map(len, titles)))
        + _PLACES * places
    )
    sure = 1 - _A_DAY * days if _to_the_day(a, b) else _VAGUE
    return min(1.0, score / _HIGHEST) * sure


def same_article(a: Piece, b: Piece) -> bool:
    """Return whether two entries are one article: the same page, or one paper's same words under another address.

    Words count only within five days of each other: an authority issues the same order month after month.
    """
    if a.url and b.url and canonical(a.url) == canonical(b.url):
        return True
    if fold(a.source) != fold(b.source) or (_days(a.date, b.date) or 0) > DAYS:
        return False
    title, text = (
        fuzz.ratio(*map(fold, pair)) for pair in ((a.title, b.title), (a.text[:_LONGEST], b.text[:_LONGEST]))
    )
    if _figures(f"{a.title} {a.text[:_LONGEST]}") != _figures(f"{b.title} {b.text[:_LONGEST]}"):
        return title == 100 and text >= NEAR
    return (title >= _SAME and text >= NEAR) or (text >= _SAME and min(len(a.text), len(b.text)) > 80)


@lru_cache(maxsize=512)
def _read(title: str, text: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of the title, and of the whole."""
    heading = frozenset(stem(word, language) for word in text_words(title[:_LONGEST], language))
    return heading, heading | {stem(word, language) for word in text_words(text[:_LONGEST], language)}


def _days(first: PartialDate | None, second: PartialDate | None) -> int | None:
    """Return the fewest days there may be between two dates; None where one is not known."""
    if first is None or second is None:
        return None
    return max(0, (second.first - first.last).days, (first.first - second.last).days)


def _to_the_day(a: Piece, b: Piece) -> bool:
    return all(one.date is not None and one.date.precision == "day" for one in (a, b))


def _share_of_places(a: Piece, b: Piece) -> float:
    """Return the share of places in common; one that lies in a place of the other counts half."""
    first, second = set(a.places), set(b.places)
    if not first or not second:
        return 0.0
    same = len(first & second)
    loose = not same and bool(first & set(b.around) or second & set(a.around))
    return _LOOSE if loose else same / min(len(first), len(second))


def _near(a: Piece, b: Piece) -> bool:
    """Return whether one is the other with changes: most words the same and in the same order."""
    if a.places and b.places and not set(a.places) & set(b.places):
        return False
    texts = [fold(f"{one.title} {one.text}"[:_LONGEST]) for one in (a, b)]
    return min(map(len, texts)) > 80 and fuzz.ratio(*texts, score_cutoff=NEAR) >= NEAR


def _figures(text: str) -> set[str]:
    return {word for word in fold(text).split() if any(character.isdecimal() for character in word)}


def _weighed(words: frozenset[str]) -> dict[str, float]:
    return {word: 2.0 if word.isdecimal() and 1 < len(word) < 4 else 1.0 for word in words}


def _overlap(first: dict[str, float], second: dict[str, float]) -> float:
    whole = min(sum(first.values()), sum(second.values()))
    return sum(first[word] for word in first.keys() & second.keys()) / whole if whole else 0.0


def _cosine(first: dict[str, float], second: dict[str, float]) -> float:
    whole = math.sqrt(sum(one * one for one in first.values()) * sum(one * one for one in second.values()))
    return sum(first[word] * second[word] for word in first.keys() & second.keys()) / whole if whole else 0.0
