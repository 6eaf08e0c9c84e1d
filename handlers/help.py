"""``/help``: what one can ask, by need, in a screenful; every command folded below."""

from markupsafe import Markup

import handlers
from handlers.choices import said
from handlers.command import Command, Scope
from handlers.ports import Services
from handlers.reply import Button, Reply
from handlers.request import Request
from handlers.unknown import open_to_all


async def help_(request: Request, services: Services) -> Reply:  # noqa: ARG001  every command has the same shape
    """Return what one can ask, and the list of commands by their names in the reader's language."""
    buttons = (
        (Button(said(request, "start.latest"), "latest"), Button(said(request, "start.contacts"), "contacts")),
        (Button(said(request, "help.summary"), "summary"), Button(said(request, "help.place"), "place")),
        (
            Button(said(request, "help.subscribe"), "subscribe"),
            Button(said(request, "subscriptions.open"), "subscriptions"),
        ),
        (Button(said(request, "help.privacy"), "privacy"), Button(said(request, "help.about"), "about")),
    )
    blocks = (
        request.text("help.intro"),
        request.text("help.needs"),
        Markup("\n").join((request.text("help.all"), _commands(request))),
    )
    return Reply(blocks=blocks, buttons=buttons, per_page=len(blocks))


def _commands(request: Request) -> Markup:
    lines = (
        request.text("help.command", name=each.alias(request.language), what=request.text(f"menu.{each.name}"))
        for each in (*open_to_all(handlers.COMMANDS), *_of_roles(request))
    )
    return Markup("<blockquote expandable>{}</blockquote>").format(Markup("\n").join(lines))


def _of_roles(request: Request) -> list[Command]:
    """Return the commands that are this person's by their role, told in private alone."""
    person = request.person
    own = {Scope.MODERATORS: person.moderator, Scope.OPERATORS: person.operator}
    return [each for each in handlers.COMMANDS if request.private and not each.hidden and own.get(each.scope, False)]


COMMAND: Command = Command("help", help_)
