"""The nearest contacts: asks for the reader's place, which serves one answer and is not kept."""

from handlers.choices import said
from handlers.command import Command
from handlers.ports import Services
from handlers.reply import Reply
from handlers.request import Request


async def nearest(request: Request, services: Services) -> Reply:  # noqa: ARG001  every command has the same shape
    """Return the key that shares a place; the place itself is answered as contacts."""
    return Reply(blocks=(request.text("place.share"),), share=said(request, "contacts.share"))


COMMAND = Command("nearest", nearest, hidden=True)
