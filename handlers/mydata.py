"""``/mydata``: everything held about this chat, as a list and as plain data."""

import json
from typing import Final

from markupsafe import Markup

from handlers.choices import said
from handlers.command import Command, Scope
from handlers.kept import Kept
from handlers.ports import Services
from handlers.privacy import line
from handlers.reply import Button, Reply, say
from handlers.request import Request

_BLOCK: Final = 3000
"""Characters of data in one block; a message holds 4,096."""


async def mydata(request: Request, services: Services) -> Reply:
    """Return what is held about the chat, or that nothing is."""
    held = await services.chats.held(request.chat.id)
    if not held:
        return say(request.text("mydata.nothing"), (Button(said(request, "mydata.privacy"), "privacy"),))
    listed = Markup("\n").join(line(Kept(each.what, each.days), request) for each in held)
    data = json.dumps({each.what: each.content for each in held}, ensure_ascii=False, indent=2)
    pieces = [data[start : start + _BLOCK] for start in range(0, len(data), _BLOCK)]
    ways = (Button(said(request, "privacy.forget"), "forget"), Button(said(request, "mydata.privacy"), "privacy"))
    return Reply(
        blocks=[listed, *(Markup("<code>{}</code>").format(piece) for piece in pieces)],
        head=request.text("mydata.head"),
        buttons=(ways,),
        private=True,
    )


COMMAND = Command("mydata", mydata, scope=Scope.ONESELF)
