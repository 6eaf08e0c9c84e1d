"""Finding: the item a moderator means, by its name, by a link of this bot, or by its words."""

from collections.abc import Sequence
from typing import Final

from content.records import Item, Publish
from handlers.choices import label, rows, title
from handlers.deeplink import decode
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request
from handlers.typed import shown

KINDS: Final = ("article", "measure", "figure", "contact", "term", "position")
"""Kinds that state facts of their own."""
_SHOWN: Final = 8


async def find(request: Request, services: Services, kinds: Sequence[str] = KINDS) -> Item | Reply:
    """Return the item, or those that may be meant as buttons for the command of the request."""
    typed = request.args.strip()
    target = decode(typed.rpartition("start=")[2]) if "start=" in typed else None
    slug = target.args if target and target.command == "open" else typed
    item = await services.items.get(slug)
    if item is not None and item.kind in kinds and item.publish is Publish.OK:
        return item
    hits = await services.search.find(typed, request.language, kinds=kinds, limit=_SHOWN)
    found = [each for each in await services.items.some(hit.slug for hit in hits.hits) if each.publish is Publish.OK]
    if not found:
        key = "search.incomplete" if hits.incomplete else "correct.none"
        return say(request.text(key, words=shown(typed)), private=True)
    buttons = rows(Button(label(title(each, request.language)), request.command, each.slug) for each in found)
    return say(request.text("correct.which"), *buttons)
