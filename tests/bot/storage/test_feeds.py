"""Feeds: read and silent ones, told once each time one goes dark."""

from datetime import timedelta
from typing import Any

import pytest

from bot.storage.database import Database
from bot.storage.feeds import FeedTable
from bot.storage.items import ItemTable
from content.records import Feed, State
from handlers.ports import Sources
from tests.bot.conftest import NOON
from tests.bot.storage.polls import answered, failed

DAY = timedelta(days=1)


def feed(slug: str, **more: Any) -> Feed:
    return Feed.model_validate(
        {"slug": slug, "title": f"Le {slug}", "url": "https://f.example", "scope": "local", "status": "ok", "enabled": True,
         "checked_on": "2026-11-20", **more}
    )  # fmt: skip


@pytest.fixture
async def feeds(database: Database) -> FeedTable:
    items = ItemTable(database)
    for item in (feed("one"), feed("two"), feed("off", enabled=False)):
        await items.put(item, State.PUBLISHED, None, None, NOON)
    return FeedTable(database)


async def test_a_source_is_read_while_its_answer_is_not_older_than_two_days(
    feeds: FeedTable, database: Database
) -> None:
    assert await feeds.sources(NOON) == Sources()
    for slug in ("one", "two", "off"):
        await answered(database, slug, NOON)
    assert await feeds.sources(NOON + 2 * DAY) == Sources(read=2)
    assert await feeds.sources(NOON + 2 * DAY + timedelta(seconds=1)) == Sources(read=0)


async def test_a_source_is_silent_after_two_days_without_an_answer_since_the_first_failure(
    feeds: FeedTable, database: Database
) -> None:
    await answered(database, "one", NOON - DAY)
    for hours in (0, 20, 47):
        await failed(database, "one", NOON + timedelta(hours=hours), "timed out")
        await failed(database, "off", NOON, "timed out")
    assert (await feeds.sources(NOON + 2 * DAY - timedelta(seconds=1))).silent == ()
    assert (await feeds.sources(NOON + 2 * DAY)).silent == (("Le one", NOON),)
    await answered(database, "one", NOON + 3 * DAY)
    assert await feeds.sources(NOON + 4 * DAY) == Sources(read=1)


async def test_a_source_that_went_dark_is_told_once_and_again_the_next_time(
    feeds: FeedTable, database: Database
) -> None:
    await failed(database, "one", NOON, "refused")
    await failed(database, "off", NOON, "refused")
    assert await feeds.dark(NOON - DAY) == []
    assert await feeds.dark(NOON) == [("one", NOON)]
    await database.write(lambda connection: FeedTable.told(connection, "one", NOON + DAY))
    await failed(database, "one", NOON + DAY, "refused")
    assert await feeds.dark(NOON + DAY) == []
    await answered(database, "one", NOON + 2 * DAY)
    await failed(database, "one", NOON + 3 * DAY, "refused")
    assert await feeds.dark(NOON + 3 * DAY) == [("one", NOON + 3 * DAY)]
