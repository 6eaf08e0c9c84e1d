"""The forms of a word: its stem and its sound."""

import re
import threading
from functools import cache, lru_cache
from typing import Final

import snowballstemmer

from content.search.tongues import tongue

FORMS: Final = "1"
"""Changes whenever the same word may get another stem or sound, so that the index is made anew."""

_ORDINAL: Final = re.compile(r"^(\d{1,4})(?:ieme|iemes|eme|emes|ere|er|e|st|nd|rd|th)$")
_lock = threading.Lock()


def plain(word: str) -> str:
    """Return the folded word with every way to write an ordinal made one: ``19eme`` and ``19th`` are ``19e``."""
    match = _ORDINAL.match(word)
    return f"{match[1]}e" if match else word


@cache
def _stemmer(name: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(name)


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word."""
    if not word.isalpha():
        return word
    # A stemmer keeps the word it works on, and both the search thread and the writing thread come here.
    with _lock:
        return str(_stemmer(tongue(language).stemmer).stemWord(word)) or word


@cache
def _sounds(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), sound) for pattern, sound in tongue(language).sounds)


def sound(word: str, language: str) -> str:
    """Return how a folded word sounds, in letters of our own; words that sound alike mostly get the same."""
    if not word.isalpha():
        return word
    heard = word
    for pattern, letters in _sounds(language):
        heard = pattern.sub(letters, heard)
    return heard or word
