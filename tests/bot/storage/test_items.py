"""The content store: only what is published is read, every change is a revision, and the newest come quickly."""

import datetime as dt
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.storage.database import Database, open_database
from bot.storage.items import ItemTable
from content.records import Article, ITEM, Item, Measure, Position, Publish, State, Status

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)


class Index:
    """Remembers what can be found, in the database, as an index does."""

    def index(self, connection: sqlite3.Connection, item: Item) -> None:
        connection.execute("INSERT OR REPLACE INTO setting VALUES('found.' || ?, '1')", (item.slug,))

    def remove(self, connection: sqlite3.Connection, slug: str) -> None:
        connection.execute("DELETE FROM setting WHERE name = 'found.' || ?", (slug,))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path / "riverain.db") as opened:
        yield opened


@pytest.fixture
def items(database: Database) -> ItemTable:
    return ItemTable(database, Index())


async def found(items: ItemTable) -> list[str]:
    query = "SELECT substr(name, 7) FROM setting WHERE name LIKE 'found.%' ORDER BY name"
    return [row[0] for row in await items.database.read(lambda connection: connection.execute(query).fetchall())]


def article(slug: str, **fields: Any) -> Article:
    item = ITEM.validate_python(
        {"kind": "article", "slug": slug, "title": {"fr": slug}, "source": "s", "language": "fr", "date": None,
         "date_certainty": "exact", "reliability": "press", "summary": {"fr": "x"}, "checked_on": "2026-11-20", **fields}
    )  # fmt: skip
    assert isinstance(item, Article)
    return item


def measure(slug: str, status: str, as_of: str | None) -> Measure:
    said = {"fr": "x"}
    item = ITEM.validate_python(
        {"kind": "measure", "slug": slug, "title": said, "field": "f", "description": said, "authority": said, "status": status,
         "status_as_of": as_of, "today": {"known": False, "says": said}, "evidence": [], "certainty": said, "checked_on": "2026-11-20"}
    )  # fmt: skip
    assert isinstance(item, Measure)
    return item


async def keep(items: ItemTable, item: Item, state: State = State.PUBLISHED) -> int:
    return await items.put(item, state, 7, "because", NOW)


async def test_what_was_put_comes_back_as_it_was(items: ItemTable) -> None:
    item = article("a", date="2026-11", topics=["t"], places=["p"], leads={"x": "y"}, note={"fr": "n"})
    assert await keep(items, item) == 1
    assert await items.get("a") == item
    assert await items.get("b") is None


@pytest.mark.parametrize("state", [State.DRAFT, State.PAUSED, State.RETRACTED])
async def test_what_is_not_published_is_neither_read_nor_found(items: ItemTable, state: State) -> None:
    await keep(items, article("a"))
    assert await found(items) == ["a"]
    await items.set_state("a", state, 7, "wrong", NOW)
    assert await items.get("a") is None
    assert await items.some(["a"]) == []
    assert await items.newest("article") == []
    assert await found(items) == []
    kept = await items.stored("a")
    assert kept is not None
    assert kept.state is state


async def test_every_change_is_a_revision_and_no_change_is_none(items: ItemTable) -> None:
    await keep(items, article("a"))
    version = await items.version()
    assert await keep(items, article("a")) == 1
    assert await items.version() == version
    assert await keep(items, article("a", title={"fr": "autre"})) == 2
    assert await items.set_state("a", State.PAUSED, None, None, NOW) == 3
    assert await items.set_state("nothing", State.PAUSED, None, None, NOW) is None
    assert [(each.rev, each.state, each.by, each.why) for each in await items.history("a")] == [
        (3, State.PAUSED, None, None),
        (2, State.PUBLISHED, 7, "because"),
        (1, State.PUBLISHED, 7, "because"),
    ]
    assert await items.version() == version + 2
    assert await items.last_change() == NOW
    assert await items.counts() == {"article": {State.PAUSED: 1}}


@pytest.mark.parametrize(
    ("state", "publish"),
    [
        (State.PUBLISHED, Publish.OK),
        (State.RETRACTED, Publish.NO),
        (State.DRAFT, Publish.NEEDS_SECOND_SOURCE),
        (State.PAUSED, Publish.OK),
    ],
)
async def test_what_the_record_says_of_its_publication_follows_its_state(
    items: ItemTable, state: State, publish: Publish
) -> None:
    await keep(items, article("a"), state)
    kept = await items.stored("a")
    assert kept is not None
    assert kept.item.publish is publish
    assert kept.for_file.publish is (Publish.OK if state is State.PUBLISHED else kept.for_file.publish)
    assert (kept.for_file.publish is Publish.OK) == (state is State.PUBLISHED)


async def test_what_a_transaction_took_back_is_not_remembered(items: ItemTable) -> None:
    await keep(items, article("a"))
    with pytest.raises(RuntimeError):
        async with items.database.transaction():
            await keep(items, article("a", title={"fr": "jamais"}))
            read = await items.get("a")
            assert read is not None
            raise RuntimeError
    assert await items.get("a") == article("a")
    assert (await items.stored("a")).rev == 1  # type: ignore[union-attr]
    await keep(items, article("a", title={"fr": "ensuite"}))
    assert await items.get("a") == article("a", title={"fr": "ensuite"})


