"""``/subscriptions``: everything a chat follows, in one list, to change, pause or end; with its quiet hours and next digest."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from markupsafe import Markup

from content.news import Every
from content.texts import languages, texts
from handlers import choices
from handlers.agreement import again, how
from handlers.choices import said
from handlers.command import Command, Scope
from handlers.pause import moment, paused, resuming, standing
from handlers.ports import Manner, Services, Subscription
from handlers.quiet import hours, zone
from handlers.reply import Button, NOTHING, Reply, Row, say
from handlers.request import Request
from handlers.wanted import in_words

REMOVE: Final = "remove"
_DIGITS: Final = 15
_PER_PAGE: Final = 8
_IN_GROUP: Final = 3
"""What fits into a group's message: the rest of it would be somebody's own list, behind a doorway."""
_ACROSS: Final = 4
_LENGTHS: Final = ("day", "week", "good")


async def subscriptions(request: Request, services: Services) -> Reply:
    """Return the list, or one of it with its choices; a press changes how often or in what language, or ends it."""
    number, _, change = request.args.partition(" ")
    if number.isascii() and number.isdecimal() and len(number) <= _DIGITS:
        kept = await services.subscriptions.get(request.about.id, int(number))
        if kept is None:
            return say(request.text("subscriptions.gone"), (_back(request),))
        if change and request.pressed:
            return await _changed(kept, change, request, services)
        return await _single(kept, request, services)
    return await _list(request, services)


async def dropped(kept: Subscription, request: Request, services: Services) -> Reply:
    """End one, and return that it was ended, what stays, and how to follow it again."""
    await services.subscriptions.remove(request.about.id, kept.id)
    what = await in_words(kept.filter, request, services)
    text = request.text("subscriptions.removed", what=what)
    return say(text, *again(kept, request), (_back(request),), private=_repeats(kept))


async def _changed(kept: Subscription, change: str, request: Request, services: Services) -> Reply:
    if change == REMOVE:
        return await dropped(kept, request, services)
    chat = request.about.id
    changed: Subscription | None = kept
    if change in {every.value for every in Every}:
        changed = await services.subscriptions.change(chat, kept.id, every=Every(change))
    elif change in languages():
        changed = await services.subscriptions.change(chat, kept.id, language=change)
    return await _single(changed or kept, request, services)


async def _single(kept: Subscription, request: Request, services: Services) -> Reply:
    what = await in_words(kept.filter, request, services)
    text = Markup("\n").join(
        part
        for part in (
            request.text("subscriptions.one", what=what, how=how(kept.every, kept.language, request)),
            _where(kept, request),
        )
        if part
    )

    def button(label: str, change: str, *, on: bool = False) -> Button:
        return Button(f"✓ {label}" if on else label, "subscriptions", f"{kept.id} {change}", in_place=True)

    often = tuple(
        button(_upper(said(request, f"subscribe.every.{every.value}")), every.value, on=every is kept.every)
        for every in Every
    )
    spoken = tuple(
        button(said(replace(request, texts=texts(code)), "language.name"), code, on=code == kept.language)
        for code in languages()
    )
    remove = button(said(request, "subscriptions.remove"), REMOVE)
    return say(text, *((each,) for each in often), spoken, (remove,), (_back(request),), private=_repeats(kept))


async def _list(request: Request, services: Services) -> Reply:
    kept = list(await services.subscriptions.of(request.about.id))
    manner = await services.chats.manner(request.about.id)
    state = await _state(manner, request, services)
    if not kept:
        text = Markup("\n\n").join((_head(0, request), state))
        offers = (
            Button(said(request, "subscriptions.subscribe"), "subscribe"),
            Button(said(request, "quiet.open"), "quiet"),
        )
        return say(text, offers)
    per_page = _PER_PAGE if request.private else _IN_GROUP
    shown = choices.on_page(kept, request.page, per_page)
    lines = Markup("\n").join([await _line(number, each, request, services) for number, each in enumerate(shown, 1)])
    rows = (*_numbers(shown), *choices.turning(len(kept), per_page, request), *_ways(manner, request))
    text = Markup("\n\n").join((_head(len(kept), request), lines, state))
    return say(text, *rows, private=any(map(_repeats, shown)))


def _head(number: int, request: Request) -> Markup:
    kind = request.about.kind.value
    return request.text(f"subscriptions.of.{kind}", n=number) if number else request.text(f"subscriptions.none.{kind}")


async def _line(number: int, each: Subscription, request: Request, services: Services) -> Markup:
    what = choices.label(await in_words(each.filter, request, services))
    line = request.text("subscriptions.line", number=number, what=what, how=how(each.every, each.language, request))
    where = _where(each, request)
    return Markup(" · ").join((line, where)) if where else line


def _where(each: Subscription, request: Request) -> Markup:
    """Return which topic of the group it goes to; nothing where there is only one place."""
    if each.thread is None:
        return request.text("subscriptions.general") if request.about.thread is not None else NOTHING
    return request.text("subscriptions.here" if each.thread == request.about.thread else "subscriptions.elsewhere")


async def _state(manner: Manner, request: Request, services: Services) -> Markup:
    """Return whether the chat is paused, its quiet hours, and when its next digest is due."""
    ends = paused(manner, request)
    where = zone(manner, services)
    quiet = (
        request.text("quiet.now", hours=hours(manner.quiet, request), zone=where)
        if manner.quiet
        else request.text("quiet.none")
    )
    lines = [standing(ends, manner, request, services)] if ends else []
    lines.append(quiet)
    kept = await services.schedules.of(request.about.id)
    slots = [(slot[1], each.zone) for each in kept if (slot := each.coming(request.now))]
    if slots:
        at, clock = min(slots)
        lines.append(request.text("subscriptions.digest", moment=moment(at, clock, request)))
    return Markup("\n").join(lines)


def _numbers(shown: Sequence[Subscription]) -> tuple[Row, ...]:
    buttons = (
        Button(str(number), "subscriptions", str(each.id), in_place=True) for number, each in enumerate(shown, 1)
    )
    return choices.rows(buttons, _ACROSS)


def _ways(manner: Manner, request: Request) -> tuple[Row, ...]:
    """Return the buttons for the whole list: pausing or taking up again, quiet hours, ending all."""
    pauses: Row = (
        (resuming(request),)
        if paused(manner, request)
        else tuple(Button(said(request, f"pause.choice.{each}"), "pause", each, in_place=True) for each in _LENGTHS)
    )
    last: Row = (
        Button(said(request, "quiet.open"), "quiet"), Button(said(request, "unsubscribe.all"), "unsubscribe", "all"),
    )  # fmt: skip
    return (pauses, last)


def _repeats(kept: Subscription) -> bool:
    """Return whether what it says repeats words somebody wrote."""
    return bool(kept.filter.words or kept.filter.without)


def _upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _back(request: Request) -> Button:
    return Button(said(request, "subscriptions.open"), "subscriptions", in_place=True)


COMMAND = Command("subscriptions", subscriptions, scope=Scope.GROUP_ADMINS)
