"""What is kept about a chat, and what becomes of it."""

import json
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.outbox import Outbox, Outgoing, Priority
from bot.storage.times import milliseconds
from content.schedule import Quiet
from handlers.ports import FOR_GOOD, Manner
from tests.bot.conftest import NOON

GROUP, SUPERGROUP, ALICE = -41, -1001, 7


@pytest.fixture
def chats(database: Database) -> ChatTable:
    return ChatTable(database)


async def ask(database: Database, query: str, *values: object) -> list[tuple[Any, ...]]:
    return await database.read(lambda connection: connection.execute(query, values).fetchall())


async def queue(database: Database, clock: MovableClock, *messages: Outgoing) -> None:
    await database.write(lambda connection: Outbox.put(connection, messages, clock.now()))


def message(chat: int, **more: Any) -> Outgoing:
    return Outgoing(chat, "sendMessage", {"chat_id": chat, "text": "x"}, **more)


async def test_a_language_is_chosen_and_changed(chats: ChatTable) -> None:
    assert await chats.language(ALICE) is None
    await chats.choose_language(ALICE, "en")
    assert await chats.language(ALICE) == "en"
    await chats.choose_language(ALICE, "fr")
    assert await chats.language(ALICE) == "fr"


async def test_another_run_finds_the_language(chats: ChatTable, database: Database) -> None:
    await chats.choose_language(ALICE, "en")
    assert await ChatTable(database).language(ALICE) == "en"


async def test_a_language_chosen_in_a_part_that_failed_was_not_chosen(chats: ChatTable, database: Database) -> None:
    async with database.transaction():
        with pytest.raises(KeyError):
            async with database.transaction():
                await chats.choose_language(ALICE, "en")
                assert await chats.language(ALICE) == "en"
                raise KeyError
    assert await chats.language(ALICE) is None


async def test_blocked_it_is_inactive_keeps_its_settings_and_comes_back(chats: ChatTable, clock: MovableClock) -> None:
    await chats.met(ALICE, "private", clock.now())
    await chats.choose_language(ALICE, "en")
    await chats.left(ALICE, "private")
    assert (await chats.active(ALICE), await chats.language(ALICE)) == (False, "en")
    await chats.met(ALICE, "private", clock.now())
    assert (await chats.active(ALICE), await chats.language(ALICE)) == (True, "en")


async def test_a_chat_never_seen_may_be_written_to(chats: ChatTable) -> None:
    assert await chats.active(404)


class TestManner:
    async def test_a_chat_never_seen_wants_nothing_special(self, chats: ChatTable) -> None:
        assert await chats.manner(ALICE) == Manner()

    async def test_zone_quiet_hours_and_pause_are_kept_each_alone(self, chats: ChatTable) -> None:
        quiet = Quiet(time(22, 30), time(7))
        await chats.keep_quiet(ALICE, quiet)
        await chats.choose_zone(ALICE, "Europe/London")
        await chats.pause(ALICE, NOON)
        await chats.choose_language(ALICE, "en")
        assert await chats.manner(ALICE) == Manner("Europe/London", quiet, NOON)
        await chats.keep_quiet(ALICE, None)
        assert await chats.manner(ALICE) == Manner("Europe/London", None, NOON)
        await chats.pause(ALICE, None)
        await chats.choose_zone(ALICE, None)
        assert (await chats.manner(ALICE), await chats.language(ALICE)) == (Manner(), "en")

    async def test_paused_until_resumed_comes_back_as_such(self, chats: ChatTable) -> None:
        await chats.pause(ALICE, FOR_GOOD)
        assert (await chats.manner(ALICE)).paused_until == FOR_GOOD

    @pytest.mark.parametrize(("until", "due"), [(None, 0), (NOON + timedelta(days=1), 1), (FOR_GOOD, 2)])
    async def test_what_was_put_off_until_the_end_of_a_pause_goes_when_it_ends_sooner(
        self, chats: ChatTable, database: Database, until: datetime | None, due: int
    ) -> None:
        long = NOON + timedelta(days=9)
        await chats.pause(ALICE, long)
        instants = [milliseconds(NOON), milliseconds(long)]
        await database.write(
            lambda c: (
                c.executemany("INSERT INTO pending(chat, story, news, language, due_at) VALUES(?, ?, 1, 'fr', ?)",
                              [(ALICE, "soon", instants[0]), (ALICE, "later", instants[1])])
                and None
            )
        )  # fmt: skip
        await chats.pause(ALICE, until)
        ends = [0, milliseconds(NOON + timedelta(days=1)), instants[1]][due]
        assert await ask(database, "SELECT story, due_at FROM pending ORDER BY story") == [
            ("later", ends),
            ("soon", instants[0]),
        ]


