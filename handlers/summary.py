"""``/summary topic``: where things stand, in a screenful, each statement with its source."""

from content.cards import topic as cards
from content.records import Topic
from handlers import choices, here
from handlers.carried import carried
from handlers.command import Command
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request
from handlers.subject import understood
from handlers.unclear import unclear


async def summary(request: Request, services: Services) -> Reply:
    """Return the summary of the topic; without a topic, those that have one."""
    if empty := here.nothing_yet(request, services):
        return empty
    subject = understood(request.args, services.packs.reference)
    if question := unclear(subject, request, services):
        return question
    if not subject.topics:
        offered = _offered(services, request)
        return say(request.text("summary.which" if offered else "summary.empty"), *offered)
    return await of_topic(subject.topics[0], request, services)


async def of_topic(topic: Topic, request: Request, services: Services) -> Reply:
    """Return where the topic stands, or that no summary was written, with other ways to it."""
    ways = (
        *choices.elsewhere(topic, request, ("latest", "measures", "figures", "timeline")),
        *choices.following(topic, request),
    )
    name = topic.title.say(request.language)
    if topic.summary is None:
        return say(request.text("summary.none", topic=name), *ways)
    articles = await carried((slug for each in topic.summary.statements for slug in each.sources), services)
    today = here.today(request, services)
    told = cards.statements(topic.summary, articles, request.texts, services.packs.reference)
    if not told:
        return say(request.text("summary.none", topic=name), *ways)
    unknown = cards.unknown(topic.summary, request.texts)
    return Reply(
        blocks=[*told, unknown] if unknown else told,
        head=cards.head(topic, topic.summary, request.texts, today),
        buttons=ways,
        per_page=20,
        items=(topic.slug, *articles),
    )


def _offered(services: Services, request: Request) -> tuple[tuple[Button, ...], ...]:
    topics = [topic for topic in services.packs.reference.topics.values() if topic.summary]
    topics.sort(key=lambda topic: topic.title.say(request.language))
    return tuple((Button(choices.label(topic.title.say(request.language)), "summary", topic.slug),) for topic in topics)


COMMAND = Command("summary", summary)
