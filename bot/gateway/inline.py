"""Inline mode: cards offered while somebody types the bot's name and a few words in any chat."""

from typing import Final

from bot.gateway.bodies import entity
from bot.gateway.compose import Composer
from bot.gateway.quick import QuickAnswer
from bot.gateway.reading import AskedInline
from content.rich import read, split
from handlers.inline import inline
from handlers.ports import Services
from handlers.reply import Doorway
from handlers.request import Request

MOST_WORDS: Final = 64
"""Characters considered (security.md 6.1)."""
MOST_CARDS: Final = 20
_CACHE_SECONDS: Final = 300


async def inline_answer(asked: AskedInline, request: Request, services: Services, composer: Composer) -> QuickAnswer:
    """Return the answer to an inline query: at most twenty cards, in the language of who types."""
    cards = await inline(asked.words[:MOST_WORDS], request, services)
    results = []
    for card in cards[:MOST_CARDS]:
        text = next(split(read(card.markup)))
        door = Doorway(str(request.text("inline.open")), "open", card.slug)
        results.append(
            {
                "type": "article",
                "id": card.slug,
                "title": card.title,
                "description": card.description,
                "input_message_content": {
                    "message_text": text.text,
                    "entities": [entity(span) for span in text.spans],
                    "link_preview_options": {"is_disabled": True},
                },
                "reply_markup": composer.keyboard(((door,),), request),
            }
        )
    parameters = {
        "inline_query_id": asked.query_id,
        "results": results,
        "cache_time": _CACHE_SECONDS,
        # The server keeps an answer by its words alone: without this, one language would be served to the other's readers.
        "is_personal": True,
    }
    return QuickAnswer("answerInlineQuery", parameters)
