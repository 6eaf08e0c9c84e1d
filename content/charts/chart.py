"""A chart: bars of one scope and one unit, with what must be read beside them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One value with its label and how it is written."""

    label: str
    value: float
    written: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one scope and one unit, with what must be read beside them: scope, author, date, source."""

    title: str
    bars: tuple[Bar, ...]
    notes: tuple[str, ...]
    language: str
