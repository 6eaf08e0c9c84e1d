"""``/measures [topic|place|status]``: what was announced, decided or done, each with the date of its source; and one of them."""

from typing import Final

from content.cards import measure as cards
from content.records import Measure, Publish
from handlers import choices, here
from handlers.carried import of_measures
from handlers.command import Command
from handlers.ports import Services
from handlers.reply import Button, Reply
from handlers.request import Request
from handlers.subject import understood
from handlers.unclear import heading, nothing, unclear

PER_PAGE: Final = 5


async def measures(request: Request, services: Services) -> Reply:
    """Return the measures of the topic, the place and the status asked for, the newest source first."""
    if empty := here.nothing_yet(request, services):
        return empty
    reference = services.packs.reference
    subject = understood(request.args, reference, with_status=True)
    if question := unclear(subject, request, services):
        return question
    items = await services.items.newest(
        "measure", topics=subject.topic_slugs, places=subject.place_slugs(reference), status=subject.status
    )
    found = [item for item in items if isinstance(item, Measure) and item.publish is Publish.OK]
    if not found:
        return nothing("measures", subject, request, services)
    today = here.today(request, services)
    articles = await of_measures(found, services)
    shown = choices.on_page(found, request.page, PER_PAGE)
    return Reply(
        blocks=(cards.entry(each, articles, request.texts, reference, today) for each in found),
        head=heading("measures", subject, request),
        foot=request.text("measures.foot"),
        buttons=choices.rows(
            Button(choices.label(each.title.say(request.language)), "measure", each.slug) for each in shown
        ),
        per_page=PER_PAGE,
        items=tuple(each.slug for each in found),
    )


COMMAND = Command("measures", measures)
