"""Polls of feeds, as they end: the feed answered, or it did not."""

import dataclasses
from datetime import datetime, timedelta

from bot.storage.database import Database
from bot.storage.feeds import FeedDue, FeedTable


async def answered(database: Database, slug: str, at: datetime) -> None:
    """Note that the feed was read."""
    await _polled(database, slug, at, None)


async def failed(database: Database, slug: str, at: datetime, fault: str = "timeout") -> None:
    """Note that the feed could not be read, and why."""
    await _polled(database, slug, at, fault)


async def _polled(database: Database, slug: str, at: datetime, fault: str | None) -> None:
    blank = {each.name: None for each in dataclasses.fields(FeedDue)}
    feed = FeedDue(**{**blank, "slug": slug, "url": "https://example.org/feed"})  # type: ignore[arg-type]
    later = at + timedelta(days=1)
    await database.write(lambda connection: FeedTable.polled(connection, feed, at, later, fault=fault))
