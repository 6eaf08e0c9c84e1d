"""Phrases: what a whole sentence is about, by the phrases people use for each subject."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Final, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA
from snowballstemmer import stemmer

from content.fold import fold, listed
from content.reference.names import Called

T = TypeVar("T")

LONGEST: Final = 400
"""Characters of a sentence that are read."""

SURE: Final = 0.6
"""The share of a phrase's weight that must be in the sentence."""

CLOSE: Final = 0.15
"""Two subjects whose shares differ by less are asked about."""

LITTLE: Final = listed(
    "a ai au aux avec avoir c ca ce ces cette chez comme comment d dans de des dit du elle en est et etre fait il ils "
    "j je l la le les leur ma mais me mes moi mon ne nos notre nous on ont ou par pas peut plus pour qu que quel quelle "
    "qui quoi s sa se ses si son sont sur t te toi tout toute tres tu un une va vers vous y "
    "about am an and any are at be by can do does for from has have he her his how i in is it its me my near of on or "
    "our she so some that the their them there they this to us was we what when where which who why with you your"
)

_FRENCH: Final = stemmer("french")
_ENGLISH: Final = stemmer("english")


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    """Return the folded word's French and English stems; one of them fits whichever language it is."""
    return tuple(dict.fromkeys((_FRENCH.stemWord(word), _ENGLISH.stemWord(word))))


class Phrases:
    """The phrases of each subject, weighed by how well their words tell subjects apart."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        """Hold the phrases, by the slug of what they stand for."""
        self._phrases = [
            (slug, tuple(dict.fromkeys(_stems(word)[0] for word in fold(phrase).split() if word not in LITTLE)))
            for slug, some in phrases.items()
            for phrase in some
        ]
        held: dict[str, set[str]] = defaultdict(set)
        for slug, words in self._phrases:
            held[slug].update(words)
        owners = Counter(chain.from_iterable(held.values()))
        self._weight = {word: math.log(1 + len(phrases) / count) for word, count in owners.items()}
        written = chain.from_iterable(fold(phrase).split() for some in phrases.values() for phrase in some)
        self._vocabulary = [word for word in dict.fromkeys(written) if word not in LITTLE]

    def shares(self, text: str) -> list[tuple[str, float, int]]:
        """Return each subject with the greatest share of one of its phrases in the text, and that phrase's words; best first."""
        present = self._present(text)
        best: dict[str, tuple[float, int]] = {}
        for slug, words in self._phrases:
            whole = sum(self._weight[word] for word in words)
            if not whole:
                continue
            held = [word for word in words if word in present]
            share = sum(self._weight[word] for word in held) / whole
            if held and (share, len(held)) > best.get(slug, (0.0, 0)):
                best[slug] = (share, len(held))
        ranked = sorted(best.items(), key=lambda one: (-one[1][0], -one[1][1]))
        return [(slug, share, count) for slug, (share, count) in ranked]

    def whole(self, text: str) -> list[tuple[str, int]]:
        """Return the subjects one of whose phrases is in the text as a whole, the longest phrase first."""
        return sorted(
            ((slug, count) for slug, share, count in self.shares(text) if share >= 0.999), key=lambda one: -one[1]
        )

    def called(self, text: str, records: Mapping[str, T]) -> Called[T]:
        """Return the one subject the text is surely about, or the few it may be about."""
        ranked = [one for one in self.shares(text) if one[1] >= SURE]
        if not ranked:
            return Called()
        _, share, count = ranked[0]
        tied = [slug for slug, other, words in ranked if share - other < CLOSE and words >= count]
        found = tuple(records[slug] for slug in tied[:4])
        return Called(found[0]) if len(found) == 1 else Called(among=found)

    def _present(self, text: str) -> set[str]:
        present: set[str] = set()
        for word in dict.fromkeys(fold(text[:LONGEST]).split()):
            if word in LITTLE:
                continue
            known = [stem for stem in _stems(word) if stem in self._weight]
            present.update(known or self._mended(word))
        return present

    def _mended(self, word: str) -> tuple[str, ...]:
        """Return the stems of the known words nearest to a mistyped one; short words have too many neighbours."""
        if len(word) < 6 or not word.isalpha():
            return ()
        cutoff = 1 if len(word) < 9 else 2
        near = process.extract(word, self._vocabulary, scorer=OSA.distance, score_cutoff=cutoff, limit=3)
        return tuple(_stems(known)[0] for known, slips, _ in near if slips == near[0][1] and known[0] == word[0])
