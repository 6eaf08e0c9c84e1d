"""``/place name``: what a place is, where it lies, and what is known there."""

from typing import Final

from content.cards import place as cards
from content.records import Place
from handlers import choices, here
from handlers.command import Command
from handlers.ports import Services
from handlers.reply import Pin, Reply, Row, say
from handlers.request import Request
from handlers.subject import nearest

_LARGE: Final = ("arrondissement", "commune", "neighbourhood")


async def place(request: Request, services: Services) -> Reply:
    """Return the place of that name; without one, the larger places to choose from."""
    if empty := here.nothing_yet(request, services):
        return empty
    reference = services.packs.reference
    if not request.args:
        return say(request.text("place.which"), *_larger(request, services))
    called = reference.place(request.args)
    found = called.found or next(iter(reference.places_in(request.args, here=True)), None)
    if called.among and called.found is None:
        return say(request.text("ask-back.which"), *choices.among(called.among, request, "place"))
    if found is None:
        near = [each for each in nearest(request.args, reference, request.language, 6) if isinstance(each, Place)]
        buttons = choices.among(near[:3], request, "place") if near else _larger(request, services)
        return say(request.text("ask-back.near" if near else "place.unknown"), *buttons)
    return of(found, request, services)


def of(found: Place, request: Request, services: Services) -> Reply:
    """Return the card of a place, its pin, and buttons to what is known there."""
    today = here.today(request, services)
    reference = services.packs.reference
    inside = cards.lies_in(found, request.texts, reference)
    title = found.title.say(request.language)
    pins: tuple[Pin, ...] = ()
    if found.lat is not None and found.lon is not None:
        pins = (Pin(found.lat, found.lon, title, inside or title),)
    return Reply(
        blocks=(cards.card(found, request.texts, reference, today),),
        buttons=(
            *choices.elsewhere(found, request, ("latest", "measures", "figures", "timeline")),
            *choices.following(found, request),
        ),
        pins=pins,
        items=(found.slug,),
    )


def _larger(request: Request, services: Services) -> tuple[Row, ...]:
    places = services.packs.reference.places.values()
    large = [each for sort in _LARGE for each in places if each.sort == sort]
    return choices.among(large, request, "place")


COMMAND = Command("place", place)
