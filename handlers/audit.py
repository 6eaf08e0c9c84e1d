"""``/audit``: who did what, before and after: the latest privileged acts, each person under a mark, never a number."""

import datetime as dt
from hashlib import blake2b
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers import here
from handlers.choices import said
from handlers.command import Command, Scope
from handlers.ports import Act, Services
from handlers.reply import Button, Reply, say
from handlers.request import Request
from handlers.typed import shown

_PER_PAGE: Final = 10
_SHOWN: Final = 160
_KINDS: Final = ("proposal", "broadcast", "gap")


async def audit(request: Request, services: Services) -> Reply:
    """Return the latest acts, or those before the one a button names."""
    before = int(request.args) if request.pressed and request.args.isdecimal() else None
    acts = list(await services.curation.audit.recent(_PER_PAGE + 1, before))
    if not acts:
        return say(request.text("audit.none"))
    shown_now = acts[:_PER_PAGE]
    ways = []
    if len(acts) > _PER_PAGE:
        ways.append(Button(said(request, "audit.older"), "audit", str(shown_now[-1].id), in_place=True))
    if before is not None:
        ways.insert(0, Button(said(request, "audit.newest"), "audit", in_place=True))
    return Reply(
        [_line(each, request, services) for each in shown_now],
        head=request.text("audit.head"),
        buttons=(tuple(ways),) if ways else (),
        per_page=_PER_PAGE,
        private=True,
    )


def mark(person: int) -> str:
    """Return what to call somebody in the audit: a mark that tells them from others, never who they are."""
    return blake2b(f"audit {person}".encode(), digest_size=2).hexdigest()


def _line(act: Act, request: Request, services: Services) -> Markup:
    key = f"audit.act.{act.act}"
    line = request.text(
        "audit.line",
        when=_when(act.at, request, services),
        who=request.text("audit.by", mark=mark(act.by)) if act.by is not None else request.text("audit.nobody"),
        act=request.text(key) if request.texts.has(key) else shown(act.act),
        subject=_subject(act.subject, request),
    )
    parts = [line]
    if act.before or act.after:
        none = request.text("audit.nothing").unescape()
        change = request.text(
            "audit.change", before=_state(act.before or none, request), after=_state(act.after or none, request)
        )
        parts.append(change)
    if act.why:
        parts.append(request.text("audit.why", why=shown(act.why, _SHOWN)))
    return Markup("\n").join(parts)


def _state(value: str, request: Request) -> Markup:
    """Return what it was before or after: the state of a proposal in words, anything else as it is kept."""
    key = f"audit.state.{value}"
    return request.text(key) if request.texts.has(key) else Markup.escape(shown(value, _SHOWN))


def _subject(subject: str, request: Request) -> Markup:
    """Return what it was done to; somebody is named by a mark, and not at all once forgotten."""
    kind, _, number = subject.partition(":")
    if kind in _KINDS:
        return request.text(f"audit.{kind}", number=number)
    if kind != "person":
        return Markup.escape(shown(subject))
    return request.text("audit.by", mark=mark(int(number))) if number.isdecimal() else request.text("audit.forgotten")


def _when(at: dt.datetime, request: Request, services: Services) -> str:
    zone = here.zone(services)
    return f"{request.texts.day(at.astimezone(ZoneInfo(zone)).date())}, {request.texts.time(at, zone)}"


COMMAND = Command("audit", audit, scope=Scope.MODERATORS)
