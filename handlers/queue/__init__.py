"""``/queue``: what waits for a decision, one proposal at a time, with everything a moderator needs to decide."""

from collections.abc import Awaitable, Callable
from typing import Final

from markupsafe import Markup

from handlers import here
from handlers.awaited import asked_with, dropped
from handlers.choices import said
from handlers.command import Command, Scope
from handlers.ports import Proposal, Services
from handlers.queue import asking, at, choosing, deciding, late, writing
from handlers.queue.at import At, read
from handlers.queue.card import card
from handlers.reply import Button, Reply, say
from handlers.request import Request

Step = Callable[[At, Proposal, Request, Services], Awaitable[Reply]]

_STEPS: Final[dict[str, Step]] = {
    at.PUBLISH: deciding.publish,
    at.WRITE: asking.ask,
    at.TOPICS: choosing.topics,
    at.PLACES: choosing.places,
    at.ONGOING: choosing.ongoing,
    at.SOURCE: choosing.source,
    at.STORY: choosing.story,
    at.JOIN: choosing.join,
    at.DOUBLE: deciding.double,
    at.REFUSE: deciding.refuse,
    at.LATER: deciding.later,
}
"""Steps that act on a proposal as it was shown."""


async def queue(request: Request, services: Services) -> Reply:
    """Return the first proposal that waits, what a step on one led to, or where typed words went."""
    if empty := here.nothing_yet(request, services):
        return empty
    if request.awaited is not None:
        return await _typed(request, services)
    await dropped(request, services)
    asked = read(request.args) if request.pressed else None
    if asked is None:
        return await _first(0, request, services)
    if asked.step == at.NEXT:
        return await _first(asked.number, request, services)
    return await _step(asked, request, services)


async def _typed(request: Request, services: Services) -> Reply:
    asked = read(asked_with(request))
    if asked is None:
        return await _first(0, request, services)
    return await _on(asked, writing.take, request, services)


async def _step(asked: At, request: Request, services: Services) -> Reply:
    step = _STEPS.get(asked.step)
    if step is not None:
        return await _on(asked, step, request, services)
    proposal = await services.curation.proposals.get(asked.number)
    if proposal is None or not late.waits(proposal):
        return late.gone(asked.number, request)
    return await card(proposal, request, services)


async def _on(asked: At, step: Step, request: Request, services: Services) -> Reply:
    """Return what the step leads to; nothing changes where the proposal is no longer what the moderator saw."""
    proposal = await services.curation.proposals.get(asked.number)
    if proposal is None or not late.waits(proposal):
        return late.gone(asked.number, request)
    if proposal.version != asked.version:
        return await late.lost(proposal, request, services)
    return await step(asked, proposal, request, services)


async def _first(after: int, request: Request, services: Services) -> Reply:
    """Return the card of the first that waits behind that number; from the beginning again where none does."""
    proposals = services.curation.proposals
    found = await proposals.next(after, request.now)
    note: Markup | None = None
    if found is None and after:
        found = await proposals.next(0, request.now)
        note = request.text("queue.around") if found is not None else None
    if found is None:
        ways = (Button(said(request, "queue.sources"), "sources"), Button(said(request, "queue.gaps"), "gaps"))
        return say(request.text("queue.empty"), ways)
    return await card(found, request, services, note)


COMMAND: Command = Command("queue", queue, scope=Scope.MODERATORS)
