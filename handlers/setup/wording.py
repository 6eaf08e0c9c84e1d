"""A schedule in words: on which days, at what time, about what, where to."""

import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from markupsafe import Markup

from content.schedule import EVERY_DAY, Schedule, WhenEmpty
from content.texts import Texts, texts
from handlers.ports import Manner, Services
from handlers.request import ChatKind, Request

WEEKDAYS = (0, 1, 2, 3, 4)
_MOST_NAMES = 4


def clock(at: dt.time, spoken: Texts) -> str:
    """Return the local time as readers write it."""
    return spoken.time(dt.datetime.combine(dt.date(2000, 1, 1), at, tzinfo=dt.UTC), "UTC")


def day_name(day: int, spoken: Texts, width: str = "wide") -> str:
    """Return the name of a weekday, Monday 0."""
    return get_day_names(width, "stand-alone", spoken.locale)[day]  # type: ignore[no-any-return, arg-type]


def days(schedule: Schedule, spoken: Texts) -> str:
    """Return the weekdays of a schedule in words."""
    if schedule.days == EVERY_DAY:
        return spoken.text("setup.every-day").unescape()
    if schedule.days == WEEKDAYS:
        return spoken.text("setup.weekdays").unescape()
    return spoken.listing([day_name(day, spoken) for day in schedule.days])


def moment(schedule: Schedule, spoken: Texts) -> str:
    """Return days and time: ``every day at 18:30``."""
    return spoken.text("setup.moment", days=days(schedule, spoken), time=clock(schedule.at, spoken)).unescape()


def about(schedule: Schedule, request: Request, services: Services) -> str:
    """Return topics and places in words; the most four of each, then how many more."""
    parts = [part for part in (topics(schedule, request, services), places(schedule, request, services)) if part]
    return "; ".join(parts) or request.text("setup.everything").unescape()


def topics(schedule: Schedule, request: Request, services: Services) -> str:
    """Return the topics in words; empty where all are meant."""
    known = services.packs.reference.topics
    return _names(
        [known[slug].title.say(request.language) for slug in schedule.filter.topics if slug in known], request
    )


def places(schedule: Schedule, request: Request, services: Services) -> str:
    """Return the places in words; empty where the whole area is meant."""
    known = services.packs.reference.places
    return _names(
        [known[slug].title.say(request.language) for slug in schedule.filter.places if slug in known], request
    )


def _names(names: list[str], request: Request) -> str:
    shown = ", ".join(names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    return f"{shown} {request.text('setup.and-more', n=more).unescape()}" if more > 0 else shown


def when_empty(schedule: Schedule, request: Request) -> Markup:
    """Return in words what happens when nothing is new."""
    return request.text("setup.says-so" if schedule.empty is WhenEmpty.SAY else "setup.stays-silent")


def language(schedule: Schedule) -> str:
    """Return the language of the digest by its own name."""
    return texts(schedule.language).text("language.name").unescape()


def first(schedule: Schedule, request: Request) -> str:
    """Return when the next digest is due: ``today at 18:30``, ``Monday 23 November 2026 at 18:30``."""
    slot = schedule.coming(request.now)
    if slot is None:
        return ""
    day, due = slot
    today = request.now.astimezone(ZoneInfo(schedule.zone)).date()
    time = request.texts.time(due, schedule.zone)
    if (day - today).days == 0:
        return request.text("setup.today", time=time).unescape()
    if (day - today).days == 1:
        return request.text("setup.tomorrow", time=time).unescape()
    date = f"{day_name(day.weekday(), request.texts)} {request.texts.day(day)}"
    return request.text("setup.on-day", day=date, time=time).unescape()


def warnings(schedule: Schedule, manner: Manner, request: Request) -> list[Markup]:
    """Return what would keep the digest from coming at its time: quiet hours, a pause."""
    found = []
    slot = schedule.coming(request.now)
    zone = manner.zone or schedule.zone
    if slot is not None and manner.quiet is not None and (end := manner.quiet.end(slot[1], zone)):
        quiet = manner.quiet
        found.append(
            request.text(
                "setup.in-quiet",
                since=clock(quiet.since, request.texts),
                until=clock(quiet.until, request.texts),
                end=request.texts.time(end, zone),
            )
        )
    if manner.paused_until is not None and manner.paused_until > request.now:
        found.append(request.text("setup.is-paused"))
    return found


def here(request: Request) -> Markup:
    """Return where the digest goes, in words."""
    chat = request.about
    if chat.kind is ChatKind.PRIVATE:
        return request.text("setup.here-private")
    if chat.kind is ChatKind.CHANNEL:
        return request.text("setup.here-channel")
    return request.text("setup.here-topic" if chat.thread is not None else "setup.here-group")
