"""Which of the bot's groups a subscriber is in, as Telegram said: what was posted there is not sent again in private."""

import json
import sqlite3
from datetime import datetime
from typing import Final

from bot.storage.database import Database
from bot.storage.times import instant, milliseconds
from handlers.kept import kept_for

_LOOKED_AT: Final = 500
"""Subscribers looked through in one call, from where the last one ended: the cost of a call does not grow with the town."""

_GROUPS: Final = """
SELECT id FROM chat c WHERE kind = 'group' AND active = 1 AND (EXISTS(SELECT 1 FROM schedule s WHERE s.chat = c.id)
  OR EXISTS(SELECT 1 FROM subscription s WHERE s.chat = c.id)) ORDER BY id
"""
_PEOPLE: Final = "SELECT DISTINCT chat FROM subscription WHERE chat > ? AND chat > 0 ORDER BY chat LIMIT ?"
_UNASKED: Final = """
SELECT p.value, g.value FROM json_each(:people) p CROSS JOIN json_each(:groups) g
WHERE NOT EXISTS(SELECT 1 FROM membership m WHERE m.person = p.value AND m.chat = g.value) LIMIT :limit
"""
_STALE: Final = """
SELECT person, chat FROM membership m INDEXED BY membership_checked
WHERE checked_at < :before AND chat IN(SELECT value FROM json_each(:groups))
  AND EXISTS(SELECT 1 FROM subscription s WHERE s.chat = m.person) ORDER BY checked_at LIMIT :limit
"""


class MembershipTable:
    """Table ``membership``. Only people who follow something are asked about."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database
        self._cursor = 0

    async def member_of(self, person: int) -> list[tuple[int, datetime]]:
        """Return the groups the person is in, each with when Telegram last said so."""
        query = "SELECT chat, checked_at FROM membership WHERE person = ? AND member = 1 ORDER BY chat"
        rows = await self._database.read(lambda connection: connection.execute(query, (person,)).fetchall())
        return [(chat, instant(at)) for chat, at in rows]

    async def note(self, person: int, chat: int, *, member: bool, now: datetime) -> None:
        """Keep what Telegram said: whether the person is in the group."""
        values = (person, chat, int(member), milliseconds(now))
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT OR REPLACE INTO membership(person, chat, member, checked_at) VALUES(?, ?, ?, ?)", values
            )
        )

    async def unknown(self, before: datetime, limit: int) -> list[tuple[int, int]]:
        """Return (person, group) of whom nothing is known, then of whom nothing was heard since ``before``."""

        def look(connection: sqlite3.Connection) -> list[tuple[int, int]]:
            groups = json.dumps([row[0] for row in connection.execute(_GROUPS)])
            found = self._unasked(connection, groups, limit)
            if len(found) < limit:
                asked = {"before": milliseconds(before), "groups": groups, "limit": limit - len(found)}
                found += connection.execute(_STALE, asked).fetchall()
            return found

        return await self._database.read(look)

    def _unasked(self, connection: sqlite3.Connection, groups: str, limit: int) -> list[tuple[int, int]]:
        start = self._cursor
        people = [row[0] for row in connection.execute(_PEOPLE, (start, _LOOKED_AT))]
        self._cursor = people[-1] if len(people) == _LOOKED_AT else 0
        if self._cursor == 0 and start:  # round: what is left of this call looks at the first ones again
            people += [row[0] for row in connection.execute(_PEOPLE, (0, _LOOKED_AT - len(people)))]
        asked = {"people": json.dumps(people), "groups": groups, "limit": limit}
        found: list[tuple[int, int]] = connection.execute(_UNASKED, asked).fetchall()
        if len(found) == limit:
            self._cursor = start  # there may be more among the same
        return found

    async def groups(self) -> list[int]:
        """Return the groups the bot posts news in: active, with a schedule or a subscription."""
        return [row[0] for row in await self._database.read(lambda connection: connection.execute(_GROUPS).fetchall())]

    async def tidy(self, now: datetime) -> None:
        """Forget what Telegram has not confirmed for long."""
        old = milliseconds(now - kept_for("groups"))
        await self._database.write(
            lambda connection: connection.execute("DELETE FROM membership WHERE checked_at < ?", (old,))
        )
