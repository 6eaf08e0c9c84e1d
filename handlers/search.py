"""``/search words``: one search over everything, in both languages."""

from handlers import here
from handlers.answer import answer
from handlers.choices import said
from handlers.command import Command
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request


async def search(request: Request, services: Services) -> Reply:
    """Return what is found for the words, or how to search when there are none."""
    if empty := here.nothing_yet(request, services):
        return empty
    if not request.args:
        return say(request.text("search.how"), *examples(request))
    return await answer(request, services)


def examples(request: Request) -> tuple[tuple[Button, ...], ...]:
    """Return buttons that show what one can ask."""
    first = (Button(said(request, "choice.latest"), "latest"), Button(said(request, "choice.measures"), "measures"))
    return (first, (Button(said(request, "choice.contacts"), "contacts"),))


COMMAND: Command = Command("search", search)
