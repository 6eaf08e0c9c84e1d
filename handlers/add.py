"""``/add <link>``: a moderator brings an article in by its link; it is read, then it waits in ``/queue``."""

from handlers.command import Command, Scope
from handlers.ports import Services
from handlers.propose import taken_in
from handlers.reply import Reply
from handlers.request import Request


async def add(request: Request, services: Services) -> Reply:
    """Take the link in, or say what may be sent."""
    return await taken_in(request, services, "moderator")


COMMAND: Command = Command("add", add, scope=Scope.MODERATORS)
