"""``/latest [topic|place]``: the newest first, articles on one event as one entry with all its links."""

from collections.abc import Iterable, Sequence
from typing import Final

from content.cards import article as cards
from content.cards.wording import old
from content.records import Article, Publish
from handlers import choices, here
from handlers.carried import carried, complete
from handlers.command import Command
from handlers.ports import Services
from handlers.reply import Entry, Made, Reply
from handlers.request import Request
from handlers.subject import understood
from handlers.unclear import heading, nothing, unclear

PER_PAGE: Final = 5


async def latest(request: Request, services: Services) -> Reply:
    """Return the published articles, newest first, about the topic and the place asked for."""
    if empty := here.nothing_yet(request, services):
        return empty
    reference = services.packs.reference
    subject = understood(request.args, reference)
    if question := unclear(subject, request, services):
        return question
    found = await services.items.newest("article", topics=subject.topic_slugs, places=subject.place_slugs(reference))
    told = await stories(found, services, ongoing=subject.known)
    if not told:
        return nothing("latest", subject, request, services)
    today = here.today(request, services)
    head = heading("latest", subject, request)
    newest = told[0][0].date
    if newest is not None and old(newest, today):
        head = request.text("latest.quiet", head=head, date=request.texts.day(newest))

    def entry(story: list[Article]) -> Entry:
        text = cards.entry(story, request.texts, reference, today)
        return Entry(text, choices.opener(story[0], request), tuple(article.slug for article in story))

    return Reply(
        blocks=Made(entry, told),
        head=head,
        per_page=PER_PAGE,
    )


async def stories(found: Iterable[object], services: Services, *, ongoing: bool) -> list[list[Article]]:
    """Return the articles grouped by event in the order met, official voices first, companions together.

    ``ongoing``: cases still before the courts are told too; they are told on request only (content policy, section 7, rule 4).
    """
    articles = [item for item in found if isinstance(item, Article) and item.publish is Publish.OK]
    if not ongoing:
        articles = [article for article in articles if not article.ongoing_case]
    known = {article.slug: article for article in articles}
    known |= await carried(sorted({each.companion for each in articles if each.companion} - known.keys()), services)
    groups: dict[str, list[Article]] = {}
    named: dict[str, str] = {}
    for article in articles:
        if article.slug in named or not complete(article, known):
            continue
        key = article.story or article.slug
        group = groups.setdefault(key, [])
        for each in _together(article, known):
            if each.slug not in named:
                named[each.slug] = key
                group.append(each)
    return [cards.official_first(group) for group in groups.values() if group]


def _together(article: Article, known: dict[str, Article]) -> Sequence[Article]:
    companion = known.get(article.companion or "")
    return (article,) if companion is None else (article, companion)


COMMAND = Command("latest", latest)
