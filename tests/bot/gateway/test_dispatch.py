"""Dispatch: each update is answered once, in one commit with its answer; one that fails holds up nobody."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.gateway import dispatch as dispatch_module
from bot.gateway.answering import Answer, Answering, Handle
from bot.gateway.dispatch import Dispatcher, Identity
from bot.gateway.quick import Quick, QuickAnswer
from bot.gateway.reading import Asked, Event
from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.inbox import Inbox
from bot.storage.outbox import Outgoing

OPERATOR = 1


class FakeAnswering(Answering):
    """Answers with the words themselves, or does what the words say."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.chats = ChatTable(database)
        self.handled: list[str] = []
        self.fails: dict[str, list[Exception]] = {}
        self.fails_early: dict[str, list[Exception]] = {}
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    async def prepare(self, found: Event) -> Handle:
        assert isinstance(found, Asked)
        if left := self.fails_early.get(found.args):
            raise left.pop(0)
        return lambda: self.answer(found)

    async def answer(self, asked: Asked) -> Answer:
        self.handled.append(asked.args)
        await self.chats.choose_language(asked.message_id, "en")
        if self.meanwhile:
            await self.meanwhile()
        if asked.args == "bad query":
            await self.database.read(
                lambda c: c.execute("SELECT * FROM item_text WHERE item_text MATCH '\"'").fetchall()
            )
        if left := self.fails.get(asked.args):
            raise left.pop(0)
        body = {"chat_id": asked.chat.id, "text": asked.args}
        return Answer(
            [Outgoing(asked.chat.id, "sendMessage", body)], (QuickAnswer("answerCallbackQuery", {"id": asked.args}),)
        )

    def set_aside(self, update_id: int, fault: str) -> list[Outgoing]:
        return [Outgoing(OPERATOR, "sendMessage", {"chat_id": OPERATOR, "text": f"{update_id} {fault}"})]


class FakeQuick(Quick):
    """Notes the quick answers, and what was on disk when they were made."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.made: list[tuple[str, int]] = []

    def do(self, answer: QuickAnswer) -> None:
        elsewhere = sqlite3.connect(self.database.path)
        done = elsewhere.execute("SELECT count(*) FROM inbox WHERE state = 'done'").fetchone()[0]
        elsewhere.close()
        self.made.append((answer.parameters["id"], done))


class Desk:
    """A dispatcher at work."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        self.database, self.clock = database, clock
        self.inbox = Inbox(database)
        self.answering, self.quick = FakeAnswering(database), FakeQuick(database)
        self.woken = 0
        self.commits: list[list[str]] = []
        """What had been said at each commit."""
        self.dispatcher = Dispatcher(
            database, self.inbox, self.answering, self.quick, Identity(99, "riverain_bot"), clock, self._queued,
            self._committed,
        )  # fmt: skip

    async def _committed(self) -> None:
        self.commits.append(await self.said())

    def _queued(self) -> None:
        self.woken += 1

    async def keep(self, *updates: dict[str, Any]) -> None:
        await self.inbox.keep(updates, self.clock.now())
        self.dispatcher.wake()

    async def settled(self) -> None:
        async with asyncio.timeout(5):
            await self.dispatcher.idle.wait()

    async def ask(self, query: str) -> list[Any]:
        rows = await self.database.read(lambda connection: connection.execute(query).fetchall())
        return [row[0] if len(row) == 1 else row for row in rows]

    async def said(self) -> list[str]:
        return await self.ask("SELECT body ->> 'text' FROM outbox ORDER BY id")

    async def states(self) -> list[str]:
        return await self.ask("SELECT state FROM inbox ORDER BY update_id")


@asynccontextmanager
async def working(desk: Desk) -> AsyncIterator[Desk]:
    task = asyncio.create_task(desk.dispatcher.run())
    try:
        yield desk
    finally:
        desk.dispatcher.stop()
        async with asyncio.timeout(5):
            await task


@pytest.fixture(autouse=True)
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch_module, "_PAUSE", 0.01)


@pytest.fixture
async def desk(database: Database, clock: MovableClock) -> AsyncIterator[Desk]:
    async with working(Desk(database, clock)) as found:
        yield found


def update(number: int, text: str = "x") -> dict[str, Any]:
    person = {"id": 7, "is_bot": False, "first_name": "A"}
    message = {
        "message_id": number,
        "date": 1_790_000_000,
        "chat": {"id": 7, "type": "private"},
        "from": person,
        "text": text,
    }
    return {"update_id": number, "message": message}


async def test_each_update_is_answered_once_in_order_and_blanked(desk: Desk) -> None:
    await desk.keep(*(update(number, str(number)) for number in range(1, 101)))
    await desk.settled()
    assert await desk.said() == [str(number) for number in range(1, 101)]
    assert await desk.ask("SELECT DISTINCT state || raw FROM inbox") == ["done"]
    await desk.keep(update(50, "50"))
    await desk.settled()
    assert len(desk.answering.handled) == 100
    assert desk.woken >= 1


async def test_nothing_is_answered_past_the_outbox_before_the_commit(desk: Desk) -> None:
    await desk.keep(update(1, "a"), update(2, "b"))
    await desk.settled()
    assert desk.quick.made == [("a", 2), ("b", 2)]


async def test_what_is_held_in_memory_is_looked_at_after_every_commit_and_before_the_next_update(desk: Desk) -> None:
    for number in (1, 2):
        await desk.keep(update(number, str(number)))
        await desk.settled()
    assert desk.commits == [["1"], ["1", "2"]]


async def test_an_update_that_means_nothing_is_done(desk: Desk) -> None:
    await desk.keep({"update_id": 1}, {"update_id": 2, "from_the_future": {}})
    await desk.settled()
    assert (await desk.states(), await desk.said()) == (["done", "done"], [])


