"""``/pause [3 days|until 12 December|off]``: nothing a chat follows is sent for a time, or until resumed; settings stay."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.fold import fold
from handlers.choices import rows, said
from handlers.command import Command, Scope
from handlers.deeplink import by_link
from handlers.ports import FOR_GOOD, Manner, Services
from handlers.quiet import zone
from handlers.reply import Button, Reply, Row, say
from handlers.request import Request
from handlers.typed import meant
from handlers.until import until

OFF: Final = "off"
LENGTHS: Final = ("day", "week", "month", "good")
"""What is offered: arguments of the command, each with the text ``pause.choice.<length>``."""


async def pause(request: Request, services: Services) -> Reply:
    """Pause until when the words say, or take up again; without words tell how it stands and offer lengths of time."""
    chat = request.about.id
    manner = await services.chats.manner(chat)
    if not request.args or by_link(request):
        return _told(manner, request, services)
    if fold(request.args) in meant("pause.words-off"):
        await services.chats.pause(chat, None)
        return say(request.text("pause.over" if paused(manner, request) else "pause.none"), *choices(None, request))
    wanted = until(request.args, request.now, zone(manner, services))
    if wanted is None:
        return say(request.text("pause.not-understood"), *choices(manner.paused_until, request))
    await services.chats.pause(chat, wanted)
    done = Markup("\n\n").join((standing(wanted, manner, request, services), request.text("pause.kept")))
    return say(done, *choices(wanted, request))


def paused(manner: Manner, request: Request) -> dt.datetime | None:
    """Return until when the chat is paused; None where it is not, or no longer."""
    ends = manner.paused_until
    return ends if ends is not None and ends > request.now else None


def standing(ends: dt.datetime, manner: Manner, request: Request, services: Services) -> Markup:
    """Return until when the pause lasts, in a sentence."""
    if ends >= FOR_GOOD:
        return request.text("pause.until-resumed")
    return request.text("pause.until", moment=moment(ends, zone(manner, services), request))


def moment(at: dt.datetime, where: str, request: Request) -> Markup:
    """Return the day and the time of day in the time zone ``where``: ``23 novembre 2026, 8 h``."""
    return request.text("pause.moment", date=request.texts.day(_local(at, where)), time=request.texts.time(at, where))


def choices(ends: dt.datetime | None, request: Request) -> tuple[Row, ...]:
    """Return buttons for lengths of time, and to take up again where there is a pause."""
    lengths = rows((Button(said(request, f"pause.choice.{each}"), "pause", each, in_place=True) for each in LENGTHS), 2)
    resume: tuple[Row, ...] = ((resuming(request),),) if ends else ()
    return (*resume, *lengths, (Button(said(request, "subscriptions.open"), "subscriptions"),))


def resuming(request: Request) -> Button:
    """Return the button that ends the pause."""
    return Button(said(request, "pause.resume"), "pause", OFF, in_place=True)


def _told(manner: Manner, request: Request, services: Services) -> Reply:
    ends = paused(manner, request)
    now = standing(ends, manner, request, services) if ends else request.text("pause.none")
    return say(Markup("\n\n").join((now, request.text("pause.how"))), *choices(ends, request))


def _local(at: dt.datetime, where: str) -> dt.date:
    return at.astimezone(ZoneInfo(where)).date()


COMMAND = Command("pause", pause, scope=Scope.GROUP_ADMINS)
