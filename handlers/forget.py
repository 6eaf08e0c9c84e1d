"""``/forget``: removes everything held about this chat, once confirmed, and says what remains and for how long."""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from handlers.choices import said
from handlers.command import Command, Scope
from handlers.kept import KEPT
from handlers.ports import Held, Services
from handlers.privacy import line
from handlers.reply import Button, Reply, say
from handlers.request import Request

_YES: Final = "yes"
_REMAIN: Final = ("forgotten", "backups")
_CURATED: Final = ("acts", "decisions")


async def forget(request: Request, services: Services) -> Reply:
    """Ask whether all is to be removed, or, when the button was pressed, remove it and say so."""
    # Only a press counts: a link or a pasted command could carry the word as well.
    if not (request.pressed and request.args == _YES):
        return say(request.text("forget.sure"), (Button(said(request, "forget.yes"), "forget", _YES, in_place=True),))
    before = await services.chats.held(request.chat.id)
    if not await services.chats.forget(request.chat.id, request.now):
        moderates = any(each.what == "moderator" for each in before)
        return say(request.text("forget.only-moderator" if moderates else "forget.nothing"), private=True)
    lines = Markup("\n").join(remaining(before, request))
    return Reply(blocks=(request.text("forget.done"), lines), private=True)


def remaining(before: list[Held], request: Request) -> Iterator[Markup]:
    """Yield a line for everything that remains once ``before`` was forgotten, and for how long."""
    held = {each.what for each in before}
    yield request.text("forget.number")
    if "moderator" in held:
        yield request.text("forget.moderator")
    for each in KEPT:
        if each.what == "acts" and held & {*_CURATED}:
            yield request.text("forget.acts", n=each.days)
        if each.what in _REMAIN:
            yield line(each, request)
    yield request.text("forget.telegram")


COMMAND = Command("forget", forget, scope=Scope.ONESELF)
