"""The end of the set-up: the text that would go out now, and the digest kept."""

from dataclasses import replace
from typing import Final

from markupsafe import Markup

from content.schedule import Schedule, WhenEmpty
from content.texts import texts
from handlers.charter import charter
from handlers.choices import said
from handlers.ports import Services
from handlers.reply import Button, Reply, Row, say
from handlers.request import ChatKind, Request
from handlers.setup import wording
from handlers.setup.draft import Draft
from handlers.setup.screens import button, START
from handlers.telling.digest import tell_digest

MOST: Final = 10
"""Digests a chat can have."""


async def preview(draft: Draft, request: Request, services: Services) -> Reply:
    """Return the text that would go out now, with the way to start and the way back."""
    start = button(said(request, "setup.keep" if draft.schedule.id else "setup.start"), START, draft, services)
    ways = (button(said(request, "setup.back"), "m", draft, services), start)
    return await shown(draft.schedule, request, services, ways)


async def shown(schedule: Schedule, request: Request, services: Services, ways: Row) -> Reply:
    """Return the digest as it would be now, under a head that says so, with ``ways`` below."""
    there = replace(request, texts=texts(schedule.language), chat=request.about, page=1)
    telling = await tell_digest(schedule, there, services)
    reply = telling.reply
    silent = telling.empty and schedule.empty is WhenEmpty.SKIP
    head = request.text("setup.would-be-silent" if silent else "setup.would-be")
    heads = Markup("\n\n").join((head, reply.head)) if reply.head else head
    # Whole also in the group: a text half shown is no preview. Its own buttons belong to the message that is not there yet.
    return replace(reply, head=heads, buttons=(ways,), urgent=True)


async def keep(draft: Draft, request: Request, services: Services) -> Reply:
    """Keep the digest, and say when it comes first; a group's first digest brings the charter."""
    chat, wanted = request.about, draft.schedule
    existing = await services.schedules.of(chat.id)
    if not wanted.id:
        # A second press of "Start" finds the digest the first one made.
        same = (each for each in existing if _alike(each, wanted))
        wanted = next((replace(wanted, id=each.id) for each in same), wanted)
    if not wanted.id and len(existing) >= MOST:
        return say(request.text("setup.too-many", n=MOST), (Button(said(request, "setup.list"), "digest"),))
    kept_before = next((each for each in existing if each.id == wanted.id), None)
    if kept_before is not None:
        wanted = replace(wanted, made_at=kept_before.made_at, told_until=kept_before.told_until)
    kept = await services.schedules.keep(wanted, request.now)
    manner = await services.chats.manner(chat.id)
    lines = [
        request.text("setup.kept", moment=wording.moment(kept, request.texts), first=wording.first(kept, request)),
        *wording.warnings(kept, manner, request),
    ]
    posts: tuple[Reply, ...] = ()
    if chat.kind is not ChatKind.PRIVATE and not existing:
        posts = (await charter(replace(request, texts=texts(kept.language)), services),)
    return Reply(
        (Markup("\n\n").join(lines),),
        buttons=((Button(said(request, "setup.list"), "digest"),),),
        urgent=True,
        posts=posts,
        toast=said(request, "setup.done"),
    )


def _alike(one: Schedule, other: Schedule) -> bool:
    return (one.thread, one.days, one.at, one.filter) == (other.thread, other.days, other.at, other.filter)
