"""``/ask question``: a question in plain words; the command it is for answers, else the search does."""

from dataclasses import replace

import handlers
from handlers import here
from handlers.answer import answer
from handlers.choices import said
from handlers.command import Command
from handlers.intent import intent
from handlers.ports import Services
from handlers.reply import Button, Reply, Row, say
from handlers.request import Request
from handlers.search import examples
from handlers.typed import carried, LITERAL


async def ask(request: Request, services: Services) -> Reply:
    """Return the answer to the question, or how to ask when there is none."""
    if empty := here.nothing_yet(request, services):
        return empty
    if not request.args:
        return say(request.text("ask.how"), *examples(request))
    literal = request.pressed and request.args.startswith(LITERAL)
    meant = None if literal else intent(request.args, services.packs.reference)
    if meant is None:
        return await answer(request, services)
    asked = replace(request, command=meant.command, args=meant.args)
    reply = await handlers.BY_NAME[meant.command].handler(asked, services)
    if meant.command == "help":
        return reply
    # The button carries words somebody typed, so the answer's body is not kept once sent.
    return replace(
        reply, buttons=(*reply.buttons, *_otherwise(request)), private=True, turns=(meant.command, meant.args)
    )


def _otherwise(request: Request) -> tuple[Row, ...]:
    """Return a button that searches the very words, for whom the answer is not the one wanted."""
    words = carried(request.args)
    return ((Button(said(request, "ask.otherwise"), "search", words),),) if words else ()


COMMAND: Command = Command("ask", ask)
