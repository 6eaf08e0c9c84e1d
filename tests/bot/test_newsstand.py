"""The paper of the demo: every word of it says that it is an example, and each article appears on its day."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta, UTC
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.intake.failure import FetchError
from bot.intake.fetch import Fetcher
from bot.intake.reading.feed import read_feed
from bot.newsstand import EXAMPLES, HOST, Newsstand, open_newsstand
from bot.storage.database import DATABASE, open_database
from bot.storage.items import ItemTable
from content.records import Feed

MONDAY = datetime(2025, 12, 29, 12, tzinfo=UTC)


@pytest.fixture
def days() -> MovableClock:
    """A clock that stands at noon of the first day."""
    return MovableClock(MONDAY, stopped=True)


@pytest.fixture
async def stand(tmp_path: Path, days: MovableClock) -> AsyncIterator[Newsstand]:
    """The paper, open since that day."""
    async with open_newsstand(tmp_path, date(2025, 12, 29), days.now) as opened:
        yield opened


async def test_its_feed_brings_one_article_more_the_next_day(stand: Newsstand, days: MovableClock) -> None:
    titles = []
    async with Fetcher(allow=frozenset({stand.pair})) as web:
        for _ in range(2):
            fetched = await web.fetch(stand.url("feed.xml"))
            read = read_feed(fetched.body, fetched.url_final, fetched.content_type, fetched.charset)
            titles.append([each["title"] for each in read["entries"]])
            days.advance(timedelta(days=1))
    first, second = (each.title for each in EXAMPLES)
    assert titles == [[first], [second, first]]


async def test_a_page_is_there_once_its_day_has_come_and_says_that_it_is_an_example(
    stand: Newsstand, days: MovableClock
) -> None:
    async with Fetcher(allow=frozenset({stand.pair})) as web:
        assert b"Allow: /" in (await web.fetch(stand.url("robots.txt"))).body
        with pytest.raises(FetchError):
            await web.fetch(stand.url(EXAMPLES[1].path))
        days.advance(timedelta(days=1))
        for example in EXAMPLES:
            page = (await web.fetch(stand.url(example.path))).body.decode()
            assert f"<h1>{example.title}</h1>" in page
            assert "ce journal n’existe pas" in page


def test_no_paragraph_can_be_taken_for_news_even_when_it_stands_alone() -> None:
    for example in EXAMPLES:
        assert example.title.startswith("Exemple de la démo : ")
        for paragraph in example.paragraphs:
            assert "exemple" in paragraph or "invent" in paragraph or "démo" in paragraph


async def test_the_store_reads_its_feed_and_nobody_else_does(tmp_path: Path, stand: Newsstand) -> None:
    async with open_database(tmp_path / DATABASE) as database:
        feed = await ItemTable(database).get("feed-journal-exemple")
    assert isinstance(feed, Feed)
    assert (feed.enabled, feed.url) == (True, f"http://{HOST}:{stand.port}/feed.xml")
    async with Fetcher() as web:
        with pytest.raises(FetchError):
            await web.fetch(stand.url("feed.xml"))
