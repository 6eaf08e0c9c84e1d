"""Small values the bot keeps for itself, by name."""

import secrets
import sqlite3
from typing import Final

from bot.storage.database import Database

_BUTTON_KEY: Final = "button.key"


class SettingTable:
    """Table ``setting``."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def get(self, name: str) -> str | None:
        """Return the value, or None."""
        row = await self._database.read(
            lambda connection: connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        )
        return str(row[0]) if row else None

    async def put(self, name: str, value: str) -> None:
        """Keep the value."""
        await self._database.write(
            lambda connection: connection.execute("INSERT OR REPLACE INTO setting VALUES(?, ?)", (name, value))
        )

    async def button_key(self) -> bytes:
        """Return the key that signs buttons, made once for this database."""

        def make(connection: sqlite3.Connection) -> str:
            connection.execute("INSERT OR IGNORE INTO setting VALUES(?, ?)", (_BUTTON_KEY, secrets.token_hex(32)))
            return str(connection.execute("SELECT value FROM setting WHERE name = ?", (_BUTTON_KEY,)).fetchone()[0])

        return bytes.fromhex(await self._database.write(make))
