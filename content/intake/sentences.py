"""Sentences: where the sentences of a French or English text begin and end."""

import re
from collections.abc import Iterator
from typing import Final

from content.fold import fold, listed

LONGEST: Final = 40_000
"""Characters of a text that are read."""

_QUOTE: Final = 400
"""Characters after which a quotation nobody closed counts as closed."""

_SHORT: Final = {
    "fr": listed("m mm mme mmes mlle mlles me dr pr prof st ste sts bd av art al env cf ex n p pp vs etc no nos tel chap vol fig ed hab "
                 "arr janv fevr juil sept oct nov dec lun mar mer jeu ven sam dim"),
    "en": listed("mr mrs ms dr prof st ave blvd rd no nos vs etc e g i eg ie cf p pp vol fig ed jr sr inc ltd co corp gen col "
                 "sgt capt rev hon jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun a m approx"),
}  # fmt: skip
"""Folded words whose full stop ends no sentence."""
_ENDS_TOO: Final = listed("etc hab a m approx")
"""Of these, those that often stand at the end of one: a capital after them begins the next."""

_STOP: Final = re.compile(r"[.!?…]{1,20}[ \u00a0\u202f]?[»”\"’)\]]{0,3}(?=\s)|[.!?…]{1,20}(?=[«“])")
_NEXT: Final = re.compile(r"\s*[«“\"‘(\[—–-]?\s*([0-9A-ZÀ-ÖØ-Þ])")
_WORD_BEFORE: Final = re.compile(r"([^\W_]{1,12})\Z")
_OPENS, _CLOSES = frozenset("«“"), frozenset("»”")


def sentences(text: str, language: str) -> list[str]:
    """Return the sentences of a text in order, each on one line; linear in its length.

    An abbreviation, an initial or a number ends none; neither does a full stop between « and », nor one a small letter follows.
    """
    return [
        sentence
        for line in text[:LONGEST].splitlines()
        for piece in _of_line(line, _SHORT.get(language, _SHORT["fr"]))
        if (sentence := " ".join(piece.split()))
    ]


def _of_line(line: str, short: frozenset[str]) -> Iterator[str]:
    begins, quotes = 0, _Quotes(line)
    for stop in _STOP.finditer(line):
        follows = _NEXT.match(line, stop.end())
        if follows is None or quotes.open_at(stop.end()) or _abbreviates(line, stop.start(), stop.group(), short):
            continue
        yield line[begins : stop.end()]
        begins = stop.end()
    yield line[begins:]


def _abbreviates(line: str, at: int, stop: str, short: frozenset[str]) -> bool:
    if not stop.startswith(".") or len(stop.rstrip()) > 1:
        return False
    before = _WORD_BEFORE.search(line, max(0, at - 13), at)
    if before is None:
        return False
    word = fold(before[1])
    if word in _ENDS_TOO and before[1].islower():
        return False
    # "E. Macron", "J.-P. Martin"; but "le plan B." and a figure end a sentence.
    initial = len(word) == 1 and word.isalpha() and before[1].isupper() and not _lower_before(line, before.start())
    return initial or (word in short and not word.isdecimal())


def _lower_before(line: str, at: int) -> bool:
    """Return whether the word before stands in small letters, so that a capital alone is no initial."""
    before = _WORD_BEFORE.search(line[max(0, at - 14) : at].rstrip())
    return before is not None and before[1][0].islower() and len(before[1]) > 3


class _Quotes:
    """Where quotations are open, told from left to right."""

    def __init__(self, line: str) -> None:
        self._line, self._at, self._since = line, 0, -1

    def open_at(self, end: int) -> bool:
        while self._at < end:
            mark = self._line[self._at]
            if mark in _OPENS:
                self._since = self._at
            elif mark in _CLOSES:
                self._since = -1
            self._at += 1
        return self._since >= 0 and end - self._since < _QUOTE
