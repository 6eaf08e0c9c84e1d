"""A figure: a number that never travels without its date, its scope, its author and its caveat."""

from typing import Literal

from content.dates import PartialDate
from content.language import Line, Translated
from content.records.record import Record, Slug


class Figure(Record):
    """One number somebody stated (content policy, section 2, rule 7)."""

    kind: Literal["figure"] = "figure"
    title: Translated
    value: Line
    """As the source writes it, digits and a point: ``444``, ``1.6``, ``250-300``."""
    unit: Translated
    written: Translated | None = None
    """Value and unit as one says them, where they cannot simply stand side by side."""
    scope: Translated
    """What, where and over which period was counted."""
    as_of: PartialDate | None
    as_of_note: Translated | None = None
    """What is known of the date where the source has none."""
    stated_by: Translated
    source: Slug | None
    """The article that carries it; None where the address that carried it is not an item."""
    measured_as: Literal["count", "estimate", "share", "range", "difference", "upper bound", "date", "change"]
    approximate: bool = False
    in_seed: bool = False
    caveat: Translated | None = None
    series: Slug | None = None
    """Figures of one series share scope and unit and may stand on one chart; nothing else may."""
    topics: tuple[Slug, ...] = ()
    places: tuple[Slug, ...] = ()

    @property
    def number(self) -> float | None:
        """The value as a number, or None for a range or a date."""
        try:
            return float(self.value)
        except ValueError:
            return None
