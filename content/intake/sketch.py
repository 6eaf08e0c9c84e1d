"""Sketch: a few numbers that two texts share in the measure in which they share their words, and how to look them up."""

import struct
from hashlib import blake2b, shake_128
from typing import Final

from content.intake.canonical import canonical
from content.intake.story import Piece, same_article, same_story
from content.search.words import text_words

__all__ = ["Piece", "alike", "bands", "canonical", "same_article", "same_story", "sketch"]

LONGEST: Final = 20_000
"""Characters of a text that are read."""

HASHES: Final = 48
"""Numbers of a sketch (``stack.md``, near duplicates)."""

ROWS: Final = 2
"""Numbers of a sketch that make one band."""

NEWEST: Final = 20
"""Of each band, only so many of the newest pieces are worth comparing: boilerplate is in the same band a thousand times over.

With this bound the cost of a new piece does not grow with the number of old ones.
"""

_SHINGLE: Final = 2
_NUMBERS: Final = struct.Struct(f"<{HASHES}I")
_BAND: Final = struct.Struct(f"<B{ROWS}I")


def sketch(title: str, text: str, language: str) -> tuple[int, ...]:
    """Return the min-hash of the text's shingles of two telling words: 48 numbers below 2³², or none for a text without words.

    The share of numbers two sketches have in common estimates the share of shingles the texts have in common.
    """
    words = text_words(f"{title[:LONGEST]}\n{text}"[:LONGEST], language)
    shingles = {" ".join(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))} - {""}
    if not shingles:
        return ()
    rows = (_NUMBERS.unpack(shake_128(shingle.encode()).digest(_NUMBERS.size)) for shingle in shingles)
    return tuple(min(column) for column in zip(*rows, strict=True))


def bands(sketch: tuple[int, ...]) -> tuple[int, ...]:
    """Return the 24 keys by which an index finds the sketches like this one; each fits a signed 64-bit column.

    Texts that share 30 % of their shingles meet in a band in nine of ten cases, those that share 1 % in one of four hundred.
    """
    return tuple(
        int.from_bytes(blake2b(_BAND.pack(at // ROWS, *sketch[at : at + ROWS]), digest_size=8).digest()) >> 1
        for at in range(0, len(sketch) - ROWS + 1, ROWS)
    )


def alike(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    """Return the estimated share, from 0 to 1, of shingles two sketched texts have in common."""
    if not first or not second:
        return 0.0
    return sum(one == other for one, other in zip(first, second, strict=True)) / HASHES
