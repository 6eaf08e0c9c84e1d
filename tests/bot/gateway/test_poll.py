"""Polling: nothing is acknowledged before it is kept, and no answer of the server ends it."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter

from bot.clock import MovableClock
from bot.gateway import poll as poll_module
from bot.gateway.poll import ALLOWED, Poller
from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError, NotSentError
from bot.storage.database import Database
from bot.storage.inbox import Inbox


class FakeTelegram(Telegram):
    """Answers getUpdates in turn, then nothing for ever; notes what was on disk when it was asked."""

    def __init__(self, database: Database, *answers: Any) -> None:
        self.database = database
        self.answers = list(answers)
        self.offsets: list[int | None] = []
        self.on_disk: list[int] = []
        self.parameters: dict[str, Any] = {}
        self.done = asyncio.Event()

    async def call(self, method: str, parameters: Any = None, **more: Any) -> Any:
        assert method == "getUpdates"
        self.parameters = parameters
        self.offsets.append(parameters["offset"])
        elsewhere = sqlite3.connect(self.database.path)
        self.on_disk.append(elsewhere.execute("SELECT count(*) FROM inbox").fetchone()[0])
        elsewhere.close()
        if not self.answers:
            self.done.set()
            await asyncio.Event().wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Waits:
    """Stands in for asyncio.sleep of the poller: notes how long, waits not."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await REAL_SLEEP(0)


REAL_SLEEP = asyncio.sleep


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    found = Waits()
    monkeypatch.setattr(poll_module, "_sleep", found)
    return found


@asynccontextmanager
async def polling(
    database: Database, clock: MovableClock, *answers: Any, kept: Callable[[], None] = lambda: None
) -> AsyncIterator[FakeTelegram]:
    """Poll until every answer was given."""
    telegram = FakeTelegram(database, *answers)
    refused: list[bool] = []
    poller = Poller(telegram, Inbox(database), clock, kept, lambda: refused.append(True))
    task = asyncio.create_task(poller.run())
    try:
        async with asyncio.timeout(5):
            waiting = asyncio.create_task(telegram.done.wait())
            await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
        assert not task.done(), task
        telegram.refused = refused  # type: ignore[attr-defined]
        yield telegram
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def update(number: Any) -> dict[str, Any]:
    return {"update_id": number, "message": {"text": "x"}}


async def ids(database: Database) -> list[int]:
    rows = await database.read(lambda c: c.execute("SELECT update_id FROM inbox ORDER BY 1").fetchall())
    return [row[0] for row in rows]


async def test_updates_are_on_disk_before_the_next_offset_acknowledges_them(
    database: Database, clock: MovableClock, waits: Waits
) -> None:
    woken = []
    async with polling(
        database, clock, [update(5), update(6)], [update(7)], [], kept=lambda: woken.append(1)
    ) as telegram:
        assert telegram.offsets == [None, 7, 8, 8]
        assert telegram.on_disk == [0, 2, 3, 3]
        assert telegram.parameters["allowed_updates"] == list(ALLOWED)
    assert woken == [1, 1]
    assert waits.seconds == [0.2]  # after the empty answer that came at once


async def test_update_ids_that_restart_lower_are_followed(
    database: Database, clock: MovableClock, waits: Waits
) -> None:
    async with polling(database, clock, [update(900_000)], [update(17)]) as telegram:
        assert telegram.offsets == [None, 900_001, 18]
    assert await ids(database) == [17, 900_000]


async def test_the_same_update_again_is_kept_once(database: Database, clock: MovableClock, waits: Waits) -> None:
    async with polling(database, clock, [update(5)], [update(5)]):
        pass
    assert await ids(database) == [5]


