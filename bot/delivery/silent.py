"""Silent sources: one that has not answered for days is told once to those who follow something."""

import sqlite3
from datetime import datetime, timedelta
from typing import Final

from bot.storage.database import Database
from bot.storage.feeds import FeedTable
from bot.storage.news import NewsLog

DARK_AFTER: Final = timedelta(days=3)
"""Digests name a source that is silent for two days; after one more it is told to those who get no digest."""


class SilentSources:
    """Puts a source that went dark into the news, once each time it does."""

    def __init__(self, database: Database, feeds: FeedTable) -> None:
        """Read ``feeds``; write the news through ``database``."""
        self._database = database
        self._feeds = feeds

    async def look(self, now: datetime) -> int:
        """Return how many sources are newly told to be dark."""
        dark = await self._feeds.dark(now - DARK_AFTER)
        for slug, since in dark:

            def tell(connection: sqlite3.Connection, slug: str = slug, since: datetime = since) -> None:
                NewsLog.silent(connection, slug, since, now)
                FeedTable.told(connection, slug, now)

            await self._database.write(tell)
        return len(dark)
