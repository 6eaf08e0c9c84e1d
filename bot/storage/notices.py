"""Notices: words to those who run the bot that are said once."""

from datetime import datetime

from bot.storage.database import Database
from bot.storage.times import milliseconds
from handlers.kept import kept_for


class NoticeTable:
    """Table ``notice``."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def once(self, name: str, now: datetime) -> bool:
        """Return whether this is the first time the notice of that name is given, and keep that it was."""
        done = await self._database.write(
            lambda connection: (
                connection.execute("INSERT OR IGNORE INTO notice VALUES(?, ?)", (name, milliseconds(now))).rowcount
            )
        )
        return bool(done)

    async def held(self, message: int) -> str:
        """Return the name of the notice that this attempt to send a message of the outbox is held: of each attempt one."""
        query = "SELECT coalesce(started_at, 0) FROM outbox WHERE id = ?"
        row = await self._database.read(lambda connection: connection.execute(query, (message,)).fetchone())
        return f"held:{message}:{row[0] if row else 0}"

    async def tidy(self, now: datetime) -> None:
        """Forget notices given long ago."""
        old = milliseconds(now - kept_for("notices"))
        await self._database.write(lambda connection: connection.execute("DELETE FROM notice WHERE at < ?", (old,)))
