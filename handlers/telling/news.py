"""News of what a chat follows, as one message: each story with its source and its date, the newest first."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.news import Happening
from handlers import here
from handlers.choices import said
from handlers.ports import Services
from handlers.reply import Button, Reply, Row
from handlers.request import Request
from handlers.telling.doors import door, mistake
from handlers.telling.entries import everything, Told
from handlers.telling.gathering import gather
from handlers.telling.room import fits
from handlers.telling.telling import Telling

_MOST: Final = 10
"""Entries of one message; more is a list, and nobody reads it."""
_EVENING: Final = 18
"""From this hour on, yesterday was last night."""


async def tell_news(happenings: Sequence[Happening], request: Request, services: Services) -> Telling:
    """Return one message on all that happened; ``empty``, without a text, where nothing of it may be shown any more."""
    found = await everything(await gather(happenings, services), request, services)
    if not found:
        return Telling(Reply(), (), "", empty=True)
    since = min(each.at for each in happenings)
    told = found[:_MOST]
    while not fits(reply := _reply(told, len(found), since, request, services)) and len(told) > 1:
        told = told[:-1]
    title = found[0].title if len(found) == 1 else _merged(len(found), since, request, services).striptags()
    return Telling(reply, tuple(dict.fromkeys(key for each in told for key in each.keys)), title)


def _reply(told: Sequence[Told], found: int, since: dt.datetime, request: Request, services: Services) -> Reply:
    rest = found - len(told)
    blocks = [each.block(request) for each in told]
    if rest:
        blocks.append(request.text("news.rest", n=rest))
    alone = told[0] if found == 1 else None
    return Reply(
        blocks=tuple(blocks),
        head=request.text(f"news.one.{alone.what}") if alone else _merged(found, since, request, services),
        foot=request.text("news.because-private" if request.private else "news.because-here"),
        buttons=_buttons(alone, rest, request),
        per_page=len(blocks),
        items=tuple(dict.fromkeys(slug for each in told for slug in each.items)),
    )


def _buttons(alone: Told | None, rest: int, request: Request) -> tuple[Row, ...]:
    rows: list[Row] = []
    if rest:
        rows.append((door(request, said(request, "digest.more"), "latest"),))
    if alone is not None and alone.opens is not None and not request.private:
        rows.append((door(request, said(request, "news.open"), "open", alone.opens.slug),))
    if request.private:
        rows.append((Button(said(request, "news.subscriptions"), "subscriptions"),))
    return (*rows, mistake(request))


def _merged(found: int, since: dt.datetime, request: Request, services: Services) -> Markup:
    """Return how many there are and since when, as one says it: today, last night, yesterday, or the date."""
    there = since.astimezone(ZoneInfo(here.zone(services)))
    days = (here.today(request, services) - there.date()).days
    if days <= 0:
        return request.text("news.several-today", n=found)
    if days == 1:
        if there.hour >= _EVENING:
            return request.text("news.several-last-night", n=found)
        return request.text("news.several-yesterday", n=found)
    return request.text("news.several-since", n=found, date=request.texts.day(there.date()))
