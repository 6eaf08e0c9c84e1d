"""The charter: what a group is told once a digest is set up: what is kept, what is never posted, who moderates, how to stop it."""

from typing import Final

from markupsafe import Markup

from handlers.choices import said
from handlers.kept import KEPT
from handlers.ports import Services
from handlers.privacy import line
from handlers.reply import Doorway, Reply
from handlers.request import Request

_OF_GROUPS: Final = frozenset(
    {"chat", "language", "quiet", "paused", "subscriptions", "schedules", "told", "messages", "message_ids", "slots"}
)
"""What is kept about a group; what concerns single people is in /privacy."""


async def charter(request: Request, services: Services) -> Reply:
    """Return the charter, whole."""
    manifest = services.packs.manifest
    moderators = len(await services.moderators.all()) + services.operators
    kept = Markup("\n").join(line(each, request) for each in KEPT if each.what in _OF_GROUPS)
    blocks = [
        request.text("charter.head"),
        Markup("\n").join((request.text("charter.keeps"), kept)),
        request.text("charter.never"),
        request.text("charter.moderated", n=moderators) if moderators else request.text("charter.unmoderated"),
        request.text("charter.stop"),
    ]
    if manifest:
        blocks.insert(1, request.text("charter.publisher", publisher=manifest.publisher.say(request.language)))
    doors = (Doorway(said(request, "charter.privacy"), "privacy"), Doorway(said(request, "charter.about"), "about"))
    return Reply(blocks, buttons=(doors,), per_page=len(blocks), urgent=True)
