"""Broadcasts at the worker: doubt without the probe, lost topics, refusals for days, and who is told."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.delivery.gate import Rates
from bot.delivery.outcome import Fate, Outcome
from bot.storage.database import Database, open_database
from bot.storage.outbox import Outbox, Outgoing, Priority
from tests.bot.delivery.desk import Desk, message, Script, working
from tests.bot.storage.copies import broadcast, KEYS

GROUP = -1_001_000_000_001


async def send(desk: Desk, *chats: int, prio: Priority = Priority.DIGEST, thread: int | None = None) -> int:
    body = {"text": "news", "entities": [{"type": "bold"}], "reply_markup": KEYS}
    bid = await broadcast(desk.database, chats, desk.clock.now(), prio=prio, thread=thread, body=body)
    desk.worker.wake()
    await desk.settled()
    return bid


class TestDoubt:
    @pytest.mark.parametrize("prio", [Priority.ALERT, Priority.ALERT_CORRECTION])
    async def test_an_alert_is_sent_again_twice_after_half_a_minute_each_and_then_held(
        self, desk: Desk, prio: Priority
    ) -> None:
        desk.sender.outcomes["news"] = [Outcome(Fate.UNKNOWN)] * 9
        await send(desk, 7, prio=prio)
        for said in (1, 2, 3, 3):
            assert len(desk.sender.said) == said
            await desk.later(seconds=29)
            assert len(desk.sender.said) == said
            await desk.later(seconds=1)
        assert await desk.ask("SELECT state, doubted, attempt FROM outbox") == [("held", 2, 3)]
        assert desk.told.words == [("held", 1)]

    async def test_an_alert_that_arrives_at_the_second_attempt_says_that_it_may_have_arrived_twice(
        self, desk: Desk
    ) -> None:
        desk.sender.outcomes["news"] = [Outcome(Fate.UNKNOWN)]
        await send(desk, 7, prio=Priority.ALERT)
        await desk.later(seconds=30)
        assert await desk.ask("SELECT state, doubted FROM outbox") == [("sent", 1)]

    @pytest.mark.parametrize("prio", [Priority.DIGEST, Priority.PUSH])
    async def test_a_digest_is_held_after_half_a_minute_and_said_no_more(self, desk: Desk, prio: Priority) -> None:
        desk.sender.outcomes["news"] = [Outcome(Fate.UNKNOWN)]
        await send(desk, 7, prio=prio)
        assert await desk.states() == ["unknown"]
        await desk.later(seconds=30)
        await desk.later(hours=1)
        assert (await desk.states(), desk.told.words) == (["held"], [("held", 1)])
        assert len(desk.sender.said) == 1

    async def test_after_a_crash_it_is_the_same(self, tmp_path: Path, clock: MovableClock) -> None:
        path = tmp_path / "crash.db"
        async with open_database(path) as database:
            outbox = Outbox(database, "before")
            await broadcast(database, [1], clock.now())
            await broadcast(database, [2], clock.now(), prio=Priority.ALERT)
            assert len((await outbox.turn([], clock.now(), 16)).claimed) == 2
        async with open_database(path) as database:
            assert await Outbox(database, "after").recover(clock.now()) == 2
            async with working(database, clock, Script()) as desk:
                await desk.settled()
                assert desk.sender.said == []
                await desk.later(seconds=30)
                assert await desk.states() == ["held", "sent"]


class TestLostTopics:
    async def test_a_digest_goes_to_the_general_topic_once_and_somebody_is_told(self, desk: Desk) -> None:
        threads: list[int | None] = []
        desk.sender.before = lambda message: threads.append(message.thread)
        desk.sender.outcomes["news"] = [Outcome(Fate.NO_THREAD)]
        bid = await send(desk, GROUP, thread=9)
        assert threads == [9, None]
        assert await desk.states() == ["sent"]
        assert desk.told.words == [("thread_gone", GROUP, 9, bid)]

    async def test_where_the_general_topic_refuses_too_it_is_held(self, desk: Desk) -> None:
        desk.sender.outcomes["news"] = [Outcome(Fate.NO_THREAD)] * 2
        bid = await send(desk, GROUP, thread=9)
        assert await desk.states() == ["held"]
        assert desk.told.words == [("thread_gone", GROUP, 9, bid), ("held", 1)]
        await desk.later(hours=1)
        assert len(desk.sender.said) == 2


class TestRefused:
    async def test_an_unreadable_text_goes_as_plain_text_once_and_is_flagged(self, desk: Desk) -> None:
        desk.sender.outcomes["news"] = [Outcome(Fate.UNREADABLE)]
        bid = await send(desk, 7, 8)
        assert ["entities" in body for body in desk.sender.bodies] == [True, True, False]
        assert all("reply_markup" in body for body in desk.sender.bodies)
        assert desk.told.words == [("unreadable", bid)]
        assert await desk.states() == ["sent", "sent"]
        desk.sender.outcomes["news"] = [Outcome(Fate.UNREADABLE)] * 2
        await send(desk, 9)
        assert (await desk.states())[-1] == "dead"

    async def refused(self, desk: Desk, fate: Fate, *chats: int) -> None:
        desk.sender.outcomes["news"] = [Outcome(fate)] * len(chats)
        await send(desk, *chats)

    @pytest.mark.parametrize("fate", [Fate.CHAT_GONE, Fate.RESTRICTED])
    async def test_a_chat_that_refuses_for_days_is_switched_off_and_never_at_once(self, desk: Desk, fate: Fate) -> None:
        for _ in range(5):
            await desk.later(hours=13)
            await self.refused(desk, fate, 7)
            assert await desk.ask("SELECT active FROM chat") == [1]
        await desk.later(minutes=10)  # by then it is known whether others refuse as well
        assert await desk.ask("SELECT active, strikes FROM chat") == [(0, 5)]
        assert desk.told.words == []
        await send(desk, 7)
        assert (await desk.states())[-1] == "queued"

    async def test_a_text_that_is_too_long_is_no_fault_of_the_chats(self, desk: Desk) -> None:
        for _ in range(6):
            await self.refused(desk, Fate.REFUSED, 7)
            await desk.later(hours=13)
        assert await desk.ask("SELECT active, strikes FROM chat") == [(1, 0)]

    async def test_a_pin_that_fails_is_no_strike(self, desk: Desk) -> None:
        desk.sender.outcomes["x"] = [Outcome(Fate.RESTRICTED), Outcome(Fate.CHAT_GONE), Outcome(Fate.NO_MESSAGE)]
        await desk.queue(*(message(op="edit", prio=Priority.HOUSEKEEPING) for _ in range(3)))
        await desk.settled()
        assert await desk.states() == ["dead"] * 3
        assert await desk.ask("SELECT strikes FROM chat") == [0]

    async def test_a_message_to_delete_that_is_gone_is_deleted(self, desk: Desk) -> None:
        desk.sender.outcomes["x"] = [Outcome(Fate.NO_MESSAGE)]
        await desk.queue(message(op="delete"))
        await desk.settled()
        assert await desk.states() == ["sent"]

    async def test_when_all_chats_refuse_for_days_none_is_switched_off_and_the_operator_is_told(
        self, desk: Desk
    ) -> None:
        """As on 30 October 2023, when every bot was told it had not enough rights (telegram-facts.md 1.2)."""
        chats = range(1, 31)
        await send(desk, *chats)
        for _ in range(8):
            await self.refused(desk, Fate.RESTRICTED, *chats)
            await desk.later(minutes=5)
        assert await desk.ask("SELECT DISTINCT active, strikes FROM chat") == [(1, 8)]
        assert [word[0] for word in desk.told.words] == ["breaker"]
        await desk.later(hours=48)
        await self.refused(desk, Fate.RESTRICTED, *chats)
        await desk.later(minutes=11)
        assert await desk.ask("SELECT DISTINCT active, strikes FROM chat") == [(1, 9)]
        await send(desk, *chats)
        assert await desk.ask("SELECT DISTINCT active, strikes FROM chat") == [(1, 0)]

    async def test_a_restart_in_the_middle_of_it_switches_none_off_either(
        self, tmp_path: Path, clock: MovableClock
    ) -> None:
        chats = range(1, 13)
        path = tmp_path / "restart.db"
        for _ in range(6):
            async with open_database(path) as database, working(database, clock, Script()) as desk:
                await self.refused(desk, Fate.CHAT_GONE, *chats)
            clock.advance(timedelta(hours=12))
        async with open_database(path) as database, working(database, clock, Script()) as desk:
            await desk.settled()
            assert await desk.ask("SELECT DISTINCT active, strikes FROM chat") == [(1, 6)]

    async def test_a_word_that_cannot_be_said_holds_up_no_message(self, desk: Desk) -> None:
        async def fails(*_: object) -> None:
            raise OSError("disk full")

        desk.told.thread_gone = desk.told.unreadable = fails  # type: ignore[method-assign, assignment]
        desk.sender.outcomes["news"] = [Outcome(Fate.NO_THREAD), Outcome(Fate.UNREADABLE)]
        await send(desk, GROUP, thread=9)
        assert await desk.states() == ["sent"]


class TestPace:
    """The gate as it is in earnest."""

    @pytest.fixture
    async def paced(self, database: Database, clock: MovableClock) -> AsyncIterator[Desk]:
        async with working(database, clock, Script(), Rates()) as desk:
            yield desk

    async def test_it_sleeps_until_the_gate_opens_and_no_longer(self, paced: Desk) -> None:
        await send(paced, *range(1, 31))
        assert len(paced.sender.said) == 3
        await paced.run_for(1)
        assert len(paced.sender.said) == 23
        await paced.run_for(0.4)
        assert await paced.outbox.counts() == {"sent": 30}

    async def test_on_a_clock_that_runs_it_needs_nobody_to_wake_it(self, database: Database) -> None:
        clock = MovableClock()
        async with working(database, clock, Script(), Rates()) as desk:
            began = asyncio.get_running_loop().time()
            await broadcast(database, range(1, 21), clock.now())
            desk.worker.wake()
            async with asyncio.timeout(5):
                while len(desk.sender.said) < 20:
                    await asyncio.sleep(0.01)
            assert 0.75 <= asyncio.get_running_loop().time() - began <= 2

    async def test_with_a_thousand_put_off_for_the_night_it_is_idle_once_all_were_looked_at(self, paced: Desk) -> None:
        await paced.settled()
        await broadcast(paced.database, range(1, 1001), paced.clock.now())
        await paced.database.write(
            lambda c: c.execute("UPDATE chat SET quiet_from = '10:00', quiet_to = '20:00' WHERE id < 1000")
        )
        await paced.later(seconds=0)
        assert await paced.ask("SELECT count(*) FROM outbox WHERE not_before > 0 AND state = 'queued'") == [999]
        assert await paced.outbox.counts() == {"queued": 999, "sent": 1}

    async def test_an_edit_of_what_somebody_pressed_is_not_made_to_wait(self, paced: Desk) -> None:
        await paced.queue(Outgoing(7, "editMessageText", {"text": "x"}, op="edit"))
        await paced.settled()
        assert await paced.states() == ["sent"]
