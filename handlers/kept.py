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


KEPT: Final = (
    Kept("chat", None),
    Kept("language", None),
    Kept("messages", 30),
    Kept("message_ids", 30),
    Kept("updates", 7),
    Kept("missed", 30, personal=False),
)
"""Everything that is kept (security.md 6.7)."""

KEPT_DAYS: Final[Mapping[str, int | None]] = MappingProxyType({each.what: each.days for each in KEPT})
"""Days, by kind."""


def kept_for(what: str) -> timedelta:
    """Return how long that kind of thing is kept; raises KeyError for one that is kept until asked to be forgotten."""
    days = KEPT_DAYS[what]
    if days is None:
        raise KeyError(what)
    return timedelta(days=days)
