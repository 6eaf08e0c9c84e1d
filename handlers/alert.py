"""``/alert <item>``: an urgent alert on a published item: its text, how many chats, a second person's word or a written reason."""

from dataclasses import replace
from hashlib import blake2b
from typing import Final

from markupsafe import Markup

from content.records import Article, Item, Measure, Publish
from handlers import here
from handlers.awaited import asked_with, cancelling, dropped, expect
from handlers.choices import label, rows, said, title
from handlers.command import Command, Scope
from handlers.correct.writing import reasoned
from handlers.deeplink import decode
from handlers.ports import AlertKind, Services
from handlers.reply import Button, Reply, Row, say
from handlers.request import Request
from handlers.typed import shown

_KINDS: Final = (AlertKind.DANGER, AlertKind.HEALTH, AlertKind.OTHER)
_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_STEP: Final = 600
"""Seconds of a step of the clock a button carries."""
_STEPS: Final = 1 << 14
_VALID: Final = 6
"""Steps for which a preview can be confirmed: an hour."""
_SIGNED: Final = 5
# Capitals: the name of an item, which a button may carry alone, has none.
_CHOSEN, _ASKED, _ALONE, _CONFIRMED = "K", "A", "O", "C"
_SHOWN: Final = 6


async def alert(request: Request, services: Services) -> Reply:
    """Find the item, choose the kind, show the text, have it confirmed, send it."""
    if empty := here.nothing_yet(request, services):
        return empty
    if request.awaited is not None:
        return await _reasoned(request, services)
    if not request.args:
        await dropped(request, services)
        return say(request.text("alert.ask-item"))
    if request.pressed and request.args[0] in (_CHOSEN, _ASKED, _ALONE, _CONFIRMED) and request.args[1:2].isdecimal():
        return await _step(request, services)
    item = await _find(request.args, services)
    if item is not None:
        return _choose_kind(item, request)
    return await _search(request, services)


async def _find(typed: str, services: Services) -> Item | None:
    """Return the article or measure named by its slug, by a link of this bot, or by the address of its source."""
    target = decode(typed.rpartition("start=")[2]) if "start=" in typed else None
    item = await services.items.get(target.args if target and target.command == "open" else typed.strip())
    if item is None and typed.startswith(("https://", "http://")):
        known = await services.items.newest("article")
        item = next((each for each in known if isinstance(each, Article) and each.url == typed.strip()), None)
    return item if _may(item) else None


def _may(item: Item | None) -> bool:
    return isinstance(item, Article | Measure) and item.publish is Publish.OK


async def _search(request: Request, services: Services) -> Reply:
    found = await services.search.find(request.args, request.language, kinds=("article", "measure"), limit=_SHOWN)
    items = [each for each in await services.items.some(hit.slug for hit in found.hits) if _may(each)]
    if not items:
        return say(request.text("alert.ask-none", words=shown(request.args)), private=True)
    buttons = rows(Button(label(title(each, request.language)), "alert", each.slug) for each in items)
    return say(request.text("alert.ask-which"), *buttons)


def _choose_kind(item: Item, request: Request) -> Reply:
    buttons = rows(
        Button(said(request, f"alert.kind.{kind.value}"), "alert", f"{_CHOSEN}{number}{item.slug}", in_place=True)
        for number, kind in enumerate(_KINDS)
    )
    return say(request.text("alert.ask-kind", title=title(item, request.language)), *buttons, items=(item.slug,))


async def _step(request: Request, services: Services) -> Reply:
    """Return what follows a press: the preview of a kind, the question to the others, the alert sent."""
    step, number, rest = request.args[0], int(request.args[1]), request.args[2:]
    signed, slug = ("", rest) if step == _CHOSEN else (rest[:_SIGNED], rest[_SIGNED:])
    item = await services.items.get(slug)
    kind = _KINDS[number] if number < len(_KINDS) else None
    if item is None or kind is None or not _may(item):
        return say(request.text("alert.ask-gone"))
    others = await _others(request, services)
    if step == _CHOSEN:
        return await _show(item, kind, _ASKED if others else _ALONE, request, services)
    if not _fresh(signed, item, request):
        note = request.text("alert.ask-changed")
        return await _show(item, kind, _ASKED if others else _ALONE, request, services, note)
    if step == _ALONE and not others:
        return await _ask_why(f"{number}{signed}{slug}", item, request, services)
    if others and step != _CONFIRMED:
        asked = await _show(item, kind, _CONFIRMED, request, services, request.text("alert.ask-second"))
        return say(request.text("alert.ask-waiting"), to_moderators=asked, items=(item.slug,))
    return await _send(item, kind, request, services)


