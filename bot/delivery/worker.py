"""The delivery worker: claims, sends and settles, woken by the commit that queued something."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final, Protocol

import structlog

from bot.clock import Clock
from bot.delivery.outcome import Fate, Outcome, settle
from bot.storage.gate import GateTable
from bot.storage.outbox import Claimed, Outbox, Settled
from bot.storage.times import milliseconds

log = structlog.get_logger()

IN_FLIGHT: Final = 16
"""Messages on their way at once: a crash leaves at most so many in doubt."""
LONGEST_HALT: Final = 3600.0
"""A server that asks for more is obeyed so long, then tried again; the operator is told."""
_LONGEST_SLEEP: Final = 60.0
_PAUSE: Final = 1.0
"""Seconds before the next try when the database is locked or full."""
_LAST_TRIES: Final = 3
"""How often what was sent is tried to be written down while stopping; else it is in doubt at the next start."""
_ALL: Final = "all"


class Sender(Protocol):
    """Makes one attempt to send a message; never raises."""

    async def send(self, message: Claimed) -> Outcome:
        """Return what became of it."""
        ...


class DeliveryWorker:
    """Empties the outbox as fast as it is allowed to."""

    def __init__(
        self,
        outbox: Outbox,
        gate: GateTable,
        sender: Sender,
        clock: Clock,
        token_refused: Callable[[], None],
    ) -> None:
        """Send what ``outbox`` holds; ``token_refused`` is called when the server no longer knows the bot."""
        self._outbox = outbox
        self._gate = gate
        self._sender = sender
        self._clock = clock
        self._token_refused = token_refused
        self._wake = asyncio.Event()
        self._settled: list[Settled] = []
        self._flying: set[asyncio.Task[None]] = set()
        self._closed_until = 0
        self._stopping = False
        self.idle = asyncio.Event()
        """Set while nothing is queued that could go now and nothing is on its way."""

    def wake(self) -> None:
        """Say that something was queued."""
        self.idle.clear()
        self._wake.set()

    def stop(self) -> None:
        """Claim nothing more; ``run`` returns once what is on its way has been settled."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Work until stopped."""
        self._closed_until = await self._gate.until(_ALL)
        while not self._stopping:
            self._wake.clear()
            await self._safely(self._turn)
            if not self._flying and not self._settled and not self._wake.is_set():
                self.idle.set()
            await self._safely(self._sleep)
        if self._flying:
            await asyncio.wait(self._flying)
        for _ in range(_LAST_TRIES):
            await self._safely(self._turn)
            if not self._settled:
                return

    async def _safely(self, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except Exception as fault:  # the database may be locked or full: wait and try again, nothing is lost
            log.error("delivery.turn_failed", fault=type(fault).__name__, says=str(fault))
            await asyncio.sleep(_PAUSE)
            self._wake.set()

    async def _turn(self) -> None:
        now = self._clock.now()
        at = milliseconds(now)
        room = 0 if self._stopping or at < self._closed_until else IN_FLIGHT - len(self._flying)
        settled, self._settled = self._settled, []
        if not settled and room <= 0:
            return
        try:
            claimed = await self._outbox.turn(settled, now, room)
        except BaseException:
            self._settled = settled + self._settled
            raise
        for message in claimed:
            task = asyncio.create_task(self._send(message))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)

    async def _send(self, message: Claimed) -> None:
        outcome = await self._sender.send(message)
        at = milliseconds(self._clock.now())
        if outcome.fate is Fate.FLOOD:
            outcome = replace(outcome, retry_after=await self._halt(message, outcome, at))
        elif outcome.fate is Fate.TOKEN:
            self._closed_until = at + 60_000
            self._token_refused()
        self._settled.append(settle(message, outcome, at))
        # Here, not in a callback of the task: its place must be free in the turn this wakes.
        self._flying.discard(asyncio.current_task())
        self._wake.set()

    async def _halt(self, message: Claimed, outcome: Outcome, at: int) -> float:
        """Obey ``retry_after`` for everybody and for that chat (delivery.md 3.6); return the seconds."""
        seconds = min(max(outcome.retry_after, 1.0), LONGEST_HALT)
        until = at + round(seconds * 1000)
        self._closed_until = max(self._closed_until, until)
        log.warning("delivery.flood", seconds=seconds, asked=outcome.retry_after)
        try:
            await self._gate.close(_ALL, until, chat=message.chat)
        except Exception as fault:  # the deadline holds in memory; only a restart would forget it
            log.error("delivery.gate_not_kept", fault=type(fault).__name__)
        return seconds

    async def _sleep(self) -> None:
        if self._wake.is_set():
            return
        at = self._clock.now()
        now = milliseconds(at)
        due = await self._outbox.wake_at(at) if not self._flying else None
        waits = [_LONGEST_SLEEP]
        if due is not None:
            waits.append((max(due, self._closed_until) - now) / 1000)
        elif self._closed_until > now:
            waits.append((self._closed_until - now) / 1000)
        try:
            async with asyncio.timeout(max(0.01, min(waits))):
                await self._wake.wait()
        except TimeoutError:
            pass
