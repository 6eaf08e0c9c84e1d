"""One contact, asked for by its name."""

from content.cards import contact as cards
from content.records import Contact
from handlers import here
from handlers.contacts.preamble import pin, preamble, ways_on
from handlers.ports import Services
from handlers.reply import Reply
from handlers.request import Request


def one(contact: Contact, request: Request, services: Services) -> Reply:
    """Return the card of the contact, emergency numbers first."""
    pinned = pin(contact, request)
    return Reply(
        blocks=(cards.card(contact, request.texts, request.now, here.zone(services)),),
        head=preamble(request, services),
        buttons=ways_on(request, contact.slug),
        pins=(pinned,) if pinned else (),
        items=(contact.slug,),
    )
