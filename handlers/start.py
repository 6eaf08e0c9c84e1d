"""``/start``: who speaks here and what one can ask; a link may carry a command or an item to open instead."""

from typing import Final

from markupsafe import Markup

import handlers
from handlers.choices import said
from handlers.command import Command, Scope
from handlers.deeplink import decode, Target
from handlers.guard import guarded
from handlers.ports import Services
from handlers.reply import Button, Doorway, Reply, Row
from handlers.request import Request

_OF_ROLES: Final = frozenset({Scope.MODERATORS, Scope.OPERATORS})


async def start(request: Request, services: Services) -> Reply:
    """Return the greeting, or the answer to the command the link carries."""
    target = decode(request.args) if request.args else None
    if target is None:
        return await greet(request, services)
    return await _follow(target, request, services) or await greet(request, services)


async def _follow(target: Target, request: Request, services: Services) -> Reply | None:
    command = handlers.BY_NAME.get(target.command)
    if command is None or command.name == "start" or not _may(command, request):
        return None
    if command.scope is not Scope.EVERYONE and not request.private:
        return None
    asked = request.asking(command.name, target.args)
    return await guarded(asked, services) or await command.handler(asked, services)


def _may(command: Command, request: Request) -> bool:
    """Return whether a link may ask this person for the command; to others one for moderators is no link at all."""
    if command.scope in _OF_ROLES:
        return request.person.moderator if command.scope is Scope.MODERATORS else request.person.operator
    return True


async def greet(request: Request, services: Services) -> Reply:
    """Return who speaks, the emergency numbers, and what one can ask; short in a group, where most is by private chat."""
    manifest, emergency = services.packs.manifest, services.packs.emergency
    danger = (
        Markup("<b>{}</b>").format(emergency.always_first.say(request.language))
        if emergency
        else request.text("start.danger")
    )
    who = (
        request.text("start.who", area=manifest.area.say(request.language))
        if manifest
        else request.text("start.no-pack")
    )
    if not request.private:
        door = Doorway(said(request, "start.private"), "help")
        return Reply(blocks=(who, danger, request.text("start.in-group")), buttons=((door,),), per_page=3)
    return Reply(blocks=(who, danger, request.text("start.ask")), buttons=_examples(request), per_page=3)


def _examples(request: Request) -> tuple[Row, ...]:
    def button(name: str) -> Button:
        return Button(said(request, f"start.{name}"), name)

    return (
        (button("latest"), button("measures")),
        (button("contacts"), button("figures")),
        (button("subscribe"),),
        (button("help"), button("language")),
    )


COMMAND: Command = Command("start", start)
