"""A dataset: official open data a person can load contacts from."""

from typing import Literal

from content.language import Line
from content.records.record import Record


class Dataset(Record):
    """Open data that could replace a hand-kept list; for the editor."""

    kind: Literal["dataset"] = "dataset"
    title: Line
    url: str | None
    evidence: Line
    use: Line
