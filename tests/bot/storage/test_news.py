"""The log of news: written with each revision that is published, judged once, told with the item as it stands now."""

import sqlite3
from datetime import datetime, timedelta
from typing import Any

import pytest

import bot.storage.news as module
from bot.storage.database import Database
from bot.storage.items import ItemTable
from bot.storage.news import NewsLog
from content.news import Happening, What
from content.records import Item, State
from handlers.ports import Correction, Sources
from tests.bot.conftest import NOON
from tests.bot.storage.polls import answered
from tests.bot.storage.test_feeds import feed
from tests.bot.storage.test_items import article, measure

HOUR = timedelta(hours=1)


@pytest.fixture
def items(database: Database) -> ItemTable:
    return ItemTable(database)


@pytest.fixture
def log(database: Database) -> NewsLog:
    return NewsLog(database)


async def put(
    items: ItemTable, item: Item, at: datetime = NOON, by: int | None = 1, state: State = State.PUBLISHED
) -> int:
    return await items.put(item, state, by, None, at)


async def look(database: Database, log: NewsLog) -> None:
    """Write down what everything waiting is, and be done with it."""

    def write(connection: sqlite3.Connection) -> None:
        for each in waiting:
            NewsLog.looked_at(connection, each.id, each.happening)
            NewsLog.done(connection, each.id)

    while waiting := await log.waiting(100):
        await database.write(write)


def said(found: list[Happening]) -> list[tuple[str, What]]:
    return [(each.story, each.what) for each in found]


def fresh(slug: str, **more: Any) -> Item:
    return article(slug, date="2026-11-20", **more)


class TestWriting:
    async def test_each_published_revision_of_what_can_be_followed_is_a_line(
        self, items: ItemTable, database: Database
    ) -> None:
        await put(items, fresh("a"))
        await put(items, fresh("a"))  # unchanged: no revision
        await put(items, fresh("a", topics=["t"]), NOON + HOUR)
        await put(items, fresh("b"), state=State.DRAFT)
        await items.set_state("a", State.PAUSED, 1, None, NOON + 2 * HOUR)
        await put(items, feed("f"))
        lines = await database.read(
            lambda c: c.execute("SELECT slug, rev, what, state FROM news ORDER BY id").fetchall()
        )
        assert lines == [("a", 1, None, "new"), ("a", 2, None, "new")]

    async def test_a_line_taken_back_with_its_revision_was_never_there(
        self, items: ItemTable, database: Database, log: NewsLog
    ) -> None:
        with pytest.raises(RuntimeError):
            async with database.transaction():
                await put(items, fresh("a"))
                raise RuntimeError
        assert await log.waiting(9) == []


