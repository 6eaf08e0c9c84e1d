"""``/status``: how delivery stands, and of each digest or alert who has it, who has not, who is uncertain."""

import datetime as dt
from collections.abc import Mapping
from hashlib import blake2b
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.texts import Texts
from handlers import here
from handlers.choices import label, said
from handlers.command import Command, Scope
from handlers.ports import Account, Recipient, Services
from handlers.recall import button as recalling
from handlers.reply import Button, Entry, Reply, Row, say
from handlers.request import ChatKind, Request

_OUTCOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "have": ("sent",),
    "coming": ("queued", "sending"),
    "unsure": ("unknown", "held"),
    "without": ("expired", "dead", "cancelled"),
}
_RESENT: Final = ("held", "expired", "dead", "cancelled")
_KINDS: Final = frozenset(kind.value for kind in ChatKind)
_SHOWN: Final = 8
"""Chats named for each outcome."""
_RESEND, _HELD, _ARRIVED, _AGAIN = "r", "h", "a", "n"


async def status(request: Request, services: Services) -> Reply:
    """Return how delivery stands, the account of one broadcast, or what became of a decision about it."""
    first, _, rest = request.args.partition(" ")
    if first.isdecimal():
        return await _account(int(first), request, services)
    broadcast, _, message = rest.partition(" ")
    if not request.pressed or not broadcast.isdecimal():
        return await _overview(request, services)
    if first == _RESEND:
        count = await services.ledger.resend(int(broadcast), request.now)
        await _note("resend", broadcast, str(count), request, services)
        return await _account(int(broadcast), request, services, request.text("status.resent", n=count))
    if first in (_ARRIVED, _AGAIN) and message.isdecimal():
        arrived = first == _ARRIVED
        settled = await services.ledger.decide(int(message), arrived=arrived, now=request.now)
        if not settled:
            return await _next_held(int(broadcast), request, services, request.text("status.settled-before"))
        await _note("decide", broadcast, "sent" if arrived else "queued", request, services)
        note = request.text("status.noted") if arrived else request.text("status.sent-again")
        return await _next_held(int(broadcast), request, services, note)
    return await _next_held(int(broadcast), request, services)


async def _note(act: str, broadcast: str, after: str, request: Request, services: Services) -> None:
    """Write down who decided about the copies of a broadcast."""
    await services.curation.audit.note(act, f"broadcast:{broadcast}", request.person.id, request.now, after=after)


async def _overview(request: Request, services: Services) -> Reply:
    standing = await services.ledger.standing(request.now)
    lines = [request.text("status.head"), *(Markup("• {}").format(each) for each in _counts(standing.states, request))]
    if not standing.states:
        lines.append(request.text("status.nothing-sent"))
    lines.append(request.text("status.due", n=standing.due))
    if standing.last_digest is not None:
        lines.append(request.text("status.last-digest", when=_when(standing.last_digest, request, services)))
    for name, since in standing.silent:
        lines.append(request.text("status.silent", name=name, since=_when(since, request, services)))
    entries = [_entry(each, request, services) for each in await services.ledger.recent()]
    return Reply([Markup("\n").join(lines), *entries], per_page=len(entries) + 1)


def _entry(account: Account, request: Request, services: Services) -> Entry:
    states = ", ".join(_counts(account.states, request)) or request.text("status.nobody")
    text = request.text(
        "status.entry",
        title=account.title or account.kind,
        when=_when(account.made_at, request, services),
        states=states,
    )
    return Entry(text, Button(label(account.title or account.kind), "status", str(account.id)))


async def _account(broadcast: int, request: Request, services: Services, note: Markup | None = None) -> Reply:
    account = await services.ledger.account(broadcast)
    if account is None:
        return say(request.text("status.gone"), (Button(said(request, "status.all"), "status"),))
    blocks = [
        request.text(
            "status.account", title=account.title or account.kind, when=_when(account.made_at, request, services)
        )
    ]
    blocks += [note] if note else []
    for outcome, states in _OUTCOMES.items():
        if count := sum(account.states.get(state, 0) for state in states):
            copies = await services.ledger.recipients(broadcast, states, _SHOWN)
            blocks.append(
                _named(
                    outcome, count, [chat_mark(each.chat, each.chat_kind, request.texts) for each in copies], request
                )
            )
    if account.expanding:
        blocks.append(request.text("status.expanding"))
    if account.doubted:
        blocks.append(request.text("status.doubted", n=account.doubted))
    return Reply(blocks, buttons=_ways(account, request), per_page=len(blocks))


