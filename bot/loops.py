"""Loops: work that goes on while the bot runs, told to stop and waited for when it ends."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any, Final

import structlog

log = structlog.get_logger()

LOOP_ENDS: Final = 2.5
"""Seconds a loop is waited for when the bot stops: what it was at is undone, and done at the next start …"""
DELIVERY_ENDS: Final = 31.0
"""… and what is on its way to be known. Together they are less than the 45 seconds a supervisor waits (delivery.md 4)."""


async def keep_working(
    stack: AsyncExitStack, work: Any, stop: Callable[[], None], name: str, seconds: float | None = None
) -> None:
    """Run a loop as a task that is told to stop, and waited for so many seconds, when the stack closes."""
    task = asyncio.create_task(work, name=name)

    async def finish() -> None:
        stop()
        _, late = await asyncio.wait({task}, timeout=LOOP_ENDS if seconds is None else seconds)
        for unfinished in late:
            log.error("app.did_not_end", part=name)
            unfinished.cancel()
        await asyncio.gather(task, return_exceptions=True)

    stack.push_async_callback(finish)


def in_background(stack: AsyncExitStack, work: Any) -> None:
    """Run something that may be given up at any time."""
    task = asyncio.create_task(work)

    async def give_up() -> None:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    stack.push_async_callback(give_up)
