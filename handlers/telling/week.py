"""The figure or the contact of the week, in the first digest of the week."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.digest.calm import calm
from content.digest.selection import of_the_week, same_week
from content.records import Article, Contact, Figure
from content.schedule import Schedule
from handlers import here
from handlers.carried import of_figures
from handlers.contacts.preamble import presentable
from handlers.figures import showable
from handlers.ports import Services
from handlers.request import Request
from handlers.telling.entries import card
from handlers.telling.room import within


@dataclass(frozen=True, slots=True)
class Week:
    """What stands under "of the week"."""

    heading: Markup
    text: Markup
    slug: str
    carrier: Article | None = None
    """The article the figure was read in."""


async def of_this_week(schedule: Schedule, day: dt.date, request: Request, services: Services) -> Week | None:
    """Return the figure or contact of the week ``day`` is in; None where an earlier digest of the week had it, or there is none."""
    if schedule.told_until is not None:
        last = schedule.told_until.astimezone(ZoneInfo(schedule.zone)).date()
        if same_week(last, day):
            return None
    figures = showable(await services.items.newest("figure"))
    carriers = await of_figures(figures, services)
    today = here.today(request, services)
    # The emergency numbers stand at the foot of every digest.
    contacts = [
        each
        for each in services.packs.reference.contacts.values()
        if presentable(each) and each.category != "emergency"
    ]
    told = [each for each in figures if _tellable(each, carriers.get(each.source or ""), today)]
    chosen = of_the_week(told, contacts, schedule.filter.topics, day)
    text = await card(chosen, request, services) if chosen else None
    if chosen is None or text is None:
        return None
    key = "digest.week-contact" if isinstance(chosen, Contact) else "digest.week-figure"
    carrier = carriers.get(chosen.source or "") if isinstance(chosen, Figure) else None
    return Week(request.text(key), within(text), chosen.slug, carrier)


def _tellable(figure: Figure, carrier: Article | None, today: dt.date) -> bool:
    """Return whether it may be told unasked: calm, and of no case still before the courts (content policy, rule 4)."""
    return calm(figure, carrier, today) and not (carrier is not None and carrier.ongoing_case)
