"""``/push``: a digest now, to chosen groups: the exact texts first, a minute to call it off, a way to take it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final

from markupsafe import Markup

from content.schedule import Schedule
from content.texts import texts
from handlers import here
from handlers.choices import label, on_page, rows, said, turning
from handlers.command import Command, Scope
from handlers.ports import PushPlan, Services
from handlers.recall import button as recalling
from handlers.reply import Button, Entry, Reply, Row, say
from handlers.request import Chat, ChatKind, Person, Request
from handlers.setup import wording
from handlers.status import chat_mark
from handlers.telling import tell_push, Telling

_TOGGLED, _SEEN, _SENT, _CALLED_OFF = "T", "P", "G", "X"
_MOST: Final = 96
"""Digests to choose from: a button has room for no more ticks."""
_PER_PAGE: Final = 6
_SHOWN: Final = 5
"""Texts shown whole before they are sent."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which of the digests are chosen."""

    plans: Sequence[PushPlan]
    mask: int

    @property
    def chosen(self) -> list[PushPlan]:
        return [plan for at, plan in enumerate(self.plans) if self.mask >> at & 1]

    @property
    def check(self) -> str:
        """A mark of what there is to choose from: a tick must not come to mean another group."""
        return _mark(",".join(str(plan.schedule) for plan in self.plans))

    def args(self, step: str, mask: int | None = None, rest: str = "") -> str:
        return f"{step}{self.mask if mask is None else mask:x}.{self.check}{rest}"


async def push(request: Request, services: Services) -> Reply:
    """Return the digests to choose from, what they would say, or what became of sending them."""
    if empty := here.nothing_yet(request, services):
        return empty
    step, rest = (request.args[:1], request.args[1:]) if request.pressed else ("", "")
    if step == _CALLED_OFF:
        return await _call_off(_numbers(rest), request, services)
    plans = sorted(await services.curation.pushes.plans(request.now), key=lambda plan: plan.schedule)[:_MOST]
    if not plans:
        return say(request.text("push.nobody"))
    ticked, _, check = rest.partition(".")
    fresh = _Choice(plans, _hex(ticked))
    if step not in (_TOGGLED, _SEEN, _SENT) or check[:4] != fresh.check:
        note = request.text("push.changed") if step else None
        return await _list(_Choice(plans, 0), request, services, note)
    if step == _TOGGLED or not fresh.chosen:
        return await _list(fresh, request, services)
    if step == _SENT:
        return await _send(fresh, check[4:], request, services)
    return await _show(fresh, request, services)


async def _list(choice: _Choice, request: Request, services: Services, note: Markup | None = None) -> Reply:
    """Return the digests to tick, with what each is about and when its chat is quiet."""
    numbered = list(enumerate(choice.plans))
    here_now = on_page(numbered, request.page, _PER_PAGE)
    blocks: list[Markup | Entry] = []
    ticks: list[Button] = []
    for at, plan in here_now:
        blocks.append(await _line(plan, request, services))
        name = chat_mark(plan.chat, plan.kind, request.texts)
        mark = "✓ " if choice.mask >> at & 1 else ""
        toggled = choice.args(_TOGGLED, choice.mask ^ 1 << at)
        ticks.append(Button(label(f"{mark}{name}"), "push", toggled, in_place=True, page=request.page))
    everybody = (1 << len(choice.plans)) - 1
    ways: list[Row] = [*rows(ticks, 2)]
    if choice.mask != everybody and len(choice.plans) > 1:
        all_of_them = choice.args(_TOGGLED, everybody)
        ways.append((Button(said(request, "push.all"), "push", all_of_them, in_place=True, page=request.page),))
    if choice.chosen:
        name = request.text("push.see", n=len(choice.chosen)).unescape()
        ways.append((Button(name, "push", choice.args(_SEEN), in_place=True),))
    turned = turning(len(numbered), _PER_PAGE, replace(request, command="push", args=choice.args(_TOGGLED)))
    head = Markup("\n\n").join(each for each in (note, request.text("push.which", n=len(numbered))) if each)
    return Reply(blocks, head=head, buttons=(*ways, *turned), per_page=_PER_PAGE, turns=("push", choice.args(_TOGGLED)))


async def _line(plan: PushPlan, request: Request, services: Services) -> Markup:
    schedule = await services.schedules.get(plan.chat, plan.schedule)
    about = wording.about(schedule, request, services) if schedule else ""
    lines = [
        request.text(
            "push.line",
            chat=chat_mark(plan.chat, plan.kind, request.texts),
            about=about,
            language=request.texts.locale.languages.get(plan.language, plan.language),
        )
    ]
    if plan.thread is not None:
        lines.append(request.text("push.in-topic", number=plan.thread))
    if quiet := await _quiet(plan, request, services):
        lines.append(quiet)
    return Markup("\n").join(lines)


async def _quiet(plan: PushPlan, request: Request, services: Services) -> Markup | None:
    """Return that the chat is quiet now, so that it arrives without a sound, or when it will be next."""
    manner = await services.chats.manner(plan.chat)
    zone = manner.zone or here.zone(services)
    if plan.quiet_until is not None:
        return request.text("push.quiet-now", time=request.texts.time(plan.quiet_until, zone))
    if manner.quiet is None or manner.quiet.since == manner.quiet.until:
        return None
    return request.text("push.quiet-from", time=wording.clock(manner.quiet.since, request.texts))


