"""The inbox: updates are kept here before they are acknowledged, and leave it blanked once they are done."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.storage.database import Database
from bot.storage.times import milliseconds
from handlers.kept import kept_for

TRIES: Final = 3
"""How often an update may fail before it is set aside (delivery.md 3.7)."""
DONE_KEPT: Final = timedelta(hours=48)
POISON_KEPT: Final = kept_for("updates")


@dataclass(frozen=True, slots=True)
class Kept:
    """One update as it arrived."""

    update_id: int
    raw: str
    tries: int


class Inbox:
    """Table ``inbox``: an update is processed once, however often it arrives (update_id is the key)."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def keep(self, updates: Sequence[Mapping[str, Any]], now: datetime) -> int:
        """Keep the updates, committed on return; return how many had not been seen before."""
        at = milliseconds(now)
        # In ASCII: half a surrogate pair, which JSON can write and SQLite cannot, must not keep the rest out.
        rows = [(update["update_id"], json.dumps(update), at) for update in updates]

        def insert(connection: sqlite3.Connection) -> int:
            before = connection.total_changes
            connection.executemany("INSERT OR IGNORE INTO inbox(update_id, raw, got_at) VALUES(?, ?, ?)", rows)
            return connection.total_changes - before

        return await self._database.write(insert)

    async def waiting(self, limit: int) -> list[Kept]:
        """Return the oldest updates not yet processed."""
        query = "SELECT update_id, raw, tries FROM inbox WHERE state = 'new' ORDER BY update_id LIMIT ?"
        rows = await self._database.read(lambda connection: connection.execute(query, (limit,)).fetchall())
        return [Kept(*row) for row in rows]

    @staticmethod
    def finish(connection: sqlite3.Connection, update_id: int) -> None:
        """Mark the update done, within the caller's transaction; what somebody wrote goes (content policy, 7, rule 1)."""
        connection.execute("UPDATE inbox SET state = 'done', raw = '' WHERE update_id = ?", (update_id,))

    async def fail(self, update_id: int, fault: str, *, at_once: bool = False) -> bool:
        """Note that processing failed; return True when the update is now set aside as poison."""

        def note(connection: sqlite3.Connection) -> bool:
            connection.execute(
                "UPDATE inbox SET tries = tries + 1, err = ?,"
                " state = CASE WHEN tries + 1 >= ? THEN 'poison' ELSE state END WHERE update_id = ?",
                (fault, 1 if at_once else TRIES, update_id),
            )
            row = connection.execute("SELECT state FROM inbox WHERE update_id = ?", (update_id,)).fetchone()
            return bool(row and row[0] == "poison")

        return await self._database.write(note)

    async def poison(self) -> int:
        """Return how many updates are set aside."""
        row = await self._database.read(
            lambda connection: connection.execute("SELECT count(*) FROM inbox WHERE state = 'poison'").fetchone()
        )
        return int(row[0])

    async def tidy(self, now: datetime) -> None:
        """Remove updates done for 48 hours and poison older than 7 days (security.md 6.7)."""
        done, poison = milliseconds(now - DONE_KEPT), milliseconds(now - POISON_KEPT)
        await self._database.write(
            lambda connection: connection.execute(
                "DELETE FROM inbox WHERE (state = 'done' AND got_at < ?) OR (state = 'poison' AND got_at < ?)",
                (done, poison),
            )
        )
