"""What every answer with contacts shares: the emergency numbers first, pins, and which contacts may be shown."""

from markupsafe import Markup

from content.records import Contact, Publish
from handlers.choices import said
from handlers.ports import Services
from handlers.reply import Button, Pin, Row
from handlers.request import Request


def preamble(request: Request, services: Services) -> Markup:
    """Return what stands before any contact: the emergency numbers, and that the bot forwards nothing."""
    emergency = services.packs.emergency
    numbers = Markup.escape(emergency.always_first.say(request.language)) if emergency else request.text("contacts.112")
    return Markup("\n").join((numbers, request.text("contacts.not-authorities")))


def presentable(contact: Contact) -> bool:
    """Return whether the contact may be shown at all (content policy, section 2, rule 3)."""
    return contact.display_ok and contact.publish is Publish.OK and bool(contact.display_fields)


def pin(contact: Contact, request: Request) -> Pin | None:
    """Return the contact on a map, only where its address may be shown."""
    if contact.position is None or contact.address is None:
        return None
    return Pin(*contact.position, contact.title.say(request.language), contact.address)


def ways_on(request: Request, slug: str, *, walk: bool = False) -> tuple[Row, ...]:
    """Return the buttons under contacts: the other needs, a mistake to report, and where one can ``walk`` there, the nearest."""
    rows: list[Row] = [
        (Button(said(request, "choice.contacts"), "contacts"), Button(said(request, "choice.mistake"), "mistake", slug))
    ]
    return (*rows, *nearest(request)) if walk else tuple(rows)


def nearest(request: Request) -> tuple[Row, ...]:
    """Return the button to the nearest contacts; a place can be shared in private chats alone."""
    return ((Button(said(request, "contacts.nearest"), "nearest"),),) if request.private else ()
