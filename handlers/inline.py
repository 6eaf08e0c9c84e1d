"""Inline: cards offered while somebody types the bot's name and a few words in any chat."""

from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from markupsafe import Markup

from content.records import Article
from content.rich import read
from content.safety import crisis, sought
from handlers.choices import said
from handlers.guard import emergency_text
from handlers.open import open_item
from handlers.ports import Services
from handlers.reply import Entry, Reply
from handlers.request import Request

LONGEST: Final = 256
"""Characters Telegram lets people type."""
MOST: Final = 10
"""Cards offered."""
_BLOCKS: Final = 3
"""Blocks of an answer a card holds; the rest is a tap away."""
_DESCRIPTION: Final = 100


@dataclass(frozen=True, slots=True)
class InlineCard:
    """An answer to send into a chat."""

    slug: str
    title: str
    description: str
    """One line of plain text."""
    markup: Markup


async def inline(query: str, request: Request, services: Services) -> list[InlineCard]:
    """Return the cards for the words typed: the newest articles for none, the emergency text alone for words of distress."""
    words = query[:LONGEST].strip()
    if services.packs.manifest is None:
        return []
    if crisis(words):
        return _emergency(request, services)
    if sought(words):
        return []
    cards = []
    for slug, name in await _found(words, request, services):
        reply = await open_item(slug, replace(request, command="open", args=slug), services)
        if slug in reply.items:
            cards.append(_card(slug, name, reply))
    return cards


async def _found(words: str, request: Request, services: Services) -> list[tuple[str, str]]:
    if words:
        findings = await services.search.find(words, request.language, limit=MOST)
        return [(hit.slug, hit.title) for hit in findings.hits]
    newest = await services.items.newest("article", limit=3 * MOST)
    # What is sent unasked leaves out cases still before the courts (content policy, section 7, rule 4).
    shown = [item for item in newest if isinstance(item, Article) and not item.ongoing_case]
    return [(article.slug, article.title.say(request.language)) for article in shown[:MOST]]


def _card(slug: str, name: str, reply: Reply) -> InlineCard:
    blocks = (block.text if isinstance(block, Entry) else block for block in islice(reply.blocks, _BLOCKS))
    parts = [part for part in (reply.head, *blocks, reply.foot) if part]
    markup = Markup("\n\n").join(parts)
    lines = " ".join(read(parts[min(1, len(parts) - 1)]).text.split())
    return InlineCard(slug, name, lines[:_DESCRIPTION], markup)


def _emergency(request: Request, services: Services) -> list[InlineCard]:
    fixed = services.packs.emergency
    text = emergency_text(request, services)
    if fixed is None or not fixed.contacts:
        return []
    return [
        InlineCard(fixed.contacts[0], said(request, "inline.emergency"), fixed.always_first.say(request.language), text)
    ]
