"""Plain: what is not a command: words are a question, a place asks for the contacts nearest to it."""

from handlers.ask import ask
from handlers.contacts import contacts
from handlers.ports import Services
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.search import examples


async def plain(request: Request, services: Services) -> Reply:
    """Return the answer to words typed without a command."""
    return await ask(request.asking("ask", request.args), services)


async def place(request: Request, services: Services) -> Reply:
    """Return the contacts nearest to the place shared."""
    return await contacts(request.asking("contacts"), services)


async def unreadable(request: Request, services: Services) -> Reply:  # noqa: ARG001  every command has the same shape
    """Return that only words and places are read (not photos, voices or files), and what one can ask."""
    return say(request.text("plain.unreadable"), *examples(request))
