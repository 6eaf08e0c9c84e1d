"""Schedules come back as they were kept, and a local day's slot is taken once."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.schedules import ScheduleTable, Slot
from content.news import Filter
from content.schedule import Schedule, WhenEmpty
from handlers.ports import FOR_GOOD
from tests.bot.conftest import NOON

PARK, LANE = -100, -200
MONDAY = date(2026, 11, 23)


def digest(chat: int, **more: Any) -> Schedule:
    return Schedule(chat, time(8), "Europe/Paris", "fr", **more)


@pytest.fixture
def table(database: Database) -> ScheduleTable:
    return ScheduleTable(database)


async def mark(table: ScheduleTable, schedule: int, day: date, state: str = "sent", **more: Any) -> bool:
    values = {"bid": None, "told_until": NOON, "now": NOON, **more}
    return await table._database.write(
        lambda connection: ScheduleTable.mark(connection, schedule, day, state, **values)
    )


async def test_a_schedule_comes_back_as_it_was_kept(table: ScheduleTable) -> None:
    said = Schedule(
        PARK, time(7, 5), "Indian/Reunion", "en", (4, 0, 2), 9, Filter(topics=("a",), places=("b",)), pin=True,
        empty=WhenEmpty.SKIP, most=3,
    )  # fmt: skip
    kept = await table.keep(said, NOON)
    assert kept == replace(said, id=kept.id, made_at=NOON, days=(0, 2, 4))
    assert await table.of(PARK) == [kept]
    assert await table.get(PARK, kept.id) == kept
    assert await table.get(LANE, kept.id) is None


async def test_a_change_keeps_what_was_told_and_when_it_was_made(table: ScheduleTable) -> None:
    kept = await table.keep(digest(PARK), NOON)
    assert await mark(table, kept.id, MONDAY, told_until=NOON + timedelta(hours=1))
    changed = await table.keep(replace(kept, at=time(18)), NOON + timedelta(days=1))
    assert changed == replace(kept, at=time(18), told_until=NOON + timedelta(hours=1))
    assert await table.of(PARK) == [changed]


async def test_another_chats_schedule_is_not_changed_by_its_number(table: ScheduleTable) -> None:
    kept = await table.keep(digest(PARK), NOON)
    other = await table.keep(replace(kept, chat=LANE, at=time(18)), NOON)
    assert other.id != kept.id
    assert await table.get(PARK, kept.id) == kept
    assert not await table.remove(LANE, kept.id)


async def test_a_slot_is_taken_once(table: ScheduleTable) -> None:
    kept = await table.keep(digest(PARK), NOON)
    assert not await table.served(kept.id, MONDAY)
    assert await mark(table, kept.id, MONDAY, "sent", bid=4)
    assert not await mark(table, kept.id, MONDAY, "skipped", bid=5)
    assert await table.served(kept.id, MONDAY)
    tuesday = MONDAY + timedelta(days=1)
    assert await mark(table, kept.id, tuesday, "empty", told_until=None)
    assert await table.slots(kept.id) == [Slot(tuesday, "empty", NOON, None), Slot(MONDAY, "sent", NOON, 4)]


async def test_what_was_told_never_goes_back(table: ScheduleTable) -> None:
    kept = await table.keep(digest(PARK), NOON)
    await mark(table, kept.id, MONDAY, told_until=NOON)
    await mark(table, kept.id, MONDAY + timedelta(days=1), told_until=NOON - timedelta(days=3))
    await mark(table, kept.id, MONDAY + timedelta(days=2), told_until=None)
    found = await table.get(PARK, kept.id)
    assert found is not None
    assert found.told_until == NOON


async def test_a_removed_schedule_takes_no_slot_and_its_number_is_not_given_again(table: ScheduleTable) -> None:
    kept = await table.keep(digest(PARK), NOON)
    await mark(table, kept.id, MONDAY)
    assert await table.remove(PARK, kept.id)
    assert not await table.remove(PARK, kept.id)
    assert not await mark(table, kept.id, MONDAY)
    again = await table.keep(digest(PARK), NOON)
    assert again.id != kept.id
    assert await table.slots(again.id) == await table.slots(kept.id) == []


async def test_only_chats_that_can_be_written_to_are_served(table: ScheduleTable, database: Database) -> None:
    chats = ChatTable(database)
    await chats.met(PARK, "channel", NOON)
    kept = await table.keep(digest(PARK), NOON)
    await table.keep(digest(LANE), NOON)
    await chats.left(LANE, "group")
    await chats.pause(PARK, FOR_GOOD)
    await database.write(lambda connection: ScheduleTable.pinned(connection, kept.id, 33))
    (only,) = await table.all_active()
    assert (only.schedule, only.kind, only.paused_until, only.pinned) == (kept, "channel", FOR_GOOD, 33)
    assert len(await table.of(LANE)) == 1


async def test_slots_are_kept_four_hundred_days(table: ScheduleTable) -> None:
    kept = await table.keep(digest(PARK), NOON)
    await mark(table, kept.id, MONDAY)
    await table.tidy(NOON + timedelta(days=400))
    assert len(await table.slots(kept.id)) == 1
    await table.tidy(NOON + timedelta(days=401))
    assert await table.slots(kept.id) == []


async def test_of_many_slots_those_nobody_took_are_open(table: ScheduleTable, database: Database) -> None:
    first, second = await table.keep(digest(PARK), NOON), await table.keep(digest(LANE), NOON)
    tuesday = MONDAY + timedelta(days=1)
    await mark(table, first.id, MONDAY)
    asked = [(first.id, MONDAY), (first.id, tuesday), (second.id, MONDAY)]
    assert await table.free(asked) == {(first.id, tuesday), (second.id, MONDAY)}
    assert await table.free([]) == frozenset()
    await table.remove(LANE, second.id)
    found = [
        await database.read(lambda connection, each=each: ScheduleTable.open(connection, *each))  # type: ignore[misc]
        for each in asked
    ]
    assert found == [False, True, False]


async def test_other_days_or_another_time_make_up_for_no_moment_that_is_past(table: ScheduleTable) -> None:
    kept = await table.keep(digest(PARK), NOON - timedelta(days=1))
    today = NOON.date()
    await table.keep(replace(kept, most=3, language="en", filter=Filter(topics=("lighting",))), NOON)
    assert await table.slots(kept.id) == []
    await table.keep(replace(kept, at=time(12)), NOON)  # 13:00 by the clocks there
    assert [(each.day, each.state) for each in await table.slots(kept.id)] == [(today, "skipped")]
    await table.keep(replace(kept, at=time(14)), NOON)
    assert [each.day for each in await table.slots(kept.id)] == [today, today - timedelta(days=1)]


async def test_a_clock_put_right_takes_back_how_far_was_told(table: ScheduleTable) -> None:
    ahead, right = await table.keep(digest(PARK), NOON), await table.keep(digest(LANE), NOON)
    await mark(table, ahead.id, MONDAY, told_until=NOON + timedelta(hours=1))
    await mark(table, right.id, MONDAY, told_until=NOON - timedelta(hours=1))
    await table.turn_back(NOON)
    told = [(await table.of(chat))[0].told_until for chat in (PARK, LANE)]
    assert told == [NOON - timedelta(minutes=1), NOON - timedelta(hours=1)]
