"""The card of a place: what it is and where it lies; names used for matching are never printed."""

import datetime as dt

from markupsafe import Markup

from content.cards.wording import freshness, lines, say
from content.records import Place
from content.reference import Reference
from content.texts import Texts


def sort(place: Place, texts: Texts) -> Markup:
    """Return what sort of place it is, in words."""
    key = f"place.sort.{place.sort.replace(' ', '-')}"
    return texts.text(key) if texts.has(key) else texts.text("place.sort.other")


def lies_in(place: Place, texts: Texts, reference: Reference) -> str:
    """Return the larger places it lies in, the nearest first, at most two; empty where none is known."""
    names = [reference.places[slug].title.say(texts.language) for slug in reference.larger(place.slug)]
    return ", ".join(names[:2])


def card(place: Place, texts: Texts, reference: Reference, today: dt.date) -> Markup:
    """Return the card of the place."""
    inside = lies_in(place, texts, reference)
    return lines(
        freshness(place, texts, today),
        texts.text("card.title", title=say(place.title, texts)),
        texts.text("place.is-in", sort=sort(place, texts), places=inside) if inside else sort(place, texts),
        texts.text("place.approximate") if place.lat is not None else None,
        texts.text("card.checked", date=texts.day(place.checked_on)),
    )
