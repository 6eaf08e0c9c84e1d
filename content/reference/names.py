"""Names: which record somebody means by a name, typed with or without accents, shortened, or with a small slip."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.fold import fold, listed

T = TypeVar("T")

LONGEST: Final = 80
"""Characters of a name that are read; nobody's name for anything is longer."""

MOST: Final = 8
"""Records one is asked to choose between."""

_ASIDE: Final = re.compile(r"\([^()]*\)")

_LITTLE: Final = listed("a au aux d de des du en et in l la le les of on sur the to")

_GENERIC: Final = listed(
    "arrondissement avenue bassin boulevard canal carrefour cite cour district echangeur faubourg gare halle "
    "jardin jardins metro neighborhood neighbourhood park parc passage place pont porte quai quartier "
    "rer rue secteur site square station street terrain tunnel ville zac gate"
)
"""Words that say what sort of place it is, and alone name none."""

_SPELT_OUT: Final = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "bvd": "boulevard",
    "fbg": "faubourg", "fg": "faubourg", "pl": "place", "st": "saint", "ste": "sainte", "arr": "arrondissement",
    "arrdt": "arrondissement", "sq": "square",
}  # fmt: skip

_ORDINAL: Final = re.compile(r"(\d{1,2})(?:e|er|eme|ieme|th|st|nd|rd)")


def spelt(text: str) -> list[str]:
    """Return the folded words, abbreviations of streets spelt out and ordinals in one form (``19ème``, ``19th``: ``19e``)."""
    found = []
    for word in fold(text).split():
        ordinal = _ORDINAL.fullmatch(word)
        found.append(f"{ordinal[1]}e" if ordinal else _SPELT_OUT.get(word, word))
    return found


def core(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words that tell a place from others of its sort: ``(riquet,)`` of ``rue de Riquet``."""
    return tuple(word for word in words if word not in _LITTLE and word not in _GENERIC)


def bare(words: Iterable[str]) -> bool:
    """Return whether a name says no sort of place, so that it may mean something else."""
    return not any(word in _GENERIC for word in words)


@dataclass(frozen=True, slots=True)
class Called(Generic[T]):
    """What a name stands for: one record, several it may mean, or none."""

    found: T | None = None
    among: tuple[T, ...] = ()
    """At least two that the name fits equally well: ask which. Empty when ``found``."""
    exact: bool = False
    """The name was written as we know it, accents and case aside."""


class Names(Generic[T]):
    """The names of the records of one kind."""

    def __init__(
        self,
        records: Mapping[str, T],
        titles: Mapping[str, Iterable[str]],
        aliases: Mapping[str, Iterable[str]],
        doubtful: Iterable[str] = (),
        minor: Iterable[str] = (),
    ) -> None:
        """Hold the records by slug, their titles and other names.

        ``doubtful`` names are never taken at their word; ``minor`` records are not offered for the name of a greater one.
        """
        self._records = records
        minor = frozenset(minor)
        self._doubtful = {core(spelt(name)) for name in doubtful}
        self._whole: _Owners = defaultdict(dict)
        self._titles: _Owners = defaultdict(dict)
        self._aliases: _Owners = defaultdict(dict)
        self._title_cores: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
        self._cores: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
        self._words: _Owners = defaultdict(dict)
        for slug in records:
            for title in titles.get(slug, ()):
                self._whole[" ".join(spelt(title))][slug] = None
                self._add(
                    slug, _ASIDE.sub(" ", title), self._titles, self._cores if slug in minor else self._title_cores
                )
                self._add_words(slug, title)
            for alias in aliases.get(slug, ()):
                self._add(slug, alias, self._aliases, self._cores)
                self._add_words(slug, alias)
        self._known = list(dict.fromkeys([*self._whole, *self._titles, *self._aliases, *map(" ".join, self._cores)]))
        self._vocabulary = list(self._words)

    def _add(self, slug: str, name: str, names: "_Owners", cores: dict[tuple[str, ...], dict[str, None]]) -> None:
        words = spelt(name)
        names[" ".join(words)][slug] = None
        if key := core(words):
            cores[key][slug] = None
            self._cores[key][slug] = None

    def _add_words(self, slug: str, name: str) -> None:
        for word in spelt(name):
            if word not in _LITTLE:
                self._words[word][slug] = None

    def find(self, name: str) -> Called[T]:
        """Return what ``name`` stands for; a slug stands for itself."""
        if name in self._records:
            return Called(self._records[name], exact=True)
        words = spelt(name[:LONGEST])
        if not words:
            return Called()
        owners = self._exactly(words)
        if owners:
            return self._called(owners, exact=True)
        return self._called(self._partly(words) or self._nearly(words))

    def _called(self, owners: Iterable[str], *, exact: bool = False) -> Called[T]:
        records = tuple(self._records[slug] for slug in islice(owners, MOST))
        return Called(records[0], exact=exact) if len(records) == 1 else Called(among=records)

    def _exactly(self, words: list[str]) -> Iterable[str]:
        """Return who bears this very name; a title without its sort, or a doubtful alias, may belong to several."""
        name, key = " ".join(words), core(words)
        if name in self._whole:
            return self._whole[name]
        if name in self._titles:
            tied = self._title_cores.get(key, {}) if bare(words) else {}
            return {**self._titles[name], **tied}
        if name in self._aliases:
            tied = self._title_cores.get(key, {}) if key in self._doubtful and bare(words) else {}
            return {**self._aliases[name], **tied}
        if key not in self._cores:
            key = tuple(f"{word}e" if word.isdecimal() and (f"{word}e",) in self._cores else word for word in key)
        return self._title_cores.get(key) or self._cores.get(key) or {}

    def _partly(self, words: list[str]) -> Iterable[str]:
        """Return those whose names hold every word that counts."""
        counting = core(words) or [word for word in words if word not in _LITTLE]
        counting = [f"{word}e" if word.isdecimal() and word not in self._words else word for word in counting]
        if not counting or any(word not in self._words for word in counting):
            return {}
        rest = [self._words[word] for word in counting[1:]]
        return [slug for slug in self._words[counting[0]] if all(slug in owners for owners in rest)]

    def _nearly(self, words: list[str]) -> Iterable[str]:
        """Return those whose name is a slip or two away, letters only: a wrong digit is another name."""
        near = _nearest(" ".join(words), self._known)
        if near:
            owners: dict[str, None] = {}
            for name in near:
                owners.update(dict.fromkeys(self._exactly(name.split())))
            return owners
        mended = []
        for word in core(words):
            if word not in self._words:
                closest = _nearest(word, self._vocabulary)
                if len(closest) != 1:
                    return {}
                mended.append(closest[0])
            else:
                mended.append(word)
        return self._partly(mended)


def slips(length: int) -> int:
    """Return how many slips of the keyboard a word of ``length`` characters may hold and still be told from others."""
    return 0 if length < 4 else 1 if length < 8 else 2 if length < 13 else 3


def _nearest(typed: str, known: list[str]) -> list[str]:
    """Return the known names at the smallest distance, if small enough."""
    cutoff = slips(len(typed))
    if not cutoff:
        return []
    found = process.extract(typed, known, scorer=OSA.distance, score_cutoff=cutoff, limit=MOST)
    digits = _digits(typed)
    fitting = [(name, distance) for name, distance, _ in found if _digits(name) == digits]
    best = min((distance for _, distance in fitting), default=None)
    return [name for name, distance in fitting if distance == best]


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())


_Owners = dict[str, dict[str, None]]
