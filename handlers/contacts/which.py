"""The needs to choose from, as buttons, page by page."""

from typing import Final

from markupsafe import Markup

from content.fold import fold
from content.records import Need
from handlers import choices
from handlers.choices import said
from handlers.contacts.preamble import nearest, preamble
from handlers.ports import Services
from handlers.reply import Button, Doorway, Reply, Row
from handlers.request import Request

_PER_PAGE: Final = 10


def with_needs(request: Request, services: Services, text: Markup) -> Reply:
    """Return ``text`` and the needs, a button each; a page of buttons goes with a page of text."""
    known = services.packs.reference.needs.values()
    needs = sorted(known, key=lambda need: (not _pressing(need, services), fold(need.title.say(request.language))))
    shown = choices.on_page(needs, request.page, _PER_PAGE)
    rows: list[Row] = [
        (Button(choices.label(need.title.say(request.language)), "contacts", need.slug),) for need in shown
    ]
    rows.extend(nearest(request))
    if not request.private and len(needs) > len(shown):
        rows.append((Doorway(said(request, "page.rest"), "contacts"),))
    pages = range(0, max(len(needs), 1), _PER_PAGE)
    # In a group there is one page: the rest is behind the doorway to the private chat.
    blocks = [text for _ in pages] if request.private else [text]
    return Reply(blocks=blocks, head=preamble(request, services), buttons=tuple(rows), per_page=1)


def _pressing(need: Need, services: Services) -> bool:
    """Return whether the first to call is an emergency line: such needs are offered first."""
    contacts = services.packs.reference.contacts
    first = contacts.get(need.contacts[0].contact) if need.contacts else None
    return first is not None and first.category.startswith("emergency")
