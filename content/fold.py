"""Folding: texts made comparable, whatever their case, accents, ligatures, apostrophes and hyphens."""

import unicodedata
from typing import Final

_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def fold(text: str) -> str:
    """Return the text in lower case without accents; whatever is neither letter nor digit becomes one space."""
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_LIGATURES)
    kept = (c if c.isalnum() else " " for c in letters if not _unseen(c))
    return " ".join("".join(kept).casefold().split())


def _unseen(character: str) -> bool:
    """Return whether it is an accent, a joiner, a direction mark or a soft hyphen: it would cut a word in two, or hide one."""
    return not character.isascii() and (
        unicodedata.combining(character) > 0 or character == "\ufe0f" or unicodedata.category(character) == "Cf"
    )


def words(text: str) -> list[str]:
    """Return the folded words of the text, in order."""
    return fold(text).split()


def listed(text: str) -> frozenset[str]:
    """Return the words written in ``text`` as a set: long lists read better as running text."""
    return frozenset(text.split())
