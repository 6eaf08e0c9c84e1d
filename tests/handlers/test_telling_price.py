"""The price of following something: how many messages in thirty days, the last of them to see."""

import datetime as dt

import pytest

from content.news import Every, Filter
from content.news.judging import imagined
from content.records import Item
from handlers.telling.price import Price, price
from tests.handlers.world import ask, both, item, NOW, services, spoken, Store, world

TOPIC = item("topic", "eclairage", title=both("Éclairage", "Lighting"))
GAZETTE = item("source", "gazette")


def article(slug: str, date: str, **fields: object) -> Item:
    return item("article", slug, title=both(f"Titre {slug}"), date=date, topics=["eclairage"], **fields)


NEWS = (
    article("a", "2026-11-03"),
    article("b", "2026-11-10"),
    article("c", "2026-11-10", story="banc"),
    article("d", "2026-11-12", story="banc"),
    item("measure", "m", topics=["police"], status_as_of="2026-11-20"),
)


def store(*items: Item) -> Store:
    known = world(GAZETTE, TOPIC, *items)
    since = (NOW - dt.timedelta(days=30)).date()
    found = (imagined(each, since, NOW.date()) for each in items)
    known.log.happened = [each for each in found if each]
    return known


async def asked(wanted: Filter, every: Every, *items: Item) -> Price:
    return await price(wanted, every, ask("subscribe"), services(store(*(items or NEWS))))


@pytest.mark.parametrize(
    ("every", "messages", "last"),
    [
        (Every.NOW, 3, "2026-11-10"),
        (Every.DAILY, 3, "2026-11-12"),
        (Every.WEEKLY, 2, "2026-11-12"),
    ],
)
async def test_at_once_is_a_message_a_story_daily_and_weekly_one_that_has_something(
    every: Every, messages: int, last: str
) -> None:
    found = await asked(Filter(topics=("eclairage",)), every)
    assert (found.messages, found.last) == (messages, dt.date.fromisoformat(last))


async def test_the_last_message_is_to_be_seen_as_it_would_have_looked() -> None:
    found = await asked(Filter(topics=("eclairage",)), Every.WEEKLY)
    assert found.sample
    text = spoken(found.sample.reply)
    assert "Titre b" in text
    assert "Titre d" in text
    assert "Titre a" not in text
    assert text.startswith("2 nouvelles depuis le 10 novembre 2026")


async def test_everything_counts_measures_too() -> None:
    found = await asked(Filter(), Every.NOW)
    assert (found.messages, found.last) == (4, dt.date(2026, 11, 20))


async def test_nothing_is_nothing() -> None:
    assert await asked(Filter(topics=("nowhere",)), Every.NOW) == Price(0, None, None)
    assert await asked(Filter(words=("football",)), Every.DAILY) == Price(0, None, None)


async def test_a_message_of_nothing_that_may_be_shown_does_not_count() -> None:
    lonely = article("e", "2026-11-21", companion="nowhere")
    found = await asked(Filter(), Every.NOW, *NEWS[:1], lonely)
    assert (found.messages, found.last) == (1, dt.date(2026, 11, 3))
