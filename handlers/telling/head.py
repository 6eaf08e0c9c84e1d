"""The head of a digest: of what day it is, what it is about, since when."""

import datetime as dt
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.cards.wording import lines
from content.schedule import Schedule
from handlers.ports import Services
from handlers.request import Request
from handlers.telling.room import HEAD, within


def title(day: dt.date, request: Request) -> Markup:
    """Return what the digest of a day is called."""
    weekday = request.texts.locale.days["format"]["wide"][day.weekday()]
    return request.text("digest.title", weekday=weekday, date=request.texts.day(day))


def head(schedule: Schedule, day: dt.date, request: Request, services: Services, *, news: bool) -> Markup:
    """Return the head; where there is ``news``, the first says that it tells where things stand, the others since when."""
    since = None
    if news and schedule.told_until is None:
        since = request.text("digest.first")
    elif news and schedule.told_until is not None:
        last = schedule.told_until.astimezone(ZoneInfo(schedule.zone)).date()
        since = request.text("digest.since", date=request.texts.day(last))
    about = _about(schedule, request, services)
    return lines(request.text("card.title", title=title(day, request)), within(about, HEAD) if about else None, since)


def _about(schedule: Schedule, request: Request, services: Services) -> Markup | None:
    reference, manifest = services.packs.reference, services.packs.manifest
    named = [reference.topics[slug].title for slug in schedule.filter.topics if slug in reference.topics]
    named += [reference.places[slug].title for slug in schedule.filter.places if slug in reference.places]
    if named:
        return request.text("digest.about", subjects=", ".join(each.say(request.language) for each in named))
    return request.text("digest.area", area=manifest.area.say(request.language)) if manifest else None
