"""The searcher: answers questions in a thread of its own, over a connection that can only read."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Final

from bot.clock import Clock
from bot.storage.database import Database
from bot.storage.search.lookup import Lookup
from content.pack.manifest import Synonyms
from content.search.privacy import countable
from handlers.kept import kept_for
from handlers.ports import Findings

BUDGET: Final = 0.150
"""Seconds a search may take; what is found by then is the answer."""


class Searcher:
    """The port ``Search``; use ``open_search``."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        synonyms: Callable[[], Synonyms],
        thread: ThreadPoolExecutor,
        lookup: Lookup,
    ) -> None:
        """Answer in ``thread``, with the synonyms of the moment; count missed questions by the day of ``clock``."""
        self._database = database
        self._clock = clock
        self._synonyms = synonyms
        self._thread = thread
        self._lookup = lookup

    async def find(
        self, query: str, language: str, *, literal: bool = False, kinds: Iterable[str] | None = None, limit: int = 10
    ) -> Findings:
        """Return the published items that answer ``query``, in the reader's language or else in the other."""
        wanted = frozenset(kinds) if kinds is not None else None
        synonyms = self._synonyms()

        def work() -> Findings:
            return self._lookup.find(query, language, synonyms, literal=literal, kinds=wanted, limit=limit)

        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def missed(self, query: str, language: str) -> None:
        """Count a question nothing answered, by its words, with no chat and no person attached."""
        words = countable(query, language)
        if not words:
            return
        day = self._clock.now().date().isoformat()
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO missed VALUES(?, ?, ?, 1) ON CONFLICT DO UPDATE SET times = times + 1",
                (words, language, day),
            )
        )

    async def tidy(self, now: datetime) -> None:
        """Remove the counts of missed questions older than they are kept."""
        day = (now - kept_for("missed")).date().isoformat()
        await self._database.write(lambda connection: connection.execute("DELETE FROM missed WHERE day < ?", (day,)))


@asynccontextmanager
async def open_search(
    database: Database, clock: Clock, synonyms: Callable[[], Synonyms], *, budget: float = BUDGET
) -> AsyncIterator[Searcher]:
    """Open the search thread and its connection; ``budget`` is the seconds a search may take."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, thread_name_prefix="search") as thread:
        lookup = await loop.run_in_executor(thread, lambda: Lookup(_connect(database.path), budget, monotonic))
        try:
            yield Searcher(database, clock, synonyms, thread, lookup)
        finally:
            await asyncio.shield(loop.run_in_executor(thread, lookup.close))


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.execute("PRAGMA busy_timeout=100")
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA cache_size=-16000")
    connection.execute("PRAGMA mmap_size=268435456")
    return connection
