"""An urgent alert on a published item: emergency numbers first where the kind asks for it, then the fact, then who sends it."""

from typing import Final

from markupsafe import Markup

from content.cards import article as article_cards
from content.cards import measure as measure_cards
from content.cards.wording import PARAGRAPH
from content.records import Article, Item, Measure, Publish
from handlers import here
from handlers.carried import carried, complete
from handlers.choices import said, title
from handlers.contacts.preamble import preamble
from handlers.ports import AlertKind, Services
from handlers.reply import Reply, Row
from handlers.request import Request
from handlers.telling.doors import door, mistake
from handlers.telling.entries import card
from handlers.telling.gathering import unasked
from handlers.telling.room import within
from handlers.telling.telling import Telling

_MOST: Final = 2600
"""UTF-16 units of the fact: with head and foot it is one message."""

_HEADS: Final = {
    AlertKind.DANGER: "alert.text-danger",
    AlertKind.HEALTH: "alert.text-health",
    AlertKind.OTHER: "alert.text-other",
}


async def tell_alert(item: Item, kind: AlertKind, request: Request, services: Services) -> Telling:
    """Return the alert; ``empty``, without a text, where the item may not be told unasked (policy, section 7, rule 4)."""
    text = await _fact(item, request, services) if item.publish is Publish.OK else None
    if text is None:
        return Telling(Reply(), (), "", empty=True)
    date, time = request.texts.day(here.today(request, services)), request.texts.time(request.now, here.zone(services))
    opening, by = request.text(_HEADS[kind]), request.text("alert.text-by", date=date, time=time)
    pressing = kind is not AlertKind.OTHER
    first = preamble(request, services)
    reply = Reply(
        blocks=(within(text, _MOST),),
        head=PARAGRAPH.join((first, opening)) if pressing else opening,
        foot=by if pressing else Markup("\n").join((by, request.text("contacts.not-authorities"))),
        buttons=_buttons(item, request, pressing=pressing),
        items=(item.slug,),
        urgent=True,
    )
    name = request.text("alert.text-title", title=title(item, request.language))
    return Telling(reply, (_story(item),), name.unescape())


def _buttons(item: Item, request: Request, *, pressing: bool) -> tuple[Row, ...]:
    rows: list[Row] = [(door(request, said(request, "news.open"), "open", item.slug),)]
    if pressing:
        rows.append((door(request, said(request, "alert.text-contacts"), "contacts"),))
    return (*rows, mistake(request))


def _story(item: Item) -> str:
    return item.story or item.slug if isinstance(item, Article) else item.slug


async def _fact(item: Item, request: Request, services: Services) -> Markup | None:
    """Return what is known with its source and its date; None where it may not be told."""
    today, reference = here.today(request, services), services.packs.reference
    match item:
        case Article():
            known = {item.slug: item} | await carried((item.slug,), services)
            if item.ongoing_case or not complete(item, known):
                return None
            both = [item, *(known[slug] for slug in (item.companion,) if slug is not None)]
            return PARAGRAPH.join(article_cards.card(each, request.texts, reference, today) for each in both)
        case Measure():
            known = await unasked((item,), services)
            fact = measure_cards.card(item, known, (), request.texts, reference, today)[0]
            source = measure_cards.source(item, known, request.texts, reference)
            return Markup("\n").join((fact, source or request.text("measure.no-evidence")))
        case _:
            return await card(item, request, services)
