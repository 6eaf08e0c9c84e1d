"""``/positions topic``: what was wanted, by whom, when; at least two different stances, or none."""

from collections import defaultdict

from content.cards import position as cards
from content.records import Position, Publish, Topic
from handlers import choices, here
from handlers.carried import carried
from handlers.command import Command
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request
from handlers.subject import understood
from handlers.unclear import unclear


async def positions(request: Request, services: Services) -> Reply:
    """Return the stances on the topic, in date order; without a topic, those that have at least two."""
    if empty := here.nothing_yet(request, services):
        return empty
    by_topic = await _by_topic(services)
    subject = understood(request.args, services.packs.reference)
    if question := unclear(subject, request, services):
        return question
    if not subject.topics:
        return _offer(by_topic, request, services)
    topic = subject.topics[0]
    found = by_topic.get(topic.slug, [])
    if not cards.debated(found):
        key = "positions.one-sided" if found else "positions.none"
        return say(request.text(key, topic=topic.title.say(request.language)), *_others(by_topic, request, services))
    return await debate(topic, found, request, services)


async def debate(topic: Topic, found: list[Position], request: Request, services: Services) -> Reply:
    """Return the stances on a topic: all on one page as far as they fit, in the same form."""
    today = here.today(request, services)
    reference = services.packs.reference
    articles = await carried((each.source for each in found), services)
    return Reply(
        blocks=(
            cards.card(each, article, request.texts, reference, today)
            for each, article in cards.in_date_order(found, articles)
        ),
        head=request.text("positions.head", topic=topic.title.say(request.language)),
        foot=request.text("positions.foot"),
        per_page=8,
        items=tuple(each.slug for each in found),
    )


async def _by_topic(services: Services) -> dict[str, list[Position]]:
    groups: dict[str, list[Position]] = defaultdict(list)
    for item in await services.items.newest("position"):
        if isinstance(item, Position) and item.publish is Publish.OK:
            groups[item.topic].append(item)
    return groups


def _offer(by_topic: dict[str, list[Position]], request: Request, services: Services) -> Reply:
    buttons = _others(by_topic, request, services)
    return say(request.text("positions.which" if buttons else "positions.empty"), *buttons)


def _others(
    by_topic: dict[str, list[Position]], request: Request, services: Services
) -> tuple[tuple[Button, ...], ...]:
    topics = services.packs.reference.topics
    debated = [topics[slug] for slug, found in by_topic.items() if cards.debated(found) and slug in topics]
    debated.sort(key=lambda topic: topic.title.say(request.language))
    buttons = (Button(choices.label(topic.title.say(request.language)), "positions", topic.slug) for topic in debated)
    return tuple((button,) for button in buttons)


COMMAND = Command("positions", positions)