class TestFailing:
    async def test_once_it_is_tried_again_without_a_trace_of_the_first_time(self, desk: Desk) -> None:
        desk.answering.fails["b"] = [KeyError("b")]
        await desk.keep(update(1, "a"), update(2, "b"), update(3, "c"))
        await desk.settled()
        assert await desk.said() == ["a", "c", "b"]
        assert await desk.states() == ["done"] * 3

    async def test_always_it_is_set_aside_after_three_times_and_the_operators_are_told(self, desk: Desk) -> None:
        desk.answering.fails["b"] = [KeyError("secret words")] * 9
        await desk.keep(update(1, "a"), update(2, "b"), update(3, "c"))
        await desk.settled()
        assert desk.answering.handled.count("b") == 3
        assert await desk.said() == ["a", "c", "2 KeyError"]
        assert await desk.states() == ["done", "poison", "done"]
        assert await desk.ask("SELECT err FROM inbox WHERE state = 'poison'") == ["KeyError"]
        assert await desk.ask("SELECT id FROM chat ORDER BY id") == [1, 3, 7]  # no trace of what update 2 wrote

    async def test_while_it_is_prepared_it_holds_up_nobody(self, desk: Desk) -> None:
        desk.answering.fails_early["b"] = [AttributeError("x")] * 9
        await desk.keep(update(1, "a"), update(2, "b"), update(3, "c"))
        await desk.settled()
        assert await desk.states() == ["done", "poison", "done"]
        assert "2 AttributeError" in await desk.said()

    async def test_a_query_it_makes_the_database_refuse_is_its_own_fault(self, desk: Desk) -> None:
        """Else every update behind it would wait for ever."""
        await desk.keep(update(1, "a"), update(2, "bad query"), update(3, "c"))
        await desk.settled()
        assert await desk.states() == ["done", "poison", "done"]

    @pytest.mark.parametrize(
        "raw",
        [
            {"update_id": 2, "message": {"message_id": 1}},
            {"update_id": 2, "message": {**update(2)["message"], "date": "yesterday"}},
        ],
    )
    async def test_an_unreadable_one_is_set_aside_at_once_and_the_rest_goes_on(
        self, desk: Desk, raw: dict[str, Any]
    ) -> None:
        await desk.keep(update(1, "a"), raw, update(3, "c"))
        await desk.settled()
        assert await desk.states() == ["done", "poison", "done"]
        assert sorted(said for said in await desk.said() if len(said) == 1) == ["a", "c"]


class TestTrouble:
    async def test_a_locked_database_is_waited_for_and_nothing_is_done_twice(self, desk: Desk) -> None:
        await desk.settled()
        await desk.keep(update(1, "a"))
        await desk.settled()
        await desk.database._hop(desk.database._writer, lambda c: c.execute("PRAGMA busy_timeout=5"))
        await desk.inbox.keep([update(2, "b")], desk.clock.now())
        other = sqlite3.connect(desk.database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        desk.dispatcher.wake()
        await asyncio.sleep(0.05)
        assert desk.quick.made == [("a", 1)]
        other.execute("COMMIT")
        other.close()
        await desk.settled()
        assert await desk.said() == ["a", "b"]
        assert desk.quick.made == [("a", 1), ("b", 2)]

    async def test_a_full_disk_sets_no_update_aside(self, desk: Desk) -> None:
        await desk.settled()
        await desk.inbox.keep([update(1, "a")], desk.clock.now())
        await desk.database.write(lambda c: c.execute("UPDATE inbox SET tries = 2"))
        # No room for a new page, and a commit that needs many: a trigger makes each finished update write a long row.
        grow = "INSERT INTO setting VALUES('grow', hex(zeroblob(200000)))"
        await desk.database.write(lambda c: c.execute(f"CREATE TRIGGER grow AFTER UPDATE ON inbox BEGIN {grow}; END"))
        await desk.database._hop(desk.database._writer, lambda c: c.execute("PRAGMA max_page_count=1").fetchone())
        desk.dispatcher.wake()
        await asyncio.sleep(0.05)
        assert len(desk.answering.handled) > 1
        assert (await desk.states(), await desk.said(), desk.quick.made) == (["new"], [], [])
        await desk.database._hop(desk.database._writer, lambda c: c.execute("PRAGMA max_page_count=100000").fetchone())
        await desk.settled()
        assert (await desk.states(), await desk.said()) == (["done"], ["a"])

    async def test_killed_in_the_middle_it_is_done_once_by_the_next_run(
        self, database: Database, clock: MovableClock
    ) -> None:
        desk = Desk(database, clock)
        inside = asyncio.Event()

        async def hang() -> None:
            inside.set()
            await asyncio.Event().wait()

        desk.answering.meanwhile = hang
        task = asyncio.create_task(desk.dispatcher.run())
        await desk.keep(update(1, "a"))
        await inside.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert (await desk.states(), await desk.said(), desk.quick.made) == (["new"], [], [])
        async with working(Desk(database, clock)) as again:
            await again.settled()
            assert await again.said() == ["a"]


async def test_stopping_finishes_the_batch_at_hand_and_takes_no_more(database: Database, clock: MovableClock) -> None:
    desk = Desk(database, clock)

    async def stop() -> None:
        desk.dispatcher.stop()

    desk.answering.meanwhile = stop
    await desk.keep(*(update(number) for number in range(1, 201)))
    async with asyncio.timeout(5):
        await desk.dispatcher.run()
    states = await desk.states()
    assert 1 <= states.count("done") <= dispatch_module.BATCH
    assert states.count("new") == 200 - states.count("done")
