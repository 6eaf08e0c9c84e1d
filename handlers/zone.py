"""The time zone of a chat: named as ``/quiet Europe/London`` or ``/setup Europe/London``, for its digests and its quiet hours."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from handlers.choices import said
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request

_NAMED: Final = re.compile(r"[A-Za-z]{2,20}(?:/[A-Za-z0-9_+-]{1,30}){1,2}|UTC", re.IGNORECASE)
_LONGEST: Final = 60


async def chosen(request: Request, services: Services) -> Reply | None:
    """Keep the time zone the words name, for the chat and its digests, and say so; None where they name none."""
    name = request.args.strip().replace(" ", "_")
    if request.pressed or len(name) > _LONGEST or not _NAMED.fullmatch(name):
        return None
    zone = _known().get(name.lower())
    if zone is None:
        return say(request.text("zone.unknown"))
    chat = request.about.id
    await services.chats.choose_zone(chat, zone)
    for schedule in await services.schedules.of(chat):
        await services.schedules.keep(replace(schedule, zone=zone), request.now)
    ways = (Button(said(request, "zone.digests"), "digest"), Button(said(request, "zone.quiet"), "quiet"))
    return say(request.text("zone.done", zone=zone, time=request.texts.time(request.now, zone)), ways)


@cache
def _known() -> Mapping[str, str]:
    """Return the time zones there are, by their names in lower case."""
    return {name.lower(): name for name in available_timezones()}
