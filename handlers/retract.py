"""``/retract <item>``: something should not have been said: why, then it is withdrawn from the store and from every copy."""

import json
from dataclasses import dataclass
from typing import Final, Self

from markupsafe import Markup

from content.records import Contact, Item, State
from handlers import chased, here
from handlers.awaited import asked_with, cancelling, dropped, expect, pending
from handlers.choices import said, title
from handlers.command import Command, Scope
from handlers.correct.finding import find
from handlers.correct.writing import reasoned
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request

_SURE: Final = "Y"


@dataclass(frozen=True, slots=True)
class _Withdrawal:
    """What is about to be withdrawn, kept while the reason is written."""

    slug: str
    revision: int
    why: str = ""

    def written(self) -> str:
        return json.dumps([self.slug, self.revision, self.why], ensure_ascii=False)

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        try:
            slug, revision, why = json.loads(text or "")
        except (ValueError, TypeError):
            return None
        return cls(slug, revision, why)


async def retract(request: Request, services: Services) -> Reply:
    """Find the item, ask why, show what will happen, and withdraw it once confirmed."""
    if empty := here.nothing_yet(request, services):
        return empty
    if request.awaited is not None:
        return await _typed(request, services)
    if (number := chased.looks(request)) is not None:
        return await chased.account(number, request, services)
    if request.pressed and request.args == _SURE:
        return await _withdraw(request, services)
    await dropped(request, services)
    if not request.args:
        return say(request.text("retract.how"))
    found = await find(request, services)
    if isinstance(found, Reply):
        return found
    if _needed(found, services):
        return say(request.text("retract.needed"))
    stored = await services.curation.editor.stored(found.slug)
    return await _ask(_Withdrawal(found.slug, stored[2]), found, request, services) if stored else _gone(request)


def _needed(item: Item, services: Services) -> bool:
    """Return whether the emergency texts name it: they would point at nothing."""
    emergency = services.packs.emergency
    return isinstance(item, Contact) and emergency is not None and item.slug in emergency.contacts


def _gone(request: Request) -> Reply:
    return say(request.text("correct.gone"))


async def _ask(
    withdrawal: _Withdrawal, item: Item, request: Request, services: Services, note: Markup | None = None
) -> Reply:
    prompt = request.text("retract.ask-why", title=title(item, request.language))
    text = Markup("\n\n").join(each for each in (note, prompt) if each)
    return await expect(request, services, withdrawal.written(), text, cancelling(request))


async def _typed(request: Request, services: Services) -> Reply:
    withdrawal = _Withdrawal.read(asked_with(request))
    item = await services.items.get(withdrawal.slug) if withdrawal is not None else None
    if withdrawal is None or item is None:
        return say(request.text("correct.too-late"))
    why = await reasoned(request, services)
    if isinstance(why, Markup):
        return await _ask(withdrawal, item, request, services, why)
    withdrawal = _Withdrawal(withdrawal.slug, withdrawal.revision, why)
    count = await services.curation.corrections.reach(item.slug)
    reach = request.text("retract.preview-reach", n=count) if count else request.text("correct.preview-nobody")
    text = request.text("retract.preview", title=title(item, request.language), why=why, reach=reach)
    sure = Button(said(request, "retract.sure"), "retract", _SURE, in_place=True)
    return await expect(request, services, withdrawal.written(), text, cancelling(request), (sure,))


async def _withdraw(request: Request, services: Services) -> Reply:
    withdrawal = _Withdrawal.read(await pending(request, services))
    if withdrawal is None or not withdrawal.why:
        return say(request.text("correct.too-late"))
    stored = await services.curation.editor.stored(withdrawal.slug)
    if stored is None or stored[1] is not State.PUBLISHED or _needed(stored[0], services):
        return _gone(request)
    if stored[2] != withdrawal.revision:
        again = Button(said(request, "correct.begin-again"), "retract", withdrawal.slug)
        return say(request.text("correct.changed"), (again,))
    item, by = stored[0], request.person.id or 0
    number = await services.curation.corrections.retract(item, withdrawal.why, by, request.now)
    name = title(item, request.language)
    await services.curation.audit.note("retract", item.slug, by, request.now, before=name, why=withdrawal.why)
    return await chased.account(number, request, services, request.text("retract.done", title=name))


COMMAND: Command = Command("retract", retract, scope=Scope.MODERATORS)
