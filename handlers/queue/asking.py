"""Asking: the question for a title, a summary, a date, places or a source, which the next words answer."""

from typing import Final

from markupsafe import Markup

from handlers.awaited import expect
from handlers.ports import Proposal, Services
from handlers.queue import at
from handlers.queue.at import At
from handlers.queue.card import card, tongue
from handlers.reply import Reply
from handlers.request import Request

FIELDS: Final = ("title", "summary", "date", "places", "source")


async def ask(asked: At, proposal: Proposal, request: Request, services: Services, note: Markup | None = None) -> Reply:
    """Return the question for the words the step is about, whose answer comes back to ``writing.take``."""
    name, _, language = asked.rest.partition(".")
    if name not in FIELDS:
        return await card(proposal, request, services)
    prompt = request.text(f"queue.ask.{name}", language=tongue(language, request))
    text = Markup("\n\n").join(each for each in (note, prompt) if each)
    cancel = at.to(request.text("await.cancel").unescape(), at.SHOW, proposal)
    again = At(at.WRITE, proposal.id, proposal.version, asked.rest)
    return await expect(request, services, str(again), text, cancel)
