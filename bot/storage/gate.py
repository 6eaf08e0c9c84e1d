"""The gate's deadlines: until when nothing may be sent, to anybody or to one chat; they survive a restart."""

import sqlite3

from bot.storage.database import Database


class GateTable:
    """Table ``gate`` and the chats' ``blocked_until``."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def until(self, name: str) -> int:
        """Return the deadline of that name in milliseconds since 1970; 0 when there is none."""
        row = await self._database.read(
            lambda connection: connection.execute("SELECT until FROM gate WHERE name = ?", (name,)).fetchone()
        )
        return int(row[0]) if row else 0

    async def close(self, name: str, until: int, chat: int | None = None) -> None:
        """Close the gate of that name, and the chat, until the instant; a deadline only ever moves later (delivery.md 3.6)."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO gate(name, until) VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET until = max(until, excluded.until)",
                (name, until),
            )
            if chat is not None:
                connection.execute("UPDATE chat SET blocked_until = max(blocked_until, ?) WHERE id = ?", (until, chat))

        await self._database.write(work)
