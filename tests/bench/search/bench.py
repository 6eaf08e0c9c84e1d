"""The bench itself: builds an index of each size, asks it everything and prints a table."""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from bot.clock import SystemClock
from bot.storage.database import Database, open_database
from bot.storage.search import open_search, SearchIndex
from bot.storage.search.index import TABLES
from content.pack.manifest import Synonyms
from tests.bench.search.corpus import synonyms, Text, texts
from tests.bench.search.measured import Measured
from tests.bench.search.peers import FuzzyTitles, PlainFts
from tests.bench.search.questions import Case, cases, KINDS

SIZES: Final = (2_000, 20_000, 100_000)
_ALONE: Final = 300
"""Items put in one transaction each, to time an insert."""


def bench_search(sizes: Sequence[int] = SIZES, each: int = 100, peers: bool = True) -> None:
    """Print recall, times and size at each number of texts, with ``each`` questions of every kind."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(_one_size(Path(folder) / "bench.db", size, each, peers))


async def _one_size(file: Path, size: int, each: int, peers: bool) -> None:
    made = list(texts(size + _ALONE))
    held, extra = made[:size], made[size:]
    asked = cases(held, each)
    async with open_database(file) as database:
        building = await fill(database, held)
        bytes_each = await database.read(_bytes) / size
        began = time.perf_counter()
        async with open_search(database, SystemClock(), synonyms_once()) as search:
            cold = time.perf_counter() - began
            ours = Measured()
            for case in asked:
                start = time.perf_counter()
                found = await search.find(case.text, case.language)
                took = (time.perf_counter() - start) * 1000
                ours.add(case.kind, [hit.slug for hit in found.hits], case.slug, took)
        inserts = [await _insert_alone(database, text) for text in extra]
    others = [(peer.name, _ask(peer.find, asked)) for peer in (PlainFts(held), FuzzyTitles(held))] if peers else []
    _print(size, [("Riverain", ours), *others])
    inserts.sort()
    print(
        f"  built in {building:.1f} s ({building / size * 1000:.2f} ms an item) · {bytes_each:.0f} bytes an item"
        f" · insert p50 {inserts[len(inserts) // 2]:.2f} p99 {inserts[int(len(inserts) * 0.99)]:.2f} ms"
        f" · cold start {cold * 1000:.0f} ms\n"
    )


def synonyms_once() -> Callable[[], Synonyms]:
    """Return the curated file as a searcher asks for it."""
    held = synonyms()
    return lambda: held


async def fill(database: Database, held: Sequence[Text]) -> float:
    """Put the texts into the database, a thousand a transaction; return the seconds spent on the index."""
    index, spent = SearchIndex(), 0.0
    for first in range(0, len(held), 1000):
        articles = [text.article() for text in held[first : first + 1000]]

        def put(connection: sqlite3.Connection, articles: list = articles) -> float:  # type: ignore[type-arg]
            began = time.perf_counter()
            for article in articles:
                index.index(connection, article)
            took = time.perf_counter() - began
            for article in articles:
                _keep(connection, article)
            return took

        spent += await database.write(put)
    return spent


def _keep(connection: sqlite3.Connection, article) -> None:  # type: ignore[no-untyped-def]
    body = article.model_dump_json(exclude={"slug"})
    connection.execute(
        "INSERT INTO item(slug, kind, state, rev, body, date, story, changed_at) VALUES(?, 'article', 'published', 1, ?, ?, ?, 0)",
        (article.slug, body, str(article.date), article.slug),
    )


async def _insert_alone(database: Database, text: Text) -> float:
    article = text.article()
    index = SearchIndex()
    async with database.transaction():
        began = time.perf_counter()
        await database.write(lambda connection: index.index(connection, article))
        return (time.perf_counter() - began) * 1000


def _bytes(connection: sqlite3.Connection) -> int:
    marks = " OR ".join(f"name GLOB '{table}*' OR name GLOB 'sqlite_autoindex_{table}*'" for table in TABLES)
    return int(connection.execute(f"SELECT sum(pgsize) FROM dbstat WHERE {marks}").fetchone()[0])


def _ask(find: Callable[[str], list[str]], asked: Sequence[Case]) -> Measured:
    measured = Measured()
    for case in asked:
        start = time.perf_counter()
        slugs = find(case.text)
        measured.add(case.kind, slugs, case.slug, (time.perf_counter() - start) * 1000)
    return measured


def _print(size: int, methods: Sequence[tuple[str, Measured]]) -> None:
    print(f"\n{size:,} texts" + "".join(f" | {name:>32}" for name, _ in methods))
    for kind in KINDS:
        line = "".join(f" | R@5 {m.recall(kind):.3f}   MRR@10 {m.mrr(kind):.3f}     " for _, m in methods)
        print(f"  {kind:<15}{line}")
    for label, cells in (
        ("all*", [f"R@5 {m.recall():.3f}   MRR@10 {m.mrr():.3f}     " for _, m in methods]),
        ("time", [f"p50 {m.percentile(0.5):7.2f}   p99 {m.percentile(0.99):7.2f} ms " for _, m in methods]),
    ):
        print(f"  {label:<15}" + "".join(f" | {one}" for one in cells))
    print("  * of all kinds but synonyms")
