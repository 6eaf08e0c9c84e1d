"""A delivery worker at work over a real database, with a sender that does as told."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from bot.clock import MovableClock
from bot.delivery.gate import Gate, Rates, UNPACED
from bot.delivery.halts import Halts
from bot.delivery.outcome import Fate, Outcome
from bot.delivery.probe import Probe
from bot.delivery.worker import DeliveryWorker
from bot.storage.database import Database
from bot.storage.gate import GateTable
from bot.storage.outbox import Claimed, Outbox, Outgoing
from bot.storage.times import instant


class Script:
    """A sender that does as told: outcomes by text, in turn; what has none is sent."""

    def __init__(self, **outcomes: list[Outcome]) -> None:
        self.outcomes = outcomes
        self.said: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.before: Callable[[Claimed], None] = lambda _: None
        self.gate = asyncio.Event()
        self.gate.set()
        self.flying = self.most = 0
        self._mid = 100

    async def send(self, message: Claimed) -> Outcome:
        self.before(message)
        self.said.append(message.body["text"])
        self.bodies.append(message.body)
        self.flying += 1
        self.most = max(self.most, self.flying)
        await self.gate.wait()
        self.flying -= 1
        if left := self.outcomes.get(message.body["text"]):
            return left.pop(0)
        self._mid += 1
        return Outcome(Fate.SENT, mid=self._mid)


class Told:
    """Keeps what people were to be told."""

    def __init__(self) -> None:
        self.words: list[tuple[Any, ...]] = []

    async def token_refused(self) -> None:
        self.words.append(("token_refused",))

    async def long_halt(self, seconds: float) -> None:
        self.words.append(("long_halt", seconds))

    async def breaker(self, count: int) -> None:
        self.words.append(("breaker", count))

    async def thread_gone(self, chat: int, thread: int, bid: int) -> None:
        self.words.append(("thread_gone", chat, thread, bid))

    async def unreadable(self, bid: int | None) -> None:
        self.words.append(("unreadable", bid))

    async def held(self, messages: Sequence[int]) -> None:
        self.words.append(("held", *messages))


class Desk:
    """A worker at work."""

    def __init__(
        self, database: Database, clock: MovableClock, sender: Any, rates: Rates = UNPACED, *, probing: bool = False
    ) -> None:
        self.database, self.clock, self.sender = database, clock, sender
        self.told = Told()
        gate, table = Gate(rates), GateTable(database)
        self.outbox = Outbox(database, "boot", gate)
        halts = Halts(gate, table, self.told)
        probe = Probe(self.outbox, gate, table, halts, sender, clock) if probing else None
        self.worker = DeliveryWorker(self.outbox, halts, sender, clock, self.told, probe)
        self.task: asyncio.Task[None] | None = None

    async def queue(self, *messages: Outgoing) -> None:
        await self.database.write(lambda connection: Outbox.put(connection, messages, self.clock.now()))
        self.worker.wake()

    async def settled(self) -> None:
        async with asyncio.timeout(5):
            await self.worker.idle.wait()

    async def run_for(self, seconds: float) -> None:
        """Let time pass as the worker wants it: from one thing that may go to the next."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while True:
            await self.settled()
            wake = self.worker.next_at
            if wake is None or instant(wake) > end:
                break
            self.clock.set(max(instant(wake), self.clock.now()))
            self.worker.wake()
        self.clock.set(end)
        self.worker.wake()
        await self.settled()

    async def later(self, **by: float) -> None:
        self.clock.advance(timedelta(**by))
        self.worker.wake()
        await self.settled()

    async def ask(self, query: str) -> list[Any]:
        rows = await self.database.read(lambda connection: connection.execute(query).fetchall())
        return [row[0] if len(row) == 1 else row for row in rows]

    async def states(self) -> list[str]:
        return await self.ask("SELECT state FROM outbox ORDER BY id")


@asynccontextmanager
async def working(
    database: Database, clock: MovableClock, sender: Any, rates: Rates = UNPACED, *, probing: bool = False
) -> AsyncIterator[Desk]:
    """Run a worker while entered; stop it in the end and let it finish."""
    desk = Desk(database, clock, sender, rates, probing=probing)
    desk.task = asyncio.create_task(desk.worker.run())
    try:
        yield desk
    finally:
        if isinstance(sender, Script):
            sender.gate.set()
        desk.worker.stop()
        async with asyncio.timeout(5):
            await desk.task


def message(text: str = "x", chat: int = 7, **more: Any) -> Outgoing:
    return Outgoing(chat, "sendMessage", {"chat_id": chat, "text": text}, **more)
