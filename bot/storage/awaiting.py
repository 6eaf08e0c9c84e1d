"""Awaiting: what somebody's next words in the private chat are the answer to."""

from datetime import datetime, timedelta
from typing import Final

from bot.storage.database import Database
from bot.storage.times import milliseconds

WITHIN: Final = timedelta(minutes=15)
"""Words that come later are no answer any more."""


class AwaitingTable:
    """Table ``awaiting``; implements the port ``Awaiting`` of the handlers."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def ask(self, person: int, what: str, args: str, now: datetime) -> None:
        """Take the next words of the person, within 15 minutes, as arguments of the command ``what`` after ``args``."""
        values = (person, what, args, milliseconds(now + WITHIN))
        await self._database.write(
            lambda connection: connection.execute("INSERT OR REPLACE INTO awaiting VALUES(?, ?, ?, ?)", values)
        )

    async def take(self, person: int, now: datetime) -> tuple[str, str] | None:
        """Return what the words now said answer, and await nothing more; None where nothing is awaited."""
        row = await self._asked(person)
        if row is None:
            return None
        await self._end(person)
        what, args, until = row
        return (what, args) if until > milliseconds(now) else None

    async def drop(self, person: int) -> None:
        """Await nothing more."""
        if await self._asked(person) is not None:
            await self._end(person)

    async def _asked(self, person: int) -> tuple[str, str, int] | None:
        # Almost nobody is asked anything: to see that, nothing is written, for every command looks.
        query = "SELECT what, args, until FROM awaiting WHERE person = ?"
        row: tuple[str, str, int] | None = await self._database.read(
            lambda connection: connection.execute(query, (person,)).fetchone()
        )
        return row

    async def _end(self, person: int) -> None:
        await self._database.write(
            lambda connection: connection.execute("DELETE FROM awaiting WHERE person = ?", (person,))
        )

    async def tidy(self, now: datetime) -> None:
        """Await nothing of those who did not answer in time."""
        at = milliseconds(now)
        await self._database.write(
            lambda connection: connection.execute("DELETE FROM awaiting WHERE until <= ?", (at,))
        )
