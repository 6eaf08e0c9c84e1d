"""Entries: each thing that is told, in a few lines with its source and its date."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.cards import article as article_cards
from content.cards import change as change_cards
from content.cards import contact as contact_cards
from content.cards import figure as figure_cards
from content.cards import measure as measure_cards
from content.cards import topic as topic_cards
from content.digest.selection import Move, Story
from content.news import Happening
from content.records import Article, Contact, Figure, Item, Measure, Position, Topic
from handlers import choices, here
from handlers.carried import of_figures
from handlers.choices import title
from handlers.contacts.preamble import presentable
from handlers.ports import Services
from handlers.reply import Entry
from handlers.request import Request
from handlers.telling.gathering import as_stories, Gathered, unasked
from handlers.telling.room import within


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is told."""

    what: str
    """How it is headed where it stands alone: the half of a key ``news.one.*``."""
    text: Markup
    title: str
    """What moderators' lists call it."""
    keys: tuple[str, ...]
    """What it is told once by."""
    date: dt.date
    """The day it is sorted by."""
    items: tuple[str, ...] = ()
    opens: Item | None = None
    """The record its card is of."""

    def block(self, request: Request) -> Markup | Entry:
        """Return it as a block: in private with a button that opens it."""
        if self.opens is None or not request.private:
            return self.text
        return Entry(self.text, choices.opener(self.opens, request), self.items)


def of_story(story: Story, request: Request, services: Services) -> Told:
    """Return the entry of a story."""
    today, reference = here.today(request, services), services.packs.reference
    lead = story.articles[0]
    return Told(
        "new", within(article_cards.entry(story.articles, request.texts, reference, today)),
        title(lead, request.language), story.keys, story.date, tuple(each.slug for each in story.articles), lead,
    )  # fmt: skip


def of_move(move: Move, carried: Mapping[str, Article], request: Request, services: Services) -> Told:
    """Return the entry of a change of a measure."""
    today, reference = here.today(request, services), services.packs.reference
    change = move.change
    what = "new-measure" if change.before is None else "status" if change.moved else "evidence"
    cited = change_cards.cited(change, carried)
    return Told(
        what, within(change_cards.entry(change, carried, request.texts, reference, today)),
        title(change.measure, request.language), move.keys, move.date,
        (change.measure.slug, *(each.slug for each in cited)), change.measure,
    )  # fmt: skip


async def of_silence(told: Happening, request: Request, services: Services) -> Told:
    """Return that a source has not been heard of, since when; nobody is blamed for it."""
    name = title(told.item, request.language)
    since = dict((await services.news.sources(request.now)).silent).get(name, told.at)
    day = since.astimezone(ZoneInfo(here.zone(services))).date()
    text = request.text("news.silence", source=name, date=request.texts.day(day))
    return Told("silent", within(text), name, (told.story,), told.at.date())


async def of_change(told: Happening, item: Item, request: Request, services: Services) -> Told | None:
    """Return the entry of an item something else of which changed; None where it may not be shown."""
    text = await card(item, request, services)
    if text is None:
        return None
    return Told(
        "changed", within(text), title(item, request.language), (told.story,), told.at.date(), (item.slug,), item
    )


async def everything(gathered: Gathered, request: Request, services: Services) -> list[Told]:
    """Return all that was gathered, the newest first, silent sources last."""
    found = [of_story(story, request, services) for story in gathered.stories]
    found += [of_move(move, gathered.carried, request, services) for move in gathered.moves]
    changed = [await of_change(told, item, request, services) for told, item in gathered.changed]
    found += [each for each in changed if each]
    found.sort(key=lambda each: each.date, reverse=True)
    return found + [await of_silence(told, request, services) for told in gathered.silent]


async def card(item: Item, request: Request, services: Services) -> Markup | None:
    """Return an item in a few lines with source and date, fit to be read later; None where it may not be shown."""
    texts, reference, today = request.texts, services.packs.reference, here.today(request, services)
    match item:
        case Article():
            stories = await as_stories((item,), services)
            return article_cards.entry(stories[0].articles, texts, reference, today) if stories else None
        case Measure():
            return measure_cards.entry(item, await unasked((item,), services), texts, reference, today)
        case Figure() if figure_cards.complete(item):
            carrier = (await of_figures((item,), services)).get(item.source or "")
            if carrier is not None and carrier.ongoing_case:
                return None
            return figure_cards.card(item, carrier, texts, reference, today)
        case Contact() if presentable(item):
            # Whether it is open at this minute says nothing to who reads it later; its hours stand there in words.
            return contact_cards.card(
                item.model_copy(update={"opening": None}), texts, request.now, here.zone(services)
            )
        case Topic() if item.summary is not None:
            return topic_cards.head(item, item.summary, texts, today)
        case Position() if topic := reference.topics.get(item.topic):
            # Never one stance alone (content policy, section 7, rule 20): the card has all of them.
            return request.text("news.positions", topic=topic.title.say(request.language), date=texts.day(item.date))
        case _:
            return None