async def test_an_index_that_fails_takes_the_item_with_it(database: Database) -> None:
    class Broken(Index):
        def index(self, connection: sqlite3.Connection, item: Item) -> None:
            raise sqlite3.OperationalError

    items = ItemTable(database, Broken())
    with pytest.raises(sqlite3.OperationalError):
        await keep(items, article("a"))
    assert await items.counts() == {}
    assert await items.version() == 0
    assert await items.last_change() is None


async def test_some_come_in_the_order_asked_for_each_once(items: ItemTable) -> None:
    for slug in "abc":
        await keep(items, article(slug))
    assert [item.slug for item in await items.some(["c", "x", "a", "c"])] == ["c", "a"]
    assert len(await items.some([*(f"x{number}" for number in range(2000)), "b"])) == 1


async def test_the_newest_come_first_and_those_without_a_date_last(items: ItemTable) -> None:
    for slug, date in (("a", None), ("b", "2026-11-02"), ("c", "2026-11"), ("d", "2026-11-03"), ("e", "2026-11-03")):
        await keep(items, article(slug, date=date))
    assert [item.slug for item in await items.newest("article")] == ["d", "e", "b", "c", "a"]
    assert [item.slug for item in await items.newest("article", limit=2)] == ["d", "e"]
    assert await items.newest("measure") == []


async def test_the_newest_are_of_any_of_the_topics_and_any_of_the_places(items: ItemTable) -> None:
    await keep(items, article("a", date="2026-01-01", topics=["t1"], places=["p1"]))
    await keep(items, article("b", date="2026-01-02", topics=["t2"], places=["p1"]))
    await keep(items, article("c", date="2026-01-03", topics=["t1", "t2"], places=["p2"]))

    async def slugs(**wanted: Any) -> list[str]:
        return [item.slug for item in await items.newest("article", **wanted)]

    assert await slugs(topics=["t1"]) == ["c", "a"]
    assert await slugs(topics=["t1", "t2"]) == ["c", "b", "a"]
    assert await slugs(topics=["t1"], places=["p1"]) == ["a"]
    assert await slugs(places=["p1", "p2"], topics=["t2"]) == ["c", "b"]
    assert await slugs(places=["nowhere"]) == []
    await keep(items, article("c", date="2026-01-03", topics=["t3"]))
    assert await slugs(topics=["t1", "t2"]) == ["b", "a"]


async def test_measures_can_be_asked_for_by_status(items: ItemTable) -> None:
    await keep(items, measure("m1", "announced", "2026-01"))
    await keep(items, measure("m2", "done", "2026-02"))
    assert [item.slug for item in await items.newest("measure", status=Status.DONE)] == ["m2"]


async def test_positions_are_found_by_their_topic(items: ItemTable) -> None:
    position = Position.model_validate(
        {"slug": "s", "role": {"fr": "maire"}, "display": "role_only", "date": "2026-01-01", "topic": "t", "stance": "for",
         "says": {"fr": "x"}, "source": "a", "checked_on": "2026-11-20"}
    )  # fmt: skip
    await keep(items, position)
    assert list(await items.newest("position", topics=["t"])) == [position]


async def test_the_reference_items_are_those_people_call_by_name(items: ItemTable) -> None:
    topic = ITEM.validate_python({"kind": "topic", "slug": "t", "title": {"fr": "T"}, "checked_on": "2026-11-20"})
    await keep(items, topic)
    await keep(items, article("a"))
    assert await items.reference_items() == [topic]


async def test_the_newest_of_a_hundred_thousand_articles_come_within_a_blink(items: ItemTable) -> None:
    body = article("x", date="2026-01-01", title={"fr": "t" * 200}, summary={"fr": "s" * 600}).model_dump_json(
        exclude={"slug", "kind"}, exclude_defaults=True
    )

    def fill(connection: sqlite3.Connection) -> None:
        connection.executemany(
            "INSERT INTO item VALUES(?, 'article', 'published', 1, ?, date('2000-01-01', ?), ?, NULL, NULL, 0)",
            ((f"a-{n}", body, f"+{n % 9000} days", f"a-{n}") for n in range(100_000)),
        )
        connection.executemany(
            "INSERT INTO item_topic VALUES(?, ?)", (("common" if n % 200 else "rare", f"a-{n}") for n in range(100_000))
        )
        connection.executemany(
            "INSERT INTO item_place VALUES(?, ?)", (("here" if n % 3 else "there", f"a-{n}") for n in range(100_000))
        )
        connection.executemany("INSERT INTO item_topic VALUES('even', ?)", ((f"a-{n}",) for n in range(0, 100_000, 2)))
        connection.executemany("INSERT INTO item_place VALUES('odd', ?)", ((f"a-{n}",) for n in range(1, 100_000, 2)))

    await items.database.write(fill)
    wanted: list[dict[str, Any]] = [
        {}, {"topics": ["common"]}, {"topics": ["rare"]}, {"topics": ["common"], "places": ["there"]},
        {"topics": ["rare"], "places": ["here", "there"]}, {"topics": ["none"]}, {"topics": ["even"], "places": ["odd"]},
    ]  # fmt: skip
    for each in wanted:
        await items.newest("article", **each, limit=10)
        started = time.perf_counter()
        got = await items.newest("article", **each, limit=10)
        assert time.perf_counter() - started < 0.25, each
        assert len(got) == (0 if each in wanted[-2:] else 10)
