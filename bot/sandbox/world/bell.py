"""Waiting for something to become true without asking again and again."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

Thing = TypeVar("Thing")


class Bell:
    """Rung whenever something changed; who waits looks again."""

    def __init__(self) -> None:
        """Start with nobody waiting."""
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Wake everybody who waits."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    async def heard(self) -> None:
        """Return at the next ring."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, found: Callable[[], Thing | None], seconds: float) -> Thing:
        """Return what ``found`` returns once it is not None; raise TimeoutError after so many real seconds."""
        async with asyncio.timeout(seconds):
            while (thing := found()) is None:
                await self.heard()
            return thing
