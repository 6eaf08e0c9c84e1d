"""Quiet hours: from a local time to a local time, in which only an urgent alert is sent."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from content.schedule.slots import instant


@dataclass(frozen=True, slots=True)
class Quiet:
    """Quiet from ``since`` to ``until``, local times; over midnight where ``until`` is earlier; never where they are the same."""

    since: dt.time
    until: dt.time

    def end(self, now: dt.datetime, zone: str) -> dt.datetime | None:
        """Return when the quiet hours that ``now`` (aware) lies in end, aware, in UTC; None where it lies in none.

        Where the clocks are put back, a time that comes twice is quiet both times: nobody is woken by the second.
        """
        if self.since == self.until:
            return None
        today = now.astimezone(ZoneInfo(zone)).date()
        at = now
        # Of hours that are quiet almost round the clock, one night's end may lie in the next one's beginning.
        for day in (today - dt.timedelta(days=1), today, today + dt.timedelta(days=1)):
            last = day if self.since < self.until else day + dt.timedelta(days=1)
            ends = instant(last, self.until, zone, last=True)
            if instant(day, self.since, zone) <= at < ends:
                at = ends
        return at if at > now else None
