"""Who was forgotten stays so when a backup that still held them is put back."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.clock import MovableClock
from bot.operations.backup import back_up, restore
from bot.storage.audit import AuditTable
from bot.storage.chats import ChatTable
from bot.storage.database import DATABASE, Database, open_database
from bot.storage.forgotten import ForgottenTable
from handlers.kept import kept_for
from tests.bot.conftest import NOON

ALICE, BERNARD, GROUP, SUPERGROUP = 7, 8, -41, -1001


async def known(database: Database) -> list[int]:
    query = "SELECT id FROM chat ORDER BY id"
    return [row[0] for row in await database.read(lambda connection: connection.execute(query).fetchall())]


async def filled(data: Path) -> None:
    async with open_database(data / DATABASE) as database:
        chats = ChatTable(database)
        for chat in (ALICE, BERNARD, GROUP):
            await chats.choose_language(chat, "fr")
        await AuditTable(database).note("published", "a", ALICE, NOON)
        await chats.migrate(GROUP, SUPERGROUP)


async def test_a_restored_backup_forgets_them_again_before_anything_else(tmp_path: Path, clock: MovableClock) -> None:
    await filled(tmp_path)
    back_up(tmp_path, tmp_path / "kept.db")
    async with open_database(tmp_path / DATABASE) as database:
        await ChatTable(database).forget(ALICE, NOON)
        await ChatTable(database).forget(SUPERGROUP, NOON)
    restore(tmp_path, tmp_path / "kept.db", clock.now())
    async with open_database(tmp_path / DATABASE) as database:
        assert ALICE in await known(database)
        assert await ForgottenTable(database).forget_again() == 2
        assert await known(database) == [BERNARD]
        assert [each.by for each in await AuditTable(database).recent(10)] == [None]
        assert await ForgottenTable(database).forget_again() == 0
        # A backup of this store, put back later, knows of them as well.
        query = "SELECT count(*) FROM forgotten"
        assert await database.read(lambda connection: connection.execute(query).fetchone()) == (3,)


async def test_who_came_back_after_being_forgotten_is_not_forgotten_twice(tmp_path: Path, clock: MovableClock) -> None:
    await filled(tmp_path)
    async with open_database(tmp_path / DATABASE) as database:
        await ChatTable(database).forget(ALICE, NOON)
        await ChatTable(database).choose_language(ALICE, "en")
    back_up(tmp_path, tmp_path / "kept.db")
    restore(tmp_path, tmp_path / "kept.db", clock.now())
    async with open_database(tmp_path / DATABASE) as database:
        assert await ForgottenTable(database).forget_again() == 0
        assert await ChatTable(database).language(ALICE) == "en"


async def test_a_store_that_is_damaged_is_replaced_all_the_same(tmp_path: Path, clock: MovableClock) -> None:
    await filled(tmp_path)
    back_up(tmp_path, tmp_path / "kept.db")
    (tmp_path / DATABASE).write_bytes(b"no database at all" * 500)
    restore(tmp_path, tmp_path / "kept.db", clock.now())
    async with open_database(tmp_path / DATABASE) as database:
        assert await ForgottenTable(database).forget_again() == 0
        assert ALICE in await known(database)


async def test_a_mark_tells_no_number_and_goes_with_the_last_backup(database: Database) -> None:
    await ChatTable(database).choose_language(ALICE, "fr")
    await ChatTable(database).forget(ALICE, NOON)
    with closing(sqlite3.connect(database.path)) as connection:
        ((mark, at),) = connection.execute("SELECT mark, at FROM forgotten").fetchall()
    assert len(mark) == 32
    assert at == NOON.timestamp() * 1000
    table = ForgottenTable(database)
    query = "SELECT count(*) FROM forgotten"
    await table.tidy(NOON + kept_for("backups"))
    assert await database.read(lambda connection: connection.execute(query).fetchone()) == (1,)
    await table.tidy(NOON + kept_for("backups") + timedelta(hours=1))
    assert await database.read(lambda connection: connection.execute(query).fetchone()) == (0,)


async def test_of_whom_nothing_was_held_no_mark_is_kept(database: Database) -> None:
    assert await ChatTable(database).forget(ALICE, NOON) == 0
    query = "SELECT count(*) FROM forgotten"
    assert await database.read(lambda connection: connection.execute(query).fetchone()) == (0,)
