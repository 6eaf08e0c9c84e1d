"""``/measures [topic|place|status]``: what was announced, decided or done, each with the date of its source; and one of them."""

from typing import Final

from content.cards import measure as cards
from content.fold import fold
from content.records import Measure, Publish
from handlers import choices, here
from handlers.carried import of_measures
from handlers.command import Command
from handlers.ports import Services
from handlers.reply import Entry, Made, Reply
from handlers.request import Request
from handlers.subject import understood
from handlers.unclear import heading, nothing, unclear

PER_PAGE: Final = 5
_STEM: Final = 5


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

    def entry(each: Measure) -> Entry:
        text = cards.entry(each, articles, request.texts, reference, today)
        return Entry(text, choices.opener(each, request), (each.slug,))

    return Reply(
        blocks=Made(entry, _by_name(found, request)),
        head=heading("measures", subject, request),
        foot=request.text("measures.foot"),
        per_page=PER_PAGE,
    )


def _by_name(found: list[Measure], request: Request) -> list[Measure]:
    """Return first the measures whose title has a word that was asked for: a topic holds more than its name says."""
    stems = [word[:_STEM] for word in fold(request.args).split() if len(word) >= _STEM]
    titles = {each.slug: fold(" ".join(each.title.values())) for each in found}
    return sorted(found, key=lambda each: not any(stem in titles[each.slug] for stem in stems))


COMMAND = Command("measures", measures)
