"""What is kept, and for how long: the one table behind /privacy, /mydata and the tidying."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing that is kept; it is told by the text ``held.<what>``."""

    what: str
    days: int | None
    """How long; None until somebody asks to be forgotten."""
    personal: bool = True
    """It belongs to a chat; what does not is in nobody's /mydata."""
    until: str = "held.until-forgotten"
    """The text that says how long what has no days is kept."""


BACKUPS: Final = 14
"""Days a copy of the whole store is kept; who was forgotten is remembered as a mark for as long, and forgotten in it as well."""

KEPT: Final = (
    Kept("chat", None),
    Kept("language", None),
    Kept("zone", None),
    Kept("quiet", None),
    Kept("paused", None),
    Kept("subscriptions", None),
    Kept("schedules", None),
    Kept("pending", 30),
    Kept("told", 90),
    Kept("groups", 30),
    Kept("members", 30),
    Kept("messages", 30),
    Kept("message_ids", 30),
    Kept("pace", 1),
    Kept("doors", 1),
    Kept("acting", 1),
    Kept("setters", 1),
    Kept("awaiting", 1),
    Kept("links", 7),
    Kept("proposals", 90),
    Kept("proposed", 1),
    Kept("hands", 90),
    Kept("moderator", None, until="held.while-curating"),
    Kept("decisions", None),
    Kept("acts", 365),
    Kept("updates", 7),
    Kept("missed", 30, personal=False),
    Kept("answered", 90, personal=False),
    Kept("news", 400, personal=False),
    Kept("slots", 400, personal=False),
    Kept("notices", 30, personal=False),
    Kept("entries", 400, personal=False),
    Kept("pieces", 400, personal=False),
    Kept("dropped", 30, personal=False),
    Kept("addresses", None, personal=False, until="held.for-good"),
    Kept("corrections", None, personal=False, until="held.for-good"),
    Kept("forgotten", BACKUPS, personal=False),
    Kept("backups", BACKUPS, personal=False),
)
"""Everything that is kept (security.md 6.7)."""

ENDS: Final[Mapping[str, str]] = MappingProxyType({each.what: each.until for each in KEPT})
"""The text that says how long what has no days is kept, by kind."""

KEPT_DAYS: Final[Mapping[str, int | None]] = MappingProxyType({each.what: each.days for each in KEPT})
"""Days, by kind."""


def kept_for(what: str) -> timedelta:
    """Return how long that kind of thing is kept; raises KeyError for one that is kept until asked to be forgotten."""
    days = KEPT_DAYS[what]
    if days is None:
        raise KeyError(what)
    return timedelta(days=days)
