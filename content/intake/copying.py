"""Copying: the longest run of words a summary has in common with the article it is about."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from content.fold import fold

MOST: Final = 8
"""Words in a row that may be the same (content policy, section 7, rule 13)."""

LONGEST: Final = 100_000
"""Characters of an article that are compared."""

_TOKEN: Final = re.compile(r"[^\W_]+")


class _Word(NamedTuple):
    folded: str
    start: int
    end: int


def copied(summary: str, source: str, allowed: Collection[str] = ()) -> str | None:
    """Return the longest run of more than eight words of the summary that stands in the source too, as the summary has it.

    None where there is none. Case, accents and punctuation make no difference. ``allowed`` are official names, each of
    which counts as one word however long it is. Linear in the length of both.
    """
    summary = _shown(summary)
    names = sorted((tuple(fold(name).split()) for name in allowed), key=len, reverse=True)
    ours = _joined(_words(summary), names)
    theirs = [word.folded for word in _joined(_words(_shown(source[:LONGEST])), names)]
    if not _meet(ours, theirs):
        return None
    length, end = _Runs(theirs).longest([word.folded for word in ours])
    return summary[ours[end - length].start : ours[end - 1].end] if length > MOST else None


def _shown(text: str) -> str:
    """Return the text without soft hyphens and other marks that would hide a copied word."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isascii() or unicodedata.category(c) != "Cf")


def _words(text: str) -> list[_Word]:
    return [
        _Word(word, token.start(), token.end())
        for token in _TOKEN.finditer(text)
        for word in fold(token.group()).split()
    ]


def _joined(words: list[_Word], names: Iterable[tuple[str, ...]]) -> list[_Word]:
    """Return the words with each allowed name as a single one."""
    first: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        if name:
            first.setdefault(name[0], []).append(name)
    joined, at = [], 0
    while at < len(words):
        around = first.get(words[at].folded, ())
        name = next((one for one in around if tuple(w.folded for w in words[at : at + len(one)]) == one), ())
        size = max(1, len(name))
        joined.append(_Word(" ".join(name) if name else words[at].folded, words[at].start, words[at + size - 1].end))
        at += size
    return joined


def _meet(ours: list[_Word], theirs: list[str]) -> bool:
    """Return whether any nine words stand in both: mostly none do, and then there is nothing to measure."""
    size = MOST + 1
    rows = {tuple(word.folded for word in ours[at : at + size]) for at in range(len(ours) - size + 1)}
    return bool(rows) and any(tuple(theirs[at : at + size]) in rows for at in range(len(theirs) - size + 1))


class _Runs:
    """Every run of words of a text (a suffix automaton), so that the longest shared one is found in one pass."""

    def __init__(self, words: Iterable[str]) -> None:
        self._next: list[dict[str, int]] = [{}]
        self._link, self._length = [-1], [0]
        last = 0
        for word in words:
            last = self._add(word, last)

    def longest(self, words: list[str]) -> tuple[int, int]:
        """Return the length of the longest run that stands in the text, and where in ``words`` it ends."""
        state, length, best, end = 0, 0, 0, 0
        for at, word in enumerate(words, 1):
            while state and word not in self._next[state]:
                state = self._link[state]
                length = self._length[state]
            if word in self._next[state]:
                state, length = self._next[state][word], length + 1
            if length > best:
                best, end = length, at
        return best, end

    def _add(self, word: str, last: int) -> int:
        new = self._state(self._length[last] + 1, {}, 0)
        at = last
        while at >= 0 and word not in self._next[at]:
            self._next[at][word] = new
            at = self._link[at]
        if at >= 0:
            self._link[new] = self._follow(at, word)
        return new

    def _follow(self, at: int, word: str) -> int:
        """Return the state a longer run falls back to, split off where it also ends longer runs."""
        known = self._next[at][word]
        if self._length[known] == self._length[at] + 1:
            return known
        copy = self._state(self._length[at] + 1, dict(self._next[known]), self._link[known])
        self._link[known] = copy
        while at >= 0 and self._next[at].get(word) == known:
            self._next[at][word] = copy
            at = self._link[at]
        return copy

    def _state(self, length: int, follows: dict[str, int], link: int) -> int:
        self._next.append(follows)
        self._length.append(length)
        self._link.append(link)
        return len(self._length) - 1
