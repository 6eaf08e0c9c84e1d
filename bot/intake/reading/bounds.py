"""Bounds of one reading; source: security.md 6.6."""

from dataclasses import dataclass
from typing import Final

MOST_ENTRIES: Final = 200
"""Entries of a feed that are taken, by the child and again by us."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much the child may take."""

    memory: int = 512 * 1024 * 1024
    """Bytes of address space."""
    cpu: int = 10
    """Seconds of processor time, the start of the interpreter included."""
    wall: float = 20.0
    """Seconds from start to answer; then it is killed."""
    files: int = 64
    """Descriptors open at once."""
    answer: int = 4_000_000
    """Bytes of its answer."""
