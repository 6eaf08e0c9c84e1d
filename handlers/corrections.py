"""``/corrections``: what was said wrongly, what is right, since when."""

from handlers.choices import said
from handlers.command import Command
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request


async def corrections(request: Request, services: Services) -> Reply:  # noqa: ARG001  every command has the same shape
    """Return that nothing had to be corrected so far, and how to say that something must."""
    return say(request.text("corrections.none"), (Button(said(request, "choice.mistake"), "mistake"),))


COMMAND = Command("corrections", corrections)
