"""Search over real SQLite: what is indexed, what is found, and what no question can do."""

import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, UTC
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.storage.database import Database, open_database
from bot.storage.search import open_search, Searcher, SearchIndex
from bot.storage.search.index import VERSION
from bot.storage.search.lookup import Lookup
from bot.storage.search.searcher import BUDGET
from content.pack.manifest import Synonyms
from content.records import ITEM, Item
from tests.bench.search.bench import fill, synonyms_once
from tests.bench.search.corpus import texts
from tests.bench.search.measured import Measured
from tests.bench.search.questions import cases

_CLOCK = MovableClock(datetime(2026, 11, 22, 10, tzinfo=UTC), stopped=True)
_CHECKED = {"checked_on": "2026-11-01"}


def _place(slug: str, title: str, *aliases: str, match_only: tuple[str, ...] = ()) -> Item:
    return ITEM.validate_python(
        {
            "kind": "place", "slug": slug, "title": {"fr": title, "en": title}, "sort": "square", "coordinates_from": "test",
            "aliases": aliases, "match_only": match_only, **_CHECKED,
        }
    )  # fmt: skip


def _article(slug: str, title: str, summary: str, date: str = "2026-01-01", language: str = "fr") -> Item:
    return ITEM.validate_python(
        {
            "kind": "article", "slug": slug, "title": {language: title}, "summary": {language: summary}, "source": "test",
            "language": language, "date": date, "date_certainty": "test", "reliability": "press", **_CHECKED,
        }
    )  # fmt: skip


def _put(*items: Item, state: str = "published") -> Callable[[sqlite3.Connection], None]:
    def put(connection: sqlite3.Connection) -> None:
        for item in items:
            SearchIndex().index(connection, item)
            connection.execute(
                "INSERT OR REPLACE INTO item(slug, kind, state, rev, body, date, story, changed_at) VALUES(?, ?, ?, 1, ?, ?, ?, 0)",
                (
                    item.slug, item.kind, state, item.model_dump_json(exclude={"slug"}),
                    str(item.date) if item.kind == "article" else None, item.slug,
                ),
            )  # fmt: skip

    return put


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path / "test.db") as opened:
        yield opened


@asynccontextmanager
async def _searching(database: Database, *, budget: float = 5.0) -> AsyncIterator[Searcher]:
    async with open_search(database, _CLOCK, Synonyms, budget=budget) as search:
        yield search


def _index_rows(connection: sqlite3.Connection) -> dict[str, int]:
    counts = {"texts": "SELECT count(*) FROM search_text", "words": "SELECT count(*) FROM search_word WHERE texts > 0"}
    return {name: connection.execute(sql).fetchone()[0] for name, sql in counts.items()}


async def test_an_item_is_found_once_its_transaction_is_committed_and_not_when_it_is_rolled_back(
    database: Database,
) -> None:
    async with _searching(database) as search:
        with pytest.raises(ZeroDivisionError):
            async with database.transaction():
                await database.write(_put(_place("forceval", "Square Forceval")))
                raise ZeroDivisionError
        assert (await search.find("forceval", "fr")).hits == ()
        await database.write(_put(_place("forceval", "Square Forceval")))
        found = await search.find("forceval", "fr")
    assert [(hit.slug, hit.kind, hit.title, hit.language) for hit in found.hits] == [
        ("forceval", "place", "Square Forceval", "fr")
    ]
    assert found.sure


async def test_a_search_sees_a_new_word_without_being_opened_again(database: Database) -> None:
    await database.write(_put(_place("forceval", "Square Forceval")))
    async with _searching(database) as search:
        assert (await search.find("stalingrd", "fr")).hits == ()
        await database.write(_put(_place("stalingrad", "Place Stalingrad")))
        found = await search.find("stalingrd", "fr")
    assert found.hits[0].slug == "stalingrad"
    assert found.read_as == "stalingrad"


async def test_an_item_indexed_again_is_found_by_its_new_words_alone(database: Database) -> None:
    await database.write(_put(_place("one", "Square Forceval")))
    await database.write(_put(_place("one", "Jardins d'Éole")))
    async with _searching(database) as search:
        assert (await search.find("forceval", "fr")).hits == ()
        assert (await search.find("eole", "fr")).hits[0].title == "Jardins d'Éole"


async def test_removing_an_item_leaves_nothing_of_it(database: Database) -> None:
    index = SearchIndex()
    await database.write(_put(_place("one", "Square Forceval", "le square", match_only=("colline",))))
    await database.write(lambda connection: index.remove(connection, "one"))
    await database.write(lambda connection: index.remove(connection, "never-there"))
    assert await database.read(_index_rows) == {"texts": 0, "words": 0}
    matching = "SELECT count(*) FROM search_fr WHERE search_fr MATCH 'forceval OR squar OR collin'"
    assert (await database.read(lambda connection: connection.execute(matching).fetchone())) == (0,)
    await database.write(
        lambda connection: connection.execute("INSERT INTO search_fr(search_fr) VALUES('integrity-check')")
    )


