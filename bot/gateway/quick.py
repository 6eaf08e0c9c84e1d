"""Quick answers: what cannot wait and changes nothing (a pressed button, an inline query) goes past the outbox."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from telegram.error import TelegramError

from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError, NotSentError

log = structlog.get_logger()

_MOST: Final = 64
"""Answers on their way at once; what comes beyond is dropped, as it would be too late anyway."""


@dataclass(frozen=True, slots=True)
class QuickAnswer:
    """One call that answers a query."""

    method: str
    parameters: Mapping[str, Any]


class Quick:
    """Makes quick answers in the background; one that fails is forgotten: the query is too old by then."""

    def __init__(self, telegram: Telegram) -> None:
        """Answer over ``telegram``."""
        self._telegram = telegram
        self._running: set[asyncio.Task[None]] = set()

    def do(self, answer: QuickAnswer) -> None:
        """Start the answer."""
        if len(self._running) >= _MOST:
            return
        task = asyncio.create_task(self._call(answer))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _call(self, answer: QuickAnswer) -> None:
        try:
            await self._telegram.call(answer.method, answer.parameters, seconds=10)
        except (TelegramError, NotSentError, DoubtfulError) as fault:
            log.info("quick.not_answered", method=answer.method, fault=type(fault).__name__)

    async def close(self) -> None:
        """Wait for what is on its way, five seconds at most."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=5)
            for task in late:
                task.cancel()
