"""``hand <words>``: somebody whose search found nothing wishes to be told once there is an answer."""

from typing import Final

from handlers.choices import said
from handlers.command import Command, Scope
from handlers.ports import Services
from handlers.reply import Button, Reply, Row, say
from handlers.request import Request
from handlers.typed import carried, LITERAL, shown

_LONGEST: Final = 120


def raising(words: str, request: Request) -> tuple[Row, ...]:
    """Return the button below a search that found nothing; none in groups, nor where the words do not fit into it."""
    typed = carried(words) if request.private else None
    return ((Button(said(request, "gaps.raise"), "hand", typed),),) if typed else ()


async def hand(request: Request, services: Services) -> Reply:
    """Raise the hand, and say what is kept for that."""
    words = request.args.removeprefix(LITERAL).strip()[:_LONGEST]
    if not request.pressed or not words:
        return say(request.text("search.how"))
    new = await services.curation.gaps.raise_hand(request.chat.id, words, request.language, request.now)
    known = shown(services.packs.reference.decent(words))
    return say(request.text("gaps.raised" if new else "gaps.raised-before", words=known), private=True)


COMMAND = Command("hand", hand, scope=Scope.ONESELF, hidden=True)
