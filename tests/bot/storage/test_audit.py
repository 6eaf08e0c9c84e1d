"""The audit: the database itself refuses that a line is changed, or removed before its time."""

import sqlite3
from datetime import timedelta

import pytest

from bot.storage.audit import AuditTable, mark, tombstone
from bot.storage.database import Database
from handlers.kept import kept_for
from handlers.ports import Act
from tests.bot.conftest import NOON

ALICE, BERNARD = 7, 8
KEY = b"k" * 32
YEAR = kept_for("acts")


@pytest.fixture
def audit(database: Database) -> AuditTable:
    return AuditTable(database)


async def run(database: Database, *statements: str) -> None:
    def work(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    await database.write(work)


async def test_lines_are_told_newest_first_and_from_any_of_them_on(audit: AuditTable) -> None:
    await audit.note("published", "a", ALICE, NOON, before="draft", after="published", why="new")
    await audit.note("refused", "3", BERNARD, NOON + timedelta(minutes=1))
    second, first = await audit.recent(10)
    assert first == Act(NOON, ALICE, "published", "a", "draft", "published", "new", 1)
    assert (second.act, second.id) == ("refused", 2)
    assert await audit.recent(1) == [second]
    assert await audit.recent(10, second.id) == [first]
    assert await audit.recent(10, first.id) == []


async def test_a_line_is_written_with_the_act_or_not_at_all(audit: AuditTable, database: Database) -> None:
    class UndoneError(Exception):
        pass

    with pytest.raises(UndoneError):
        async with database.transaction():
            await audit.note("published", "a", ALICE, NOON)
            raise UndoneError
    assert await audit.recent(10) == []


@pytest.mark.parametrize("statement", [
    "UPDATE audit SET act = 'nothing'", "UPDATE audit SET subject = 'b'", "UPDATE audit SET before = 'x'", "UPDATE audit SET after = 'x'",
    "UPDATE audit SET why = 'x'", "UPDATE audit SET at = 0", "UPDATE audit SET id = 99", "UPDATE audit SET by_user = 8",
    "UPDATE audit SET by_user = NULL", "UPDATE audit SET by_mark = 'x'", "UPDATE audit SET subject = 'person:8' WHERE id = 2",
    "UPDATE audit SET by_user = 9 WHERE id = 3", "UPDATE audit SET by_mark = 'another' WHERE id = 3", "DELETE FROM audit",
    "DELETE FROM audit WHERE id = 1", "INSERT OR REPLACE INTO audit(id, at, act, subject) VALUES(1, 1, 'x', 'y')",
    "REPLACE INTO audit(id, at, act, subject) VALUES(2, 1, 'x', 'y')",
    "UPDATE OR REPLACE audit SET id = 1 WHERE id = 2",
])  # fmt: skip
async def test_the_database_refuses_to_change_or_remove_a_line(
    audit: AuditTable, database: Database, statement: str
) -> None:
    await audit.note("published", "a", ALICE, NOON, before="b", after="c", why="d")
    await audit.note("appointed", f"person:{ALICE}", BERNARD, NOON)
    await audit.note("published", "z", 99, NOON)
    await database.write(lambda connection: tombstone(connection, 99, KEY))
    before = await audit.recent(10)
    with pytest.raises(sqlite3.IntegrityError, match="audit"):
        await run(database, statement)
    assert await audit.recent(10) == before


async def test_somebody_who_is_forgotten_leaves_a_mark_and_the_rest_stands(
    audit: AuditTable, database: Database
) -> None:
    await audit.note("published", "a", ALICE, NOON, why="new")
    await audit.note("published", "b", BERNARD, NOON)
    await audit.note("appointed", f"person:{ALICE}", BERNARD, NOON)
    await database.write(lambda connection: tombstone(connection, ALICE, KEY))
    query = "SELECT by_user, by_mark, act, subject, why FROM audit ORDER BY id"
    left = mark(ALICE, KEY)
    assert await database.read(lambda connection: connection.execute(query).fetchall()) == [
        (None, left, "published", "a", "new"), (BERNARD, None, "published", "b", None),
        (BERNARD, None, "appointed", f"person:~{left}", None),
    ]  # fmt: skip
    assert str(ALICE) != left != mark(BERNARD, KEY) != mark(BERNARD, b"another")


class TestAYear:
    async def test_lines_go_after_it_and_that_is_a_line(self, audit: AuditTable) -> None:
        await audit.note("published", "old", ALICE, NOON)
        await audit.note("published", "young", ALICE, NOON + timedelta(days=2))
        await audit.tidy(NOON + YEAR + timedelta(days=1))
        assert [(each.act, each.subject, each.by) for each in await audit.recent(10)] == [
            ("tidied", "audit", None), ("published", "young", ALICE),
        ]  # fmt: skip

    async def test_nothing_goes_before_it(self, audit: AuditTable) -> None:
        await audit.note("published", "a", ALICE, NOON)
        await audit.tidy(NOON + YEAR - timedelta(minutes=1))
        await audit.tidy(NOON + YEAR - timedelta(minutes=1))
        assert [each.subject for each in await audit.recent(10)] == ["a"]

    async def test_all_of_them_go_in_the_end_where_nothing_more_happens(self, audit: AuditTable) -> None:
        await audit.note("published", "a", ALICE, NOON)
        for years in (2, 4):
            await audit.tidy(NOON + years * YEAR)
            assert [each.by for each in await audit.recent(10)] == [None]

    async def test_a_clock_that_was_set_back_removes_nothing(self, audit: AuditTable) -> None:
        await audit.note("published", "a", ALICE, NOON)
        await audit.tidy(NOON - timedelta(days=9))
        assert len(await audit.recent(10)) == 1
