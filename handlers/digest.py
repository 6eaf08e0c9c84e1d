"""``/digest [time]``: the digests of this chat, to change, to see as they would be now, to stop."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from content.schedule import Schedule
from handlers import here
from handlers.choices import said
from handlers.command import Command, Scope
from handlers.mydata import mydata
from handlers.ports import Services
from handlers.reply import Button, Doorway, Entry, Reply, Row, say
from handlers.request import ChatKind, Request
from handlers.setup import setup, time_in, wording
from handlers.setup.draft import Draft
from handlers.setup.screens import button, main

_ASK, _STOP = "x", "z"
_ERASE, _ERASED = "e", "w"
_HELD = "h"


async def digest(request: Request, services: Services) -> Reply:
    """Return the chat's digests, one of them, or what became of it."""
    if empty := here.nothing_yet(request, services):
        return empty
    schedules = await services.schedules.of(request.about.id)
    if not request.args:
        return _list(schedules, request, services)
    first, _, rest = request.args.partition(" ")
    if request.pressed and first in (_ASK, _STOP):
        chosen = _numbered(schedules, rest)
        return await _stop(chosen, request, services, sure=first == _STOP) if chosen else _gone(request)
    if request.pressed and first in (_ERASE, _ERASED):
        return await _erase(request, services, sure=first == _ERASED)
    if request.args == _HELD:
        return await _held(request, services)
    chosen = _numbered(schedules, first)
    at = time_in(rest if chosen else request.args)
    if chosen and at:
        return main(Draft(replace(chosen, at=at), chose_empty=True), request, services)
    if chosen:
        return _one(chosen, request, services)
    if request.pressed:
        return _gone(request)
    # "/digest 18:30": the one digest there is at another time, or a first one.
    if at and len(schedules) == 1:
        return main(Draft(replace(schedules[0], at=at), chose_empty=True), request, services)
    return await setup(request.asking("setup", request.args), services) if at else _list(schedules, request, services)


def _numbered(schedules: Sequence[Schedule], number: str) -> Schedule | None:
    return next((each for each in schedules if str(each.id) == number), None)


def _list(schedules: Sequence[Schedule], request: Request, services: Services) -> Reply:
    another = (Button(said(request, "digest-of.another" if schedules else "setup.begin"), "setup"),)
    if not schedules:
        return say(request.text("digest-of.none", where=wording.here(request)), another, *_erasing(request))
    if len(schedules) == 1:
        return _one(schedules[0], request, services)
    blocks = [_entry(each, request, services) for each in schedules]
    head = request.text("digest-of.head", n=len(schedules))
    return Reply(blocks, head=head, buttons=(another, *_erasing(request)), per_page=len(blocks), urgent=True)


def _entry(schedule: Schedule, request: Request, services: Services) -> Entry:
    opens = Button(wording.moment(schedule, request.texts), "digest", str(schedule.id), in_place=True)
    return Entry(Markup("\n").join(_facts(schedule, request, services)), opens)


def _facts(schedule: Schedule, request: Request, services: Services) -> list[Markup]:
    moment = wording.moment(schedule, request.texts)
    about = wording.about(schedule, request, services)
    facts = [request.text("digest-of.facts", moment=moment, about=about, language=wording.language(schedule))]
    if request.about.kind is ChatKind.GROUP:
        facts.append(request.text("digest-of.in-topic" if schedule.thread is not None else "digest-of.in-general"))
    facts.append(request.text("digest-of.empty", empty=wording.when_empty(schedule, request)))
    if schedule.pin:
        facts.append(request.text("setup.pins"))
    facts.append(request.text("digest-of.next", first=wording.first(schedule, request)))
    return facts


def _one(schedule: Schedule, request: Request, services: Services) -> Reply:
    draft = Draft(schedule, chose_empty=True)

    def to(key: str, screen: str) -> Button:
        return button(said(request, key), screen, draft, services)

    buttons: tuple[Row, ...] = (
        (to("setup.preview", "v"), to("digest-of.change", "m")),
        (to("setup.time", "t"), to("setup.days", "d")),
        (
            Button(said(request, "digest-of.another"), "setup"),
            Button(said(request, "digest-of.stop"), "digest", f"{_ASK} {schedule.id}", in_place=True),
        ),
        *_erasing(request),
    )
    head = request.text("digest-of.one", where=wording.here(request))
    text = Markup("\n").join((head, *_facts(schedule, request, services)))
    return Reply((text,), buttons=buttons, urgent=True)


async def _stop(schedule: Schedule, request: Request, services: Services, *, sure: bool) -> Reply:
    """Ask whether it is to stop, or stop it; what the chat follows, its language and quiet hours stay."""
    if not sure:
        ways = (
            Button(said(request, "digest-of.stop-yes"), "digest", f"{_STOP} {schedule.id}", in_place=True),
            Button(said(request, "digest-of.stop-no"), "digest", str(schedule.id), in_place=True),
        )
        return say(request.text("digest-of.sure", moment=wording.moment(schedule, request.texts)), ways)
    await services.schedules.remove(schedule.chat, schedule.id)
    return say(request.text("digest-of.stopped"), (Button(said(request, "setup.begin"), "setup"),))


def _erasing(request: Request) -> tuple[Row, ...]:
    """Return the buttons to see and to erase what is kept about a group or channel; for a person: /mydata, /forget."""
    if request.about.kind is ChatKind.PRIVATE:
        return ()
    return (
        (Button(said(request, "digest-of.held"), "digest", _HELD),),
        (Button(said(request, "digest-of.erase"), "digest", _ERASE, in_place=True),),
    )


async def _held(request: Request, services: Services) -> Reply:
    """Return what is held about the group or channel; in the group itself, the way to where it is told."""
    if request.private:
        return await mydata(request, services)
    token = await services.doors.open(request.chat, f"digest {_HELD}", request.now)
    return say(request.text("mydata.door"), (Doorway(said(request, "door.open"), "digest", _HELD, token),))


async def _erase(request: Request, services: Services, *, sure: bool) -> Reply:
    if not sure:
        ways = (
            Button(said(request, "digest-of.erase-yes"), "digest", _ERASED, in_place=True),
            Button(said(request, "digest-of.stop-no"), "digest", in_place=True),
        )
        return say(request.text("digest-of.erase-sure", where=wording.here(request)), ways)
    await services.chats.forget(request.about.id, request.now)
    return say(request.text("digest-of.erased"), private=True)


def _gone(request: Request) -> Reply:
    return say(request.text("digest-of.gone"), (Button(said(request, "setup.list"), "digest"),))


COMMAND = Command("digest", digest, scope=Scope.GROUP_ADMINS)
