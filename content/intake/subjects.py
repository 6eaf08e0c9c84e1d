"""Subjects: the topics an article is about, by the phrases people use for them, word by word as they stand."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from content.fold import fold
from content.reference import Reference
from content.search.form import stem
from content.search.tongues import tongue, TONGUES

WORDS: Final = 4000
"""Words of an article that are read."""

_LEAD: Final = 60
"""Words after the title in which one mention of a plain word counts; further down only a word that comes back does."""
_AGAIN: Final = 3
_PARTS: Final = re.compile(r"[/()]")
_TITLE: Final = 3
_PHRASE: Final = 2
"""What a mention is worth in the title, and as a phrase of several telling words."""


@dataclass(frozen=True, slots=True)
class About:
    """A topic an article is about."""

    slug: str
    weight: int
    """How much speaks for it."""
    own: bool
    """It was named by a phrase of several telling words, which no other subject is called by chance."""


class Subjects:
    """The phrases of every topic in one language, ready to be found in a text."""

    def __init__(self, reference: Reference, language: str) -> None:
        """Hold the titles and other names of the topics in the language."""
        self._language = language
        self._phrases: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
        lengths: dict[str, set[int]] = defaultdict(set)
        own: set[tuple[str, ...]] = set()
        for topic in reference.topics.values():
            for phrase in (topic.title.get(language, ""), *topic.aliases.get(language, ())):
                stems = self._stems(phrase)
                if stems:
                    self._phrases[stems][topic.slug] = None
                    lengths[stems[0]].add(len(stems))
                    if self._several(stems) and not reference.places_in(phrase, here=True):
                        own.add(stems)
        self._lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}
        self._own = frozenset(own)
        self._names = self._glossary(reference)

    def about(self, title: str, text: str) -> list[About]:
        """Return the topics, the surest first; linear in the length of the text."""
        heading, body = self._stems(title), self._stems(text)[:WORDS]
        weight: dict[str, int] = defaultdict(int)
        seen: dict[tuple[str, ...], int] = defaultdict(int)
        own: set[str] = set()
        for at, phrase in (*self._found(heading, -len(heading)), *self._found(body, 0)):
            seen[phrase] += 1
            several = self._several(phrase)
            worth = _TITLE if at < 0 else _PHRASE if several else 1 if at < _LEAD or seen[phrase] == _AGAIN else 0
            for slug in self._phrases[phrase] if worth else ():
                weight[slug] += worth
                if phrase in self._own:
                    own.add(slug)
        ranked = sorted(weight.items(), key=lambda one: (-one[1], one[0]))
        return [About(slug, worth, slug in own) for slug, worth in ranked]

    def glossary(self, title: str, text: str) -> bool:
        """Return whether the article uses a word of the glossary nobody uses by chance: an acronym, or several words."""
        stems = (*self._stems(title), "", *self._stems(text)[:WORDS])
        row = f" {' '.join(stems)} "
        return any(f" {name} " in row for name in self._names)

    def _glossary(self, reference: Reference) -> frozenset[str]:
        named = [name for term in reference.terms.values() for name in (*term.title.values(), *term.aliases)]
        parts = [part.strip() for name in named for part in _PARTS.split(name)]
        kept = [part for part in parts if (part.isupper() and len(part) > 3) or self._several(self._stems(part))]
        return frozenset(" ".join(self._stems(part)) for part in kept if not reference.places_in(part, here=True))

    def _several(self, stems: tuple[str, ...]) -> bool:
        """Return whether a phrase holds two words that tell something."""
        stop = tongue(self._language).stop
        return sum(word not in stop and not word.isdecimal() for word in stems) > 1

    def _found(self, stems: tuple[str, ...], first: int) -> Iterable[tuple[int, tuple[str, ...]]]:
        """Yield each phrase with where it stands, the longest that begins there."""
        at = 0
        while at < len(stems):
            sizes = self._lengths.get(stems[at], ())
            phrase = next((row for size in sizes if (row := stems[at : at + size]) in self._phrases), None)
            if phrase is not None:
                yield first + at, phrase
            at += len(phrase or (1,))

    def _stems(self, text: str) -> tuple[str, ...]:
        return tuple(stem(word, self._language) for word in fold(text).split())


@lru_cache(maxsize=4)
def subjects(reference: Reference, language: str) -> Subjects:
    """Return the phrases of a reference's topics in a language, made once."""
    return Subjects(reference, language)


def spoken(text: str) -> str:
    """Return the code of the language a text is in, by its little words; the first language we read where none stand out."""
    words = fold(text[:4000]).split()
    return max(TONGUES, key=lambda language: sum(word in TONGUES[language].stop for word in words))
