"""``/timeline [topic|place]``: what happened and what was decided, in order, from the oldest to the newest."""

from typing import Final

from content.cards import timeline as cards
from content.records import Measure, Publish
from handlers import here
from handlers.carried import of_measures
from handlers.command import Command
from handlers.latest import stories
from handlers.ports import Services
from handlers.reply import Reply
from handlers.request import Request
from handlers.subject import understood
from handlers.unclear import heading, nothing, unclear

PER_PAGE: Final = 10


async def timeline(request: Request, services: Services) -> Reply:
    """Return the dated chronology of the topic and the place asked for."""
    if empty := here.nothing_yet(request, services):
        return empty
    reference = services.packs.reference
    subject = understood(request.args, reference)
    if question := unclear(subject, request, services):
        return question
    topics, places = subject.topic_slugs, subject.place_slugs(reference)
    told = await stories(
        await services.items.newest("article", topics=topics, places=places), services, ongoing=subject.known
    )
    items = await services.items.newest("measure", topics=topics, places=places)
    decided = [item for item in items if isinstance(item, Measure) and item.publish is Publish.OK]
    sources = await of_measures(decided, services)
    moments = cards.moments(told, decided, sources)
    if not moments:
        return nothing("timeline", subject, request, services)
    return Reply(
        blocks=(cards.line(moment, sources, request.texts, reference) for moment in moments),
        head=heading("timeline", subject, request),
        foot=request.text("timeline.foot"),
        per_page=PER_PAGE,
        items=tuple(slug for moment in moments for slug in moment.slugs),
    )


COMMAND = Command("timeline", timeline)
