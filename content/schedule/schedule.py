"""A schedule: when, where and about what a group, channel or person gets its digest."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from content.news import Filter
from content.schedule.slots import next_slot

EVERY_DAY: Final = (0, 1, 2, 3, 4, 5, 6)
"""Monday is 0."""


class WhenEmpty(StrEnum):
    """What to do when there is nothing new."""

    SAY = "say"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Schedule:
    """One digest of one chat."""

    chat: int
    at: dt.time
    """Local time in ``zone``."""
    zone: str
    language: str
    days: tuple[int, ...] = EVERY_DAY
    """Weekdays, Monday 0; at least one."""
    thread: int | None = None
    """The forum topic it goes to; None: the general one."""
    filter: Filter = field(default_factory=Filter)
    """Topics and places only."""
    pin: bool = False
    empty: WhenEmpty = WhenEmpty.SAY
    most: int = 8
    """Stories it tells at most; the rest is behind "see more"."""
    id: int = 0
    """0 until it is kept."""
    made_at: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    told_until: dt.datetime | None = None
    """Up to when the news has been told; None before the first digest."""

    def coming(self, now: dt.datetime) -> tuple[dt.date, dt.datetime] | None:
        """Return the local day and instant of its next digest after ``now``; None where no weekday is named.

        There is one a local day: where it has had today's, another time of today is too late.
        """
        slot = next_slot(self.days, self.at, self.zone, now)
        if slot is None or self.told_until is None:
            return slot
        zone = ZoneInfo(self.zone)
        if self.told_until.astimezone(zone).date() < slot[0]:
            return slot
        return next_slot(self.days, self.at, self.zone, dt.datetime.combine(slot[0], dt.time.max, tzinfo=zone))