@pytest.mark.parametrize("state", ["draft", "paused", "retracted"])
async def test_what_is_not_published_is_never_found_even_if_the_index_holds_it(database: Database, state: str) -> None:
    await database.write(_put(_place("one", "Square Forceval"), state=state))
    async with _searching(database) as search:
        assert (await search.find("forceval", "fr")).hits == ()


async def test_an_index_of_another_version_is_made_anew_from_what_is_published(database: Database) -> None:
    index = SearchIndex()
    await database.write(_put(_place("one", "Square Forceval")))
    await database.write(_put(_place("two", "Place Stalingrad"), state="draft"))
    assert await database.write(index.refresh) == 1
    assert await database.write(index.refresh) == 0
    await database.write(lambda c: c.execute("UPDATE setting SET value = 'old' WHERE name = 'search.version'"))
    async with _searching(database) as search:
        assert await database.write(index.refresh) == 1
        assert [hit.slug for hit in (await search.find("forceval", "fr")).hits] == ["one"]
        assert (await search.find("stalingrad", "fr")).hits == ()
    row = await database.read(lambda c: c.execute("SELECT value FROM setting WHERE name = 'search.version'").fetchone())
    assert row == (VERSION,)


async def test_a_name_for_matching_is_found_and_never_printed(database: Database) -> None:
    await database.write(_put(_place("porte", "Porte de la Chapelle", match_only=("Crackland",))))
    async with _searching(database) as search:
        assert (await search.find("crackland", "fr")).hits[0].title == "Porte de la Chapelle"
        misspelt = await search.find("cracland", "fr")
    assert misspelt.hits[0].slug == "porte"
    assert misspelt.read_as is None


async def test_a_correction_is_told_as_people_write_it_accents_included(database: Database) -> None:
    await database.write(_put(_article("a", "La déchetterie rouvre", "Elle était fermée.")))
    async with _searching(database) as search:
        assert (await search.find("dechetterie", "fr")).read_as is None
        assert (await search.find("dechetrie", "fr")).read_as == "déchetterie"


async def test_literal_search_finds_the_words_as_typed_and_nothing_near(database: Database) -> None:
    await database.write(_put(_place("stalingrad", "Place Stalingrad")))
    async with _searching(database) as search:
        assert (await search.find("stalingrd", "fr", literal=True)).hits == ()
        assert (await search.find("stalingrad", "fr", literal=True)).hits[0].slug == "stalingrad"


async def test_only_the_kinds_asked_for_are_found(database: Database) -> None:
    await database.write(_put(_place("p", "Square Forceval"), _article("a", "Forceval évacué", "Le camp est vidé.")))
    async with _searching(database) as search:
        found = await search.find("forceval", "fr", kinds=["article"])
        assert [hit.slug for hit in found.hits] == ["a"]
        assert (await search.find("forceval", "fr", kinds=[])).hits == ()


async def test_a_kind_asked_for_costs_hardly_more(database: Database) -> None:
    await database.write(_put(*(_article(f"a-{n}", f"Patrouille {n}", f"Rue numéro {n}.") for n in range(600))))
    asked = {}
    for kinds in (None, frozenset({"article", "place"})):
        looked: list[float] = []

        def clock(looked: list[float] = looked) -> float:
            looked.append(0.0)  # SQLite asks every so many steps
            return 0.0

        lookup = Lookup(sqlite3.connect(database.path), BUDGET, clock)
        found = lookup.find("patrouille numéro", "fr", Synonyms(), literal=False, kinds=kinds, limit=5)
        lookup.close()
        assert found.hits
        asked[kinds] = len(looked)
    assert asked[frozenset({"article", "place"})] < 3 * asked[None]


async def test_a_name_asked_for_comes_before_what_is_told_of_it(database: Database) -> None:
    articles = [_article(f"a{n}", f"Forceval : épisode {n}", "Forceval, encore Forceval.") for n in range(8)]
    await database.write(_put(*articles, _place("p", "Square Forceval", "Forceval")))
    async with _searching(database) as search:
        found = await search.find("Forceval", "fr")
    assert found.hits[0].slug == "p"
    assert found.sure
    assert not found.close


async def test_between_equals_the_newer_comes_first_and_the_reader_is_asked(database: Database) -> None:
    await database.write(
        _put(
            _article("a-old", "Forceval évacué", "Le camp est vidé.", "2020-01-01"),
            _article("z-new", "Forceval évacué", "Le camp est vidé.", "2026-01-01"),
        )
    )
    async with _searching(database) as search:
        found = await search.find("forceval évacué", "fr")
    assert [hit.slug for hit in found.hits] == ["z-new", "a-old"]
    assert found.close
    assert not found.sure


