"""The contacts nearest to a place somebody shared; the place serves this answer and is not kept."""

from typing import Final

from markupsafe import Markup

from content.cards import contact as cards
from content.distance import coarse, distance
from content.records import Contact
from handlers import here
from handlers.contacts.preamble import pin, preamble, presentable, ways_on
from handlers.ports import Services
from handlers.reply import Reply, say
from handlers.request import Position, Request

_MOST: Final = 4
_FAR: Final = 30_000
"""Metres from which the place shared is not in the pack's area, and distances help nobody."""


def nearby(request: Request, services: Services) -> Reply:
    """Return the nearest contacts whose address may be shown, with the distance rounded to 100 metres.

    With a need in ``args``, those of the need one can walk to. The text tells how far somebody stands from known places, so
    it is not kept once sent.
    """
    position = request.position or Position(0.0, 0.0)
    found = _by_distance((position.lat, position.lon), request, services)
    if not found:
        return say(request.text("nearby.none"), *ways_on(request, ""), head=preamble(request, services))
    if found[0][0] > _FAR:
        return say(request.text("nearby.far"), *ways_on(request, ""), head=preamble(request, services), private=True)
    shown = found[:_MOST]
    pinned = (pin(contact, request) for _, contact in shown[:2])
    return Reply(
        blocks=[_block(metres, contact, request, here.zone(services)) for metres, contact in shown],
        head=Markup("\n\n").join((preamble(request, services), request.text("nearby.head"))),
        buttons=ways_on(request, shown[0][1].slug),
        pins=tuple(each for each in pinned if each),
        items=tuple(contact.slug for _, contact in shown),
        private=True,
    )


def _by_distance(position: tuple[float, float], request: Request, services: Services) -> list[tuple[float, Contact]]:
    reference = services.packs.reference
    need = reference.need(request.args).found if request.args else None
    wanted = [reference.contacts[slug] for slug in need.in_person if slug in reference.contacts] if need else []
    reachable = [
        (distance(position, contact.position), contact)
        for contact in (wanted or reference.contacts.values())
        if presentable(contact) and contact.position is not None
    ]
    return sorted(reachable, key=lambda pair: (pair[0], pair[1].slug))


def _block(metres: float, contact: Contact, request: Request, zone: str) -> Markup:
    card = cards.card(contact, request.texts, request.now, zone)
    rounded = coarse(metres)
    if rounded < 1000:
        return request.text("nearby.metres", card=card, metres=request.texts.number(rounded))
    return request.text("nearby.kilometres", card=card, kilometres=request.texts.number(rounded / 1000))
