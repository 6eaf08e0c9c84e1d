"""Pushes: the digest a group would get now leaves after a minute, is called off within it, taken back after it."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.clock import MovableClock
from bot.delivery.pushes import PushDesk
from bot.gateway.broadcast import BroadcastComposer
from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.schedules import ScheduleTable
from content.schedule import Quiet, Schedule
from handlers.request import ChatKind
from tests.bot.delivery.chats import Server
from tests.bot.delivery.desk import working
from tests.bot.delivery.errata import GROUP, Newsroom, newsroom
from tests.bot.storage.copies import ask
from tests.handlers.world import both, item, services, Store, world

OTHER = -1_001_000_000_002


@dataclass
class Office:
    """Groups with digests, and a desk that pushes them."""

    room: Newsroom
    known: Store
    pushes: PushDesk
    schedules: ScheduleTable
    chats: ChatTable

    async def digest(self, chat: int, thread: int | None = None, language: str = "fr") -> Schedule:
        await self.chats.met(chat, ChatKind.GROUP, self.room.clock.now())
        made = Schedule(chat, dt.time(18), "Europe/Paris", language, thread=thread)
        return await self.schedules.keep(made, self.room.clock.now())

    async def push(self, *schedules: Schedule) -> list[int]:
        numbers = await self.pushes.push([each.id for each in schedules], 9, self.room.clock.now())
        await self.room.later(seconds=0)
        return numbers


@pytest.fixture
async def office(database: Database, clock: MovableClock) -> AsyncIterator[Office]:
    server = Server()
    known = world(
        item("source", "gazette", title="La Gazette"),
        item("article", "lampes", title=both("Douze lampes posées", "Twelve lamps"), date="2026-11-20"),
    )
    async with working(database, clock, server) as desk:
        room = newsroom(database, clock, desk, server)
        schedules, chats = ScheduleTable(database), ChatTable(database)
        pushes = PushDesk(database, schedules, chats, BroadcastComposer("riverain_bot"), lambda: services(known))
        yield Office(room, known, pushes, schedules, chats)


async def test_it_leaves_after_a_minute_into_its_topic_without_a_sound_in_quiet_hours(office: Office) -> None:
    first, second = await office.digest(GROUP, 12), await office.digest(OTHER)
    await office.chats.keep_quiet(OTHER, Quiet(dt.time(10), dt.time(16)))
    await office.push(first, second)
    await office.room.later(seconds=59)
    assert office.room.server.chats == {}
    await office.room.later(seconds=2)
    (loud,), (still,) = (office.room.server.chats[chat].values() for chat in (GROUP, OTHER))
    assert "Douze lampes posées" in loud["text"]
    assert (loud["message_thread_id"], loud.get("disable_notification")) == (12, None)
    assert still["disable_notification"] is True
    # The hour of the schedule itself is not touched: tonight's digest comes as well.
    assert await ask(office.room.database, "SELECT count(*) FROM slot") == [0]


async def test_where_it_can_go_and_which_chats_are_quiet_now(office: Office) -> None:
    first, second = await office.digest(GROUP, 12), await office.digest(OTHER, language="en")
    await office.digest(7)
    await office.chats.met(7, ChatKind.PRIVATE, office.room.clock.now())
    await office.chats.keep_quiet(OTHER, Quiet(dt.time(10), dt.time(16)))
    plans = await office.pushes.plans(office.room.clock.now())
    known = {plan.schedule: plan for plan in plans}
    assert (known[first.id].chat, known[first.id].thread, known[first.id].quiet_until) == (GROUP, 12, None)
    assert known[second.id].quiet_until == dt.datetime(2026, 11, 22, 15, tzinfo=dt.UTC)
    assert known[second.id].language == "en"


async def test_called_off_it_never_leaves_and_what_it_told_can_be_told(office: Office) -> None:
    numbers = await office.push(await office.digest(GROUP), await office.digest(OTHER))
    assert await ask(office.room.database, "SELECT count(*) FROM told") == [2]
    await office.room.later(seconds=30)
    assert await office.pushes.cancel(numbers, 9, office.room.clock.now()) == 2
    await office.room.later(minutes=10)
    assert office.room.server.chats == {}
    assert await ask(office.room.database, "SELECT DISTINCT state FROM broadcast") == ["cancelled"]
    assert await ask(office.room.database, "SELECT count(*) FROM told") == [0]
    assert await office.pushes.cancel(numbers, 9, office.room.clock.now()) == 0


async def test_once_it_has_left_it_is_not_called_off_but_recalled(office: Office) -> None:
    (number,) = await office.push(await office.digest(GROUP))
    await office.room.later(seconds=61)
    assert await office.pushes.cancel([number], 9, office.room.clock.now()) == 0
    assert len(office.room.server.said(GROUP)) == 1
    assert await office.room.corrections.recall(number, 9, office.room.clock.now()) is not None
    await office.room.settled()
    assert office.room.server.said(GROUP) == []
    assert await ask(office.room.database, "SELECT count(*) FROM told") == [0]


async def test_recalled_within_the_minute_it_does_not_leave(office: Office) -> None:
    (number,) = await office.push(await office.digest(GROUP))
    await office.room.corrections.recall(number, 9, office.room.clock.now())
    await office.room.settled()
    await office.room.later(minutes=5)
    assert office.room.server.chats == {}


async def test_of_a_schedule_that_is_gone_nothing_is_pushed(office: Office) -> None:
    schedule = await office.digest(GROUP)
    await office.schedules.remove(GROUP, schedule.id)
    assert await office.push(schedule) == []


async def test_a_digest_told_after_a_correction_says_what_is_right(office: Office) -> None:
    office.known.items["lampes"] = item(
        "article", "lampes", title=both("Quatorze lampes posées", "Fourteen lamps"), date="2026-11-20"
    )
    await office.push(await office.digest(GROUP))
    await office.room.later(minutes=2)
    (said,) = office.room.server.said(GROUP)
    assert "Quatorze lampes posées" in said
