"""Polling: what is due of the feeds is asked for, and what is new in them comes in; one feed that fails holds up no other."""

import asyncio
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.clock import Clock
from bot.intake.arrival import Arrival, Dropped
from bot.intake.choosing import FIRST, fresh, LATER, marks, newest_first
from bot.intake.failure import FetchError, Reason
from bot.intake.fetch import Fetcher
from bot.intake.fetched import Fetched
from bot.intake.grouping import Grouping
from bot.intake.importing import Importer, Scene
from bot.intake.reading.reader import Reader
from bot.intake.reading.records import FeedEntry, FeedRead, ReadingError, Unread
from bot.intake.schedule import next_poll, Outcome
from bot.logs import where
from bot.storage.database import Database
from bot.storage.entries import EntryTable
from bot.storage.feeds import FeedDue, FeedTable
from content.intake import excluded
from content.texts import languages

log = structlog.get_logger()

EXCLUDED: Final = "excluded"
"""The fault of a feed that stands, or leads, where the exclusions are."""
_AT_ONCE: Final = 4
_PATIENCE: Final = 2
"""Pages of a feed that may fail in a row before the rest is taken from the feed alone."""


@dataclass
class Brought:
    """What a feed brought."""

    arrivals: list[Arrival] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a poll ended."""

    outcome: Outcome
    fault: str | None = None
    etag: str | None = None
    modified: str | None = None
    retry_after: float | None = None


class FeedPoller:
    """Polls feeds."""

    def __init__(
        self,
        database: Database,
        feeds: FeedTable,
        entries: EntryTable,
        fetcher: Fetcher,
        reader: Reader,
        importer: Importer,
        grouping: Grouping,
        scene: Callable[[], Scene],
        clock: Clock,
        chance: Callable[[], float],
        gone: Callable[[str, str], Awaitable[None]],
    ) -> None:
        """Read ``feeds`` through ``fetcher`` and ``reader``; ``chance`` returns a random number from 0 to 1.

        ``gone`` is awaited with slug and title of a feed whose publisher says that it will not come back; whoever
        implements it sees to it that this is told once.
        """
        self._database = database
        self._feeds = feeds
        self._entries = entries
        self._fetcher = fetcher
        self._reader = reader
        self._importer = importer
        self._grouping = grouping
        self._scene = scene
        self._clock = clock
        self._chance = chance
        self._gone = gone

    async def round(self) -> None:
        """Poll every feed that is due: those of one host one after the other, a few hosts at once."""
        hosts: dict[str, list[FeedDue]] = defaultdict(list)
        for feed in await self._feeds.due(self._clock.now()):
            hosts[feed.url.split("/")[2] if "//" in feed.url else ""].append(feed)
        turns = asyncio.Semaphore(_AT_ONCE)

        async def ask(feeds: list[FeedDue]) -> None:
            async with turns:
                for feed in feeds:
                    await self._poll(feed)

        async with asyncio.TaskGroup() as group:
            for feeds in hosts.values():
                group.create_task(ask(feeds))

    async def _poll(self, feed: FeedDue) -> None:
        try:
            ended, brought = await self._ask(feed)
        except Exception as fault:  # our own mistake: the feed waits as if it were its own
            log.error("intake.poll_failed", feed=feed.slug, fault=type(fault).__name__, where=where(fault))
            ended, brought = _Ended(Outcome.FAILED, Unread.FAILED.value), Brought()
        now = self._clock.now()
        taken = await self._database.write(lambda connection: self._keep(connection, feed, ended, brought, now))
        log.info(
            "intake.polled", feed=feed.slug, outcome=ended.outcome.value, fault=ended.fault, taken=taken,
            dropped=dict(brought.dropped),
        )  # fmt: skip
        if ended.outcome is Outcome.GONE:
            await self._gone(feed.slug, feed.title)

    async def _ask(self, feed: FeedDue) -> tuple[_Ended, Brought]:
        try:
            fetched = await self._fetcher.fetch(feed.url, etag=feed.etag, modified=feed.modified)
            if fetched.status == 304:
                return _Ended(Outcome.UNCHANGED, None, feed.etag, feed.modified, fetched.retry_after), Brought()
            read = await self._reader.read_feed(fetched)
        except FetchError as error:
            outcome = Outcome.GONE if error.reason is Reason.GONE else Outcome.FAILED
            return _Ended(outcome, error.reason.value, retry_after=error.retry_after), Brought()
        except ReadingError as error:
            return _Ended(Outcome.FAILED, error.reason.value), Brought()
        return await self._brought(feed, fetched, read)

    async def _brought(self, feed: FeedDue, fetched: Fetched, read: FeedRead) -> tuple[_Ended, Brought]:
        if any(excluded(url, read.title, self._scene().exclusions) for url in (feed.url, fetched.url_final)):
            return _Ended(Outcome.FAILED, EXCLUDED), Brought()
        if read.broken and not read.entries:
            return _Ended(Outcome.FAILED, Unread.NOT_A_FEED.value), Brought()
        brought = await self._import(feed, read, reserved=fetched.tdm_reserved)
        # A feed that broke off is asked for whole again, whatever it calls the part we have.
        kept = (None, None) if read.broken else (fetched.etag, fetched.modified)
        return _Ended(Outcome.FRESH, None, *kept, fetched.retry_after), brought

    async def _import(self, feed: FeedDue, read: FeedRead, *, reserved: bool) -> Brought:
        """Look at what is new: first by what the feed says, then, of as many as may come in, at their pages."""
        now, brought = self._clock.now(), Brought()
        seen = [mark for entry in read.entries for mark in marks(entry)]
        new = fresh(read.entries, await self._entries.met(feed.slug, seen))
        brought.marks = seen
        most = FIRST if feed.first else LATER
        wanted: list[FeedEntry] = []
        for entry in newest_first(new, now):
            await asyncio.sleep(0)  # others have their turn
            why = self._importer.sift(entry, feed, read, now)
            if why is None and len(wanted) >= most:
                why = Dropped.OVER.value
            if why is None:
                wanted.append(entry)
            else:
                brought.dropped[why] += 1
        failed = 0
        for entry in wanted:
            found = await self._importer.entry(entry, feed, read, now, reserved=reserved or failed >= _PATIENCE)
            if isinstance(found, str):
                brought.dropped[found] += 1
                continue
            brought.arrivals.append(found)
            slow = found.unread in (Reason.TOO_SLOW, Reason.UNREACHED, Unread.TOO_MUCH)
            failed = failed + 1 if slow or failed >= _PATIENCE else 0
        return brought

    def _keep(
        self, connection: sqlite3.Connection, feed: FeedDue, ended: _Ended, brought: Brought, now: datetime
    ) -> int:
        """Write all a poll brought; return how many proposals it made."""
        taken, dropped = 0, brought.dropped
        for arrival in reversed(brought.arrivals):  # the oldest waits first
            if self._grouping.take(connection, arrival, None, languages()[0], now).known is None:
                taken += 1
            else:
                dropped[Dropped.KNOWN.value] += 1
        EntryTable.meet(connection, feed.slug, brought.marks, now)
        day = now.astimezone(ZoneInfo(self._scene().zone)).date().isoformat()
        for why, times in dropped.items():
            EntryTable.drop(connection, feed.slug, day, why, times)
        then = next_poll(
            ended.outcome, now, failures=feed.failures, chance=self._chance(), retry_after=ended.retry_after
        )
        FeedTable.polled(
            connection, feed, now, then.at, fault=ended.fault, failures=then.failures, etag=ended.etag,
            modified=ended.modified,
        )  # fmt: skip
        return taken
