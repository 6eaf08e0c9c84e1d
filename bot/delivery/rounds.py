"""Rounds: work that is done again each time somebody knocks, one round at a time, however often they knock meanwhile."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

from bot.logs import where

log = structlog.get_logger()


class Rounds:
    """Comes round when knocked at."""

    def __init__(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do ``work`` in each round; ``name`` stands in the log where it fails."""
        self._name = name
        self._work = work
        self._wake = asyncio.Event()
        self._stopping = False
        self.idle = asyncio.Event()
        """Set while nobody has knocked since the last round began."""
        self.busy_since: float | None = None
        """When the round under way began, on the monotonic clock, for the health check; None between rounds."""

    def wake(self) -> None:
        """Come round again."""
        self.idle.clear()
        self._wake.set()

    def stop(self) -> None:
        """Come round no more; ``run`` returns after the round at hand."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Work until stopped: once at the start, then at each knock."""
        while not self._stopping:
            self._wake.clear()
            self.busy_since = time.monotonic()
            try:
                await self._work()
            except Exception as fault:  # what is due stays due until the next knock
                log.error("planner.round_failed", round=self._name, fault=type(fault).__name__, where=where(fault))
            self.busy_since = None
            if not self._wake.is_set():
                self.idle.set()
            await self._wake.wait()