@pytest.mark.parametrize(
    "fault",
    [
        NotSentError("x"),
        DoubtfulError("x"),
        NetworkError("502"),
        BadRequest("x"),
        Conflict("x"),
        RuntimeError("anything"),
        RecursionError(),
    ],
    ids=lambda fault: type(fault).__name__,
)
async def test_after_a_fault_it_waits_and_goes_on(
    database: Database, clock: MovableClock, waits: Waits, fault: Exception
) -> None:
    async with polling(database, clock, fault, fault, [update(5)]) as telegram:
        assert telegram.offsets == [None, None, None, 6]
    assert waits.seconds[0] >= 1
    assert waits.seconds[1] > waits.seconds[0]
    assert await ids(database) == [5]


async def test_it_never_waits_longer_than_half_a_minute_for_a_server_that_comes_back(
    database: Database, clock: MovableClock, waits: Waits
) -> None:
    async with polling(database, clock, *[NotSentError("x")] * 20, [], NotSentError("x")):
        pass
    assert max(waits.seconds) == 30
    assert waits.seconds[-1] == 1  # a good answer ends the growth


@pytest.mark.parametrize(("asked", "waited"), [(0, 1), (7, 7), (100_000, 3600)])
async def test_a_flood_limit_is_obeyed_within_reason(
    database: Database, clock: MovableClock, waits: Waits, asked: int, waited: float
) -> None:
    async with polling(database, clock, RetryAfter(asked)):
        pass
    assert waits.seconds == [waited]


async def test_a_refused_token_is_told_and_not_asked_in_a_hot_loop(
    database: Database, clock: MovableClock, waits: Waits
) -> None:
    async with polling(database, clock, InvalidToken("x"), InvalidToken("x")) as telegram:
        assert telegram.refused == [True, True]  # type: ignore[attr-defined]
    assert waits.seconds == [30, 30]


@pytest.mark.parametrize("answer", [None, True, {}, "x", 5])
async def test_an_answer_that_is_no_list_is_a_fault(
    database: Database, clock: MovableClock, waits: Waits, answer: Any
) -> None:
    async with polling(database, clock, answer, [update(5)]):
        pass
    assert waits.seconds == [1]


@pytest.mark.parametrize(
    "odd",
    [
        "x",
        None,
        {},
        {"update_id": "5"},
        {"update_id": None},
        {"update_id": True},
        {"update_id": 2**63},
        {"update_id": -1},
    ],
)
async def test_an_update_without_a_usable_id_does_not_keep_the_others_out(
    database: Database, clock: MovableClock, waits: Waits, odd: Any
) -> None:
    async with polling(database, clock, [odd, update(5)], [odd], [update(6)]) as telegram:
        assert telegram.offsets == [None, 6, 6, 7]
    assert await ids(database) == [5, 6]
    assert waits.seconds == [1]  # alone in a batch it would come at once, for ever


async def test_half_a_surrogate_pair_does_not_keep_the_batch_out(
    database: Database, clock: MovableClock, waits: Waits
) -> None:
    broken = json.loads('{"update_id": 5, "message": {"text": "\\ud83d"}}')
    async with polling(database, clock, [broken, update(6)]):
        pass
    assert await ids(database) == [5, 6]


async def test_while_the_database_is_locked_nothing_is_acknowledged(
    database: Database, clock: MovableClock, waits: Waits
) -> None:
    await database._hop(database._writer, lambda c: c.execute("PRAGMA busy_timeout=1"))
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    telegram = FakeTelegram(database, [update(5)])
    task = asyncio.create_task(Poller(telegram, Inbox(database), clock, lambda: None, lambda: None).run())
    await asyncio.sleep(0.05)
    assert telegram.offsets == [None]
    other.execute("COMMIT")
    other.close()
    async with asyncio.timeout(5):
        await telegram.done.wait()
    assert telegram.offsets == [None, 6]
    assert await ids(database) == [5]
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_server_that_does_not_hold_the_poll_open_is_not_asked_as_fast_as_it_answers(
    database: Database, clock: MovableClock, waits: Waits
) -> None:
    async with polling(database, clock, [], [], []) as telegram:
        await telegram.done.wait()
    assert waits.seconds == [0.2, 0.2, 0.2]