async def _ask_why(args: str, item: Item, request: Request, services: Services, note: Markup | None = None) -> Reply:
    """Return the question why: who is alone gives a reason in writing, which the operators read (security.md 6.1)."""
    prompt = request.text("alert.ask-why", title=title(item, request.language))
    text = Markup("\n\n").join(each for each in (note, prompt) if each)
    return await expect(request, services, args, text, cancelling(request))


async def _reasoned(request: Request, services: Services) -> Reply:
    """Send the alert of somebody who is alone and said why; asked again where the words may not be kept."""
    args = asked_with(request)
    number, signed, slug = args[:1], args[1 : 1 + _SIGNED], args[1 + _SIGNED :]
    item = await services.items.get(slug)
    kind = _KINDS[int(number)] if number.isdecimal() and int(number) < len(_KINDS) else None
    if item is None or kind is None or not _may(item):
        return say(request.text("alert.ask-gone"))
    if not _fresh(signed, item, request) or await _others(request, services):
        step = _ASKED if await _others(request, services) else _ALONE
        return await _show(item, kind, step, request, services, request.text("alert.ask-changed"))
    why = await reasoned(request, services)
    if isinstance(why, Markup):
        return await _ask_why(args, item, request, services, why)
    return await _send(item, kind, request, services, why)


async def _others(request: Request, services: Services) -> bool:
    """Return whether somebody else could confirm, at this moment."""
    moderators = set(await services.moderators.all()) - {request.person.id}
    return bool(moderators) or services.operators > int(request.person.operator)


async def _show(
    item: Item, kind: AlertKind, step: str, request: Request, services: Services, note: Markup | None = None
) -> Reply:
    """Return the exact text of the alert, how many chats it goes to, and the button of the next step."""
    preview = await services.alerts.preview(item.slug, kind, request.language, request.now)
    if preview is None:
        return say(request.text("alert.ask-gone"))
    count = await services.alerts.reach(item.slug, request.now)
    head = request.text("alert.ask-reach", n=count, kind=request.text(f"alert.kind.{kind.value}"))
    name = {
        _ASKED: request.text("alert.ask-another"),
        _ALONE: request.text("alert.ask-send-alone"),
        _CONFIRMED: request.text("alert.ask-send"),
    }[step]
    args = f"{step}{_KINDS.index(kind)}{_sign(item, request)}{item.slug}"
    ways: tuple[Row, ...] = ((Button(name.unescape(), "alert", args, in_place=True),),)
    nobody = None if count else request.text("alert.ask-nobody")
    heads = [each for each in (note, nobody, head, preview.head) if each]
    return replace(preview, head=Markup("\n\n").join(heads), buttons=ways if count else (), extra=(), toast="")


async def _send(item: Item, kind: AlertKind, request: Request, services: Services, why: str | None = None) -> Reply:
    broadcast = await services.alerts.send(item.slug, kind, request.person.id, request.now)
    if broadcast is None:
        return say(request.text("alert.ask-sent-before"))
    await services.curation.audit.note(
        "alert", f"broadcast:{broadcast}", request.person.id, request.now, after=f"{item.slug} ({kind.value})", why=why
    )
    way = (Button(said(request, "alert.ask-account"), "status", str(broadcast)),)
    told = request.text("alert.ask-told", title=title(item, request.language))
    if why is not None:
        told = Markup("\n").join((told, request.text("audit.why", why=shown(why))))
    return say(request.text("alert.ask-sent"), way, to_operators=told)


def _sign(item: Item, request: Request) -> str:
    """Return the time, to ten minutes, and a check of the item as it is: what was read is what is confirmed."""
    value = _clock(request) << 16 | _check(item)
    return "".join(_DIGITS[value >> 6 * at & 63] for at in range(_SIGNED))


def _fresh(signed: str, item: Item, request: Request) -> bool:
    """Return whether what a button confirms is what the item says now, and was shown within the hour."""
    if len(signed) != _SIGNED or not set(signed) <= set(_DIGITS):
        return False
    value = sum(_DIGITS.index(digit) << 6 * at for at, digit in enumerate(signed))
    age = (_clock(request) - (value >> 16)) % _STEPS
    return value & 0xFFFF == _check(item) and age <= _VALID


def _check(item: Item) -> int:
    return int.from_bytes(blake2b(item.model_dump_json().encode(), digest_size=2).digest())


def _clock(request: Request) -> int:
    return int(request.now.timestamp()) // _STEP % _STEPS


COMMAND: Command = Command("alert", alert, scope=Scope.MODERATORS)
