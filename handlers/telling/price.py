"""The price of following something: what it would have sent in the last 30 days, and the last of it to see."""

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from zoneinfo import ZoneInfo

from content.news import Every, Filter, Happening
from content.news.matching import matches
from handlers import here
from handlers.ports import Services
from handlers.request import Request
from handlers.telling.news import tell_news
from handlers.telling.telling import Telling

DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Price:
    """What following something would have sent in the last 30 days."""

    messages: int
    last: dt.date | None
    """The day of the last message; None where there was none."""
    sample: Telling | None
    """The last message, as it would have looked."""


async def price(wanted: Filter, every: Every, request: Request, services: Services) -> Price:
    """Return what ``wanted`` would have sent: at once, one message a story; else one a day or a week that had something."""
    found = await services.news.recent(request.now, DAYS)
    told = [each for each in found if matches(wanted, each, services.packs.reference)]
    zone = ZoneInfo(here.zone(services))
    messages: dict[Hashable, list[Happening]] = {}
    for each in told:
        held = messages.setdefault(_message(each, every, zone), [])
        if not held or every is not Every.NOW:  # told at once, a story is told by the first who reports it
            held.append(each)
    while messages:
        _, last = messages.popitem()
        sample = await _as_it_was(last, request, services)
        if not sample.empty:
            return Price(len(messages) + 1, last[-1].at.astimezone(zone).date(), sample)
    return Price(0, None, None)


def _message(told: Happening, every: Every, zone: ZoneInfo) -> Hashable:
    """Return what puts happenings into one message."""
    day = told.at.astimezone(zone).date()
    match every:
        case Every.NOW:
            return told.story
        case Every.DAILY:
            return day
        case Every.WEEKLY:
            return day.isocalendar()[:2]


async def _as_it_was(happened: Sequence[Happening], request: Request, services: Services) -> Telling:
    then = min(max(each.at for each in happened), request.now)
    return await tell_news(happened, replace(request, now=then), services)