class TestWaiting:
    async def test_a_line_waits_with_what_happened_until_it_is_done(
        self, items: ItemTable, database: Database, log: NewsLog
    ) -> None:
        await put(items, measure("m", "announced", "2026-11"), NOON)
        await put(items, measure("m", "done", "2026-11-21"), NOON + HOUR)
        first, second = await log.waiting(9)
        assert second.happening is not None
        assert first.happening is not None
        assert (first.happening.what, second.happening.what) == (What.NEW, What.STATUS)
        assert (second.happening.id, second.happening.at) == (second.id, NOON + HOUR)
        assert second.happening.before == measure("m", "announced", "2026-11")
        assert await log.waiting(1) == [first]
        told = second.happening
        await database.write(lambda c: NewsLog.looked_at(c, second.id, told))
        await database.write(lambda c: NewsLog.advance(c, second.id, 55))
        await database.write(lambda c: NewsLog.done(c, first.id))
        (again,) = await log.waiting(9)
        assert (again.id, again.happening, again.cursor) == (second.id, told, 55)

    async def test_what_amounts_to_nothing_is_done_with_once_it_was_looked_at(
        self, items: ItemTable, database: Database, log: NewsLog
    ) -> None:
        await put(items, article("old", date="2001-01-01"))
        (only,) = await log.waiting(9)
        assert only.happening is None
        await database.write(lambda c: NewsLog.looked_at(c, only.id, None))
        assert await log.waiting(9) == []

    @pytest.mark.parametrize("state", [State.PAUSED, State.RETRACTED, State.DRAFT])
    async def test_what_was_withdrawn_before_anybody_was_told_is_told_to_nobody(
        self, items: ItemTable, database: Database, log: NewsLog, state: State
    ) -> None:
        await put(items, fresh("a"))
        await items.set_state("a", state, 1, "wrong", NOON + HOUR)
        assert [each.happening for each in await log.waiting(9)] == [None]
        assert await log.between(NOON - HOUR, NOON + 2 * HOUR) == []
        await database.write(lambda c: c.execute("UPDATE news SET what = 'new', story = 'a', state = 'done'"))
        assert await log.between(NOON - HOUR, NOON + 2 * HOUR) == []
        assert await log.of(["a"]) == []

    async def test_what_was_withdrawn_and_is_published_again_is_new(
        self, items: ItemTable, database: Database, log: NewsLog
    ) -> None:
        await put(items, fresh("a"))
        await put(items, fresh("a"), state=State.RETRACTED)
        await put(items, fresh("a"))
        await put(items, fresh("b"))
        await put(items, fresh("b"), state=State.PAUSED)
        await put(items, fresh("b"))
        found = await log.between(NOON - HOUR, NOON)
        assert ("a", What.NEW) in said(found)
        latest = {each.happening.item.slug: each.happening for each in await log.waiting(100) if each.happening}
        assert latest["a"].before is None

    async def test_a_body_this_version_cannot_read_stops_nothing(
        self, items: ItemTable, database: Database, log: NewsLog
    ) -> None:
        await put(items, fresh("a"))
        await put(items, fresh("a", topics=["t"]), NOON + HOUR)
        await put(items, fresh("b"), NOON + HOUR)
        await database.write(
            lambda c: c.execute("""UPDATE revision SET body = '{"gone": 1}' WHERE slug = 'a' AND rev = 1""")
        )
        assert [each.happening and each.happening.story for each in await log.waiting(9)] == ["a", None, "b"]