async def test_an_answer_in_the_other_language_says_so(database: Database) -> None:
    await database.write(
        _put(
            _article("fr", "Les lampadaires réparés", "La lumière revient."),
            _article("en", "Needles found on the street", "Cleaning was asked for.", language="en"),
        )
    )
    async with _searching(database) as search:
        found = await search.find("needle on the street", "fr")
    assert (found.language, found.hits[0].slug, found.hits[0].language) == ("en", "en", "en")


_STRANGE = [
    "", " ", " " * 10_000, "\0", "a\0b forceval", '"', "'", "forceval*", "NEAR(forceval, 2)", "names:forceval", "forceval AND",
    "OR OR OR", "NOT forceval", "^forceval", "(((", "-forceval", "{names body} : x", "'; DROP TABLE item; --", "%_%", "\\",
    "où est le la les", "what is the", "1234567890", "19", "06 12 34 56 78", "😡🙏", "👩‍👩‍👧‍👦", "مخدرات في الشارع", "\u202eforceval\u202c",
    "毒品", "e\u0301" * 50, "x" * 5000, "forceval " * 600, "ﬁ ﬀ ½ ², Ⅻ", "\ud800", "a b c d e f g h i j k l m n o p q r s t u v",
]  # fmt: skip


@pytest.mark.parametrize("query", _STRANGE, ids=range(len(_STRANGE)))
@pytest.mark.parametrize("literal", [False, True])
async def test_no_question_breaks_the_search(database: Database, query: str, literal: bool) -> None:
    await database.write(_put(_place("p", "Square Forceval"), _article("a", "Le 19 ouvre", "Rue du Maroc, x, a et b.")))
    async with _searching(database) as search:
        found = await search.find(query, "fr", literal=literal)
        assert not found.incomplete
        assert len(found.hits) <= 10
        assert (await search.find("forceval", "fr")).hits[0].slug == "p"


@pytest.mark.parametrize("query", ["", "   ", "\0", "où est le la", "😡"])
async def test_a_question_that_asks_nothing_finds_nothing(database: Database, query: str) -> None:
    await database.write(_put(_place("p", "Square Forceval")))
    async with _searching(database) as search:
        assert (await search.find(query, "fr")).hits == ()


async def test_a_search_out_of_time_answers_with_what_it_has_and_the_next_one_is_whole(database: Database) -> None:
    await database.write(_put(_place("p", "Square Forceval")))
    async with _searching(database, budget=-1.0) as search:
        assert (await search.find("forceval", "fr")).incomplete
    async with _searching(database) as search:
        assert not (await search.find("forceval", "fr")).incomplete


async def test_sqlite_itself_is_stopped_when_the_time_is_up(database: Database) -> None:
    held = list(texts(2000))
    await fill(database, held)
    async with _searching(database, budget=0.0005) as search:
        found = [await search.find(text.body[:200], text.language) for text in held[:20]]
    assert any(one.incomplete for one in found)


async def test_closing_leaves_no_thread(database: Database) -> None:
    async with _searching(database) as search:
        await search.find("forceval", "fr")
        assert any(thread.name.startswith("search") for thread in threading.enumerate())
    assert not any(thread.name.startswith("search") for thread in threading.enumerate())


async def test_a_missed_question_is_counted_by_its_words_and_by_day(database: Database) -> None:
    async with _searching(database) as search:
        for text in ("Où est la piscine du 19e ?", "piscine 19eme", "06 12 34 56 78", "bonjour"):
            await search.missed(text, "fr")
    rows = await database.read(lambda c: c.execute("SELECT * FROM missed").fetchall())
    assert rows == [("19e piscine", "fr", "2026-11-22", 2)]


async def test_a_missed_question_goes_back_with_the_transaction_it_was_asked_in(database: Database) -> None:
    async with _searching(database) as search:
        with pytest.raises(ZeroDivisionError):
            async with database.transaction():
                await search.missed("piscine", "fr")
                raise ZeroDivisionError
    assert await database.read(lambda c: c.execute("SELECT count(*) FROM missed").fetchone()) == (0,)


async def test_recall_among_two_thousand_texts_keeps_what_the_design_asks(database: Database) -> None:
    held = list(texts(2000))
    await fill(database, held)
    measured = Measured()
    async with open_search(database, _CLOCK, synonyms_once(), budget=5.0) as search:
        for case in cases(held, 25):
            found = await search.find(case.text, case.language)
            measured.add(case.kind, [hit.slug for hit in found.hits], case.slug, 0.0)
    assert measured.recall() >= 0.99
    assert measured.mrr() >= 0.975
    assert measured.recall("synonyms") >= 0.75
    for kind in ("no accents", "one typo", "two typos", "phonetic", "inflected"):
        assert measured.recall(kind) >= 0.96, kind
    assert measured.recall("body typos") >= 0.90
