"""Backup and restore: taken while the bot runs, proved before it replaces anything."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.lock import instance_lock, LockedError
from bot.operations.backup import back_up, BackupError, prove, restore
from bot.storage.chats import ChatTable
from bot.storage.database import open_database


async def filled(data: Path, languages: int) -> None:
    """Make a store with so many chats."""
    async with open_database(data / "riverain.db") as database:
        for number in range(1, languages + 1):
            await ChatTable(database).choose_language(number, "fr")


async def test_a_backup_is_taken_while_the_store_is_open_and_holds_what_was_committed(tmp_path: Path) -> None:
    async with open_database(tmp_path / "riverain.db") as database:
        await ChatTable(database).choose_language(7, "fr")
        proof = back_up(tmp_path, tmp_path / "kept.db")
        assert proof.chats == 1
        await ChatTable(database).choose_language(8, "fr")
    assert prove(tmp_path / "kept.db").chats == 1
    assert (tmp_path / "kept.db").stat().st_mode & 0o077 == 0


async def test_a_restore_brings_the_store_back_and_keeps_the_one_it_replaced(
    tmp_path: Path, clock: MovableClock
) -> None:
    data = tmp_path / "data"
    await filled(data, 1)
    back_up(data, tmp_path / "kept.db")
    await filled(data, 3)
    proof, aside = restore(data, tmp_path / "kept.db", clock.now())
    assert proof.chats == 1
    assert aside is not None
    assert prove(aside).chats == 3
    async with open_database(data / "riverain.db") as database:
        assert await database.read(lambda connection: connection.execute("SELECT count(*) FROM chat").fetchone()) == (
            1,
        )


async def test_a_dry_run_changes_nothing(tmp_path: Path, clock: MovableClock) -> None:
    await filled(tmp_path, 2)
    back_up(tmp_path, tmp_path / "kept.db")
    before = sorted(file.name for file in tmp_path.iterdir())
    assert restore(tmp_path, tmp_path / "kept.db", clock.now(), dry_run=True)[1] is None
    assert sorted(file.name for file in tmp_path.iterdir()) == before


async def test_a_restore_is_refused_while_a_bot_runs(tmp_path: Path, clock: MovableClock) -> None:
    await filled(tmp_path, 1)
    back_up(tmp_path, tmp_path / "kept.db")
    with instance_lock(tmp_path), pytest.raises(LockedError):
        restore(tmp_path, tmp_path / "kept.db", clock.now())


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\x00" + b"\xff" * 5000])
async def test_what_is_no_backup_replaces_nothing(tmp_path: Path, clock: MovableClock, content: bytes) -> None:
    await filled(tmp_path / "data", 2)
    (tmp_path / "bad.db").write_bytes(content)
    with pytest.raises(BackupError, match=r"bad\.db"):
        restore(tmp_path / "data", tmp_path / "bad.db", clock.now())
    assert prove(tmp_path / "data" / "riverain.db").chats == 2


async def test_a_backup_of_another_version_is_refused(tmp_path: Path, clock: MovableClock) -> None:
    await filled(tmp_path, 1)
    back_up(tmp_path, tmp_path / "kept.db")
    with closing(sqlite3.connect(tmp_path / "kept.db")) as connection:
        connection.execute("INSERT INTO migration VALUES(999, 'x')")
        connection.commit()
    with pytest.raises(BackupError, match="another version"):
        restore(tmp_path, tmp_path / "kept.db", clock.now())


async def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    await filled(tmp_path, 1)
    (tmp_path / "kept.db").write_text("precious")
    with pytest.raises(BackupError, match="exists"):
        back_up(tmp_path, tmp_path / "kept.db")
    assert (tmp_path / "kept.db").read_text() == "precious"


def test_without_a_store_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="nothing to back up"):
        back_up(tmp_path, tmp_path / "kept.db")