async def _tellings(choice: _Choice, request: Request, services: Services) -> list[tuple[PushPlan, Schedule, Telling]]:
    """Return what each of the chosen digests would say now."""
    found = []
    for plan in choice.chosen:
        schedule = await services.schedules.get(plan.chat, plan.schedule)
        if schedule is not None:
            asked = Request("digest", "", Chat(0, ChatKind.GROUP), Person(None), texts(plan.language), request.now)
            found.append((plan, schedule, await tell_push(schedule, asked, services)))
    return found


async def _show(choice: _Choice, request: Request, services: Services, note: Markup | None = None) -> Reply:
    """Return the exact texts, where each goes, and the button that sends exactly those."""
    told = await _tellings(choice, request, services)
    if not told:
        return await _list(choice, request, services, request.text("push.changed"))
    by_text: dict[str, list[PushPlan]] = {}
    replies: dict[str, Reply] = {}
    for plan, _, telling in told:
        text = _said(telling)
        by_text.setdefault(text, []).append(plan)
        replies[text] = telling.reply
    lines = [note] if note else []
    lines.append(request.text("push.preview", n=len(told)))
    if empty := sum(telling.empty for *_, telling in told):
        lines.append(request.text("push.preview-empty", n=empty))
    if quiet := sum(plan.quiet_until is not None for plan, *_ in told):
        lines.append(request.text("push.preview-quiet", n=quiet))
    if len(by_text) > _SHOWN:
        lines.append(request.text("push.preview-more", n=len(by_text) - _SHOWN))
    extra = []
    for text, plans in list(by_text.items())[:_SHOWN]:
        names = request.texts.listing([chat_mark(plan.chat, plan.kind, request.texts) for plan in plans[:_SHOWN]])
        head = request.text("push.preview-for", chats=names, n=len(plans))
        reply = replies[text]
        whole = Markup("\n\n").join(each for each in (head, reply.head) if each)
        extra.append(replace(reply, head=whole, buttons=(), extra=(), to_operators=Markup(), toast=""))
    send = Button(said(request, "push.send"), "push", choice.args(_SENT, rest=_check(told)), in_place=True)
    back = Button(said(request, "push.back"), "push", choice.args(_TOGGLED), in_place=True)
    return Reply((Markup("\n").join(lines),), buttons=((send,), (back,)), extra=tuple(extra))


async def _send(choice: _Choice, check: str, request: Request, services: Services) -> Reply:
    """Queue what was seen, and nothing else."""
    told = await _tellings(choice, request, services)
    if not told or check != _check(told):
        return await _show(choice, request, services, request.text("push.changed"))
    by = request.person.id or 0
    numbers = await services.curation.pushes.push([plan.schedule for plan, *_ in told], by, request.now)
    await services.curation.audit.note(
        "push", f"broadcast:{_ranges(numbers)}", by, request.now, after=str(len(numbers))
    )
    off = Button(said(request, "push.call-off"), "push", f"{_CALLED_OFF}{_ranges(numbers)}", in_place=True)
    return say(request.text("push.leaving", n=len(numbers)), (off,), *_backwards(numbers, request))


async def _call_off(numbers: Sequence[int], request: Request, services: Services) -> Reply:
    by = request.person.id or 0
    count = await services.curation.pushes.cancel(numbers, by, request.now)
    if not count:
        return say(request.text("push.left"), *_backwards(numbers, request))
    await services.curation.audit.note("call-off", f"broadcast:{_ranges(numbers)}", by, request.now, after=str(count))
    return say(request.text("push.called-off", n=count), (Button(said(request, "push.again"), "push", in_place=True),))


def _backwards(numbers: Sequence[int], request: Request) -> tuple[Row, ...]:
    """Return the ways to see who has it and to take it back."""
    if len(numbers) == 1:
        account = Button(said(request, "push.account"), "status", str(numbers[0]))
        return ((account, recalling(numbers[0], request)),)
    return ((Button(said(request, "push.account"), "status"), Button(said(request, "recall.button"), "recall")),)


def _said(telling: Telling) -> str:
    """Return all the digest says, buttons left out."""
    reply = telling.reply
    blocks = (block.text if isinstance(block, Entry) else block for block in reply.blocks)
    return "\n\n".join(str(each) for each in (reply.head, *blocks, reply.foot))


def _check(told: Sequence[tuple[PushPlan, Schedule, Telling]]) -> str:
    return _mark("\n".join(f"{plan.schedule} {_said(telling)}" for plan, _, telling in told))


def _mark(words: str) -> str:
    return blake2b(words.encode(), digest_size=2).hexdigest()


def _hex(digits: str) -> int:
    try:
        return int(digits or "0", 16)
    except ValueError:
        return 0


def _ranges(numbers: Sequence[int]) -> str:
    """Return the numbers in short: ``12-15,18``."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def _numbers(ranges: str) -> list[int]:
    """Return the numbers that ``_ranges`` wrote."""
    found: list[int] = []
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        if first.isdecimal() and (not last or last.isdecimal()):
            found.extend(range(int(first), min(int(last or first), int(first) + _MOST) + 1))
    return found[:_MOST]


COMMAND = Command("push", push, scope=Scope.MODERATORS)