def _named(outcome: str, count: int, chats: list[str], request: Request) -> Markup:
    more = count - len(chats)
    listed = ", ".join(chats) + (f" {request.text('status.and-more', n=more).unescape()}" if more > 0 else "")
    return request.text("status.line", sum=request.text(f"status.sum.{outcome}", n=count), chats=listed)


def _ways(account: Account, request: Request) -> tuple[Row, ...]:
    rows: list[Row] = []
    if missing := sum(account.states.get(state, 0) for state in _RESENT):
        name = request.text("status.resend", n=missing).unescape()
        rows.append((Button(name, "status", f"{_RESEND} {account.id}", in_place=True),))
    if held := account.states.get("held", 0):
        name = request.text("status.decide", n=held).unescape()
        rows.append((Button(name, "status", f"{_HELD} {account.id}", in_place=True),))
    again = Button(said(request, "status.refresh"), "status", str(account.id), in_place=True)
    rows.append((again, Button(said(request, "status.all"), "status", in_place=True)))
    if any(account.states.get(state, 0) for state in ("sent", "queued", "sending", "unknown")):
        rows.append((recalling(account.id, request),))
    return tuple(rows)


async def _next_held(broadcast: int, request: Request, services: Services, note: Markup | None = None) -> Reply:
    """Return the next copy that is held, for a decision; the account where none is left."""
    held = await services.ledger.recipients(broadcast, ("held",), 1)
    account = await services.ledger.account(broadcast)
    if not held or account is None:
        return await _account(broadcast, request, services, note)
    notice = held_notice(account.title or account.kind, broadcast, held[0], request.texts)
    back = Button(said(request, "status.back"), "status", str(broadcast), in_place=True)
    blocks = (note, *notice.blocks) if note else tuple(notice.blocks)
    return Reply(blocks, buttons=(*notice.buttons, (back,)))


def held_notice(title: str, broadcast: int, copy: Recipient, spoken: Texts) -> Reply:
    """Return the word to moderators that it is not known whether a copy of a broadcast arrived, with both ways out."""
    arrived = Button(
        spoken.text("status.arrived").unescape(), "status", f"{_ARRIVED} {broadcast} {copy.message}", in_place=True
    )
    again = Button(
        spoken.text("status.again").unescape(), "status", f"{_AGAIN} {broadcast} {copy.message}", in_place=True
    )
    return say(
        spoken.text("status.held", title=title, chat=chat_mark(copy.chat, copy.chat_kind, spoken)), (arrived, again)
    )


def held_several(account: Account, spoken: Texts) -> Reply:
    """Return the word to moderators that it is not known of many copies of a broadcast whether they arrived, with the way to each."""
    count = account.states.get("held", 0)
    decide = Button(spoken.text("status.decide", n=count).unescape(), "status", f"{_HELD} {account.id}", in_place=True)
    return say(spoken.text("status.held-several", title=account.title or account.kind, n=count), (decide,))


def chat_mark(chat: int, kind: str, spoken: Texts) -> str:
    """Return what to call a chat: its kind and a mark that tells it from others, never who it is."""
    mark = blake2b(str(chat).encode(), digest_size=2).hexdigest()
    if kind not in _KINDS:
        kind = ChatKind.PRIVATE if chat > 0 else ChatKind.GROUP
    return f"{spoken.text(f'status.chat.{kind}').unescape()} {mark}"


def _counts(states: Mapping[str, int], request: Request) -> list[str]:
    """Return how many have it, will get it, are uncertain, have it not; of those only what there is."""
    sums = {name: sum(states.get(state, 0) for state in group) for name, group in _OUTCOMES.items()}
    return [request.text(f"status.sum.{name}", n=count).unescape() for name, count in sums.items() if count]


def _when(at: dt.datetime, request: Request, services: Services) -> str:
    zone = here.zone(services)
    return f"{request.texts.day(at.astimezone(ZoneInfo(zone)).date())}, {request.texts.time(at, zone)}"


COMMAND = Command("status", status, scope=Scope.MODERATORS)