class TestBetween:
    @pytest.mark.parametrize("looked_at", [False, True])
    async def test_it_is_after_the_first_instant_and_up_to_the_second_the_oldest_first(
        self, items: ItemTable, database: Database, log: NewsLog, looked_at: bool
    ) -> None:
        for hours, slug in enumerate(("before", "a", "b", "after")):
            await put(items, fresh(slug), NOON + hours * HOUR)
        if looked_at:
            await look(database, log)
        assert said(await log.between(NOON, NOON + 2 * HOUR)) == [("a", What.NEW), ("b", What.NEW)]

    @pytest.mark.parametrize("looked_at", [False, True])
    async def test_of_a_story_the_latest_report_is_told_with_the_text_of_now(
        self, items: ItemTable, database: Database, log: NewsLog, looked_at: bool
    ) -> None:
        await put(items, fresh("one", story="fire"), NOON + HOUR)
        await put(items, fresh("other"), NOON + 2 * HOUR)
        await put(items, fresh("two", story="fire"), NOON + 3 * HOUR)
        if looked_at:
            await look(database, log)
        await put(items, fresh("other", summary={"fr": "corrigé"}), NOON + 9 * HOUR)
        found = await log.between(NOON, NOON + 4 * HOUR)
        assert [(each.story, each.item.slug) for each in found] == [("other", "other"), ("fire", "two")]
        assert found[0].item == await items.get("other")

    async def test_what_is_known_to_be_nothing_is_not_judged_again(
        self, items: ItemTable, database: Database, log: NewsLog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(20):
            await put(items, article(f"old-{number}", date="2001-01-01"))
        await put(items, fresh("a"))
        await look(database, log)
        monkeypatch.setattr(module, "judge", None)  # would fail if called
        assert said(await log.between(NOON - HOUR, NOON)) == [("a", What.NEW)]

    async def test_ten_thousand_lines_that_were_nothing_are_not_even_read(self, database: Database) -> None:
        query = f"EXPLAIN QUERY PLAN {module._LOG} WHERE n.at > 1 AND n.at <= 2 AND n.what IS NOT NULL AND n.what != 'silent'"
        plan = await database.read(lambda c: [row[3] for row in c.execute(query)])
        assert plan[0] == "SEARCH n USING INDEX news_told (at>? AND at<?)"

    async def test_an_import_of_many_is_judged_in_pieces(
        self, items: ItemTable, database: Database, log: NewsLog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "_AT_ONCE", 3)
        async with database.transaction():
            for number in range(10):
                await put(items, fresh(f"a-{number}"), by=None)
        assert len(await log.between(NOON - HOUR, NOON)) == 10

    async def test_a_silent_source_waits_to_be_told_and_is_in_no_digest(
        self, items: ItemTable, database: Database, log: NewsLog
    ) -> None:
        await put(items, feed("f"))
        await database.write(lambda c: NewsLog.silent(c, "f", NOON - 72 * HOUR, NOON))
        (only,) = await log.waiting(9)
        assert only.happening is not None
        assert (only.happening.what, only.happening.item.slug) == (What.SILENT, "f")
        assert await log.of([only.happening.story]) == [only.happening]
        assert await log.between(NOON - HOUR, NOON + HOUR) == []


class TestOf:
    async def test_a_story_gives_its_latest_happening(self, items: ItemTable, database: Database, log: NewsLog) -> None:
        await put(items, fresh("one", story="fire"), NOON)
        await put(items, fresh("two", story="fire"), NOON + HOUR)
        await put(items, fresh("other"), NOON + 2 * HOUR)
        await look(database, log)
        found = await log.of(["other", "fire", "unknown", "fire"])
        assert [each.item.slug for each in found] == ["two", "other"]


class TestRecent:
    async def test_it_is_imagined_from_the_items_own_dates(self, items: ItemTable, log: NewsLog) -> None:
        await put(items, article("a", date="2026-11-03"))
        await put(items, article("twice", date="2026-11-10", story="s"))
        await put(items, article("again", date="2026-11-12", story="s"))
        await put(items, measure("m", "done", "2026-11-05"))
        await put(items, article("old", date="2026-10-01"))
        await put(items, article("dateless"))
        await put(items, article("draft", date="2026-11-04"), state=State.DRAFT)
        found = await log.recent(NOON, 30)
        assert [each.item.slug for each in found] == ["a", "m", "twice"]
        assert all(each.id == 0 for each in found)

    async def test_it_reads_the_index_by_date(self, database: Database) -> None:
        query = (
            "EXPLAIN QUERY PLAN SELECT slug FROM item INDEXED BY item_newest WHERE kind IN('article', 'measure')"
            " AND state = 'published' AND date >= '2026' AND date <= '2027'"
        )
        plan = await database.read(lambda c: [row[3] for row in c.execute(query)])
        assert any("item_newest (kind=? AND state=? AND date>? AND date<?)" in step for step in plan), plan


async def test_corrections_come_with_the_newest_first(database: Database, log: NewsLog) -> None:
    def write(connection: sqlite3.Connection) -> None:
        for hours in range(3):
            at = round((NOON + hours * HOUR).timestamp() * 1000)
            connection.execute(
                "INSERT INTO correction(slug, at, said, is_right, why) VALUES(?, ?, 's', 'r', 'w')", (f"i{hours}", at)
            )

    await database.write(write)
    assert await log.corrections(NOON) == [
        Correction("i2", NOON + 2 * HOUR, "s", "r", "w"), Correction("i1", NOON + HOUR, "s", "r", "w"),
    ]  # fmt: skip


async def test_sources_are_those_of_the_feeds(items: ItemTable, database: Database, log: NewsLog) -> None:
    assert await log.sources(NOON) == Sources()
    await put(items, feed("f"))
    await answered(database, "f", NOON)
    assert await log.sources(NOON) == Sources(read=1)


async def test_the_log_is_kept_four_hundred_days(items: ItemTable, log: NewsLog) -> None:
    await put(items, fresh("a"))
    await log.tidy(NOON + timedelta(days=400))
    assert len(await log.waiting(9)) == 1
    await log.tidy(NOON + timedelta(days=401))
    assert await log.waiting(9) == []
