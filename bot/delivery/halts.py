"""Halts: what a refusal for too many requests obliges to, for the chat and for everybody (delivery.md 3.6)."""

import random
from typing import Final

import structlog

from bot.delivery.gate import Gate
from bot.delivery.notices import Notices, tell
from bot.storage.gate import GateTable

log = structlog.get_logger()

LONGEST_HALT: Final = 3600.0
"""A server that asks for more is obeyed so long, then tried again; the operator is told."""
TOLD_FROM: Final = 300.0
"""Seconds; of a longer halt the operator is told."""
_TOKEN_PAUSE: Final = 60_000
_OWN_LIMIT: Final = 2.0
"""Seconds everybody pauses where the limit is the group's own."""
_ALL: Final = "all"


class Halts:
    """Closes the gate when Telegram says so, also for the runs to come."""

    def __init__(self, gate: Gate, table: GateTable, notices: Notices) -> None:
        """Close ``gate``, remember it in ``table``, tell of long halts with ``notices``."""
        self._gate = gate
        self._table = table
        self._notices = notices

    async def load(self) -> None:
        """Close the gate as an earlier run left it."""
        self._gate.restore(await self._table.until(_ALL), await self._table.data(_ALL))

    def token_refused(self, at: int) -> None:
        """Send nothing for a minute: the server does not know the bot."""
        self._gate.close(at + _TOKEN_PAUSE)

    async def obey(self, chat: int, asked: float, began: int, at: int) -> float:
        """Obey a server that, at ``at``, asked for ``asked`` seconds after a call begun at ``began``; return the seconds.

        The chat waits for the whole time, and a moment more, so that not all come back at once. So does everybody,
        unless the limit is surely the group's own: two chats were not refused within a minute, and its minute was full.
        """
        seconds = min(max(asked, 1.0), LONGEST_HALT)
        another = self._gate.slow_down(chat, at)
        own = not another and await self._is_full(chat, began)
        until = at + round((min(seconds, _OWN_LIMIT) if own else seconds) * 1000)
        self._gate.close(until)
        log.warning("delivery.flood", seconds=seconds, asked=asked, everybody=not own, rate=self._gate.rate(at))
        chat_until = at + round((seconds + random.uniform(0.5, 2.0)) * 1000)  # noqa: S311
        try:
            await self._table.close(_ALL, until, chat, chat_until=chat_until, data=self._gate.kept())
        except Exception as fault:  # the deadline holds in memory; only a restart would forget it
            log.error("delivery.gate_not_kept", fault=type(fault).__name__)
        if asked > TOLD_FROM:
            await tell(self._notices.long_halt(asked))
        return seconds

    async def _is_full(self, chat: int, began: int) -> bool:
        if chat > 0:
            return False
        try:
            return self._gate.full(await self._table.window(chat, began))
        except Exception as fault:  # unknown whose limit it is: everybody waits
            log.error("delivery.gate_not_read", fault=type(fault).__name__)
            return False
