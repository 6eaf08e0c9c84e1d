"""Doors: links into the private chat made for one purpose, used once; and for whom somebody who came through one acts."""

import hashlib
import secrets
import sqlite3
from datetime import datetime, timedelta
from typing import Final

from bot.storage.database import Database
from bot.storage.times import milliseconds
from handlers.kept import kept_for
from handlers.request import Chat, ChatKind

OPEN_FOR: Final = timedelta(minutes=15)
"""A link lives so long (security.md 6.1)."""
ACTS_FOR: Final = kept_for("acting")
"""Buttons act for a group so long after they were made."""


class DoorTable:
    """Tables ``door`` and ``acting``; implements the port ``Doors`` of the handlers."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def open(self, chat: Chat, command: str, now: datetime) -> str:
        """Return the token of a new door to ``command`` for the group or channel ``chat``; only its hash is kept."""
        token = secrets.token_urlsafe(16)
        values = (_hash(token), chat.id, chat.kind.value, chat.thread, command, milliseconds(now + OPEN_FOR))
        await self._database.write(
            lambda connection: connection.execute("INSERT INTO door VALUES(?, ?, ?, ?, ?, ?)", values)
        )
        return token

    async def look(self, token: str, now: datetime) -> tuple[Chat, str] | None:
        """Return the chat the door acts for and its command, leaving it open; None as ``take`` does."""
        query = "SELECT chat, kind, thread, command FROM door WHERE hash = ? AND until > ?"
        row = await self._database.read(
            lambda connection: connection.execute(query, (_hash(token), milliseconds(now))).fetchone()
        )
        return None if row is None else (Chat(row[0], ChatKind(row[1]), row[2]), row[3])

    async def take(self, token: str, now: datetime) -> tuple[Chat, str] | None:
        """Return the chat the door acts for and its command, and close it; None where it is closed, too old or was never."""

        def use(connection: sqlite3.Connection) -> tuple[Chat, str] | None:
            row = connection.execute(
                "DELETE FROM door WHERE hash = ? RETURNING chat, kind, thread, command, until", (_hash(token),)
            ).fetchone()
            if row is None or row[4] <= milliseconds(now):
                return None
            return Chat(row[0], ChatKind(row[1]), row[2]), row[3]

        return await self._database.write(use)

    async def act(self, person: int, chat: Chat, now: datetime) -> int:
        """Return the number by which the person's buttons act for ``chat``, for a day from now."""

        def keep(connection: sqlite3.Connection) -> int:
            until = milliseconds(now + ACTS_FOR)
            # Two threads that are none are not the same to a UNIQUE, so it is looked for first.
            row = connection.execute(
                "UPDATE acting SET until = ?, kind = ? WHERE person = ? AND chat = ? AND thread IS ? RETURNING id",
                (until, chat.kind.value, person, chat.id, chat.thread),
            ).fetchone()
            if row is None:
                row = connection.execute(
                    "INSERT INTO acting(person, chat, kind, thread, until) VALUES(?, ?, ?, ?, ?) RETURNING id",
                    (person, chat.id, chat.kind.value, chat.thread, until),
                ).fetchone()
            return int(row[0])

        return await self._database.write(keep)

    async def acting(self, number: int, person: int, now: datetime) -> Chat | None:
        """Return the chat the person acts for under that number; None where it is not theirs, or too old."""
        query = "SELECT chat, kind, thread FROM acting WHERE id = ? AND person = ? AND until > ?"
        row = await self._database.read(
            lambda connection: connection.execute(query, (number, person, milliseconds(now))).fetchone()
        )
        return None if row is None else Chat(row[0], ChatKind(row[1]), row[2])

    async def tidy(self, now: datetime) -> None:
        """Forget doors that are closed and roles that have ended."""
        at = milliseconds(now)

        def remove(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM door WHERE until <= ?", (at,))
            connection.execute("DELETE FROM acting WHERE until <= ?", (at,))

        await self._database.write(remove)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
