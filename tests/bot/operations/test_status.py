"""Status: what is due, sent, failed or uncertain, told from the store alone, also while the bot runs and without touching it."""

import dataclasses
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.operations.status import status
from bot.storage.chats import ChatTable
from bot.storage.database import DATABASE, DatabaseError, open_database
from bot.storage.items import ItemTable
from bot.storage.schedules import ScheduleTable
from content.records import State
from tests.bot.conftest import NOON
from tests.bot.storage.copies import broadcast
from tests.bot.storage.polls import failed
from tests.bot.storage.test_schedules import digest
from tests.handlers.world import item

ALICE, BOB, GROUP = 7, 8, -100


def files(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}


async def test_it_counts_copies_and_names_broadcasts_and_silent_sources(tmp_path: Path) -> None:
    async with open_database(tmp_path / DATABASE) as database:
        await ScheduleTable(database).keep(dataclasses.replace(digest(GROUP), at=time(18, 30)), NOON)
        first = await broadcast(database, [ALICE, BOB, GROUP], NOON)
        await broadcast(database, [], NOON)
        await database.write(
            lambda connection: connection.executescript(
                f"UPDATE broadcast SET title = 'Le point du dimanche', made_at = 1795348800000 WHERE id = {first};"
                "UPDATE broadcast SET audience = '{}' WHERE title = '';"
                "UPDATE outbox SET state = 'sent', sent_at = 1795348800000, doubted = 1 WHERE chat = 7;"
                "UPDATE outbox SET state = 'held' WHERE chat = 8;"
            )
        )
        feed = item("feed", "feed-1", title="La Gazette", url="https://example.org/feed", enabled=True)
        await ItemTable(database).put(feed, State.PUBLISHED, None, None, NOON)
        await failed(database, "feed-1", NOON - timedelta(days=4))
        # While the bot has it open.
        lines = await status(tmp_path, NOON)
    assert "still due today: 1" in lines[0]
    assert "last arrived: 2026-11-22" in lines[0]
    assert lines[1].split(maxsplit=1)[1] == "1 sent, 1 waiting, 1 held for a moderator"
    assert "silent: La Gazette since 2026-11-18" in lines[2]
    (named,) = [line for line in lines if "Le point du dimanche" in line]
    assert "1 sent, 1 waiting, 1 held for a moderator, 1 perhaps twice" in named
    (expanding,) = [line for line in lines[3:] if line != named]
    assert expanding.endswith("nobody, recipients still being added")


async def test_an_empty_store_says_so_and_nothing_beside_it_changes(tmp_path: Path) -> None:
    folder = tmp_path / "a folder #1, 100 %?"
    async with open_database(folder / DATABASE) as database:
        await ChatTable(database).met(ALICE, "private", NOON)
    before = files(folder)
    lines = await status(folder, NOON)
    assert "none so far" in lines[0]
    assert lines[1].endswith("none")
    assert lines[2].endswith("none silent")
    assert files(folder) == before


async def test_where_there_is_no_store_or_one_of_another_version_that_is_said_and_nothing_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no database"):
        await status(tmp_path, NOON)
    assert list(tmp_path.iterdir()) == []
    async with open_database(tmp_path / DATABASE) as database:
        await database.write(lambda connection: connection.execute("INSERT INTO migration VALUES(9999, 'x')"))
    with pytest.raises(DatabaseError, match="another version"):
        await status(tmp_path, NOON)
