"""The log of what happened to items: what may be told, what was compared with what people follow, what was corrected."""

import json
import sqlite3
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.storage.database import Database
from bot.storage.feeds import sources
from bot.storage.items.rows import item_of
from bot.storage.times import instant, milliseconds
from content.news import Happening, What
from content.news.judging import imagined, judge
from handlers.kept import kept_for
from handlers.ports import Correction, Sources

_AT_ONCE: Final = 500
"""Rows read in one hop; others are answered in between."""

# What was withdrawn and is published again is new.
_LOG: Final = """
SELECT n.id, n.slug, n.rev, n.at, n.what, n.story, n.cursor, i.kind, i.body, (SELECT b.body FROM revision b
  WHERE b.slug = n.slug AND b.rev < n.rev AND b.state = 'published' AND NOT EXISTS(SELECT 1 FROM revision x
    WHERE x.slug = b.slug AND x.rev > b.rev AND x.rev < n.rev AND x.state = 'retracted') ORDER BY b.rev DESC LIMIT 1), r.by_user IS NOT NULL
FROM news n LEFT JOIN item i ON i.slug = n.slug AND i.state = 'published'
LEFT JOIN revision r ON r.slug = n.slug AND r.rev = n.rev
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the log that was not compared, or not to the end, with what chats follow."""

    id: int
    happening: Happening | None
    """None where there is nothing to tell of it."""
    cursor: int
    """The chat the comparison has come to."""


