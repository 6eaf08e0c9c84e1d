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
from bot.gateway.answering import Answer, Answering, Handle, NOTHING
from bot.gateway.pace import Pace
from bot.gateway.quick import Quick
from bot.gateway.reading import Event, event, parse, Pressed, UnreadableError
from bot.logs import where
from bot.storage.database import Database
from bot.storage.inbox import Inbox, Kept
from bot.storage.outbox import Outbox, Outgoing

log = structlog.get_logger()

BATCH: Final = 32
"""Updates handled under one commit at most; each is still done or undone by itself."""


_PRESSES_KNOWN: Final = 1000
_PAUSE: Final = 1.0
"""Seconds before the next try when the database is locked or full."""
_FAULTS_OF_A_STATEMENT: Final = frozenset(
    {
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_TOOBIG,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_RANGE,
    }
)


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
        committed: Callable[[], Awaitable[None]],
        pace: Pace | None = None,
    ) -> None:
        """Answer what ``inbox`` holds; ``queued`` is called after each commit that put something into the outbox.

        ``committed`` is awaited after every commit, before the next update is looked at. Without ``pace`` people may ask
        as much as they like.
        """
        self._database = database
        self._inbox = inbox
        self._answering = answering
        self._quick = quick
        self._identity = identity
        self._clock = clock
        self._queued = queued
        self._committed = committed
        self._pace = pace
        self._wake = asyncio.Event()
        self._stopping = False
        self._presses: dict[str, int] = {}
        """Which update first brought each of the latest presses."""
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
                await asyncio.sleep(_PAUSE)
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
                try:
                    prepared.append((kept, await self._prepare(kept, found) if found else None))
                except Exception as fault:  # one update must not hold up the others
                    await self._fail(kept, fault)
        await self._answer(prepared)
        return True

    async def _prepare(self, kept: Kept, found: Event) -> Handle:
        instead = await self._pace.instead(kept.update_id, found) if self._pace else None
        return instead or await self._answering.prepare(found)

    def _understand(self, kept: Kept) -> Event | UnreadableError | None:
        try:
            found = event(parse(json.loads(kept.raw)), self._identity.id, self._identity.username)
        except UnreadableError as fault:
            return fault
        return None if isinstance(found, Pressed) and self._repeated(found, kept) else found

    def _repeated(self, press: Pressed, kept: Kept) -> bool:
        """Return whether an earlier update brought this press: clients that lost their answer send it again (fact 1.4)."""
        first = self._presses.setdefault(press.query_id, kept.update_id)
        while len(self._presses) > _PRESSES_KNOWN:
            del self._presses[next(iter(self._presses))]
        return first != kept.update_id

    async def _answer(self, prepared: list[tuple[Kept, Callable[[], Awaitable[Answer]] | None]]) -> None:
        answers: list[Answer] = []
        failed: list[tuple[Kept, Exception]] = []
        async with self._database.transaction():
            for kept, handle in prepared:
                try:
                    async with self._database.transaction():
                        answer = await handle() if handle else NOTHING
                        await self._database.write(_finisher(kept, answer.messages, self._clock))
                except Exception as fault:
                    if isinstance(fault, sqlite3.Error) and not _of_the_update(fault):
                        raise
                    failed.append((kept, fault))
                else:
                    answers.append(answer)
        if any(answer.messages for answer in answers):
            self._queued()
        for answer in answers:
            for quick in answer.quick:
                self._quick.do(quick)
        for kept, reason in failed:
            await self._fail(kept, reason)
        await self._committed()

    async def _fail(self, kept: Kept, fault: Exception) -> None:
        name = type(fault).__name__
        log.error("dispatch.update_failed", update=kept.update_id, fault=name, where=where(fault))
        if await self._inbox.fail(kept.update_id, name):
            await self._tell(kept, name)

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


def _of_the_update(fault: sqlite3.Error) -> bool:
    """Return whether the update made the statement fail (a bad query, a broken rule), rather than disk or lock."""
    code = getattr(fault, "sqlite_errorcode", None)
    return code is None or code & 0xFF in _FAULTS_OF_A_STATEMENT
