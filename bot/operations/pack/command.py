"""The pack operations as the command line runs them: on the store of a data directory no bot is using."""

from collections.abc import Collection
from datetime import datetime, UTC
from pathlib import Path

from bot.lock import instance_lock
from bot.operations.pack.exporting import export_pack, ExportReport
from bot.operations.pack.importing import import_pack, ImportReport
from bot.storage.database import DATABASE, open_database
from bot.storage.items import ItemTable
from bot.storage.search import SearchIndex


async def import_files(data: Path, folder: Path, file_wins: Collection[str] = ()) -> ImportReport:
    """Import ``folder`` into the store of ``data``; raises LockedError while a bot runs on it, DatabaseError on a bad database."""
    with instance_lock(data):
        async with open_database(data / DATABASE) as database:
            index = SearchIndex()
            await database.write(index.refresh)
            return await import_pack(
                database, ItemTable(database, index), folder, datetime.now(UTC), file_wins=file_wins
            )


async def export_files(data: Path, folder: Path) -> ExportReport:
    """Export the store of ``data`` to ``folder``; raises LockedError while a bot runs on it, DatabaseError on a bad database."""
    with instance_lock(data):
        async with open_database(data / DATABASE) as database:
            return await export_pack(database, folder)
