"""``open <slug>``: any item by its slug, as buttons, deep links and search ask for it."""

from dataclasses import replace

from markupsafe import Markup

from content.cards import article as article_cards
from content.cards import figure as figure_cards
from content.cards import source as source_cards
from content.cards import term as term_cards
from content.records import Article, Contact, Figure, Item, Measure, Need, Place, Position, Publish, Source, Term, Topic
from handlers import choices, here
from handlers.carried import carried, complete
from handlers.choices import said
from handlers.command import Command
from handlers.contacts.need import for_need
from handlers.contacts.preamble import presentable
from handlers.contacts.single import one
from handlers.curate import tools
from handlers.figures import show
from handlers.measure import sheet
from handlers.place import of as place_card
from handlers.ports import Services
from handlers.positions import positions
from handlers.reply import Button, Reply, say
from handlers.request import Request
from handlers.subject import Subject
from handlers.summary import of_topic


async def open_item(slug: str, request: Request, services: Services) -> Reply:
    """Return the card of the published item of that slug, of whatever kind; a clear word where there is none to show."""
    if empty := here.nothing_yet(request, services):
        return empty
    item = await services.items.get(slug)
    if item is None or item.publish is not Publish.OK:
        return gone(request)
    return await _card(item, request, services)


def gone(request: Request) -> Reply:
    """Return that there is nothing (any more) under that name."""
    return say(request.text("open.gone"), (Button(said(request, "choice.latest"), "latest"),))


async def _card(item: Item, request: Request, services: Services) -> Reply:  # noqa: PLR0911  one line a kind
    match item:
        case Article():
            return await _article(item, request, services)
        case Measure():
            return await sheet(item, request, services)
        case Contact() if presentable(item):
            return _curated(one(item, request, services), item, request)
        case Figure() if figure_cards.complete(item):
            return _curated(await show((item,), request, services, Subject()), item, request)
        case Position():
            # Never one stance alone (content policy, section 7, rule 20).
            return await positions(request.asking("positions", item.topic), services)
        case Place():
            return place_card(item, request, services)
        case Term():
            return say(term_cards.card(item, request.texts, here.today(request, services)), items=(item.slug,))
        case Topic():
            return await of_topic(item, request, services)
        case Need():
            return for_need(item, request, services)
        case Source():
            return say(source_cards.card(item, request.texts, here.today(request, services)), items=(item.slug,))
        case _:
            # Feeds, offices, datasets and exclusions are the editor's.
            return gone(request)


def _curated(card: Reply, item: Item, request: Request) -> Reply:
    """Return the card, for a moderator with what can be done about it."""
    return replace(card, buttons=(*card.buttons, *tools(item.kind, item.slug, request)))


async def _article(article: Article, request: Request, services: Services) -> Reply:
    known = await carried((article.slug,), services)
    if not complete(article, known):
        return gone(request)
    both = [article, *(known[slug] for slug in (article.companion,) if slug is not None)]
    today = here.today(request, services)
    reference = services.packs.reference
    blocks = [article_cards.card(each, request.texts, reference, today) for each in both]
    if others := await _same_event(article, services):
        blocks.append(article_cards.also(others, request.texts, reference))
    report = (Button(said(request, "choice.mistake"), "mistake", article.slug),)
    return Reply(
        blocks=blocks,
        head=request.text("article.companion") if len(both) > 1 else Markup(),
        buttons=(*choices.following(article, request), report, *tools("article", article.slug, request)),
        items=tuple(each.slug for each in both),
    )


async def _same_event(article: Article, services: Services) -> list[Article]:
    """Return the other published articles on the same event."""
    if article.story is None:
        return []
    found = await services.items.newest("article", topics=article.topics, places=article.places)
    return [
        each
        for each in found
        if isinstance(each, Article)
        and each.story == article.story
        and each.slug not in (article.slug, article.companion)
        and each.publish is Publish.OK
    ]


async def open_(request: Request, services: Services) -> Reply:
    """Return the card of the item named in ``args``."""
    return await open_item(request.args, request, services)


COMMAND = Command("open", open_, hidden=True)
