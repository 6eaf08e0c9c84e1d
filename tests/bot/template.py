"""The template: a database with the Paris pack in it, made once for all tests that need it."""

import os
from pathlib import Path

from bot.clock import MovableClock
from bot.operations.pack import import_pack
from bot.storage.database import DATABASE, open_database
from bot.storage.items import ItemTable
from bot.storage.search import SearchIndex
from tests.bot.town import PACK, SUNDAY_MORNING


async def template(folder: Path) -> Path:
    """Return a database with the Paris pack, in ``folder``, made when it is not there yet."""
    made = folder / "paris.db"
    if not made.exists():
        own = folder / f"making-{os.getpid()}" / DATABASE
        async with open_database(own) as database:
            index = SearchIndex()
            await database.write(index.refresh)
            report = await import_pack(
                database, ItemTable(database, index), PACK, MovableClock(SUNDAY_MORNING, stopped=True).now()
            )
            assert report.faults == ()
            await database.backup(folder / f"copy-{os.getpid()}.db")
        (folder / f"copy-{os.getpid()}.db").replace(made)
    return made
