"""Meanings: the pack's synonyms and short forms, ready to look up by stems."""

from collections import defaultdict
from dataclasses import dataclass, field

from content.fold import words
from content.pack.manifest import Synonyms
from content.search.form import plain, stem
from content.search.tongues import tongue

Phrase = tuple[str, ...]
"""Stems, in order."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """What else a word or a phrase of one language may be called."""

    same: dict[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)
    """Phrases of the same meaning, by phrase."""
    short: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The folded words each short form stands for."""
    longest: int = 1
    """How many words the longest phrase has."""


def phrase(text: str, language: str) -> Phrase:
    """Return the stems of the words of a text that are worth looking for."""
    stop = tongue(language).stop
    found = [plain(word) for word in words(text)]
    kept = [word for word in found if word not in stop] or found
    return tuple(stem(word, language) for word in kept)


def meanings(synonyms: Synonyms, language: str) -> Meanings:
    """Return the synonyms and short forms of a language; the pack's own short forms come before the usual ones."""
    same: dict[Phrase, set[Phrase]] = defaultdict(set)
    for group in synonyms.groups.get(language, ()):
        phrases = {phrase(line, language) for line in group} - {()}
        for one in phrases:
            same[one] |= phrases - {one}
    short = {**tongue(language).short}
    short |= {" ".join(words(key)): value for key, value in synonyms.abbreviations.get(language, {}).items()}
    return Meanings(
        same={one: tuple(sorted(others)) for one, others in same.items()},
        short={key: tuple(words(value)) for key, value in short.items()},
        longest=max((len(one) for one in same), default=1),
    )
