"""What is known of each feed: when it last answered, since when it does not, and whether that was told."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.storage.database import Database
from bot.storage.times import instant, milliseconds
from handlers.ports import Sources

RECENT: Final = timedelta(hours=48)
"""A source that answered within this is read, one that has not answered for longer is silent."""

_ENABLED: Final = "i.kind = 'feed' AND i.state = 'published' AND json_extract(i.body, '$.enabled') = 1"
_DARK: Final = f"""
SELECT f.slug, json_extract(i.body, '$.title'), f.failing_since, f.told_at FROM feed_state f JOIN item i ON i.slug = f.slug
WHERE f.failing_since <= ? AND {_ENABLED} ORDER BY f.failing_since, f.slug
"""  # noqa: S608  our own words
_LONGEST: Final = timedelta(hours=25)
"""No feed is put off for longer: what is due later was noted by a clock that stood wrong."""
_DUE: Final = f"""
SELECT i.slug, json_extract(i.body, '$.title'), json_extract(i.body, '$.url'), json_extract(i.body, '$.scope'),
  f.url IS json_extract(i.body, '$.url'), f.etag, f.modified, f.failures, f.fetched_first, f.answered_at
FROM item i LEFT JOIN feed_state f ON f.slug = i.slug
WHERE {_ENABLED} AND json_extract(i.body, '$.url') IS NOT NULL
  AND (f.url IS NOT json_extract(i.body, '$.url') OR f.next_at NOT BETWEEN ? AND ?) ORDER BY f.next_at, i.slug
"""  # noqa: S608  our own words


@dataclass(frozen=True, slots=True)
class FeedDue:
    """A feed to be asked now, with what it said last."""

    slug: str
    title: str
    url: str
    local: bool
    """It is the neighbourhood's own."""
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    """In a row."""
    first: bool = True
    """Nothing of it was imported yet."""
    answered_at: datetime | None = None


class FeedTable:
    """Table ``feed_state``. Feeds that are not enabled are never counted."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def due(self, now: datetime) -> list[FeedDue]:
        """Return the enabled feeds that are to be asked now, those that wait the longest first."""
        span = milliseconds(now) + 1, milliseconds(now + _LONGEST)
        rows = await self._database.read(lambda connection: connection.execute(_DUE, span).fetchall())
        return [_due(*row) for row in rows]

    @staticmethod
    def polled(
        connection: sqlite3.Connection,
        feed: FeedDue,
        now: datetime,
        next_at: datetime,
        *,
        fault: str | None = None,
        failures: int = 0,
        etag: str | None = None,
        modified: str | None = None,
    ) -> None:
        """Note how a poll ended, within the caller's transaction; ``fault`` of None: the feed was read, or is unchanged."""
        at, due = milliseconds(now), milliseconds(next_at)
        answered = fault is None
        connection.execute(
            "INSERT INTO feed_state(slug, checked_at, answered_at, failing_since, fault, etag, modified, next_at, failures,"
            " fetched_first, url) VALUES(:slug, :at, iif(:ok, :at, NULL), iif(:ok, NULL, :at), :fault, :etag, :modified, :due,"
            " :failures, :ok, :url) ON CONFLICT(slug) DO UPDATE SET checked_at = :at,"
            " answered_at = iif(:ok, :at, answered_at), failing_since = iif(:ok, NULL, coalesce(failing_since, :at)),"
            " fault = :fault, told_at = iif(:ok, NULL, told_at), etag = :etag, modified = :modified, next_at = :due,"
            " failures = :failures, fetched_first = iif(:ok, 1, iif(url IS :url, fetched_first, 0)), url = :url",
            {
                "slug": feed.slug, "at": at, "ok": answered, "fault": fault, "due": due, "failures": failures, "url": feed.url,
                # What cannot be read today was read once: it may be asked for as unchanged once it answers again.
                "etag": etag if answered else feed.etag, "modified": modified if answered else feed.modified,
            },
        )  # fmt: skip

    async def dark(self, before: datetime) -> list[tuple[str, datetime]]:
        """Return the enabled feeds that have not answered since ``before`` or longer and were not told, with since when."""
        rows = await self._database.read(
            lambda connection: connection.execute(_DARK, (milliseconds(before),)).fetchall()
        )
        return [(slug, instant(since)) for slug, _, since, told_at in rows if told_at is None]

    @staticmethod
    def told(connection: sqlite3.Connection, slug: str, now: datetime) -> None:
        """Note that the feed's silence was told, within the caller's transaction."""
        connection.execute("UPDATE feed_state SET told_at = ? WHERE slug = ?", (milliseconds(now), slug))

    async def sources(self, now: datetime) -> Sources:
        """Return how many feeds were read in the last two days, and which have been silent for longer."""
        return await self._database.read(lambda connection: sources(connection, now))


def _due(
    slug: str, title: str, url: str, scope: str, same: int, etag: str | None, modified: str | None, failures: int | None,
    imported: int | None, answered_at: int | None,
) -> FeedDue:  # fmt: skip
    local = scope == "local"
    if not same:
        return FeedDue(slug, title, url, local)
    answered = None if answered_at is None else instant(answered_at)
    return FeedDue(slug, title, url, local, etag, modified, failures or 0, not imported, answered)


def sources(connection: sqlite3.Connection, now: datetime) -> Sources:
    """Return how the reading of the sources goes, on a connection."""
    recent = milliseconds(now - RECENT)
    (read,) = connection.execute(
        f"SELECT count(*) FROM feed_state f JOIN item i ON i.slug = f.slug WHERE f.answered_at >= ? AND {_ENABLED}",  # noqa: S608
        (recent,),
    ).fetchone()
    dark = connection.execute(_DARK, (recent,)).fetchall()
    return Sources(int(read), tuple((title, instant(since)) for _, title, since, _ in dark))