class NewsLog:
    """Table ``news``; implements the port ``News`` of the handlers.

    A thing that happened is told with the item as it is published now, and not at all where it is not any more.
    """

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def between(self, since: datetime, until: datetime) -> list[Happening]:
        """Return what may be told that entered the store after ``since`` and not after ``until``, the oldest first.

        Of each story the latest. A source gone silent is not in it: digests have a line of their own for that.
        """
        span = (milliseconds(since), milliseconds(until))
        query = f"{_LOG} WHERE n.at > ? AND n.at <= ? AND n.what IS NOT NULL AND n.what != 'silent' ORDER BY n.at, n.id"
        rows = await self._database.read(lambda connection: connection.execute(query, span).fetchall())
        found = [_happening(row) for row in rows]
        found.extend([each async for each in self._unseen(*span)])
        latest: dict[str, Happening] = {}
        for each in sorted((each for each in found if each is not None), key=lambda each: (each.at, each.id)):
            latest.pop(each.story, None)
            latest[each.story] = each
        return list(latest.values())

    async def _unseen(self, since: int, until: int) -> AsyncIterator[Happening | None]:
        """Judge what the matching has not come to yet, some at a time."""
        query = f"{_LOG} WHERE n.id > ? AND n.state = 'new' AND n.what IS NULL AND n.at > ? AND n.at <= ? ORDER BY n.id LIMIT ?"
        last = 0
        while rows := await self._database.read(
            lambda connection, last=last: connection.execute(query, (last, since, until, _AT_ONCE)).fetchall()  # type: ignore[misc]
        ):
            for row in rows:
                yield _happening(row)
            last = rows[-1][0]

    async def recent(self, now: datetime, days: int) -> list[Happening]:
        """Return, imagined from the items' own dates, what would have been told in the last ``days``, the oldest first."""
        first, last = (now - timedelta(days=days)).date(), now.date()
        query = (
            "SELECT slug, kind, body FROM item INDEXED BY item_newest WHERE kind IN('article', 'measure')"
            " AND state = 'published' AND date >= ? AND date <= ? ORDER BY date, slug"
        )
        rows = await self._database.read(
            lambda connection: connection.execute(query, (first.isoformat(), last.isoformat())).fetchall()
        )
        told: dict[str, Happening] = {}
        for row in rows:
            each = imagined(item_of(*row), first, last)
            if each is not None:
                told.setdefault(each.story, each)
        return sorted(told.values(), key=lambda each: each.at)

    async def corrections(self, since: datetime) -> list[Correction]:
        """Return the corrections made after ``since``, the newest first."""
        query = "SELECT slug, at, said, is_right, why, spoken FROM correction WHERE at > ? ORDER BY at DESC, id DESC"
        rows = await self._database.read(
            lambda connection: connection.execute(query, (milliseconds(since),)).fetchall()
        )
        return [_correction(*row) for row in rows]

    async def sources(self, now: datetime) -> Sources:
        """Return how the reading of the sources goes; none read and none silent while no feed is enabled."""
        return await self._database.read(lambda connection: sources(connection, now))

    async def waiting(self, limit: int) -> list[Waiting]:
        """Return the oldest lines that were not compared with what people follow."""
        query = f"{_LOG} WHERE n.state = 'new' ORDER BY n.id LIMIT ?"
        rows = await self._database.read(lambda connection: connection.execute(query, (limit,)).fetchall())
        return [Waiting(row[0], _happening(row), row[6]) for row in rows]

    async def of(self, stories: Collection[str]) -> list[Happening]:
        """Return the latest happening of each of the stories that may still be told, the oldest first."""
        query = f"{_LOG} WHERE n.id IN(SELECT max(id) FROM news WHERE story = ?)"  # noqa: S608  our own words

        def look(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
            return [row for story in dict.fromkeys(stories) for row in connection.execute(query, (story,))]

        found = [_happening(row) for row in await self._database.read(look)]
        return sorted((each for each in found if each is not None), key=lambda each: (each.at, each.id))

    @staticmethod
    def looked_at(connection: sqlite3.Connection, number: int, told: Happening | None) -> None:
        """Keep what a line turned out to be, within the caller's transaction; None: nothing, and it is done with."""
        if told is None:
            NewsLog.done(connection, number)
        else:
            connection.execute(
                "UPDATE news SET what = ?, story = ? WHERE id = ?", (told.what.value, told.story, number)
            )

    @staticmethod
    def advance(connection: sqlite3.Connection, number: int, cursor: int) -> None:
        """Note to which chat the comparison came, within the caller's transaction."""
        connection.execute("UPDATE news SET cursor = ? WHERE id = ?", (cursor, number))

    @staticmethod
    def done(connection: sqlite3.Connection, number: int) -> None:
        """Note that the line was compared with everything, within the caller's transaction."""
        connection.execute("UPDATE news SET state = 'done' WHERE id = ?", (number,))

    @staticmethod
    def silent(connection: sqlite3.Connection, slug: str, since: datetime, now: datetime) -> None:
        """Put down that a source has not answered since that day, within the caller's transaction."""
        connection.execute(
            "INSERT INTO news(slug, rev, at, what, story) SELECT slug, rev, ?, ?, ? FROM item WHERE slug = ?",
            (milliseconds(now), What.SILENT.value, f"{slug}:silent:{since:%Y-%m-%d}", slug),
        )

    async def tidy(self, now: datetime) -> None:
        """Forget what happened long ago."""
        old = milliseconds(now - kept_for("news"))
        await self._database.write(lambda connection: connection.execute("DELETE FROM news WHERE at < ?", (old,)))


def _correction(slug: str, at: int, said: str, is_right: str, why: str, spoken: str) -> Correction:
    by_language = {language: (was, is_so) for language, (was, is_so) in json.loads(spoken).items()}
    return Correction(slug, instant(at), said, is_right, why, by_language)


def _happening(row: tuple[Any, ...]) -> Happening | None:
    """Return what a line of the log tells; None where it tells nothing, or the item is not published any more."""
    number, slug, rev, at, what, story, _, kind, body, earlier, by_person = row
    if body is None:
        return None
    try:
        item = item_of(slug, kind, body)
        before = None if earlier is None else item_of(slug, kind, earlier)
    except ValueError:  # kept by an older version, and no such record any more: it cannot be compared
        return None
    if what is None:
        return judge(before, item, number=number, rev=rev, at=instant(at), by_person=bool(by_person))
    happened = What(what)
    return Happening(number, story, happened, instant(at), item, None if happened is What.NEW else before)
