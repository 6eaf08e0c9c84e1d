"""Words: what of a text is worth looking for."""

import re
import unicodedata
from typing import Final

from content.fold import fold
from content.search.form import plain
from content.search.tongues import Tongue, tongue

LONGEST_WORD: Final = 40
"""Letters of a word that count."""

_ACRONYM: Final = re.compile(r"\b[A-Z][A-Z0-9]{1,7}\b")
_WRITTEN: Final = re.compile(r"[^\W_]+")


def text_words(text: str, language: str) -> list[str]:
    """Return the folded words of an item's text, without the little words unless there are no others."""
    return _without_stop(fold(text).split(), text, tongue(language))


def asked_words(text: str, language: str) -> list[str]:
    """Return the folded words of a question, without its padding and little words unless there are no others."""
    speaks = tongue(language)
    return _without_stop(_without_padding(fold(text).split(), speaks), text, speaks)


def _without_stop(found: list[str], text: str, speaks: Tongue) -> list[str]:
    """A word in capitals stays although a little word is written the same (ILS, the offence; *ils*, they)."""
    acronyms = frozenset() if text.isupper() else frozenset(fold(word) for word in _ACRONYM.findall(text))
    kept = [word for word in found if word not in speaks.stop or word in acronyms]
    return [plain(word)[:LONGEST_WORD] for word in kept or [word for word in found if len(word) > 1]]


def _without_padding(found: list[str], speaks: Tongue) -> list[str]:
    left: list[str] = []
    at = 0
    while at < len(found):
        line = next((one for one in speaks.padding_from(found[at]) if tuple(found[at : at + len(one)]) == one), None)
        if line is None:
            left.append(found[at])
        at += len(line or (1,))
    return left


def written(text: str) -> dict[str, str]:
    """Return how each word of a text is written, in lower case, by its folded form; only where the two differ."""
    forms: dict[str, str] = {}
    for word in _WRITTEN.findall(unicodedata.normalize("NFC", text.lower())):
        if not word.isascii():
            folded = plain(fold(word))
            if folded != word:
                forms.setdefault(folded, word)
    return forms
