"""What a digest says of its sources: how many were read, which do not answer, how many speak in it and in what voice."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.digest.selection import Voices
from handlers import here
from handlers.ports import Services
from handlers.request import Request
from handlers.telling.room import within

_NAMED: Final = 4
"""Silent sources named one by one."""
_LINE: Final = 500


async def sources_read(request: Request, services: Services) -> Markup | None:
    """Return how many sources were read and which do not answer, since when; None while none is enabled.

    A source that does not answer is said to be so: its silence is not "no news" (content policy, section 6).
    """
    found = await services.news.sources(request.now)
    if not found.read and not found.silent:
        return None
    read = request.text("digest.read", n=found.read)
    if not found.silent:
        return request.text("digest.sources", read=read)
    named = [_silence(name, since, request, services) for name, since in found.silent[:_NAMED]]
    if len(found.silent) > _NAMED:
        named.append("…")
    silent = request.text("digest.silent", n=len(found.silent), names=" ; ".join(named))
    return within(request.text("digest.sources-silent", read=read, silent=silent), _LINE)


def voices_heard(heard: Voices, request: Request) -> Markup | None:
    """Return how many publishers speak, the official, the press and the others apart; None where nobody does."""
    counts = {"official": heard.official, "press": heard.press, "other": heard.other}
    told = [request.text(f"digest.voices.{kind}", n=count).unescape() for kind, count in counts.items() if count]
    return request.text("digest.voices", counts=request.texts.listing(told)) if told else None


def _silence(name: str, since: dt.datetime, request: Request, services: Services) -> str:
    """Return a source's name with the weekday it fell silent on, or the date where that is over a week ago."""
    day = since.astimezone(ZoneInfo(here.zone(services))).date()
    if (here.today(request, services) - day).days < 7:
        weekday = request.texts.locale.days["format"]["wide"][day.weekday()]
        return request.text("digest.silent-weekday", name=name, weekday=weekday).unescape()
    return request.text("digest.silent-date", name=name, date=request.texts.day(day)).unescape()
