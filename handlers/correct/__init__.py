"""``/correct <item>``: something was said wrongly: the right text in each language, why, then every copy is changed."""

from dataclasses import replace
from typing import Final

from content.records import Item
from handlers import chased, here
from handlers.awaited import asked_with, dropped, pending
from handlers.choices import rows, said, title
from handlers.command import Command, Scope
from handlers.correct import writing
from handlers.correct.applying import apply, preview
from handlers.correct.erratum import DROPPED, Erratum, KEPT
from handlers.correct.fields import FIELDS, fields
from handlers.correct.finding import find
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request

# Capitals: the name of an item, which a button may carry alone, has none.
_FIELD, _KEEP, _DROP, _SURE = "F", "K", "D", "Y"
_OTHERS: Final = {_KEEP: KEPT, _DROP: DROPPED}


async def correct(request: Request, services: Services) -> Reply:
    """Find the item, ask for what is right and why, show it all, and correct every copy once confirmed."""
    if empty := here.nothing_yet(request, services):
        return empty
    if request.awaited is not None:
        return await _typed(request, services)
    if (number := chased.looks(request)) is not None:
        return await chased.account(number, request, services)
    step, rest = request.args[:1], request.args[1:]
    if request.pressed and step in (_KEEP, _DROP, _SURE):
        return await _goes_on(step, rest, request, services)
    await dropped(request, services)
    if request.pressed and step == _FIELD and rest[:1].isdecimal():
        return await _begin(int(rest[0]), rest[1:], request, services)
    if not request.args:
        return say(request.text("correct.how"))
    found = await find(request, services)
    return _which_field(found, request) if not isinstance(found, Reply) else found


def _which_field(item: Item, request: Request) -> Reply:
    numbered = {name: number for number, name in enumerate(FIELDS[item.kind])}
    buttons = [
        Button(said(request, f"correct.field.{name}"), "correct", f"{_FIELD}{numbered[name]}{item.slug}")
        for name in fields(item)
    ]
    withdraw = Button(said(request, "correct.rather-retract"), "retract", item.slug)
    return say(request.text("correct.which-field", title=title(item, request.language)), *rows(buttons, 2), (withdraw,))


async def _begin(number: int, slug: str, request: Request, services: Services) -> Reply:
    """Return the first question about a field of the item."""
    item, stored = await services.items.get(slug), await services.curation.editor.stored(slug)
    names = FIELDS.get(item.kind, ()) if item is not None else ()
    if item is None or stored is None or number >= len(names) or names[number] not in fields(item):
        return say(request.text("correct.gone"))
    return await writing.following(Erratum(slug, stored[2], names[number]), item, request, services)


async def _typed(request: Request, services: Services) -> Reply:
    erratum = Erratum.read(asked_with(request))
    item = await services.items.get(erratum.slug) if erratum is not None else None
    if erratum is None or item is None:
        return say(request.text("correct.too-late"))
    if erratum.step.startswith("text."):
        return await writing.text(erratum, item, request, services)
    # Words behind a preview are a better reason.
    return await writing.why(replace(erratum, step="why"), item, request, services)


async def _goes_on(step: str, rest: str, request: Request, services: Services) -> Reply:
    """Return what a press leads to while a correction is being written; that it was too long ago where none is."""
    erratum = Erratum.read(await pending(request, services))
    item = await services.items.get(erratum.slug) if erratum is not None else None
    if erratum is None or item is None:
        return say(request.text("correct.too-late"))
    language = erratum.step.removeprefix("text.")
    if step in _OTHERS and erratum.step.startswith("text.") and language and rest == language:
        if writing.may(_OTHERS[step], erratum, item):
            decided = replace(erratum, others={**erratum.others, language: _OTHERS[step]})
            return await writing.following(decided, item, request, services)
        return await writing.following(erratum, item, request, services)
    if step == _SURE and not erratum.step and rest == erratum.check:
        return await apply(erratum, request, services)
    if erratum.step:
        return await writing.again(erratum, item, request, services)
    return await preview(erratum, item, request, services)


COMMAND: Command = Command("correct", correct, scope=Scope.MODERATORS)
