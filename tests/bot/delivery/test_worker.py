"""The delivery worker over a real database and senders that behave badly."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.delivery.halts import LONGEST_HALT
from bot.delivery.outcome import Fate, Outcome
from bot.delivery.worker import BROADCASTS_IN_FLIGHT, DIGESTS_IN_FLIGHT, IN_FLIGHT
from bot.storage.database import Database, open_database
from bot.storage.outbox import Claimed, Outbox, Outgoing, Priority, Turn
from bot.storage.times import milliseconds
from tests.bot.delivery.desk import Desk, message, Script, working

OK = Outcome(Fate.SENT, mid=1)


class TestGoingOut:
    async def test_what_is_queued_goes_out_once_and_in_order(self, desk: Desk) -> None:
        await desk.queue(*(message(str(n)) for n in range(5)), message("b", 8))
        await desk.settled()
        assert [said for said in desk.sender.said if said != "b"] == ["0", "1", "2", "3", "4"]
        assert await desk.states() == ["sent"] * 6

    async def test_the_claim_is_on_disk_before_the_sender_is_asked(self, desk: Desk) -> None:
        seen: list[tuple[str, int]] = []

        def look(message: Claimed) -> None:
            elsewhere = sqlite3.connect(desk.database.path)
            seen.append(elsewhere.execute("SELECT state, attempt FROM outbox WHERE id = ?", (message.id,)).fetchone())
            elsewhere.close()

        desk.sender.before = look
        await desk.queue(message("a"), message("b"), message("c", 8))
        await desk.settled()
        assert seen == [("sending", 1)] * 3

    async def test_only_so_many_are_in_doubt_at_once(self, desk: Desk) -> None:
        desk.sender.gate.clear()
        await desk.queue(*(message(str(n), chat=n + 1) for n in range(IN_FLIGHT + 10)))
        async with asyncio.timeout(3):
            while desk.sender.flying < IN_FLIGHT:
                await asyncio.sleep(0.005)
        await asyncio.sleep(0.02)
        assert (await desk.outbox.counts()) == {"sending": IN_FLIGHT, "queued": 10}
        desk.sender.gate.set()
        await desk.settled()
        assert desk.sender.most == IN_FLIGHT
        assert await desk.outbox.counts() == {"sent": IN_FLIGHT + 10}

    @pytest.mark.parametrize(
        ("prio", "most"),
        [
            (Priority.ALERT, BROADCASTS_IN_FLIGHT),
            (Priority.DIGEST, DIGESTS_IN_FLIGHT),
            (Priority.PUSH, DIGESTS_IN_FLIGHT),
        ],
    )
    async def test_of_broadcasts_few_are_in_doubt_at_once(self, desk: Desk, prio: Priority, most: int) -> None:
        desk.sender.gate.clear()
        await desk.queue(*(message(str(n), chat=n + 1, prio=prio) for n in range(10)))
        await asyncio.sleep(0.03)
        assert (await desk.outbox.counts()) == {"sending": most, "queued": 10 - most}
        await desk.queue(message("reply", 99), message("alert", 98, prio=Priority.ALERT))
        await asyncio.sleep(0.03)
        assert "reply" in desk.sender.said
        assert ("alert" in desk.sender.said) == (prio is not Priority.ALERT)
        desk.sender.gate.set()
        await desk.settled()
        assert await desk.outbox.counts() == {"sent": 12}

    async def test_an_alert_overtakes_a_digest_that_still_waits(self, desk: Desk) -> None:
        desk.sender.gate.clear()
        await desk.queue(*(message("d", chat=n + 1, prio=Priority.DIGEST) for n in range(200)))
        await asyncio.sleep(0.02)
        await desk.queue(message("alert", chat=999, prio=Priority.ALERT))
        desk.sender.gate.set()
        await desk.settled()
        assert desk.sender.said.index("alert") <= 2 * IN_FLIGHT


class TestBeingIdle:
    async def test_it_is_idle_with_nothing_to_do_and_busy_until_what_was_sent_is_written_down(self, desk: Desk) -> None:
        await desk.settled()
        desk.sender.gate.clear()
        await desk.queue(message())
        assert not desk.worker.idle.is_set()
        await asyncio.sleep(0.03)
        assert not desk.worker.idle.is_set()
        desk.sender.gate.set()
        await desk.settled()
        assert await desk.states() == ["sent"]

    async def test_it_is_idle_while_what_waits_may_not_go_yet(self, desk: Desk) -> None:
        desk.sender.outcomes["x"] = [Outcome(Fate.UNREACHED)]
        await desk.queue(message(), message("second"))
        await desk.settled()
        assert await desk.states() == ["queued", "queued"]

    async def test_waiting_for_a_message_put_off_it_does_not_turn_round_and_round(self, desk: Desk) -> None:
        desk.sender.outcomes["x"] = [Outcome(Fate.UNREACHED)]
        await desk.queue(message(), message("second"))
        await desk.settled()
        turns = 0
        original = desk.outbox.turn

        async def counted(*args: Any) -> Turn:
            nonlocal turns
            turns += 1
            return await original(*args)

        desk.outbox.turn = counted  # type: ignore[assignment,method-assign]
        await asyncio.sleep(0.08)
        assert turns == 0


class TestFlood:
    async def test_nobody_is_written_to_for_the_whole_time_asked(self, desk: Desk) -> None:
        desk.sender.outcomes["a"] = [Outcome(Fate.FLOOD, retry_after=7)]
        await desk.queue(message("a", 1))
        await desk.settled()
        await desk.queue(message("b", 2), message("alert", 3, prio=Priority.ALERT))
        await desk.settled()
        await desk.later(seconds=6.9)
        assert desk.sender.said == ["a"]
        await desk.later(seconds=0.2)
        assert sorted(desk.sender.said) == ["a", "alert", "b"]
        await desk.later(seconds=2)  # the chat itself a moment later, so that not all come back at once
        assert sorted(desk.sender.said) == ["a", "a", "alert", "b"]
        assert await desk.states() == ["sent"] * 3

    async def test_others_in_flight_do_not_end_the_halt(self, desk: Desk) -> None:
        desk.sender.outcomes["a"] = [Outcome(Fate.FLOOD, retry_after=7)]
        desk.sender.gate.clear()
        await desk.queue(message("a", 1), message("b", 2), message("c", 2))
        await asyncio.sleep(0.02)
        desk.sender.gate.set()
        await desk.settled()
        await desk.later(seconds=6.9)
        assert sorted(desk.sender.said) == ["a", "b"]

    async def test_a_shorter_halt_does_not_shorten_a_longer_one(self, desk: Desk) -> None:
        desk.sender.outcomes |= {"a": [Outcome(Fate.FLOOD, retry_after=60)], "b": [Outcome(Fate.FLOOD, retry_after=2)]}
        desk.sender.gate.clear()
        await desk.queue(message("a", 1), message("b", 2))
        await asyncio.sleep(0.02)
        desk.sender.gate.set()
        await desk.settled()
        await desk.later(seconds=59)
        assert len(desk.sender.said) == 2

    async def test_it_holds_after_a_restart(self, tmp_path: Path, clock: MovableClock) -> None:
        path = tmp_path / "restart.db"
        async with (
            open_database(path) as database,
            working(database, clock, Script(a=[Outcome(Fate.FLOOD, retry_after=7)])) as desk,
        ):
            await desk.queue(message("a", 1))
            await desk.settled()
        clock.advance(timedelta(seconds=6))
        async with open_database(path) as database, working(database, clock, Script()) as desk:
            await desk.queue(message("b", 2))
            await desk.settled()
            assert desk.sender.said == []
            await desk.later(seconds=1.1)
            assert desk.sender.said == ["b"]
            await desk.later(seconds=2)
            assert desk.sender.said == ["b", "a"]

    @pytest.mark.parametrize(("asked", "seconds"), [(0, 1), (-5, 1), (100_000, LONGEST_HALT)])
    async def test_a_senseless_time_is_brought_within_reason(self, desk: Desk, asked: float, seconds: float) -> None:
        desk.sender.outcomes["a"] = [Outcome(Fate.FLOOD, retry_after=asked)]
        await desk.queue(message("a", 1), message("b", 2))
        await desk.settled()
        said = len(desk.sender.said)
        await desk.later(seconds=seconds - 0.1)
        assert len(desk.sender.said) == said
        await desk.later(seconds=0.2)
        assert await desk.states() == ["queued", "sent"]
        await desk.later(seconds=2)
        assert desk.sender.said.count("a") == 2

    async def test_the_chat_itself_is_closed_too(self, desk: Desk) -> None:
        desk.sender.outcomes["a"] = [Outcome(Fate.FLOOD, retry_after=7)]
        await desk.queue(message("a", 1))
        await desk.settled()
        (until,) = await desk.ask("SELECT blocked_until FROM chat")
        assert 7500 <= until - milliseconds(desk.clock.now()) <= 9000


class TestWhatBecomesOfIt:
    async def test_a_migrated_group_gets_the_message_under_its_new_id_once(self, desk: Desk) -> None:
        desk.sender.outcomes["a"] = [Outcome(Fate.MIGRATED, migrate_to=-1001)]
        await desk.queue(message("a", -41, chat_kind="group"), message("b", -41, chat_kind="group"))
        await desk.settled()
        assert [(body["chat_id"], body["text"]) for body in desk.sender.bodies] == [
            (-41, "a"),
            (-1001, "a"),
            (-1001, "b"),
        ]
        assert await desk.states() == ["sent", "sent"]

    async def test_a_chat_that_blocked_the_bot_hears_no_more(self, desk: Desk) -> None:
        desk.sender.outcomes["a"] = [Outcome(Fate.CHAT_GONE)]
        await desk.queue(message("a"), message("b"))
        await desk.settled()
        assert desk.sender.said == ["a"]
        assert await desk.states() == ["dead", "cancelled"]

    async def test_unreadable_entities_go_as_plain_text_once(self, desk: Desk) -> None:
        desk.sender.outcomes["a"] = [Outcome(Fate.UNREADABLE), Outcome(Fate.UNREADABLE), OK]
        await desk.queue(Outgoing(7, "sendMessage", {"chat_id": 7, "text": "a", "entities": [{"type": "bold"}]}))
        await desk.settled()
        assert ["entities" in body for body in desk.sender.bodies] == [True, False]
        assert await desk.states() == ["dead"]

    async def test_a_reply_in_doubt_is_said_once_more_and_the_next_goes_on(self, desk: Desk) -> None:
        desk.sender.outcomes["a"] = [Outcome(Fate.UNKNOWN), Outcome(Fate.UNKNOWN), OK]
        await desk.queue(message("a"), message("b"))
        await desk.settled()
        await desk.later(seconds=3)
        assert desk.sender.said == ["a", "a", "b"]
        assert await desk.states() == ["dead", "sent"]

    async def test_an_edit_in_doubt_is_repeated_until_it_is_known(self, desk: Desk) -> None:
        desk.sender.outcomes["a"] = [Outcome(Fate.UNKNOWN)] * 3 + [Outcome(Fate.UNCHANGED)]
        await desk.queue(message("a", op="edit"))
        await desk.settled()
        for _ in range(3):
            await desk.later(seconds=30)
        assert desk.sender.said == ["a"] * 4
        assert await desk.states() == ["sent"]

    async def test_a_notice_to_an_operator_in_doubt_does_not_silence_the_bot_for_them(self, desk: Desk) -> None:
        desk.sender.outcomes["notice"] = [Outcome(Fate.UNKNOWN)]
        await desk.queue(message("notice", prio=Priority.HOUSEKEEPING))
        await desk.settled()
        await desk.queue(message("answer"))
        await desk.later(seconds=31)
        assert sorted(desk.sender.said) == ["answer", "notice", "notice"]
        await desk.later(seconds=60)
        assert await desk.states() == ["sent", "sent"]

    async def test_a_refused_token_stops_the_line_and_loses_nothing(self, desk: Desk) -> None:
        desk.sender.outcomes["a"] = [Outcome(Fate.TOKEN, retry_after=60)]
        await desk.queue(message("a", 1))
        await desk.settled()
        await desk.queue(message("b", 2))
        await desk.later(seconds=59)
        assert (desk.told.words, desk.sender.said) == ([("token_refused",)], ["a"])
        assert await desk.states() == ["queued", "queued"]


class TestTrouble:
    async def test_a_locked_database_is_waited_for_and_nothing_goes_unclaimed(self, desk: Desk) -> None:
        await desk.settled()
        await desk.database._hop(desk.database._writer, lambda c: c.execute("PRAGMA busy_timeout=5"))
        await desk.database.write(lambda c: Outbox.put(c, [message()], desk.clock.now()))
        other = sqlite3.connect(desk.database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        desk.worker.wake()
        await asyncio.sleep(0.06)
        assert desk.sender.said == []
        assert not desk.worker.idle.is_set()
        other.execute("COMMIT")
        other.close()
        await desk.settled()
        assert desk.sender.said == ["x"]
        assert await desk.states() == ["sent"]

    async def test_locked_while_settling_the_id_is_kept_and_nothing_is_sent_twice(self, desk: Desk) -> None:
        await desk.settled()
        await desk.database._hop(desk.database._writer, lambda c: c.execute("PRAGMA busy_timeout=5"))
        desk.sender.gate.clear()
        await desk.queue(message())
        async with asyncio.timeout(2):
            while not desk.sender.flying:
                await asyncio.sleep(0.005)
        other = sqlite3.connect(desk.database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        desk.sender.gate.set()
        await asyncio.sleep(0.05)
        assert await desk.states() == ["sending"]
        other.execute("COMMIT")
        other.close()
        await desk.settled()
        assert desk.sender.said == ["x"]
        assert await desk.ask("SELECT state, mid FROM outbox") == [("sent", 101)]

    async def test_with_a_full_disk_nothing_is_sent_and_all_goes_on_afterwards(self, desk: Desk) -> None:
        await desk.settled()

        def nearly_full(connection: sqlite3.Connection) -> None:
            Outbox.put(connection, [message()], desk.clock.now())

        await desk.database.write(nearly_full)
        # No room for a new page, and a claim that needs one: a trigger makes each claim write a long row.
        await desk.database.write(
            lambda c: c.execute(
                "CREATE TRIGGER grow AFTER UPDATE ON outbox BEGIN"
                " INSERT OR REPLACE INTO setting VALUES('grow', hex(zeroblob(200000))); END"
            )
        )
        await desk.database._hop(desk.database._writer, lambda c: c.execute("PRAGMA max_page_count=1").fetchone())
        desk.worker.wake()
        await asyncio.sleep(0.05)
        assert desk.sender.said == []
        assert await desk.states() == ["queued"]
        await desk.database._hop(desk.database._writer, lambda c: c.execute("PRAGMA max_page_count=100000").fetchone())
        await desk.settled()
        assert await desk.states() == ["sent"]


class TestStopping:
    async def test_what_is_on_its_way_is_settled_and_nothing_new_is_claimed(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with working(database, clock, Script()) as desk:
            desk.sender.gate.clear()
            await desk.queue(message("a"), message("b"))
            await asyncio.sleep(0.02)
            desk.worker.stop()
            desk.sender.gate.set()
        assert desk.sender.said == ["a"]
        assert await desk.states() == ["sent", "queued"]

    async def test_a_database_locked_for_a_moment_while_stopping_leaves_no_doubt(
        self, database: Database, clock: MovableClock
    ) -> None:
        await database._hop(database._writer, lambda c: c.execute("PRAGMA busy_timeout=5"))
        async with working(database, clock, Script()) as desk:
            desk.sender.gate.clear()
            await desk.queue(message("a"))
            await asyncio.sleep(0.02)
            other = sqlite3.connect(database.path, isolation_level=None, check_same_thread=False)
            other.execute("BEGIN IMMEDIATE")
            asyncio.get_running_loop().call_later(0.02, other.execute, "COMMIT")
            desk.worker.stop()
        other.close()
        assert await desk.states() == ["sent"]

    async def test_after_a_crash_in_flight_a_reply_is_said_again_and_an_alert_is_left_in_doubt(
        self, tmp_path: Path, clock: MovableClock
    ) -> None:
        path = tmp_path / "crash.db"
        async with open_database(path) as database:
            sender = Script()
            sender.gate.clear()
            desk = Desk(database, clock, sender)
            task = asyncio.create_task(desk.worker.run())
            await desk.queue(message("reply", 1), message("alert", 2, prio=Priority.ALERT))
            await asyncio.sleep(0.03)
            assert sorted(sender.said) == ["alert", "reply"]
            for each in (task, *desk.worker._flying):
                each.cancel()
            await asyncio.gather(task, *desk.worker._flying, return_exceptions=True)
        async with open_database(path) as database:
            assert await Outbox(database, "next").recover(clock.now()) == 2
            async with working(database, clock, Script()) as desk:
                await desk.settled()
                assert desk.sender.said == ["reply"]
                assert await desk.states() == ["sent", "unknown"]
