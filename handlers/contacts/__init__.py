"""``/contacts [need]``: who is competent for what one stands before, whether they answer now, emergency numbers first."""

from handlers import choices
from handlers.command import Command
from handlers.contacts.nearby import nearby
from handlers.contacts.need import for_need
from handlers.contacts.preamble import preamble, presentable
from handlers.contacts.single import one
from handlers.contacts.which import with_needs
from handlers.ports import Services
from handlers.reply import Reply, say
from handlers.request import Request


async def contacts(request: Request, services: Services) -> Reply:
    """Return the contacts for the need in ``args`` or near the place shared; without either, the needs to choose from."""
    if services.packs.manifest is None:
        return say(request.text("contacts.empty"), urgent=True)
    if request.position is not None:
        return nearby(request, services)
    if not request.args:
        return with_needs(request, services, request.text("contacts.which"))
    reference = services.packs.reference
    if contact := reference.contacts.get(request.args):
        return (
            one(contact, request, services)
            if presentable(contact)
            else with_needs(request, services, request.text("contacts.unknown"))
        )
    called = reference.need(request.args)
    if called.found is not None:
        return for_need(called.found, request, services)
    direct = reference.contact(request.args)
    if direct.exact and direct.found is not None and presentable(direct.found):
        return one(direct.found, request, services)
    meant = (*called.among, *(each for each in (direct.found, *direct.among) if each and presentable(each)))
    if not meant:
        return with_needs(request, services, request.text("contacts.unknown"))
    buttons = choices.among(meant, request, "contacts")
    return Reply(blocks=(request.text("ask-back.which"),), head=preamble(request, services), buttons=buttons)


COMMAND = Command("contacts", contacts)
