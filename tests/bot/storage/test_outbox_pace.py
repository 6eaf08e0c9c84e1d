"""The outbox at the gate: full rate, nobody starved, group windows kept across a restart, cheap however many wait."""

import sqlite3
import time
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.clock import MovableClock
from bot.delivery.gate import Gate, Rates
from bot.storage.database import Database
from bot.storage.gate import GateTable, WINDOW
from bot.storage.outbox import claiming, Outbox, Priority, Settled
from bot.storage.times import milliseconds
from tests.bot.conftest import NOON
from tests.bot.storage.copies import ask, broadcast, message, queue, Run

GROUP = -1_001_000_000_001


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database, "boot", Gate())


@pytest.fixture
async def run(outbox: Outbox, database: Database, clock: MovableClock) -> Run:
    await database._hop(database._writer, lambda c: c.execute("PRAGMA synchronous=OFF"))
    return Run(outbox, clock)


def fullest(times: list[int], span: int) -> int:
    """Return how many of the instants lie in the fullest stretch of so many milliseconds."""
    return max((sum(at <= other < at + span for other in times) for at in times), default=0)


class TestRate:
    async def test_a_digest_keeps_the_rate_it_may_have_full_and_no_second_is_fuller(
        self, run: Run, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, range(1, 1001), clock.now())
        began = clock.now()
        await run.until()
        assert len(run.sent) == 1000
        seconds = (clock.now() - began).total_seconds()
        assert 49 <= seconds <= 1000 / 20 * 1.01
        assert fullest(run.times(), 1000) <= 24

    async def test_alerts_keep_the_whole_rate_full(self, run: Run, database: Database, clock: MovableClock) -> None:
        await broadcast(database, range(1, 1001), clock.now(), prio=Priority.ALERT)
        began = clock.now()
        await run.until()
        assert 39 <= (clock.now() - began).total_seconds() <= 1000 / 25 * 1.01
        assert fullest(run.times(), 1000) <= 30

    async def test_a_worker_that_wakes_late_makes_up_for_it(
        self, run: Run, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, range(1, 501), clock.now())
        began = clock.now()
        while len(run.sent) < 500:
            await run.turn()
            clock.advance(timedelta(milliseconds=23))
        assert (clock.now() - began).total_seconds() <= 500 / 20 * 1.01

    async def test_an_alert_behind_a_long_digest_goes_within_a_second(
        self, run: Run, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, range(1, 10_001), clock.now())
        await run.until(count=100)
        asked = clock.now()
        await broadcast(database, range(20_001, 20_021), asked, prio=Priority.ALERT)
        await run.until(count=150)
        gone = [at - milliseconds(asked) for at, each in run.sent if each.prio is Priority.ALERT]
        assert len(gone) == 20
        assert gone[0] <= 40
        assert gone[-1] <= 1000

    async def test_replies_in_a_private_chat_go_at_once_as_long_as_they_are_few(
        self, run: Run, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock.now(), *(message(7, str(n)) for n in range(5)))
        await run.until()
        began = milliseconds(NOON)
        assert [at - began for at in run.times()] == [0, 0, 0, 1000, 2000]


class TestNobodyStarves:
    async def test_a_thousand_messages_to_full_groups_do_not_keep_a_free_chat_waiting(
        self, run: Run, database: Database, clock: MovableClock
    ) -> None:
        groups = [GROUP - n for n in range(1000)]
        stamps = [milliseconds(clock.now()) - n * 1000 for n in range(18, 0, -1)]

        def fill(connection: sqlite3.Connection) -> None:
            connection.executemany(
                "INSERT INTO gate(name, until, data) VALUES(?, 0, ?)",
                [(f"group:{chat}", str(stamps)) for chat in groups],
            )

        await database.write(fill)
        await broadcast(database, [*groups, 7], clock.now())
        await run.until(end=clock.now())
        assert [each.chat for _, each in run.sent] == [7]
        assert run.turns <= 8
        turns = run.turns
        await run.until(end=clock.now() + timedelta(seconds=40))
        assert run.turns <= turns + 3

    async def test_what_the_gate_put_off_goes_before_what_came_after_it(
        self, run: Run, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [GROUP], clock.now(), parts=3)
        await broadcast(database, range(1, 101), clock.now())
        await run.until()
        assert [at - milliseconds(NOON) for at in run.times(GROUP)] == [0, 1100, 2200]

    async def test_everybody_gets_what_is_owed_to_them_without_turning_in_circles(
        self, run: Run, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [GROUP - n for n in range(30)], clock.now(), parts=3)
        await queue(database, clock.now(), *(message(GROUP, str(n)) for n in range(25)))
        await run.until()
        assert len(run.sent) == 115
        assert run.turns <= 4 * 115

    async def test_a_hundred_thousand_put_off_for_the_night_do_not_keep_an_alert_waiting(
        self, run: Run, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, range(1, 2001), clock.now())
        await database.write(lambda c: c.execute("UPDATE chat SET quiet_from = '10:00', quiet_to = '20:00'"))
        turn = await outbox.turn([], clock.now(), 16)
        assert (turn.claimed, turn.wake_at) == ([], milliseconds(clock.now()))
        await broadcast(database, [9000], clock.now(), prio=Priority.ALERT)
        assert [each.chat for each in (await outbox.turn([], clock.now(), 16)).claimed] == [9000]


