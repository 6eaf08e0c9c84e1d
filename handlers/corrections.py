"""``/corrections``: what was said wrongly, what is right, when and why; what was withdrawn."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.correcting import Change, excerpt
from content.records import Item
from handlers import here
from handlers.choices import opener, said, title
from handlers.command import Command
from handlers.ports import Correction, Services
from handlers.reply import Button, Entry, Reply, say
from handlers.request import Request

_EVER: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_PER_PAGE: Final = 5


async def corrections(request: Request, services: Services) -> Reply:
    """Return every correction made so far, the newest first, each with the card of its item where there is one."""
    mistake = Button(said(request, "choice.mistake"), "mistake")
    made = await services.news.corrections(_EVER)
    if not made:
        return say(request.text("corrections.none"), (mistake,))
    known = {each.slug: each for each in await services.items.some(each.slug for each in made)}
    return Reply(
        [_entry(each, known.get(each.slug), request, services) for each in made],
        head=request.text("corrections.head", n=len(made)),
        buttons=((mistake,),),
        per_page=_PER_PAGE,
    )


def _entry(made: Correction, item: Item | None, request: Request, services: Services) -> Markup | Entry:
    day = request.texts.day(made.at.astimezone(ZoneInfo(here.zone(services))).date())
    was, right = made.told(request.language)
    if not right:
        return request.text("corrections.withdrawn", title=was, date=day, why=made.why)
    name = title(item, request.language) if item else said(request, "digest.withdrawn")
    told = excerpt(Change(was, right))
    text = request.text("corrections.line", title=name, date=day, said=told.said, right=told.right, why=made.why)
    return Entry(text, opener(item, request)) if item else text


COMMAND = Command("corrections", corrections)
