"""``/mydata``: everything held about this chat, as a short list and as one file of plain data."""

import json

from markupsafe import Markup

from handlers.choices import said
from handlers.command import Command, Scope
from handlers.kept import Kept
from handlers.ports import Services
from handlers.privacy import line
from handlers.reply import Button, Document, Reply, say
from handlers.request import Request


async def mydata(request: Request, services: Services) -> Reply:
    """Return what is held about the chat asked about, or that nothing is; the file goes to a private chat alone."""
    held = await services.chats.held(request.about.id)
    privacy = Button(said(request, "mydata.privacy"), "privacy")
    if not held:
        return say(request.text("mydata.nothing"), (privacy,))
    listed = Markup("\n").join(line(Kept(each.what, each.days), request) for each in held)
    data = {
        "made_at": request.now.isoformat(),
        "held": {each.what: {"days": each.days, "content": each.content} for each in held},
    }
    of_a_group = request.acting_for is not None
    return Reply(
        blocks=[listed],
        head=request.text("mydata.head-group" if of_a_group else "mydata.head"),
        foot=request.text("mydata.file") if of_a_group else request.text("mydata.file-and-groups"),
        buttons=((privacy,),) if of_a_group else ((Button(said(request, "privacy.forget"), "forget"), privacy),),
        document=Document(f"riverain-{request.now:%Y-%m-%d}.json", json.dumps(data, ensure_ascii=False, indent=2)),
        private=True,
    )


COMMAND = Command("mydata", mydata, scope=Scope.ONESELF)
