"""The corrections made since the last digest: what was said, what is right, why."""

from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.correcting import Change, excerpt
from content.news import Happening, What
from content.news.matching import matches
from content.schedule import Schedule
from handlers.choices import said, title
from handlers.ports import Correction, Services
from handlers.request import Request
from handlers.telling.room import within

_MOST: Final = 3
_LINE: Final = 350
"""UTF-16 units of one correction; the whole of it is in /corrections."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was corrected, in lines, and the items it concerns."""

    lines: tuple[Markup, ...] = ()
    items: tuple[str, ...] = ()


async def corrected(schedule: Schedule, request: Request, services: Services) -> Corrected:
    """Return the corrections since the last digest of what it is about; the first digest has none to make."""
    if schedule.told_until is None:
        return Corrected()
    made = await services.news.corrections(schedule.told_until)
    lines, slugs = [], []
    for each in made:
        item = await services.items.get(each.slug)
        # What was withdrawn may have been told here, whatever it was about.
        if item is not None and not matches(
            schedule.filter, Happening(0, each.slug, What.NEW, each.at, item), services.packs.reference
        ):
            continue
        name = title(item, request.language) if item else said(request, "digest.withdrawn")
        lines.append(within(_line(each, name, schedule, request), _LINE))
        slugs += [each.slug] if item else []
    if len(lines) > _MOST:
        lines[_MOST:] = [request.text("digest.corrections-more", n=len(lines) - _MOST)]
    return Corrected(tuple(lines), tuple(slugs[:_MOST]))


def _line(made: Correction, name: str, schedule: Schedule, request: Request) -> Markup:
    day = request.texts.day(made.at.astimezone(ZoneInfo(schedule.zone)).date())
    said_then, right = made.told(request.language)
    if not right:
        return request.text("digest.retraction", title=said_then, date=day, why=made.why)
    told = excerpt(Change(said_then, right))
    return request.text("digest.correction", title=name, date=day, said=told.said, right=told.right, why=made.why)
