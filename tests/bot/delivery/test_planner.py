"""The planner: one round at a time, each step alone, the alerts beside them, and nothing on a clock that cannot be right."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, UTC
from typing import Any

import pytest

from bot.delivery.planner import Planner
from bot.delivery.rounds import Rounds
from bot.storage.outbox import Outbox
from tests.bot.delivery.bureau import ALICE, article, Bureau, GROUP

SLOT = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)


async def nothing(_: datetime) -> None:
    pass


class Steps:
    """The planner over a bureau, and how often something was queued."""

    def __init__(self, office: Bureau, before: Callable[[datetime], Awaitable[None]] = nothing, **more: Any) -> None:
        self.queued = 0
        self.planner = Planner(
            office.matcher, office.news, office.digests, office.alerts, office.silent, office.pins,
            Outbox(office.database, "boot"), office.clock, self._queued, before, **more,
        )  # fmt: skip

    def _queued(self) -> None:
        self.queued += 1


async def test_a_round_does_everything_that_is_due(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.schedule(pin=True)
    await office.publish(article("a-1"))
    steps = Steps(office)
    assert await steps.planner.next_due(office.now) == SLOT
    await steps.planner.round(SLOT)
    assert [chat for chat, _, _ in await office.copies()] == [GROUP, ALICE]
    assert steps.queued >= 2
    await office.arrived()
    await steps.planner.round(SLOT)
    assert len(await office.ask("SELECT 1 FROM outbox WHERE op = 'edit'")) == 1


@pytest.mark.parametrize("step", ["expiry", "members", "silent", "match", "news", "pins"])
async def test_a_step_that_fails_does_not_keep_the_later_ones_from_running(step: str, office: Bureau) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("a fault of our own")

    await office.schedule()
    steps = Steps(office, fails if step == "members" else nothing)
    planner: Any = steps.planner
    parts = {
        "expiry": (planner._outbox, "expire"), "silent": (office.silent, "look"), "match": (office.matcher, "match"),
        "news": (office.news, "flush"), "pins": (office.pins, "pin"),
    }  # fmt: skip
    if step in parts:
        setattr(*parts[step], fails)
    await steps.planner.round(SLOT)
    assert [chat for chat, _, _ in await office.copies()] == [GROUP]


async def test_digests_that_fail_do_not_keep_news_from_going_and_are_tried_in_the_next_round(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("a fault of our own")

    await office.follow(ALICE)
    await office.schedule()
    await office.publish(article("a-1"))
    steps = Steps(office)
    with monkeypatch.context() as broken:
        broken.setattr(office.digests, "due", fails)
        await steps.planner.round(SLOT)
        assert [chat for chat, _, _ in await office.copies()] == [ALICE]
    await steps.planner.round(SLOT)
    assert [chat for chat, _, _ in await office.copies()] == [ALICE, GROUP]


async def test_before_this_program_was_written_nothing_is_planned(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.publish(article("a-1"))
    wrong = datetime(1970, 1, 1, tzinfo=UTC)
    await Steps(office).planner.round(wrong)
    assert await office.ask("SELECT DISTINCT state FROM news") == ["new"]
    await Steps(office, sane_from=None).planner.round(wrong)
    assert await office.ask("SELECT DISTINCT state FROM news") == ["done"]


async def test_an_alert_does_not_wait_for_the_round_under_way(office: Bureau) -> None:
    held, entered = asyncio.Event(), asyncio.Event()

    async def long(_: datetime) -> None:
        entered.set()
        await held.wait()

    await office.follow(ALICE)
    await office.publish(article("a-1"))
    planner = Steps(office, long).planner
    task = asyncio.create_task(planner.run())
    async with asyncio.timeout(5):
        await entered.wait()
        number = await office.alerts.send("a-1", "danger", None, office.now)  # type: ignore[arg-type]
        assert number is not None
        planner.wake_alerts()
        while not await office.copies():
            await asyncio.sleep(0.01)
        assert not planner.rounds[1].idle.is_set()
        held.set()
        planner.stop()
        await task


class TestRounds:
    async def test_one_round_at_a_time_however_often_it_is_knocked_at(self) -> None:
        under_way = most = done = 0

        async def work() -> None:
            nonlocal under_way, most, done
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.01)
            under_way -= 1
            done += 1

        rounds = Rounds("test", work)
        task = asyncio.create_task(rounds.run())
        for _ in range(50):
            rounds.wake()
            await asyncio.sleep(0)
        async with asyncio.timeout(5):
            await rounds.idle.wait()
        assert (most, under_way) == (1, 0)
        assert 1 <= done <= 3
        rounds.stop()
        await task

    async def test_a_knock_during_a_round_brings_another(self) -> None:
        done = 0

        async def work() -> None:
            nonlocal done
            done += 1
            if done == 1:
                rounds.wake()

        rounds = Rounds("test", work)
        task = asyncio.create_task(rounds.run())
        async with asyncio.timeout(5):
            await rounds.idle.wait()
        assert done == 2
        rounds.stop()
        await task

    async def test_a_round_that_fails_is_not_the_last_and_says_since_when_it_is_busy(self) -> None:
        seen: list[float | None] = []

        async def work() -> None:
            seen.append(rounds.busy_since)
            if len(seen) == 1:
                raise OSError("disk full")

        rounds = Rounds("test", work)
        task = asyncio.create_task(rounds.run())
        async with asyncio.timeout(5):
            await rounds.idle.wait()
            rounds.wake()
            await rounds.idle.wait()
        assert len(seen) == 2
        assert None not in seen
        assert rounds.busy_since is None
        rounds.stop()
        await task


async def test_with_nothing_due_a_round_writes_nothing(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.schedule()
    planner = Steps(office).planner
    await planner.round(office.now)
    written = 0
    real = office.database.write

    async def write(work: object) -> object:
        nonlocal written
        written += 1
        return await real(work)  # type: ignore[arg-type]

    office.database.write = write  # type: ignore[method-assign, assignment]
    await planner.round(office.now + timedelta(seconds=15))
    assert written <= 1  # what is too late to be sent is looked for where it would be ended
