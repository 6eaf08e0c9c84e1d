"""A term: a word of police, courts or care, explained."""

from typing import Literal

from content.language import Line, Translated
from content.records.record import Record


class Term(Record):
    """An entry of the glossary."""

    kind: Literal["term"] = "term"
    title: Translated
    definition: Translated
    source: Translated
    """Where the definition was read, in words."""
    aliases: tuple[Line, ...] = ()
