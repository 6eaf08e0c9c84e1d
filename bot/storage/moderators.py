"""Who curates, as operators appointed them."""

from datetime import datetime

from bot.storage.database import Database
from bot.storage.times import milliseconds


class ModeratorTable:
    """Table ``moderator``; implements the port ``Moderators`` of the handlers."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def all(self) -> list[int]:
        """Return the Telegram ids of the moderators."""
        query = "SELECT person FROM moderator ORDER BY since, person"
        return [row[0] for row in await self._database.read(lambda connection: connection.execute(query).fetchall())]

    async def appoint(self, person: int, by: int | None, now: datetime) -> bool:
        """Make somebody a moderator; False where they were one."""
        values = (person, milliseconds(now), by)
        done = await self._database.write(
            lambda connection: connection.execute("INSERT OR IGNORE INTO moderator VALUES(?, ?, ?)", values).rowcount
        )
        return bool(done)

    async def dismiss(self, person: int) -> bool:
        """End it; False where they were none."""
        done = await self._database.write(
            lambda connection: connection.execute("DELETE FROM moderator WHERE person = ?", (person,)).rowcount
        )
        return bool(done)
