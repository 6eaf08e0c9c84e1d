"""Links somebody sent, until they were fetched."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.storage.database import Database
from bot.storage.times import milliseconds

_AT_ONCE: Final = 20
"""Links that are taken up in one round."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to be fetched."""

    id: int
    url: str
    kind: str
    """``moderator`` or ``resident``."""
    person: int | None
    """Who hears what became of it."""
    language: str
    """Of that person."""
    tries: int
    """How often it was tried before."""

    @property
    def curated(self) -> bool:
        """Whether a moderator sent it, whose word that it belongs here counts for more than ours."""
        return self.kind == "moderator"


class LinkTable:
    """Table ``link``; rows come from ``ProposalTable.propose``."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def due(self, now: datetime) -> list[Link]:
        """Return links to be fetched now, the oldest first."""
        query = "SELECT id, url, kind, person, language, tries FROM link WHERE not_before <= ? ORDER BY id LIMIT ?"
        values = (milliseconds(now), _AT_ONCE)
        return [Link(*row) for row in await self._database.read(lambda c: c.execute(query, values).fetchall())]

    async def put_off(self, link: Link, until: datetime) -> None:
        """Try the link again at ``until``, and count that it was tried."""
        await self._database.write(
            lambda connection: connection.execute(
                "UPDATE link SET tries = tries + 1, not_before = ? WHERE id = ?", (milliseconds(until), link.id)
            )
        )

    @staticmethod
    def done(connection: sqlite3.Connection, link: Link) -> bool:
        """Remove the link, within the caller's transaction; False where it was taken back meanwhile."""
        return connection.execute("DELETE FROM link WHERE id = ?", (link.id,)).rowcount > 0
