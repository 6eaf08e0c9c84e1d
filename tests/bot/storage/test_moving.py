"""A group that became a supergroup: everything kept about it is in exactly one chat, however often that is told."""

import asyncio
import json
import sqlite3
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, HealthCheck, settings
from hypothesis import strategies as st

from bot.storage import pending
from bot.storage.chats import ChatTable
from bot.storage.database import Database, open_database
from bot.storage.doors import DoorTable
from bot.storage.memberships import MembershipTable
from bot.storage.moving import migrate
from bot.storage.pending import Row
from bot.storage.schedules import ScheduleTable
from bot.storage.subscriptions import SubscriptionTable
from content.news import Every, Filter
from content.schedule import Quiet, Schedule
from handlers.request import Chat, ChatKind
from tests.bot.conftest import NOON

OLD, NEW, ALICE = -41, -1001, 7
LIGHT, PARK = Filter(topics=("lighting",)), Filter(topics=("parks",))


@pytest.fixture
def chats(database: Database) -> ChatTable:
    return ChatTable(database)


async def ask(database: Database, query: str, *values: object) -> list[Any]:
    rows = await database.read(lambda connection: connection.execute(query, values).fetchall())
    return [row[0] if len(row) == 1 else row for row in rows]


async def run(database: Database, *statements: str) -> None:
    def work(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    await database.write(work)


def dump(connection: sqlite3.Connection) -> list[str]:
    """Return everything there is."""
    return list(connection.iterdump())


class TestSettings:
    async def test_all_of_them_move_and_none_is_left_behind(self, chats: ChatTable, database: Database) -> None:
        await chats.choose_language(OLD, "en")
        await chats.choose_zone(OLD, "Europe/London")
        await chats.keep_quiet(OLD, Quiet(time(22), time(7)))
        await chats.pause(OLD, NOON)
        manner = await chats.manner(OLD)
        await chats.migrate(OLD, NEW)
        assert (await chats.manner(NEW), await chats.language(NEW)) == (manner, "en")
        left = await ask(
            database, "SELECT language, zone, quiet_from, quiet_to, paused_until FROM chat WHERE id = ?", OLD
        )
        assert left == [(None,) * 5]

    async def test_what_the_new_chat_chose_itself_wins_and_hours_are_never_mixed(self, chats: ChatTable) -> None:
        await chats.keep_quiet(OLD, Quiet(time(22), time(7)))
        await chats.keep_quiet(NEW, Quiet(time(1), time(2)))
        await chats.choose_zone(OLD, "Europe/London")
        await chats.migrate(OLD, NEW)
        manner = await chats.manner(NEW)
        assert (manner.quiet, manner.zone) == (Quiet(time(1), time(2)), "Europe/London")

    async def test_told_again_it_does_not_bring_back_what_was_changed_since(self, chats: ChatTable) -> None:
        await chats.keep_quiet(OLD, Quiet(time(22), time(7)))
        await chats.migrate(OLD, NEW)
        await chats.keep_quiet(NEW, None)
        await chats.left(NEW, "group")
        await chats.migrate(OLD, NEW)
        assert (await chats.manner(NEW)).quiet is None
        assert not await chats.active(NEW)

    async def test_told_the_other_way_round_as_well_it_stays_where_it_is(self, chats: ChatTable) -> None:
        await chats.choose_language(OLD, "en")
        await chats.migrate(OLD, NEW)
        await chats.migrate(NEW, OLD)
        assert (await chats.language(NEW), await chats.active(NEW), await chats.active(OLD)) == ("en", True, False)


class TestFollowing:
    async def test_subscriptions_move_with_their_handles_and_twins_become_one(
        self, chats: ChatTable, database: Database
    ) -> None:
        table = SubscriptionTable(database)
        await table.add(OLD, None, LIGHT, Every.NOW, "fr", NOON)
        moved = await table.add(OLD, None, PARK, Every.DAILY, "en", NOON)
        own = await table.add(NEW, None, LIGHT, Every.WEEKLY, "fr", NOON)
        await chats.migrate(OLD, NEW)
        assert await table.of(OLD) == []
        assert [(each.id, each.filter, each.every) for each in await table.of(NEW)] == [
            (moved.id, PARK, Every.DAILY), (own.id, LIGHT, Every.WEEKLY),
        ]  # fmt: skip
        handles = await ask(database, "SELECT handle, chat, subscription FROM subscription_handle ORDER BY handle")
        assert handles == [("topic:lighting", NEW, own.id), ("topic:parks", NEW, moved.id)]
        found = await table.following(["topic:lighting", "topic:parks"], -(2**63), 9)
        assert [each.chat for each in found] == [NEW, NEW]

    async def test_what_waits_and_what_was_told_move_and_nothing_told_waits(
        self, chats: ChatTable, database: Database
    ) -> None:
        table = SubscriptionTable(database)
        gone = await table.add(OLD, None, LIGHT, Every.NOW, "fr", NOON)
        stays = await table.add(NEW, None, LIGHT, Every.NOW, "fr", NOON)

        def work(connection: sqlite3.Connection) -> None:
            pending.put(connection, [Row(OLD, None, story, 1, "fr", NOON, (gone.id,)) for story in ("a", "b", "c")])
            pending.put(connection, [Row(NEW, 5, "b", 1, "fr", NOON)])
            pending.tell(connection, NEW, ["c"], None, NOON)
            pending.tell(connection, OLD, ["d"], None, NOON)

        await database.write(work)
        await chats.migrate(OLD, NEW)
        waiting = await ask(database, "SELECT chat, thread, story, wanted_by FROM pending ORDER BY story")
        assert waiting == [(NEW, 0, "a", json.dumps([stays.id])), (NEW, 5, "b", "[]")]
        assert await ask(database, "SELECT chat, story FROM told ORDER BY story") == [(NEW, "c"), (NEW, "d")]

    async def test_hands_stay_up_and_each_once(self, chats: ChatTable, database: Database) -> None:
        rows = [(OLD, "a"), (OLD, "b"), (NEW, "b")]
        await database.write(lambda c: c.executemany("INSERT INTO hand VALUES(?, ?, 'fr', 1)", rows))
        await chats.migrate(OLD, NEW)
        assert await ask(database, "SELECT chat, words FROM hand ORDER BY words") == [(NEW, "a"), (NEW, "b")]

    async def test_who_is_in_it_and_who_sets_it_up_go_along(self, chats: ChatTable, database: Database) -> None:
        members, doors = MembershipTable(database), DoorTable(database)
        await members.note(ALICE, OLD, member=True, now=NOON)
        number = await doors.act(ALICE, Chat(OLD, ChatKind.GROUP), NOON)
        token = await doors.open(Chat(OLD, ChatKind.GROUP), "setup", NOON)
        await chats.migrate(OLD, NEW)
        assert [chat for chat, _ in await members.member_of(ALICE)] == [NEW]
        assert await doors.acting(number, ALICE, NOON) == Chat(NEW, ChatKind.GROUP)
        assert await doors.take(token, NOON) == (Chat(NEW, ChatKind.GROUP), "setup")


class TestDigests:
    async def test_a_schedule_moves_and_is_not_served_twice_that_day(
        self, chats: ChatTable, database: Database
    ) -> None:
        table, today = ScheduleTable(database), date(2026, 11, 22)
        kept = await table.keep(Schedule(OLD, time(8), "Europe/Paris", "fr", pin=True), NOON)
        await database.write(lambda c: ScheduleTable.mark(c, kept.id, today, "sent", 1, NOON, NOON))
        await database.write(lambda c: ScheduleTable.pinned(c, kept.id, 33))
        await chats.migrate(OLD, NEW)
        (moved,) = await table.all_active()
        assert (moved.schedule.id, moved.schedule.chat, moved.schedule.told_until) == (kept.id, NEW, NOON)
        assert moved.pinned is None  # that message is in the old chat
        assert await table.served(kept.id, today)

    async def test_the_same_schedule_set_up_in_both_becomes_one(self, chats: ChatTable, database: Database) -> None:
        table, today = ScheduleTable(database), date(2026, 11, 22)
        old = await table.keep(Schedule(OLD, time(8), "Europe/Paris", "fr"), NOON)
        new = await table.keep(Schedule(NEW, time(8), "Europe/Paris", "fr"), NOON)
        other = await table.keep(Schedule(OLD, time(9), "Europe/Paris", "fr"), NOON)
        await database.write(lambda c: ScheduleTable.mark(c, old.id, today, "sent", 1, NOON, NOON))
        await chats.migrate(OLD, NEW)
        assert [each.id for each in await table.of(NEW)] == [new.id, other.id]
        assert await table.served(new.id, today)
        assert (await table.of(NEW))[0].told_until == NOON
        assert await ask(database, "SELECT DISTINCT schedule FROM slot") == [new.id]


class TestMessages:
    async def test_open_ones_move_and_only_those_with_words_are_readdressed(
        self, chats: ChatTable, database: Database
    ) -> None:
        await run(
            database,
            "INSERT INTO broadcast(id, dedupe, kind, prio, body, state, made_at) VALUES(1, 'd', 'digest', 4, '', 'live', 1)",
            *(
                "INSERT INTO outbox(bid, chat, op, method, body, prio, state, mid_floor, started_at, part, made_at)"
                f" VALUES({bid}, {OLD}, 'send', 'm', '{body}', 4, '{state}', 50, 999, {part}, 1)"
                for part, (bid, body, state) in enumerate(
                    [
                        ("1", "", "queued"),
                        ("NULL", '{"chat_id": -41}', "queued"),
                        ("1", "", "unknown"),
                        ("1", "", "held"),
                    ]
                )
            ),
        )
        await chats.migrate(OLD, NEW)
        assert await ask(database, "SELECT chat, body, state, mid_floor, started_at FROM outbox ORDER BY id") == [
            (NEW, "", "queued", None, 0), (NEW, '{"chat_id":-1001}', "queued", None, 0), (NEW, "", "unknown", None, 0),
            (NEW, "", "held", None, 0),
        ]  # fmt: skip

    async def test_a_copy_the_new_chat_has_already_is_not_sent_twice(
        self, chats: ChatTable, database: Database
    ) -> None:
        await run(
            database,
            "INSERT INTO broadcast(id, dedupe, kind, prio, body, state, made_at) VALUES(1, 'd', 'alert', 0, '', 'live', 1)",
            *(
                "INSERT INTO outbox(bid, chat, op, method, body, prio, state, made_at)"
                f" VALUES(1, {chat}, 'send', 'm', '', 0, '{state}', 1)"
                for chat, state in ((OLD, "queued"), (NEW, "sent"))
            ),
        )
        await chats.migrate(OLD, NEW)
        assert await ask(database, "SELECT chat, state FROM outbox ORDER BY id") == [(OLD, "cancelled"), (NEW, "sent")]

    async def test_what_was_sent_in_the_old_one_can_not_be_changed_any_more(
        self, chats: ChatTable, database: Database
    ) -> None:
        await run(
            database,
            f"INSERT INTO outbox(id, chat, op, method, body, prio, state, mid, made_at) VALUES(1, {OLD}, 'send', 'm', '', 4, 'sent', 9, 1)",
            "INSERT INTO outbox(chat, op, method, body, target, prio, state, made_at)"
            f" VALUES({OLD}, 'edit', 'm', '{{}}', 1, 4, 'queued', 1)",
        )
        await chats.migrate(OLD, NEW)
        assert await ask(database, "SELECT chat, op, state, mid FROM outbox ORDER BY id") == [
            (OLD, "send", "sent", 0), (OLD, "edit", "dead", None),
        ]  # fmt: skip


_STEPS = st.sampled_from(
    ["old follows", "new follows", "old schedules", "new schedules", "news", "told", "quiet", "queue", "move", "back"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_STEPS, st.integers(0, 2)), max_size=12))
