"""What reading brings: feeds, their entries, and pages."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed; all its texts are plain and sanitised."""

    guid: str
    """What the feed calls it by; its link where the feed gives nothing, or the same to several."""
    url: str
    title: str
    published: datetime | None
    """Aware; None where it is missing, lies in the future or cannot be right."""
    updated: datetime | None
    summary_text: str
    """The publisher's words: for matching and for moderators' eyes, never to be published."""


@dataclass(frozen=True, slots=True)
class FeedRead:
    """A feed."""

    title: str
    entries: tuple[FeedEntry, ...]
    """In the feed's order."""
    broken: bool
    """The feed is not well-formed: there may be more in it than was found."""
    left_out: int = 0
    """Entries without a link to the web, and those beyond the most that are taken."""


@dataclass(frozen=True, slots=True)
class PageRead:
    """An article's page; all its texts are plain and sanitised, and each may be empty."""

    title: str
    site: str
    published: date | None
    language: str | None
    """Two letters, as the page states it."""
    text: str
    """The publisher's words: for matching and for moderators' eyes, never to be published."""
    canonical_url: str | None
    """As the page states it, where it names its own site."""


class Unread(StrEnum):
    """Why something could not be read; the value is the last part of a text's key."""

    NOT_A_FEED = "not-a-feed"
    NOT_A_PAGE = "not-a-page"
    RESERVED = "reserved"
    """The publisher reserves text and data mining."""
    TOO_MUCH = "too-much"
    """It needs more time or memory than it is given."""
    FAILED = "failed"
    """The reader itself failed."""


class ReadingError(Exception):
    """Nothing was read; ``says`` is a sentence a person can act on."""

    def __init__(self, reason: Unread, says: str) -> None:
        """Keep why."""
        super().__init__(says)
        self.reason = reason
        self.says = says
