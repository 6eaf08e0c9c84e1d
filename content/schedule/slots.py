"""Slots: the instants a local time of day stands for, one a calendar day, whatever the clocks do that night."""

import datetime as dt
from collections.abc import Collection
from typing import Final
from zoneinfo import ZoneInfo

_LONGEST: Final = 8
"""Days looked at: a weekday comes round in seven."""


def instant(day: dt.date, at: dt.time, zone: str, *, last: bool = False) -> dt.datetime:
    """Return when it is ``at`` on ``day`` in ``zone``, aware, in UTC.

    A time that does not exist (clocks put forward) is the first instant after the gap; one that comes twice is the first
    of the two (telegram-facts.md 1.7), or with ``last`` the second.
    """
    there = ZoneInfo(zone)
    local = dt.datetime.combine(day, at, tzinfo=there).replace(fold=0)
    found = local.astimezone(dt.UTC)
    if found.astimezone(there).replace(tzinfo=None) == local.replace(tzinfo=None):
        return local.replace(fold=1).astimezone(dt.UTC) if last else found
    # In a gap the offset before it (fold 0) points behind it by as much as the time lies inside it: step back to its end.
    after = local.replace(fold=1).utcoffset() or dt.timedelta(0)
    before = local.utcoffset() or dt.timedelta(0)
    return _end_of_gap(found - abs(before - after), found, there)


def _end_of_gap(low: dt.datetime, high: dt.datetime, there: ZoneInfo) -> dt.datetime:
    """Return the instant between the two from which the later offset holds."""
    late = high.astimezone(there).utcoffset()
    while high - low > dt.timedelta(microseconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(there).utcoffset() == late:
            high = middle
        else:
            low = middle
    return high.replace(microsecond=0) + (dt.timedelta(seconds=1) if high.microsecond > 500_000 else dt.timedelta(0))


def latest_slot(days: Collection[int], at: dt.time, zone: str, now: dt.datetime) -> tuple[dt.date, dt.datetime] | None:
    """Return the local day and instant of the latest slot at or before ``now``; None where no weekday is named."""
    today = now.astimezone(ZoneInfo(zone)).date()
    for back in range(_LONGEST):
        day = today - dt.timedelta(days=back)
        if day.weekday() in days and (due := instant(day, at, zone)) <= now:
            return day, due
    return None


def next_slot(days: Collection[int], at: dt.time, zone: str, now: dt.datetime) -> tuple[dt.date, dt.datetime] | None:
    """Return the local day and instant of the first slot after ``now``; None where no weekday is named."""
    today = now.astimezone(ZoneInfo(zone)).date()
    for on in range(_LONGEST):
        day = today + dt.timedelta(days=on)
        if day.weekday() in days and (due := instant(day, at, zone)) > now:
            return day, due
    return None
