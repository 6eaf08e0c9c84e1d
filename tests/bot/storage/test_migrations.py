"""The numbered migrations: each is applied to a database that was in use before it."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

import bot.storage.database as module
from bot.storage.chats import ChatTable
from bot.storage.database import Database, open_database
from bot.storage.items import ItemTable
from bot.storage.news import NewsLog
from bot.storage.outbox import Outbox
from content.records import State
from tests.bot.conftest import NOON
from tests.bot.storage.test_items import article

FILES = sorted((Path(module.__file__).parent / "migrations").glob("*.sql"))


def older(path: Path, until: int) -> sqlite3.Connection:
    """Return a new database as a version that had only the first migrations made it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TABLE migration(number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL) STRICT")
    for file in FILES[:until]:
        script = file.read_text(encoding="utf-8")
        connection.executescript(script)
        number = int(file.name.split("_")[0])
        connection.execute("INSERT INTO migration VALUES(?, ?)", (number, hashlib.sha256(script.encode()).hexdigest()))
    return connection


def test_no_two_have_the_same_number_and_none_is_missing() -> None:
    assert [int(file.name.split("_")[0]) for file in FILES] == list(range(1, len(FILES) + 1))


@pytest.mark.parametrize("until", range(1, len(FILES)))
async def test_a_database_in_use_is_brought_up_to_date_with_all_that_is_in_it(tmp_path: Path, until: int) -> None:
    path = tmp_path / "old.db"
    connection = older(path, until)
    body = article("a", date="2026-11-20").model_dump_json(exclude={"slug", "kind"}, exclude_defaults=True)
    connection.execute(
        "INSERT INTO item VALUES('a', 'article', 'published', 1, ?, '2026-11-20', 'a', NULL, NULL, 0)", (body,)
    )
    connection.execute("INSERT INTO revision VALUES('a', 1, 'published', ?, 0, NULL, 'import')", (body,))
    connection.execute("INSERT INTO chat(id, kind, language, strikes, first_strike) VALUES(7, 'private', 'en', 1, 5)")
    connection.execute(
        "INSERT INTO broadcast(id, dedupe, kind, prio, body, state, made_at) VALUES(1, 'd', 'alert', 0, 'b', 'live', 1)"
    )
    for number, target in ((1, None), (2, 1)):
        connection.execute(
            "INSERT INTO outbox(id, bid, chat, op, method, body, target, prio, made_at, rev)"
            " VALUES(?, 1, 7, 'send', 'sendMessage', '{}', ?, 2, 1, ?)",
            (number, target, number),
        )
    connection.close()
    async with open_database(path) as database:
        assert await ChatTable(database).language(7) == "en"
        assert (await ChatTable(database).manner(7)).quiet is None
        assert await Outbox(database, "boot").counts() == {"queued": 2}
        assert await ItemTable(database).get("a") is not None
        # What was in the store before there was a log is nobody's news.
        assert await NewsLog(database).waiting(9) == []
        await ItemTable(database).put(article("b", date="2026-11-21"), State.PUBLISHED, 1, None, NOON)
        assert len(await NewsLog(database).waiting(9)) == 1
        assert await schema(database) == await fresh(tmp_path)


async def schema(database: Database) -> list[tuple[str, ...]]:
    query = "SELECT type, name, tbl_name FROM sqlite_master ORDER BY type, name"
    return await database.read(lambda connection: connection.execute(query).fetchall())


async def fresh(tmp_path: Path) -> list[tuple[str, ...]]:
    async with open_database(tmp_path / "new.db") as database:
        return await schema(database)
