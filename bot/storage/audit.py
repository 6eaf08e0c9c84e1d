"""The audit: who did what, and nothing of it is ever changed; who is forgotten leaves a mark in the place of a number."""

import hashlib
import hmac
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.storage.database import Database
from bot.storage.times import instant, milliseconds
from handlers.kept import kept_for
from handlers.ports import Act

PERSON: Final = "person:"
"""Before the number of somebody an act was done to, as its subject."""
TIDIED: Final = "tidied"
_MARK: Final = "~"


class AuditTable:
    """Table ``audit``; implements the port ``Audit`` of the handlers. The database itself refuses every change of a line."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def note(
        self, act: str, subject: str, by: int | None, now: datetime, *, before: str | None = None, after: str | None = None,
        why: str | None = None,
    ) -> None:  # fmt: skip
        """Write one line; somebody it was done to is named ``person:<number>`` as the subject, and nowhere else."""
        await self._database.write(
            lambda connection: note(connection, act, subject, by, now, before=before, after=after, why=why)
        )

    async def recent(self, limit: int, before: int | None = None) -> Sequence[Act]:
        """Return the latest lines, the newest first: those in front of the line ``before``."""
        query = (
            "SELECT at, by_user, act, subject, before, after, why, id FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?"
        )
        values = (2**63 - 1 if before is None else before, limit)
        rows = await self._database.read(lambda connection: connection.execute(query, values).fetchall())
        return [Act(instant(row[0]), *row[1:]) for row in rows]

    async def tidy(self, now: datetime) -> None:
        """Remove what is older than a year; that it was removed is a line as well."""
        old = milliseconds(now - kept_for("acts"))

        def remove(connection: sqlite3.Connection) -> None:
            # The trigger measures a line's age by the newest one, for a trigger knows no clock.
            if connection.execute("SELECT 1 FROM audit WHERE at < ? LIMIT 1", (old,)).fetchone():
                (newest,) = connection.execute("SELECT max(at) FROM audit").fetchone()
                if newest < milliseconds(now):
                    note(connection, TIDIED, "audit", None, now)
                connection.execute("DELETE FROM audit WHERE at < ?", (old,))

        await self._database.write(remove)


def note(
    connection: sqlite3.Connection, act: str, subject: str, by: int | None, now: datetime, *, before: str | None = None,
    after: str | None = None, why: str | None = None,
) -> None:  # fmt: skip
    """Write one line, within the caller's transaction."""
    connection.execute(
        "INSERT INTO audit(at, by_user, act, subject, before, after, why) VALUES(?, ?, ?, ?, ?, ?, ?)",
        (milliseconds(now), by, act, subject, before, after, why),
    )


def mark(person: int, key: bytes) -> str:
    """Return what stands for a number that is kept no more: the same for the same number, and nothing to read in it."""
    return hmac.new(key, str(person).encode(), hashlib.sha256).hexdigest()[:32]


def tombstone(connection: sqlite3.Connection, person: int, key: bytes) -> None:
    """Put the person's mark in the place of the number in every line, within the caller's transaction."""
    left = mark(person, key)
    connection.execute("UPDATE audit SET by_user = NULL, by_mark = ? WHERE by_user = ?", (left, person))
    connection.execute(
        "UPDATE audit SET subject = ? WHERE subject = ?", (f"{PERSON}{_MARK}{left}", f"{PERSON}{person}")
    )
