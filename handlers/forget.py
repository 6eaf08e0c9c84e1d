"""``/forget``: removes everything held about this chat, once confirmed."""

from typing import Final

from handlers.choices import said
from handlers.command import Command, Scope
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request

_YES: Final = "yes"


async def forget(request: Request, services: Services) -> Reply:
    """Ask whether all is to be removed, or, when the button was pressed, remove it and say so."""
    # Only a press counts: a link or a pasted command could carry the word as well.
    if not (request.pressed and request.args == _YES):
        return say(request.text("forget.sure"), (Button(said(request, "forget.yes"), "forget", _YES, in_place=True),))
    removed = await services.chats.forget(request.chat.id)
    return say(request.text("forget.done" if removed else "forget.nothing"), private=True)


COMMAND = Command("forget", forget, scope=Scope.ONESELF)
