"""The contacts of one need: the competent body first, then, where it is closed, the next best that is open."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from content.cards import contact as cards
from content.cards.wording import freshness, lines, say
from content.records import Contact, Help, Need
from handlers import here
from handlers.contacts.preamble import pin, preamble, presentable, ways_on
from handlers.ports import Services
from handlers.reply import Reply
from handlers.request import Request

_PINS: Final = 3
"""Pins sent with one answer; each is a message of its own."""


@dataclass(frozen=True, slots=True)
class _Helper:
    """A contact and what it does for the need."""

    help: Help
    contact: Contact
    stands_in: bool = False
    """It is named second because the competent body is closed."""


def for_need(need: Need, request: Request, services: Services) -> Reply:
    """Return the need with its contacts, each with whether it answers at this minute."""
    helpers = _ordered(need, request, services)
    texts, zone = request.texts, here.zone(services)
    intro = lines(
        freshness(need, texts, here.today(request, services)),
        texts.text("contacts.need", need=say(need.title, texts)),
        say(need.advice, texts) if need.advice else None,
    )
    blocks = [_block(helper, request, zone, first=helper is helpers[0]) for helper in helpers]
    pins = [pinned for helper in helpers if (pinned := pin(helper.contact, request))]
    return Reply(
        blocks=[intro, *blocks] if blocks else [intro, request.text("contacts.none")],
        head=preamble(request, services),
        buttons=ways_on(request, need.slug, walk=bool(pins)),
        per_page=6,
        pins=tuple(pins[:_PINS]),
        items=(need.slug, *(helper.contact.slug for helper in helpers)),
    )


def _ordered(need: Need, request: Request, services: Services) -> list[_Helper]:
    """Return those that may be shown, in the order of the need; a closed first is followed by its stand-in.

    The stand-in is the first that is open, else the first whose hours are not known.
    """
    known = services.packs.reference.contacts
    wanted = {
        help_.contact: help_ for help_ in reversed((*need.contacts, *(Help(contact=it) for it in need.in_person)))
    }
    order = [help_.contact for help_ in need.contacts] + list(need.in_person)
    helpers = [
        _Helper(wanted[slug], known[slug])
        for slug in dict.fromkeys(order)
        if slug in known and presentable(known[slug])
    ]
    if not helpers:
        return []
    states = [cards.openness(each.contact, request.now, here.zone(services)) for each in helpers]
    if states[0].open is None or states[0].whole:
        return helpers
    waiting = range(1, len(helpers))
    chosen = next((index for index in waiting if states[index].whole), None)
    if chosen is None:
        chosen = next((index for index in waiting if states[index].open is None), None)
    if chosen is None:
        return helpers
    stand_in = _Helper(helpers[chosen].help, helpers[chosen].contact, stands_in=True)
    return [helpers[0], stand_in, *(helpers[index] for index in waiting if index != chosen)]


def _block(helper: _Helper, request: Request, zone: str, *, first: bool) -> Markup:
    why = say(helper.help.why, request.texts) if helper.help.why else None
    card = cards.card(helper.contact, request.texts, request.now, zone, why)
    if helper.stands_in:
        return request.text("contacts.meanwhile", card=card)
    return request.text("contacts.competent", card=card) if first else card
