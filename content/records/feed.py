"""A feed: an address to read news from, once a person has checked it."""

from typing import Literal

from content.language import Line, Translated
from content.records.record import Record


class Feed(Record):
    """An RSS or Atom feed of a source; not read before a person has enabled it."""

    kind: Literal["feed"] = "feed"
    title: Line
    url: str | None
    scope: Literal["local", "regional", "national", "official"]
    status: Line
    """What the research knows of it, in words."""
    last_check_by_others: str | None = None
    alternatives: tuple[str, ...] = ()
    terms: Translated | None = None
    enabled: bool = False
    human_review: bool = True
