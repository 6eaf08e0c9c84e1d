"""What was met before: entries of feeds, addresses of articles, and the count of what was dropped."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.storage.database import Database
from bot.storage.times import milliseconds
from handlers.kept import kept_for

_AGAIN: Final = timedelta(days=30)
"""How old the last sight of an entry is before a new one is noted: a poll that brings nothing writes nothing."""
_MOST: Final = 50
"""Articles of a host that are asked whose they are."""


@dataclass(frozen=True, slots=True)
class Known:
    """What stands behind an address that was met."""

    proposal: int | None
    """The proposal it became."""
    slug: str | None
    """The item it is."""
    state: str | None
    """Of the proposal."""


class EntryTable:
    """Tables ``entry``, ``address``, ``dropped``."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def met(self, feed: str, marks: Iterable[str]) -> frozenset[str]:
        """Return those of the marks that were met in the feed."""
        query = "SELECT mark FROM entry WHERE feed = ? AND mark IN(SELECT value FROM json_each(?))"
        values = (feed, json.dumps(list(marks)))
        rows = await self._database.read(lambda connection: connection.execute(query, values).fetchall())
        return frozenset(mark for (mark,) in rows)

    @staticmethod
    def meet(connection: sqlite3.Connection, feed: str, marks: Iterable[str], now: datetime) -> None:
        """Note that the marks were seen in the feed, within the caller's transaction."""
        at = milliseconds(now)
        rows = [(feed, mark, at, milliseconds(now - _AGAIN)) for mark in marks]
        connection.executemany(
            "INSERT INTO entry VALUES(?1, ?2, ?3) ON CONFLICT(feed, mark) DO UPDATE SET at = ?3 WHERE entry.at < ?4",
            rows,
        )

    @staticmethod
    def drop(connection: sqlite3.Connection, feed: str, day: str, why: str, times: int = 1) -> None:
        """Count what the feed brought and was dropped, within the caller's transaction."""
        connection.execute(
            "INSERT INTO dropped VALUES(?, ?, ?, ?) ON CONFLICT(feed, day, why) DO UPDATE SET times = times + excluded.times",
            (feed, day, why, times),
        )

    async def known(self, canonicals: Iterable[str]) -> Known | None:
        """Return what stands behind the first of the addresses that was met."""
        wanted = tuple(canonicals)
        return await self._database.read(lambda connection: self.behind(connection, wanted))

    @staticmethod
    def behind(connection: sqlite3.Connection, canonicals: Iterable[str]) -> Known | None:
        """Return what stands behind the first of the addresses that was met, on a connection."""
        query = (
            "SELECT a.proposal, coalesce(a.slug, p.slug), p.state FROM address a LEFT JOIN proposal p ON p.id = a.proposal"
            " WHERE a.canonical = ?"
        )
        for canonical in canonicals:
            row = connection.execute(query, (canonical,)).fetchone()
            if row is not None:
                return Known(*row)
        return None

    @staticmethod
    def stand(
        connection: sqlite3.Connection,
        canonicals: Iterable[str],
        now: datetime,
        *,
        proposal: int | None = None,
        slug: str | None = None,
    ) -> None:
        """Note what the addresses stand for now, within the caller's transaction."""
        rows = [(canonical, proposal, slug, milliseconds(now)) for canonical in dict.fromkeys(canonicals)]
        connection.executemany(
            "INSERT INTO address VALUES(?, ?, ?, ?) ON CONFLICT(canonical) DO UPDATE SET"
            " proposal = coalesce(excluded.proposal, proposal), slug = coalesce(excluded.slug, slug)",
            rows,
        )

    async def whose(self, host: str) -> str | None:
        """Return the source of most articles the store holds of a host (in lower case, without ``www.``), None for none."""
        # "0" is the letter after "/": this is a walk over the addresses of the host alone.
        query = (
            "SELECT json_extract(i.body, '$.source') FROM address a JOIN item i ON i.slug = a.slug"
            " WHERE a.canonical >= ? AND a.canonical < ? AND i.kind = 'article'"
            " AND json_extract(i.body, '$.reliability') NOT IN('mirror', 'aggregator') LIMIT ?"
        )
        span = (f"https://{host}/", f"https://{host}0", _MOST)
        rows = [
            row[0] for row in await self._database.read(lambda connection: connection.execute(query, span).fetchall())
        ]
        return max(rows, key=rows.count) if rows else None

    async def tidy(self, now: datetime) -> None:
        """Forget entries not seen for long, and old counts; addresses stay, so that what is known never comes again."""
        seen = milliseconds(now - kept_for("entries"))
        day = (now - kept_for("dropped")).date().isoformat()

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM entry WHERE at < ?", (seen,))
            connection.execute("DELETE FROM dropped WHERE day < ?", (day,))

        await self._database.write(work)