def test_whatever_happened_before_everything_is_in_one_chat_and_moving_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """Settings, subscriptions, schedules and open messages are all in the new chat, none twice, none lost."""
    wanted: set[str] = set()
    hours: set[int] = set()

    async def step(database: Database, what: str, number: int) -> None:
        chat = OLD if what.startswith("old") else NEW
        chats = ChatTable(database)
        topic = Filter(topics=(f"t{number}",))
        match what.rsplit(maxsplit=1)[-1]:
            case "follows":
                await SubscriptionTable(database).add(chat, None, topic, Every.NOW, "fr", NOON)
                wanted.add(topic.write())
            case "schedules":
                await ScheduleTable(database).keep(Schedule(chat, time(number), "Europe/Paris", "fr"), NOON)
                hours.add(number)
            case "news":
                await database.write(lambda c: pending.put(c, [Row(OLD, None, f"s{number}", 1, "fr", NOON)]))
            case "told":
                await database.write(lambda c: pending.tell(c, OLD, [f"s{number}"], None, NOON))
            case "quiet":
                await chats.keep_quiet(OLD, Quiet(time(20 + number), time(7)))
            case "queue":
                await run(
                    database,
                    f"INSERT OR IGNORE INTO chat(id, kind) VALUES({OLD}, 'group')",
                    f"INSERT INTO outbox(chat, op, method, body, prio, made_at) VALUES({OLD}, 'send', 'm', '{{}}', 4, 1)",
                )
            case "move":
                await chats.migrate(OLD, NEW)
            case _:
                await chats.migrate(NEW, NEW)

    async def play() -> None:
        async with open_database(tmp_path_factory.mktemp("moving") / "r.db") as database:
            for what, number in steps:
                await step(database, what, number)
            queued = await ask(database, "SELECT count(*) FROM outbox WHERE state = 'queued'")
            await database.write(lambda connection: migrate(connection, OLD, NEW))
            for table in ("subscription", "subscription_handle", "schedule", "pending", "told"):
                assert set(await ask(database, f"SELECT DISTINCT chat FROM {table}")) <= {NEW}, table
            assert set(await ask(database, "SELECT chat FROM outbox WHERE state = 'queued'")) <= {NEW}
            assert await ask(database, "SELECT count(*) FROM outbox WHERE state = 'queued'") == queued
            assert {each.filter.write() for each in await SubscriptionTable(database).of(NEW)} == wanted
            assert {each.at.hour for each in await ScheduleTable(database).of(NEW)} == hours
            assert await ask(database, "SELECT active, quiet_from FROM chat WHERE id = ?", OLD) == [(0, None)]
            assert (
                await ask(database, "SELECT 1 FROM pending p JOIN told t ON t.chat = p.chat AND t.story = p.story")
                == []
            )
            before = await database.read(dump)
            await database.write(lambda connection: migrate(connection, OLD, NEW))
            assert await database.read(dump) == before

    asyncio.run(play())