class TestGroups:
    async def test_no_minute_has_more_than_eighteen_calls_nor_fourteen_that_are_not_urgent(
        self, run: Run, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [GROUP], clock.now(), parts=40)
        await run.until(end=clock.now() + timedelta(seconds=50))
        assert len(run.times(GROUP)) == 14
        await queue(database, clock.now(), *(message(GROUP, str(n)) for n in range(30)))
        await run.until()
        times = run.times(GROUP)
        assert len(times) == 70
        assert fullest(times, WINDOW) == 18
        assert min(after - before for before, after in pairwise(times)) >= 1100

    async def test_edits_and_deletions_count_as_well(self, run: Run, database: Database, clock: MovableClock) -> None:
        ops = ["send", "edit", "delete"] * 10
        await queue(database, clock.now(), *(message(GROUP, str(n), op=op) for n, op in enumerate(ops)))
        await run.until()
        assert fullest(run.times(GROUP), WINDOW) == 18

    async def test_a_restart_forgets_nothing_of_it(self, run: Run, database: Database, clock: MovableClock) -> None:
        await queue(database, clock.now(), *(message(GROUP, str(n)) for n in range(60)))
        times = []
        for boot in range(20):
            again = Run(Outbox(database, str(boot), Gate()), clock)
            await again.until(count=3)
            await again.turn()
            times += again.times(GROUP)
            await again.outbox.recover(clock.now())
        assert len(times) >= 60
        assert fullest(times, WINDOW) == 18

    async def test_where_the_clock_is_put_back_an_hour_the_group_waits_a_minute_and_not_an_hour(
        self, run: Run, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock.now(), *(message(GROUP, str(n)) for n in range(36)))
        await run.until(count=18)
        clock.advance(timedelta(hours=-1))
        await database.write(lambda c: c.execute("UPDATE outbox SET not_before = 0 WHERE state = 'queued'"))
        began = clock.now()
        await run.until(count=19)
        assert timedelta(seconds=59) <= clock.now() - began <= timedelta(seconds=61)
        await run.until()
        assert clock.now() - began <= timedelta(minutes=3)

    async def test_what_no_longer_counts_is_forgotten(self, run: Run, database: Database, clock: MovableClock) -> None:
        await queue(database, clock.now(), message(GROUP), message(GROUP - 1))
        await run.until()
        table = GateTable(database)
        await table.close("all", 5)
        await table.tidy(clock.now())
        assert len(await ask(database, "SELECT name FROM gate")) == 3
        await table.tidy(clock.now() + timedelta(seconds=61))
        assert await ask(database, "SELECT name FROM gate") == ["all"]


class TestManyWaiting:
    @pytest.mark.parametrize("query", [claiming._PUT_OFF, claiming._FRESH, claiming._LATER, claiming._DOUBTFUL])
    async def test_no_query_of_a_turn_scans_the_table(self, query: str, database: Database) -> None:
        values = {"prio": 4, "now": 1, "after": 0, "id": -1, "page": 32}
        plan = await database.read(
            lambda c: c.execute("EXPLAIN QUERY PLAN " + query, values if ":now" in query else (1,)).fetchall()
        )
        steps = [step for *_, step in plan]
        assert not [step for step in steps if "TEMP B-TREE" in step]
        assert [step for step in steps if step.startswith("SCAN")] in ([], ["SCAN o USING INDEX outbox_unsettled"])

    async def test_with_twenty_thousand_waiting_a_turn_takes_no_longer_than_with_ten(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        """A measure of the machine's, so with much to spare: a scan of the table would take two thousand times as long."""
        fast = Outbox(database, "boot", Gate(Rates(1e6, 10**6, 5, 1e6, 10**6, 1e6, 10**6, 0, 10**6, 10**6)))

        async def turns() -> float:
            settled: list[Settled] = []
            began = time.process_time()
            for _ in range(50):
                turn = await fast.turn(settled, clock.now(), 3)
                settled = [Settled(each.id, each.chat, "sent") for each in turn.claimed]
            return time.process_time() - began

        await broadcast(database, range(1, 201), clock.now())
        few = await turns()
        await broadcast(database, range(1, 20_001), clock.now())
        many = await turns()
        assert many < 5 * few + 0.3
