"""``/recall <number>``: a digest, an alert or another message to several is taken back, wherever it arrived."""

from typing import Final

from markupsafe import Markup

from handlers import chased, here
from handlers.choices import label, rows, said
from handlers.command import Command, Scope
from handlers.ports import Account, Services
from handlers.reply import Button, Reply, Row, say
from handlers.request import Request

_SURE: Final = "C"
_SHOWN: Final = 8


async def recall(request: Request, services: Services) -> Reply:
    """Return what can be taken back, one of them with what would happen, or what became of it."""
    if empty := here.nothing_yet(request, services):
        return empty
    if (number := chased.looks(request)) is not None:
        return await chased.account(number, request, services)
    if request.pressed and request.args.startswith(_SURE) and request.args[1:].isdecimal():
        return await _take_back(int(request.args[1:]), request, services)
    if request.args.isdecimal() and (account := await services.ledger.account(int(request.args))):
        return _preview(account, request)
    return await _list(request, services)


def button(broadcast: int, request: Request, name: str = "") -> Button:
    """Return the button that shows what taking a broadcast back would do."""
    return Button(label(name) if name else said(request, "recall.button"), "recall", str(broadcast))


async def _list(request: Request, services: Services) -> Reply:
    recent = await services.ledger.recent(_SHOWN)
    if not recent:
        return say(request.text("recall.nothing"))
    return say(
        request.text("recall.which"), *rows(button(each.id, request, each.title or each.kind) for each in recent)
    )


def _preview(account: Account, request: Request) -> Reply:
    arrived, waits = account.states.get("sent", 0), account.states.get("queued", 0)
    unsure = sum(account.states.get(each, 0) for each in ("sending", "unknown", "held"))
    counted = (
        (arrived, request.text("recall.arrived", n=arrived)),
        (waits, request.text("recall.waits", n=waits)),
        (unsure, request.text("recall.unsure", n=unsure)),
    )
    copies = [line for count, line in counted if count]
    text = request.text(
        "recall.preview",
        title=account.title or account.kind,
        copies=Markup("\n").join(copies) or request.text("recall.nobody"),
    )
    ways: tuple[Row, ...] = (
        (Button(said(request, "recall.sure"), "recall", f"{_SURE}{account.id}", in_place=True),),
        (Button(said(request, "recall.leave"), "status", str(account.id), in_place=True),),
    )
    return say(text, *ways)


async def _take_back(broadcast: int, request: Request, services: Services) -> Reply:
    by = request.person.id or 0
    account = await services.ledger.account(broadcast)
    number = await services.curation.corrections.recall(broadcast, by, request.now)
    if number is None:
        return say(request.text("recall.gone"))
    name = (account.title or account.kind) if account else str(broadcast)
    await services.curation.audit.note("recall", f"broadcast:{broadcast}", by, request.now, before=name)
    return await chased.account(number, request, services, request.text("recall.done", title=name))


COMMAND = Command("recall", recall, scope=Scope.MODERATORS)
