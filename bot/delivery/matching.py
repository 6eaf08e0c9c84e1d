"""Matching: each thing that happened is compared once with what chats follow, and waits in ``pending`` until it is due."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import structlog

from bot.delivery.crash import reached
from bot.logs import where
from bot.storage import pending
from bot.storage.database import Database
from bot.storage.news import NewsLog
from bot.storage.subscriptions import Follower, SubscriptionTable
from content.news import Every, Happening
from content.news.matching import handles, matches
from content.reference import Reference
from content.schedule import EVERY_DAY, next_slot

CHUNK: Final = 500
"""Chats looked at under one commit: what is held in memory, however many there are."""
DAILY_AT: Final = dt.time(8)
WEEKLY_ON: Final = (0,)
"""Monday: what is followed daily comes at eight, weekly on Monday at eight, on the chat's own clock."""
_AT_ONCE: Final = 200
"""Happenings looked at in one go."""

log = structlog.get_logger()


class Matcher:
    """Finds who follows what happened."""

    def __init__(
        self,
        database: Database,
        news: NewsLog,
        subscriptions: SubscriptionTable,
        reference: Callable[[], Reference],
        zone: Callable[[], str],
    ) -> None:
        """Read ``news`` and ``subscriptions``; ``zone`` names the clock of chats that have none of their own."""
        self._database = database
        self._news = news
        self._subscriptions = subscriptions
        self._reference = reference
        self._zone = zone

    async def match(self, now: dt.datetime) -> int:
        """Compare everything that happened and was not compared yet; return how many chats are to be told something."""
        found = 0
        while waiting := await self._news.waiting(_AT_ONCE):
            await self._pass_over([row.id for row in waiting if row.happening is None])
            for row in waiting:
                if row.happening is not None:
                    found += await self._one(row.id, row.happening, row.cursor, now)
        return found

    async def _one(self, number: int, told: Happening, cursor: int, now: dt.datetime) -> int:
        """Compare one happening; one that cannot be compared is passed over, for it would hold up all that come after it."""
        try:
            return await self._compare(number, told, cursor, now)
        except (sqlite3.Error, OSError):
            raise
        except Exception as fault:
            log.error("news.not_compared", story=told.story, fault=type(fault).__name__, where=where(fault))
            await self._pass_over([number])
            return 0

    async def _pass_over(self, numbers: Sequence[int]) -> None:
        """Be done with what tells nothing."""

        def done(connection: sqlite3.Connection) -> None:
            for number in numbers:
                NewsLog.done(connection, number)

        if numbers:
            await self._database.write(done)

    async def _compare(self, number: int, told: Happening, cursor: int, now: dt.datetime) -> int:
        """Put one happening down for every chat that follows it, a chunk a commit, from the chat after ``cursor`` on."""
        reference = self._reference()
        wanted = handles(told, reference)
        found = 0
        await self._database.write(lambda connection: NewsLog.looked_at(connection, number, told))
        while True:
            chunk = await self._subscriptions.following(wanted, cursor, CHUNK)
            rows = [self._row(mine, told, now) for mine in _by_chat(chunk, told, reference)]
            last = chunk[-1].chat if chunk else None

            def keep(connection: sqlite3.Connection, rows: list[pending.Row] = rows, last: int | None = last) -> None:
                pending.put(connection, rows)
                if last is None:
                    NewsLog.done(connection, number)
                else:
                    NewsLog.advance(connection, number, last)

            await self._database.write(keep)
            reached("planned")
            found += len(rows)
            if last is None:
                return found
            cursor = last

    def _row(self, mine: Sequence[Follower], told: Happening, now: dt.datetime) -> pending.Row:
        """Return when the chat is to be told, by the soonest of its subscriptions that match, and where."""
        zone = mine[0].zone or self._zone()
        soonest = min(mine, key=lambda each: _due(each.every, zone, now))
        return pending.Row(
            soonest.chat, soonest.thread, told.story, told.id, soonest.language, _due(soonest.every, zone, now),
            tuple(each.subscription for each in mine),
        )  # fmt: skip


def _due(every: Every, zone: str, now: dt.datetime) -> dt.datetime:
    """Return when a chat that is told so often is told next."""
    if every is Every.NOW:
        return now
    found = next_slot(EVERY_DAY if every is Every.DAILY else WEEKLY_ON, DAILY_AT, zone, now)
    return found[1] if found else now


def _by_chat(chunk: Iterable[Follower], told: Happening, reference: Reference) -> list[list[Follower]]:
    """Return the subscriptions that match, together by chat."""
    found: dict[int, list[Follower]] = {}
    for each in chunk:
        if matches(each.filter, told, reference):
            found.setdefault(each.chat, []).append(each)
    return list(found.values())
