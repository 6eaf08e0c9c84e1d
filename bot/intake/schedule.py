"""When a feed is asked again: politely, and less often while it fails."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

BASE: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=24)
JITTER: Final = 0.2
"""The part of a wait by which it may be shorter or longer, so that feeds are not all asked at once."""


class Outcome(StrEnum):
    """How a poll ended."""

    FRESH = "fresh"
    UNCHANGED = "unchanged"
    """Status 304: a success like any other."""
    FAILED = "failed"
    """Not fetched, or not readable as a feed."""
    GONE = "gone"
    """Status 410: the publisher says it will not come back."""


@dataclass(frozen=True, slots=True)
class NextPoll:
    """When to ask again, and what is known then."""

    at: datetime
    failures: int
    """In a row."""
    disable: bool
    """The feed should be switched off and a moderator told."""


def next_poll(
    outcome: Outcome, now: datetime, *, failures: int, chance: float, retry_after: float | None = None
) -> NextPoll:
    """Return the next poll after ``outcome`` at ``now``, an aware instant.

    ``failures``: in a row before this one; ``chance``: a random number from 0 to 1; ``retry_after``: seconds the server
    asked for, obeyed up to a day whatever the outcome.
    """
    failures = failures + 1 if outcome in (Outcome.FAILED, Outcome.GONE) else 0
    gone = outcome is Outcome.GONE
    # Seven doublings pass the longest wait; a larger power would only overflow.
    wait = LONGEST if gone else min(BASE * 2 ** min(failures, 7), LONGEST)
    wait = min(wait * (1 + JITTER * (2 * chance - 1)), LONGEST)
    if retry_after is not None:
        wait = max(wait, min(timedelta(seconds=min(max(retry_after, 0.0), LONGEST.total_seconds())), LONGEST))
    return NextPoll(now + wait, failures, gone)
