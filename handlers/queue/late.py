"""Late: somebody else decided or changed a proposal a moment before, so that nothing of ours was kept."""

from handlers.choices import said
from handlers.ports import Decision, Proposal, Services
from handlers.queue.at import At, NEXT
from handlers.queue.card import card
from handlers.reply import Button, Reply, say
from handlers.request import Request


def waits(proposal: Proposal) -> bool:
    """Return whether nobody decided on it yet."""
    return proposal.state in (Decision.NEW, Decision.LATER)


def gone(number: int, request: Request) -> Reply:
    """Return that somebody, no matter who, was faster."""
    return say(request.text("queue.decided"), (Button(said(request, "queue.next"), "queue", str(At(NEXT, number))),))


async def lost(proposal: Proposal, request: Request, services: Services) -> Reply:
    """Return the proposal as somebody else made it a moment before, or that it is decided."""
    latest = await services.curation.proposals.get(proposal.id)
    if latest is None or not waits(latest):
        return gone(proposal.id, request)
    return await card(latest, request, services, request.text("queue.changed"))
