"""Dispatch: each update of the inbox becomes a request, its reply goes to the outbox, and both are done in one commit."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog

from bot.clock import Clock
from bot.gateway.answering import Answer, Answering, NOTHING
from bot.gateway.quick import Quick
from bot.gateway.reading import Event, event, parse, UnreadableError
from bot.storage.database import Database
from bot.storage.inbox import Inbox, Kept
from bot.storage.outbox import Outbox, Outgoing

log = structlog.get_logger()

BATCH: Final = 32
"""Updates handled under one commit at most; each is still done or undone by itself."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is."""

    id: int
    username: str


class Dispatcher:
    """Works through the inbox."""

    def __init__(
        self,
        database: Database,
        inbox: Inbox,
        answering: Answering,
        quick: Quick,
        identity: Identity,
        clock: Clock,
        queued: Callable[[], None],
    ) -> None:
        """Answer what ``inbox`` holds; ``queued`` is called after each commit that put something into the outbox."""
        self._database = database
        self._inbox = inbox
        self._answering = answering
        self._quick = quick
        self._identity = identity
        self._clock = clock
        self._queued = queued
        self._wake = asyncio.Event()
        self._stopping = False
        self.idle = asyncio.Event()
        """Set while the inbox is empty."""
        self.beat = time.monotonic()
        """When the loop last came round, for the health check."""

    def wake(self) -> None:
        """Say that an update was kept."""
        self.idle.clear()
        self._wake.set()

    def stop(self) -> None:
        """Take nothing more; ``run`` returns after the batch at hand."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Work until stopped."""
        while not self._stopping:
            self.beat = time.monotonic()
            self._wake.clear()
            try:
                worked = await self._batch()
            except Exception as fault:  # the database is locked or full: nothing was lost, try again
                log.error("dispatch.batch_failed", fault=type(fault).__name__)
                await asyncio.sleep(1)
                continue
            if worked or self._wake.is_set():
                continue
            self.idle.set()
            try:
                async with asyncio.timeout(30):
                    await self._wake.wait()
            except TimeoutError:
                pass

    async def _batch(self) -> bool:
        """Handle the updates that wait; return whether there were any."""
        waiting = await self._inbox.waiting(BATCH)
        if not waiting:
            return False
        prepared = []
        for kept in waiting:
            found = self._understand(kept)
            if isinstance(found, UnreadableError):
                await self._set_aside(kept, str(found))
            else:
                # What needs the network (a group admin's rights) is asked before the transaction, never inside it.
                prepared.append((kept, await self._answering.prepare(found) if found else None))
        await self._answer(prepared)
        return True

    def _understand(self, kept: Kept) -> Event | UnreadableError | None:
        try:
            return event(parse(json.loads(kept.raw)), self._identity.id, self._identity.username)
        except UnreadableError as fault:
            return fault

    async def _answer(self, prepared: list[tuple[Kept, Callable[[], Awaitable[Answer]] | None]]) -> None:
        answers: list[Answer] = []
        failed: list[tuple[Kept, str]] = []
        async with self._database.transaction():
            for kept, handle in prepared:
                try:
                    async with self._database.transaction():
                        answer = await handle() if handle else NOTHING
                        await self._database.write(_finisher(kept, answer.messages, self._clock))
                except sqlite3.Error:
                    raise  # the database's fault, not the update's
                except Exception as fault:
                    log.error(
                        "dispatch.update_failed", update=kept.update_id, fault=type(fault).__name__, where=_where(fault)
                    )
                    failed.append((kept, type(fault).__name__))
                else:
                    answers.append(answer)
        if any(answer.messages for answer in answers):
            self._queued()
        for answer in answers:
            for quick in answer.quick:
                self._quick.do(quick)
        for kept, fault_name in failed:
            if await self._inbox.fail(kept.update_id, fault_name):
                await self._tell(kept, fault_name)

    async def _set_aside(self, kept: Kept, fault: str) -> None:
        log.error("dispatch.unreadable", update=kept.update_id, fault=fault)
        await self._inbox.fail(kept.update_id, fault, at_once=True)
        await self._tell(kept, fault)

    async def _tell(self, kept: Kept, fault: str) -> None:
        """Tell the operators that an update was set aside."""
        messages = self._answering.set_aside(kept.update_id, fault)
        if messages:
            await self._database.write(lambda connection: Outbox.put(connection, messages, self._clock.now()))
            self._queued()


def _finisher(kept: Kept, messages: list[Outgoing], clock: Clock) -> Callable[[sqlite3.Connection], None]:
    def finish(connection: sqlite3.Connection) -> None:
        Outbox.put(connection, messages, clock.now())
        Inbox.finish(connection, kept.update_id)

    return finish


def _where(fault: BaseException) -> str:
    """Return file and line of the fault, never its text: that may hold what somebody wrote."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
