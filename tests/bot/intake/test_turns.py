"""Turns: one round at the start and one a knock; a round that waits for the web is given up when told to stop."""

import asyncio

from bot.intake.turns import Turns


async def test_a_round_at_the_start_and_one_for_knocks_that_came_meanwhile() -> None:
    done: list[int] = []
    go = asyncio.Event()

    async def work() -> None:
        done.append(1)
        await go.wait()

    turns = Turns("all", work)
    running = asyncio.create_task(turns.run())
    await asyncio.sleep(0.01)
    turns.wake()
    turns.wake()
    assert (len(done), turns.idle.is_set()) == (1, False)
    go.set()
    await asyncio.wait_for(turns.idle.wait(), 2)
    assert len(done) == 2
    turns.stop()
    await asyncio.wait_for(running, 2)


async def test_a_round_that_fails_is_done_again_at_the_next_knock() -> None:
    done: list[int] = []

    async def work() -> None:
        done.append(1)
        if len(done) == 1:
            raise OSError("the disk is full")

    turns = Turns("all", work)
    running = asyncio.create_task(turns.run())
    await asyncio.wait_for(turns.idle.wait(), 2)
    turns.wake()
    await asyncio.wait_for(turns.idle.wait(), 2)
    assert len(done) == 2
    turns.stop()
    await asyncio.wait_for(running, 2)


async def test_what_waits_is_given_up_when_told_to_stop() -> None:
    given_up: list[bool] = []

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            given_up.append(True)
            raise

    turns = Turns("all", work)
    running = asyncio.create_task(turns.run())
    await asyncio.sleep(0.01)
    turns.stop()
    await asyncio.wait_for(running, 2)
    assert given_up == [True] and turns.idle.is_set()
