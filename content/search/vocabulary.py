"""The vocabulary: every word of the index in one language, and the words a misspelt one may stand for."""

import math
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

_DOUBTFUL: Final = 0.62
"""A word less probable than this is no correction: two letters of six may be wrong, not three, nor two of five."""
_KEPT: Final = 4096
"""Corrections kept until the vocabulary changes."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the index."""

    word: str
    """Folded."""
    stem: str
    sound: str
    shown: str
    """As people write it, accents included; empty where it must not be printed."""
    count: int
    """How many texts of the index hold it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that may have been meant."""

    word: Word
    weight: float
    """From 0 to 1: how probable it is."""


class Vocabulary:
    """The words of one language. Not for use by two threads at once."""

    def __init__(self) -> None:
        """Start without a word and without a text."""
        self.texts = 0
        """How many texts the index holds in this language."""
        self._words: dict[str, Word] = {}
        self._sorted: list[str] = []
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_sound: dict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, int] = defaultdict(int)
        self._corrections = lru_cache(_KEPT)(self._correct)

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def get(self, word: str) -> Word | None:
        """Return the word, or None where no text holds it."""
        return self._words.get(word)

    def update(self, words: Iterable[Word], texts: int) -> None:
        """Take in the words that changed (a count of 0 removes one) and how many texts there are now."""
        self.texts = texts
        self._corrections.cache_clear()
        fresh = []
        for word in words:
            old = self._words.get(word.word)
            self._stems[word.stem] += word.count - (old.count if old else 0)
            if word.count <= 0:
                self._drop(word.word)
                continue
            self._words[word.word] = word
            if old is None:
                fresh.append(word)
        few = len(fresh) < 64
        for word in fresh:
            self._by_length[len(word.word)].append(word.word)
            self._by_sound[word.sound].add(word.word)
            if few:
                insort(self._sorted, word.word)
        if not few:
            self._sorted = sorted(self._words)

    def _drop(self, word: str) -> None:
        gone = self._words.pop(word, None)
        if gone is not None:
            self._by_length[len(word)].remove(word)
            self._by_sound[gone.sound].discard(word)
            del self._sorted[bisect_left(self._sorted, word)]

    def knows_stem(self, stem: str) -> bool:
        """Return whether a word with this stem is in a text."""
        return self._stems.get(stem, 0) > 0

    def information(self, stem: str) -> float:
        """Return how much a stem tells: the inverse document frequency of BM25, always above 0."""
        held = min(self._stems.get(stem, 0), self.texts)
        return math.log(1 + (self.texts - held + 0.5) / (held + 0.5))

    def frequent(self, stem: str, share: float) -> bool:
        """Return whether more than ``share`` of the texts hold the stem."""
        return self._stems.get(stem, 0) > share * self.texts

    def starting(self, prefix: str, limit: int) -> list[Word]:
        """Return up to ``limit`` words that start with the prefix, those of the most texts first."""
        first = bisect_left(self._sorted, prefix)
        last = bisect_left(self._sorted, prefix + "\U0010ffff", first)
        found = [self._words[word] for word in self._sorted[first : min(last, first + 2000)]]
        found.sort(key=lambda word: (-word.count, len(word.word)))
        return found[:limit]

    def corrections(self, word: str, sound: str, wider: bool = False) -> tuple[Correction, ...]:
        """Return the words that may have been meant, the most probable first, one of each stem: up to 4, wider up to 10.

        Distances are those of stack.md: one letter up to five letters, two up to ten, three above; ``wider`` adds one to the first two.
        """
        return self._corrections(word, sound, wider)

    def _correct(self, word: str, sound: str, wider: bool) -> tuple[Correction, ...]:
        if len(word) < 3 or not word.isalpha():
            return ()
        reach = min(3, (1 if len(word) <= 5 else 2 if len(word) <= 10 else 3) + wider)
        if len(word) == 3:
            reach = int(wider)
        near: dict[str, int] = {}
        for length in range(len(word) - reach, len(word) + reach + 1):
            if reach and (bucket := self._by_length.get(length)):
                for found, distance, _ in process.extract(
                    word, bucket, scorer=OSA.distance, score_cutoff=reach, limit=None
                ):
                    near[found] = int(distance)
        for twin in self._by_sound.get(sound, ()):
            near.setdefault(twin, OSA.distance(word, twin))
        near.pop(word, None)
        costs = {found: self._cost(word, sound, found, distance) for found, distance in near.items()}
        weights = {found: 1 - 1.1 * max(cost, 0.4) / len(word) for found, cost in costs.items()}
        likely = [found for found, weight in weights.items() if weight >= _DOUBTFUL]
        # Between words as near as each other, the one of more texts comes first.
        likely.sort(key=lambda one: (costs[one] - 0.12 * math.log2(1 + self._words[one].count), one))
        best: dict[str, Correction] = {}
        for found in likely:
            known = self._words[found]
            if known.stem not in best:
                best[known.stem] = Correction(known, weights[found])
            if len(best) == (10 if wider else 4):
                break
        return tuple(best.values())

    def _cost(self, word: str, sound: str, found: str, distance: int) -> float:
        known = self._words[found]
        cost = float(distance)
        if known.sound == sound:
            cost = min(cost, 1.5) - 0.6
        # Slips and mishearings seldom touch both ends of a word.
        if found[0] != word[0]:
            cost += 0.6
        if found[-1] != word[-1]:
            cost += 0.3
        if sorted(found) == sorted(word):
            cost -= 0.3
        return cost

    def split(self, word: str, joints: frozenset[str]) -> tuple[str, ...]:
        """Return the known words a glued word is made of, or nothing; ``joints`` (little words) may stand between them.

        The split with the fewest, most frequent words wins.
        """
        if not 6 <= len(word) <= 40:
            return ()
        best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 20), end):
                before, part = best[start], word[start:end]
                cost = self._part_cost(part, joints) if before is not None else None
                if before is not None and cost is not None:
                    held = best[end]
                    if held is None or before[0] + cost < held[0]:
                        best[end] = (before[0] + cost, (*before[1], part))
        found = best[-1]
        parts = tuple(part for part in found[1] if part not in joints) if found else ()
        # One word behind a little one must be long: "lachapelle" is two words, "demain" is not.
        return parts if len(parts) > 1 or (parts and len(parts[0]) > 5) else ()

    def _part_cost(self, part: str, joints: frozenset[str]) -> float | None:
        if part in joints and len(part) > 1:
            return 6.0
        known = self._words.get(part)
        if known is None or len(part) < 3:
            return None
        return 8.0 + math.log2(1 + self.texts / known.count) / 2
