"""Opening hours: whether a line answers at an instant, until when, and when it answers next."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from content.language import Translated
from content.records.contact import OpenHours, Opening

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AHEAD: Final = 100
"""Days looked ahead for the next opening: a fifth Sunday of a month may be thirteen weeks away."""


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether a body answers at an instant. Instants are in the pack's time zone."""

    open: bool | None
    """None: its hours are not known."""
    until: dt.datetime | None = None
    """When it closes, where it is open and ever closes."""
    since: dt.datetime | None = None
    """When it opens next, where it is closed."""
    service: Translated | None = None
    """Only this part of the body is open then (now, or at the next opening)."""
    holidays_unknown: bool = False
    """The hours say nothing of public holidays."""

    @property
    def whole(self) -> bool:
        """Whether the body itself answers, and not only one of its services."""
        return self.open is True and self.service is None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One time it is open, in UTC: instants in one zone would compare by their wall clocks, wrong on clock-change nights."""

    start: dt.datetime
    end: dt.datetime
    service: Translated | None


def state(opening: Opening | None, at: dt.datetime, zone: str) -> OpenState:
    """Return whether ``opening`` is open at the aware instant ``at``, reading its hours on the clocks of ``zone``.

    The day of the week is that of the place, a stretch past midnight belongs to the day it began on, and an hour that
    sounds twice in autumn counts from, and ends at, its first sounding.
    """
    if opening is None or not (opening.always or opening.hours):
        return OpenState(None)
    if opening.always:
        return OpenState(True)
    there = ZoneInfo(zone)
    now = at.astimezone(dt.UTC)
    stretches = list(_stretches(opening, at.astimezone(there).date(), there))
    current = [stretch for stretch in stretches if stretch.start <= now < stretch.end]
    if current:
        # The body as a whole counts before one of its services.
        best = min(current, key=lambda stretch: (stretch.service is not None, -stretch.end.timestamp()))
        end = _unbroken(best, stretches)
        return OpenState(True, end and end.astimezone(there), None, best.service, holidays_unknown=True)
    coming = min((stretch for stretch in stretches if stretch.start > now), key=lambda each: each.start, default=None)
    if coming is None:
        return OpenState(False, holidays_unknown=True)
    return OpenState(False, None, coming.start.astimezone(there), coming.service, holidays_unknown=True)


def _stretches(opening: Opening, today: dt.date, zone: ZoneInfo) -> Iterator[_Stretch]:
    """Yield the times it is open from yesterday's, which may reach past midnight, to the days ahead."""
    for ahead in range(-1, _AHEAD):
        day = today + dt.timedelta(days=ahead)
        for hours in _of_day(opening, day):
            since, until = dt.time.fromisoformat(hours.since), dt.time.fromisoformat(hours.until)
            last = day if until > since else day + dt.timedelta(days=1)
            start = dt.datetime.combine(day, since, zone).astimezone(dt.UTC)
            yield _Stretch(start, dt.datetime.combine(last, until, zone).astimezone(dt.UTC), hours.service)


def _of_day(opening: Opening, day: dt.date) -> list[OpenHours]:
    """Return the hours of a day: those of the n-th such weekday of the month replace the others."""
    hours = [each for each in opening.hours if _DAYS[day.weekday()] in each.days]
    nth = (day.day - 1) // 7 + 1
    special = [each for each in hours if each.nth == nth]
    return special or [each for each in hours if each.nth is None]


def _unbroken(stretch: _Stretch, stretches: list[_Stretch]) -> dt.datetime | None:
    """Return when it really closes: a stretch that begins where this one ends goes on; None when there is no end in sight."""
    end, moved = stretch.end, True
    while moved:
        moved = False
        for other in stretches:
            if other.service == stretch.service and other.start <= end < other.end:
                end, moved = other.end, True
    return None if end >= max(each.end for each in stretches) and end > stretch.end else end
