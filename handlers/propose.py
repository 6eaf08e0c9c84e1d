"""``/propose <link>``: a resident sends a link to an article, and nothing else; a moderator decides on it."""

import re
from typing import Final

from handlers.awaited import cancelling, dropped, expect
from handlers.command import Command, Scope
from handlers.deeplink import by_link
from handlers.ports import Proposed, Services
from handlers.reply import Reply, say
from handlers.request import Request

_LINK: Final = re.compile(r"<?(https?://[^\s<>\"]{4,2000})>?", re.IGNORECASE)
_END: Final = "end"


async def propose(request: Request, services: Services) -> Reply:
    """Take the link in, or say what may be sent; words are not kept."""
    return await taken_in(request, services, "resident")


async def taken_in(request: Request, services: Services, kind: str) -> Reply:
    """Take the link in for who is of that kind, ``moderator`` or ``resident``."""
    if request.pressed and request.args == _END:
        await dropped(request, services)
        return say(request.text("await.ended"))
    if not request.args or by_link(request):
        prompt = request.text("add.how" if kind == "moderator" else "propose.how")
        return await expect(request, services, "", prompt, cancelling(request, _END))
    found = _LINK.fullmatch(request.args.strip())
    if found is None:
        # What else was written is not passed on, whatever it was: it may point at somebody.
        return say(request.text("propose.no-link"))
    became = await services.curation.proposals.propose(found[1], kind, request.person.id, request.language, request.now)
    if became is Proposed.TAKEN and kind == "moderator":
        return say(request.text("add.taken"))
    return say(request.text(f"propose.{became.value}"))


COMMAND: Command = Command("propose", propose, scope=Scope.ONESELF)
