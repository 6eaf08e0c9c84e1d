"""A tongue: the words of one language that carry no question, its short forms and how it sounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from content.fold import words


@dataclass(frozen=True)
class Tongue:
    """One language, as search reads it. Words are folded."""

    stemmer: str
    """The name of its Snowball stemmer."""
    stop: frozenset[str]
    """Words too common to look for."""
    filler: tuple[str, ...]
    """Polite words and the padding of questions; they are taken out before anything else is read."""
    short: Mapping[str, str]
    """What people write short, and its long form."""
    sounds: tuple[tuple[str, str], ...]
    """Patterns and what they sound like, applied in order to a folded word."""
    categories: Mapping[str, str]
    """Words people use for each category of contact."""

    @cached_property
    def _padding(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        lines = sorted({tuple(words(line)) for line in self.filler}, key=lambda line: (-len(line), line))
        return {first: tuple(line for line in lines if line[0] == first) for first in {line[0] for line in lines}}

    def padding_from(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Return the filler that starts with a word, as folded words, the longest first."""
        return self._padding.get(word, ())
