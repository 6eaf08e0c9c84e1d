"""A source: who publishes, and what kind of voice it is."""

from typing import Literal

from content.language import Line, Translated
from content.records.record import Record


class Source(Record):
    """A publisher, shown with its kind in words so that nobody must guess who speaks."""

    kind: Literal["source"] = "source"
    title: Line
    voice: Literal["official", "press", "association", "politician", "other"]
    described: Translated | None = None
    """What to call it where its name is not known."""
    published_as: tuple[Line, ...] = ()
    """The names the research found it under, word for word."""