class TestMigration:
    async def test_settings_and_what_waits_move_and_the_old_chat_is_closed(
        self, chats: ChatTable, database: Database, clock: MovableClock
    ) -> None:
        await chats.met(GROUP, "group", clock.now())
        await chats.choose_language(GROUP, "en")
        await queue(database, clock, message(GROUP), message(GROUP, op="edit"), message(ALICE))
        await chats.migrate(GROUP, SUPERGROUP)
        assert await chats.language(SUPERGROUP) == "en"
        assert not await chats.active(GROUP)
        assert await chats.active(SUPERGROUP)
        found = await ask(database, "SELECT chat, op, state, body FROM outbox ORDER BY id")
        assert [(chat, op, state) for chat, op, state, _ in found] == [
            (SUPERGROUP, "send", "queued"), (GROUP, "edit", "dead"), (ALICE, "send", "queued"),
        ]  # fmt: skip
        assert json.loads(found[0][3])["chat_id"] == SUPERGROUP
        assert await ask(database, "SELECT migrated_to FROM chat WHERE id = ?", GROUP) == [(SUPERGROUP,)]

    async def test_repeating_it_changes_nothing(
        self, chats: ChatTable, database: Database, clock: MovableClock
    ) -> None:
        await chats.choose_language(GROUP, "en")
        await queue(database, clock, message(GROUP))
        await chats.migrate(GROUP, SUPERGROUP)
        before = await ask(database, "SELECT * FROM chat ORDER BY id"), await ask(database, "SELECT * FROM outbox")
        await chats.migrate(GROUP, SUPERGROUP)
        assert (
            await ask(database, "SELECT * FROM chat ORDER BY id"),
            await ask(database, "SELECT * FROM outbox"),
        ) == before

    async def test_a_language_already_chosen_in_the_supergroup_wins(self, chats: ChatTable) -> None:
        await chats.choose_language(GROUP, "en")
        await chats.choose_language(SUPERGROUP, "fr")
        await chats.migrate(GROUP, SUPERGROUP)
        assert await chats.language(SUPERGROUP) == "fr"

    async def test_a_group_that_migrates_to_itself_stays_open(self, chats: ChatTable) -> None:
        await chats.choose_language(GROUP, "en")
        await chats.migrate(GROUP, GROUP)
        assert (await chats.active(GROUP), await chats.language(GROUP)) == (True, "en")

    async def test_a_group_never_seen_can_migrate(self, chats: ChatTable) -> None:
        await chats.migrate(GROUP, SUPERGROUP)
        assert await chats.active(SUPERGROUP)


class TestOnesOwnData:
    async def test_everything_held_is_named(self, chats: ChatTable, database: Database, clock: MovableClock) -> None:
        assert await chats.held(ALICE) == []
        await chats.met(ALICE, "private", clock.now())
        await chats.choose_language(ALICE, "en")
        await queue(database, clock, message(ALICE), message(ALICE))
        await database.write(lambda c: c.execute("INSERT INTO sent_log VALUES(?, 5, 0)", (ALICE,)))
        held = {each.what: each.content for each in await chats.held(ALICE)}
        said = {"made_at": clock.now().isoformat(), "state": "queued", "text": "x"}
        assert held == {
            "chat": {"id": ALICE, "kind": "private"}, "language": "en", "messages": [said, said],
            "message_ids": [{"number": 5}],
        }  # fmt: skip

    async def test_forgetting_leaves_no_row_with_the_id_and_touches_nobody_else(
        self, chats: ChatTable, database: Database, clock: MovableClock
    ) -> None:
        for chat in (ALICE, 8):
            await chats.choose_language(chat, "en")
            await queue(database, clock, message(chat, items=("a",)), message(chat, prio=Priority.DIGEST))
        assert await chats.forget(ALICE, NOON) == 4  # two messages, a link to an item, the chat
        for table, column in (("chat", "id"), ("outbox", "chat"), ("sent_log", "chat")):
            assert await ask(database, f"SELECT 1 FROM {table} WHERE {column} = ?", ALICE) == []
        assert await ask(database, "SELECT count(*) FROM outbox_item") == [(1,)]
        assert await chats.language(ALICE) is None
        assert await chats.language(8) == "en"
        assert await chats.forget(ALICE, NOON) == 0

    async def test_a_message_on_its_way_is_left_to_be_settled(
        self, chats: ChatTable, database: Database, clock: MovableClock
    ) -> None:
        outbox = Outbox(database, "boot")
        await queue(database, clock, message(ALICE), message(ALICE))
        await outbox.turn([], clock.now(), 5)
        await chats.forget(ALICE, NOON)
        assert await ask(database, "SELECT state FROM outbox") == [("sending",)]
