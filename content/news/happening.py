"""A happening: an item was published, or something about it changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from content.records import Item


class What(StrEnum):
    """What happened."""

    NEW = "new"
    """An item was published for the first time."""
    STATUS = "status"
    """A measure has another status, or the same at a later date."""
    EVIDENCE = "evidence"
    """A measure has a further line of evidence."""
    CHANGED = "changed"
    """Something else of the item changed; told only to those who follow this one item."""
    SILENT = "silent"
    """A source of news has not answered for days."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that may be told."""

    id: int
    """Its number in the log; 0 for one that is only imagined (a preview)."""
    story: str
    """What it is told once by, however many sources report it: an article's story, a measure's slug with its revision."""
    what: What
    at: datetime
    """When it entered the store, aware."""
    item: Item
    before: Item | None = None
    """The item as it was published before; None for what is new."""
