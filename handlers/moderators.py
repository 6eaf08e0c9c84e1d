"""``/moderators [add ID | remove ID]``: who curates, appointed by those who run the bot."""

import re
from dataclasses import replace
from typing import Final

from markupsafe import Markup

from handlers.choices import rows, said
from handlers.command import Command, Scope
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request

_ASKED: Final = re.compile(r"(add|remove|ajouter|retirer)\s+(\d{1,15})\Z", re.IGNORECASE)
_ADD: Final = frozenset({"add", "ajouter"})
_ASK, _YES = "x", "z"


async def moderators(request: Request, services: Services) -> Reply:
    """Return the moderators, or what became of one."""
    word, _, number = request.args.partition(" ")
    if request.pressed and word in (_ASK, _YES) and number.isdecimal():
        return await _remove(int(number), request, services, sure=word == _YES)
    if not request.args:
        return await _list(request, services)
    asked = _ASKED.match(request.args)
    if asked is None:
        return await _list(request, services, request.text("moderators.how"))
    person = int(asked[2])
    if asked[1].lower() not in _ADD:
        return await _remove(person, request, services, sure=False)
    new = await services.moderators.appoint(person, request.person.id, request.now)
    if new:
        await services.curation.audit.note("appoint", f"person:{person}", request.person.id, request.now)
    note = request.text("moderators.added" if new else "moderators.known", person=person)
    return replace(await _list(request, services, note), role_of=person)


async def _list(request: Request, services: Services, note: Markup | None = None) -> Reply:
    people = await services.moderators.all()
    listed = "\n".join(f"• {person}" for person in people)
    lines = [
        request.text("moderators.head", n=len(people)) if people else request.text("moderators.none"),
        Markup.escape(listed),
        request.text("moderators.usage"),
    ]
    buttons = rows(
        Button(
            request.text("moderators.remove", person=person).unescape(), "moderators", f"{_ASK} {person}", in_place=True
        )
        for person in people
    )
    text = Markup("\n\n").join(line for line in (note, *lines) if line)
    return Reply((text,), buttons=buttons)


async def _remove(person: int, request: Request, services: Services, *, sure: bool) -> Reply:
    if person not in await services.moderators.all():
        return await _list(request, services, request.text("moderators.not-one", person=person))
    if not sure:
        ways = (
            Button(said(request, "moderators.yes"), "moderators", f"{_YES} {person}", in_place=True),
            Button(said(request, "moderators.no"), "moderators", in_place=True),
        )
        return say(request.text("moderators.sure", person=person), ways)
    if await services.moderators.dismiss(person):
        await services.curation.audit.note("dismiss", f"person:{person}", request.person.id, request.now)
    return replace(await _list(request, services, request.text("moderators.removed", person=person)), role_of=person)


COMMAND = Command("moderators", moderators, scope=Scope.OPERATORS)
