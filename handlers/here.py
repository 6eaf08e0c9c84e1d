"""Here: the pack's clock, and what to say while there is no pack."""

import datetime as dt
from zoneinfo import ZoneInfo

from handlers.ports import Services
from handlers.reply import Reply, say
from handlers.request import Request


def zone(services: Services) -> str:
    """Return the name of the pack's time zone."""
    return services.packs.manifest.time_zone if services.packs.manifest else "UTC"


def today(request: Request, services: Services) -> dt.date:
    """Return the day it is where the pack is about."""
    return request.now.astimezone(ZoneInfo(zone(services))).date()


def nothing_yet(request: Request, services: Services) -> Reply | None:
    """Return what to say while the store holds no pack, or None."""
    return None if services.packs.manifest else say(request.text("store.empty"))
