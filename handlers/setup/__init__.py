"""``/setup [time] [topic, place]``: a digest set up with buttons, in one message, in two presses if need be."""

import datetime as dt
import re
from dataclasses import replace
from typing import Final

from content.schedule import Schedule
from handlers import here
from handlers.command import Command, Scope
from handlers.ports import Services
from handlers.reply import Reply
from handlers.request import Request
from handlers.setup import draft as drafts
from handlers.setup.draft import Draft
from handlers.setup.keeping import keep, preview
from handlers.setup.screens import choose_days, choose_places, choose_time, choose_topics, main, START
from handlers.subject import understood
from handlers.zone import chosen

USUAL_TIME: Final = dt.time(18, 30)
"""When people are home from work and children not yet in bed."""
_TIME: Final = re.compile(
    r"(?:\b(?:at|à|a)\s+)?\b([01]?\d|2[0-3])(?:\s?h\s?([0-5]\d)?|[:.]([0-5]\d))(?!\w)", re.IGNORECASE
)
_LONGEST: Final = 200


async def setup(request: Request, services: Services) -> Reply:
    """Return a screen of the set-up, the preview, or that the digest is kept."""
    if empty := here.nothing_yet(request, services):
        return empty
    if not request.pressed or not request.args:
        return await chosen(request, services) or await _begin(request, services)
    screen, written = request.args[0], request.args[1:]
    draft = await _carried(written, request, services)
    if draft is None:
        # The pack changed, or the digest was stopped meanwhile: what the button says is no longer true.
        return main(await new(request, services), request, services, request.text("setup.again"))
    match screen:
        case "d":
            return choose_days(draft, request, services)
        case "t":
            return choose_time(draft, request, services)
        case "s":
            return choose_topics(draft, request, services)
        case "p":
            return choose_places(draft, request, services)
        case "v":
            return await preview(draft, request, services)
        case _ if screen == START:
            return await keep(draft, request, services)
        case _:
            return await _main(draft, request, services)


async def _begin(request: Request, services: Services) -> Reply:
    draft = await new(request, services)
    typed = request.args[:_LONGEST]
    at = time_in(typed)
    if at is not None:
        draft = replace(draft, schedule=replace(draft.schedule, at=at))
    rest = _TIME.sub(" ", typed, count=1) if at is not None else typed
    subject = understood(rest.strip(), services.packs.reference)
    draft = draft.with_topics(subject.topic_slugs).with_places(place.slug for place in subject.places)
    if rest.strip() and not subject.known:
        return main(draft, request, services, request.text("setup.not-understood"))
    return await _main(draft, request, services)


async def _main(draft: Draft, request: Request, services: Services) -> Reply:
    others = [each for each in await services.schedules.of(request.about.id) if each.id != draft.schedule.id]
    note = request.text("setup.has-others", n=len(others)) if others and not draft.schedule.id else None
    return main(draft, request, services, note, await services.chats.manner(request.about.id))


async def new(request: Request, services: Services) -> Draft:
    """Return what is set up while nobody chose otherwise: every day, 18:30, everything, in the chat's language."""
    chat = request.about
    manner = await services.chats.manner(chat.id)
    schedule = Schedule(
        chat=chat.id,
        at=USUAL_TIME,
        zone=manner.zone or here.zone(services),
        language=await services.chats.language(chat.id) or request.language,
        thread=chat.thread,
    )
    return Draft(schedule).on_days(schedule.days)


async def _carried(written: str, request: Request, services: Services) -> Draft | None:
    """Return the draft the button carries; one that changes a kept digest starts from that digest."""
    fresh = await new(request, services)
    draft = drafts.read(written, fresh.schedule, services.packs.reference)
    if draft is None or not draft.schedule.id:
        return draft
    kept = await services.schedules.get(request.about.id, draft.schedule.id)
    return drafts.read(written, kept, services.packs.reference) if kept is not None else None


def time_in(typed: str) -> dt.time | None:
    """Return the first time of day in the words (``18:30``, ``18h30``, ``18 h``), or None."""
    found = _TIME.search(typed)
    return dt.time(int(found[1]), int(found[2] or found[3] or 0)) if found else None


COMMAND = Command("setup", setup, scope=Scope.GROUP_ADMINS)
