"""Awaited: somebody's next words in the private chat answer a question of ours; how it is put, taken up and ended."""

from dataclasses import replace
from typing import Final

from markupsafe import Markup

import handlers
from handlers.choices import said
from handlers.command import Scope
from handlers.guard import guarded
from handlers.ports import Services
from handlers.reply import Button, Reply, Row, say
from handlers.request import Request

_MEANT: Final = "! "
"""Before the arguments of a question whose answer may hold words of distress: the emergency numbers were just shown."""


async def expect(request: Request, services: Services, args: str, prompt: Markup, cancel: Button, *ways: Row) -> Reply:
    """Return the question, and take the next words of the person as its answer, for the command of the request.

    ``args`` come back as ``request.awaited``; ``cancel`` is where the way out leads, whose handler drops the question.
    """
    if request.person.id is None:
        return say(request.text("scope.moderators"))
    await services.curation.awaiting.ask(request.person.id, request.command, args, request.now)
    return say(prompt, *ways, (cancel,), private=True)


def cancelling(request: Request, args: str = "") -> Button:
    """Return the button that ends the waiting and shows what the command shows for ``args``."""
    return Button(said(request, "await.cancel"), request.command, args, in_place=True)


async def dropped(request: Request, services: Services) -> None:
    """Await nothing more of the person."""
    if request.person.id is not None:
        await services.curation.awaiting.drop(request.person.id)


async def pending(request: Request, services: Services) -> str | None:
    """Return what the open question of this command was asked with, and end it; None where there is none any more."""
    if request.person.id is None:
        return None
    taken = await services.curation.awaiting.take(request.person.id, request.now)
    return taken[1] if taken is not None and taken[0] == request.command else None


async def awaited(request: Request, services: Services) -> Request:
    """Return the request with what its words answer; as it is where nothing is awaited."""
    if request.person.id is None:
        return request
    taken = await services.curation.awaiting.take(request.person.id, request.now)
    if taken is None or taken[0] not in handlers.BY_NAME:
        return request
    return replace(request, command=taken[0], asked_as=taken[0], awaited=taken[1])


async def distress(request: Request, services: Services) -> Reply | None:
    """Return the emergency answer where the awaited words tell of distress, which ends the waiting; None where they do not.

    What moderators write about may be an overdose: whoever curates can send the words once more, below the numbers.
    """
    asked_with = request.awaited or ""
    if asked_with.startswith(_MEANT):
        return None
    answer = await guarded(request, services)
    if answer is None or request.person.id is None:
        return answer
    if handlers.BY_NAME[request.command].scope is not Scope.MODERATORS or not request.person.moderator:
        return answer
    await services.curation.awaiting.ask(request.person.id, request.command, f"{_MEANT}{asked_with}", request.now)
    return replace(answer, extra=(say(request.text("await.meant"), (cancelling(request),)),))


def asked_with(request: Request) -> str:
    """Return the arguments the question was asked with; empty where nothing was asked."""
    return (request.awaited or "").removeprefix(_MEANT)
