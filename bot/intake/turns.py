"""Turns: work done once at the start and again at each knock, given up at once when told to stop."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.logs import where

log = structlog.get_logger()


class Turns:
    """Comes round when knocked at; a round may wait for the web, so that stopping does not wait for it."""

    def __init__(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do ``work`` in each round; whatever it was doing when it is cancelled must be due again."""
        self._name = name
        self._work = work
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()
        self.idle = asyncio.Event()
        """Set while nobody has knocked since the last round began."""

    def wake(self) -> None:
        """Come round again."""
        self.idle.clear()
        self._wake.set()

    def stop(self) -> None:
        """Come round no more; ``run`` returns soon."""
        self._stop.set()

    async def run(self) -> None:
        """Work until stopped."""
        working = asyncio.create_task(self._rounds(), name=self._name)
        stopping = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (working, stopping):
                task.cancel()
            await asyncio.gather(working, stopping, return_exceptions=True)
            self.idle.set()

    async def _rounds(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self._work()
            except Exception as fault:  # what is due stays due until the next knock
                log.error("intake.round_failed", round=self._name, fault=type(fault).__name__, where=where(fault))
            if not self._wake.is_set():
                self.idle.set()
            await self._wake.wait()
