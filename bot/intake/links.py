"""Links: what somebody sent is fetched, tried three times, and they hear what became of it."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import structlog

from bot.clock import Clock
from bot.intake.arrival import Arrival
from bot.intake.failure import FetchError, Reason
from bot.intake.grouping import Grouping
from bot.intake.host import shown_host
from bot.intake.importing import ElsewhereError, ExcludedError, Importer
from bot.intake.reading.records import ReadingError, Unread
from bot.logs import where
from bot.storage.database import Database
from bot.storage.entries import Known
from bot.storage.links import Link, LinkTable
from bot.storage.outbox import Outbox, Outgoing
from content.intake.canonical import host
from content.rich import read
from content.texts import closest, languages, texts

log = structlog.get_logger()

TRIES: Final = 3
_AGAIN: Final = (timedelta(minutes=1), timedelta(minutes=10))
"""How long after the first and the second try the next one comes."""
_LATER: Final = frozenset({Reason.DNS, Reason.UNREACHED, Reason.TOO_SLOW, Reason.UNREADABLE, Unread.FAILED})
_AT_ONCE: Final = 4
TAKEN: Final = "fetch.link-taken"
FAILED: Final = "fetch.link-failed"
UNREAD: Final = "fetch.link-unread"
MISSING: Final = "missing"
"""The server knows no such page (404)."""


class LinkFetcher:
    """Fetches the links that wait."""

    def __init__(
        self,
        database: Database,
        links: LinkTable,
        importer: Importer,
        grouping: Grouping,
        clock: Clock,
        queued: Callable[[], None],
    ) -> None:
        """Take ``links`` in by ``importer`` and ``grouping``; ``queued`` is called when somebody is to be told."""
        self._database = database
        self._links = links
        self._importer = importer
        self._grouping = grouping
        self._clock = clock
        self._queued = queued

    async def round(self) -> None:
        """Fetch every link that is due."""
        turns = asyncio.Semaphore(_AT_ONCE)

        async def fetch(link: Link) -> None:
            async with turns:
                await self._fetch(link)

        async with asyncio.TaskGroup() as group:
            for link in await self._links.due(self._clock.now()):
                group.create_task(fetch(link))

    async def _fetch(self, link: Link) -> None:
        try:
            arrival = await self._importer.link(link.url, self._clock.now(), curated=link.curated)
        except (FetchError, ReadingError) as error:
            if _passing(error) and link.tries + 1 < TRIES:
                await self._links.put_off(link, self._clock.now() + _AGAIN[link.tries])
                return
            missing = isinstance(error, FetchError) and error.status == 404
            await self._end(link, FAILED, MISSING if missing else error.reason.value)
        except ExcludedError:
            await self._end(link, "fetch.link-excluded")
        except ElsewhereError:
            await self._end(link, "fetch.link-elsewhere")
        except Exception as fault:  # our own mistake
            log.error("intake.link_failed", link=link.id, fault=type(fault).__name__, where=where(fault))
            await self._end(link, FAILED, Unread.FAILED.value)
        else:
            await self._end(link, _told(arrival), arrival.unread, arrival)

    async def _end(self, link: Link, key: str, why: str | None = None, arrival: Arrival | None = None) -> None:
        """Make a proposal of what came, and say what became of the link; both or neither."""
        now = self._clock.now()

        def work(connection: sqlite3.Connection) -> str | None:
            if not LinkTable.done(connection, link):
                return None
            known = None
            if arrival is not None:
                known = self._grouping.take(connection, arrival, link.person, link.language, now).known
            said, reason = (key, why) if known is None else (_stands(known), None)
            if link.person is not None and _news(said, link):
                taken = known is None and arrival is not None
                Outbox.put(connection, [_word(link, link.person, said, reason, taken=taken)], now)
            return said

        said = await self._database.write(work)
        log.info("intake.link", link=link.id, kind=link.kind, became=said, why=why)
        if said is not None and link.person is not None and _news(said, link):
            self._queued()


def _passing(error: FetchError | ReadingError) -> bool:
    """Return whether it may be over in ten minutes."""
    if isinstance(error, FetchError) and error.reason is Reason.REFUSED:
        return error.status == 429 or (error.status or 0) >= 500
    return error.reason in _LATER


def _news(said: str, link: Link) -> bool:
    """Return whether it says more than whoever sent the link was told at once; after a second try it has been a while."""
    return said != TAKEN or link.tries > 0


def _told(arrival: Arrival) -> str:
    """Return what is said of a link that comes in."""
    if arrival.unread is not None:
        return UNREAD
    return TAKEN if arrival.placed else "fetch.link-elsewhere-taken"


def _stands(known: Known) -> str:
    if known.slug is None and known.state == "refused":
        return "fetch.link-refused-before"
    return "fetch.link-waits" if known.slug is None and known.state in ("new", "later") else "fetch.link-known"


def _word(link: Link, person: int, key: str, why: str | None, *, taken: bool) -> Outgoing:
    spoken = texts(closest(link.language, languages()[0]))
    values = {} if why is None else {"why": spoken.text(f"fetch.{why}")}
    said = spoken.text(key, site=shown_host(host(link.url)), **values)
    if taken:
        said = said + "\n" + spoken.text("fetch.in-queue" if link.curated else "fetch.will-hear")
    body = {"chat_id": person, "text": read(said).text, "link_preview_options": {"is_disabled": True}}
    return Outgoing(person, "sendMessage", body, keep=False)
