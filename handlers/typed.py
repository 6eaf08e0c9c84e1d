"""Typed: the reader's own words, shown so that they disturb nothing, and carried in a button where they fit."""

import unicodedata
from functools import cache
from typing import Final

from content.fold import fold
from content.reference.phrases import LITTLE
from content.texts import languages, texts

LITERAL: Final = "="
"""What a search begins with that is to be made with the very words."""
_SHOWN: Final = 80
_CARRIED: Final = 40
"""Bytes of words a button can carry beside its command and its signature."""
_ISOLATE, _POP = "\u2068", "\u2069"


def shown(words: str, most: int = _SHOWN) -> str:
    """Return the words to be put into a sentence: on one line, cut at ``most``, kept from changing the direction around them."""
    kept = "".join(" " if character.isspace() else character for character in words if not _controls(character))
    line = " ".join(kept.split())
    cut = line if len(line) <= most else f"{line[:most].rstrip()}…"
    return f"{_ISOLATE}{cut}{_POP}"


def carried(words: str) -> str | None:
    """Return the words that count, for a button that searches them as they are; None where they do not fit."""
    folded = fold(words[:400]).split()
    counting = [word for word in folded if word not in LITTLE] or folded
    line = f"{LITERAL}{' '.join(counting)}"
    return line if counting and len(line.encode()) <= _CARRIED else None


@cache
def meant(key: str) -> frozenset[str]:
    """Return the folded words the text ``key`` lists, in every language: people write in the one they think in."""
    lists = (texts(code).text(key).unescape().split(",") for code in languages())
    return frozenset(fold(word) for words in lists for word in words)


def _controls(character: str) -> bool:
    """Return whether it shows nothing by itself: controls and direction marks, joiners of emoji excepted."""
    if character in "\u200d\n\t":
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")
