"""Halts: for whom, for how long, and that the next run obeys them too (delivery.md 3.6)."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import MovableClock
from bot.delivery.gate import Gate, Rates
from bot.delivery.halts import Halts, LONGEST_HALT
from bot.delivery.outcome import Fate, Outcome
from bot.storage.database import Database
from bot.storage.gate import GateTable, pass_chat
from bot.storage.outbox import Priority
from bot.storage.times import milliseconds
from tests.bot.delivery.desk import message, Script, Told, working

GROUP, OTHER = -1_001_000_000_001, -1_001_000_000_002


class Office:
    """A gate that can be refused."""

    def __init__(self, database: Database, clock: MovableClock) -> None:
        self.database, self.told, self.gate, self.table = database, Told(), Gate(), GateTable(database)
        self.halts = Halts(self.gate, self.table, self.told)
        self.at = milliseconds(clock.now())

    async def obey(self, chat: int, seconds: float, after: float = 0) -> float:
        """Obey a refusal; return for how many seconds everybody is halted."""
        at = self.at + round(after * 1000)
        await self.halts.obey(chat, seconds, at, at)
        return (self.gate.closed_until - at) / 1000

    async def fill(self, chat: int, calls: int) -> None:
        for n in range(calls):
            at = self.at - 59_000 + n * 3000
            assert await self.database.write(lambda c, at=at: pass_chat(c, Gate(), chat, Priority.REPLY, at)) == 0  # type: ignore[misc]


@pytest.fixture
async def office(database: Database, clock: MovableClock) -> AsyncIterator[Office]:
    await database.write(
        lambda c: c.executemany("INSERT INTO chat(id, kind) VALUES(?, 'x')", [(7,), (GROUP,), (OTHER,)])
    )
    yield Office(database, clock)


async def test_a_private_chat_halts_everybody_for_the_whole_time(office: Office) -> None:
    assert await office.obey(7, 9) == 9


async def test_a_group_below_its_own_limit_halts_everybody(office: Office) -> None:
    await office.fill(GROUP, 17)
    assert await office.obey(GROUP, 9) == 9


async def test_a_group_that_had_its_full_minute_halts_everybody_two_seconds_and_itself_for_the_whole_time(
    office: Office,
) -> None:
    await office.fill(GROUP, 18)
    assert await office.obey(GROUP, 9) == 2
    row = await office.database.read(
        lambda c: c.execute("SELECT blocked_until FROM chat WHERE id = ?", (GROUP,)).fetchone()
    )
    assert 9500 <= row[0] - office.at <= 11_000


async def test_no_pause_is_longer_than_what_was_asked(office: Office) -> None:
    await office.fill(GROUP, 18)
    assert await office.obey(GROUP, 1) == 1


async def test_two_chats_refused_within_a_minute_halt_everybody(office: Office) -> None:
    await office.fill(GROUP, 18)
    await office.fill(OTHER, 18)
    assert await office.obey(GROUP, 9) == 2
    assert await office.obey(OTHER, 9, after=30) == 9


async def test_one_chat_refused_twice_does_not(office: Office) -> None:
    await office.fill(GROUP, 18)
    assert await office.obey(GROUP, 9) == 2
    assert await office.obey(GROUP, 9) == 2


async def test_of_more_than_five_minutes_the_operator_is_told(office: Office) -> None:
    await office.obey(7, 300)
    assert office.told.words == []
    assert await office.obey(7, 100_000) == LONGEST_HALT
    assert office.told.words == [("long_halt", 100_000)]


async def test_the_next_run_is_as_slow_and_as_closed(office: Office) -> None:
    await office.obey(7, 9)
    gate = Gate()
    await Halts(gate, office.table, office.told).load()
    assert gate.closed_until == office.at + 9000
    assert gate.rate(office.at) == 17.5


async def test_a_database_that_cannot_be_written_still_closes_the_gate(office: Office) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise OSError("disk full")

    office.table.close = office.table.window = fails  # type: ignore[method-assign, assignment]
    assert await office.obey(GROUP, 9) == 9


async def test_at_the_worker_a_full_group_lets_the_others_go_on(database: Database, clock: MovableClock) -> None:
    office = Office(database, clock)
    async with working(database, clock, Script(a=[Outcome(Fate.FLOOD, retry_after=30)]), Rates()) as desk:
        await office.fill(GROUP, 17)
        await desk.queue(message("a", GROUP, chat_kind="supergroup"), message("b", 2))
        await desk.settled()
        await desk.queue(message("c", 3))
        await desk.settled()
        assert "c" not in desk.sender.said
        await desk.later(seconds=2.1)
        assert desk.sender.said.count("c") == 1
        await desk.later(seconds=28)
        assert desk.sender.said.count("a") == 1
        await desk.later(seconds=2)
        assert desk.sender.said.count("a") == 2
