"""A database of its own and a stopped clock for each test; no thread may be left behind."""

import threading
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, UTC
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.storage.database import Database, open_database

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> MovableClock:
    """A clock that moves only when told to."""
    return MovableClock(NOON, stopped=True)


@pytest.fixture
def no_thread_left() -> Iterator[None]:
    """Fail when a thread of a database outlives the test."""
    before = set(threading.enumerate())
    yield
    started = [thread for thread in threading.enumerate() if thread not in before]
    for thread in started:
        thread.join(1)  # a database is closed a moment before its thread has ended
    assert [thread for thread in started if thread.is_alive() and not thread.name.startswith("asyncio_")] == []


@pytest.fixture
async def database(tmp_path: Path, no_thread_left: None) -> AsyncIterator[Database]:
    """A new database in a file."""
    async with open_database(tmp_path / "riverain.db") as opened:
        yield opened
