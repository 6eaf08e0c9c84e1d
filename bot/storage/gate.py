"""The gate's memory: until when nothing may be sent, and when each group was last written to; it survives a restart."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol

from bot.storage.database import Database
from bot.storage.times import milliseconds

WINDOW: Final = 60_000
"""Telegram counts what is sent to a group over so many milliseconds (telegram-facts.md 1.1)."""


class Gatekeeper(Protocol):
    """Knows how fast messages may go. Times are milliseconds since 1970."""

    def overall(self, prio: int, at: int) -> int:
        """Return when a message of that priority may go, as far as all chats together are concerned; ``at`` or less: now."""
        ...

    def chat(self, chat: int, prio: int, stamps: Sequence[int], at: int) -> int:
        """Return when a message may go to that chat; ``stamps`` says when a group was last written to."""
        ...

    def take(self, chat: int, prio: int, at: int) -> None:
        """Count a message that goes."""
        ...


def pass_chat(connection: sqlite3.Connection, gate: Gatekeeper, chat: int, prio: int, at: int) -> int:
    """Let one call to a chat through and count it; return 0, or when to try again.

    Within the caller's transaction: what was let through is on disk before it goes, or does not go.
    """
    stamps = _stamps(connection, chat) if chat < 0 else []
    # Where the clock was put back, what was sent later than now was sent just now at the latest.
    known = [min(stamp, at) for stamp in stamps if stamp > at - WINDOW]
    opens = gate.chat(chat, prio, known, at)
    if opens <= at:
        gate.take(chat, prio, at)
        known.append(at)
    if chat < 0 and (opens <= at or any(stamp > at for stamp in stamps)):
        connection.execute(
            "INSERT INTO gate(name, until, data) VALUES(?, ?, ?)"
            " ON CONFLICT(name) DO UPDATE SET until = excluded.until, data = excluded.data",
            (_group(chat), max(known) + WINDOW, json.dumps(known)),
        )
    return 0 if opens <= at else opens


def _stamps(connection: sqlite3.Connection, chat: int) -> list[int]:
    row = connection.execute("SELECT data FROM gate WHERE name = ?", (_group(chat),)).fetchone()
    return [int(stamp) for stamp in json.loads(row[0])] if row and row[0] else []


def _group(chat: int) -> str:
    return f"group:{chat}"


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

    async def data(self, name: str) -> str | None:
        """Return what was kept with that deadline."""
        row = await self._database.read(
            lambda connection: connection.execute("SELECT data FROM gate WHERE name = ?", (name,)).fetchone()
        )
        return row[0] if row else None

    async def close(
        self, name: str, until: int, chat: int | None = None, *, chat_until: int | None = None, data: str | None = None
    ) -> None:
        """Close the gate of that name, and the chat, until the instant; a deadline only ever moves later (delivery.md 3.6).

        ``chat_until`` is the chat's own deadline where it differs; ``data`` is kept with the deadline.
        """

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO gate(name, until, data) VALUES(?, ?, ?) ON CONFLICT(name) DO UPDATE"
                " SET until = max(until, excluded.until), data = coalesce(excluded.data, data)",
                (name, until, data),
            )
            if chat is not None:
                connection.execute(
                    "UPDATE chat SET blocked_until = max(blocked_until, ?) WHERE id = ?",
                    (until if chat_until is None else chat_until, chat),
                )

        await self._database.write(work)

    async def window(self, chat: int, at: int) -> list[int]:
        """Return when the group was written to within the minute before ``at``."""
        stamps = await self._database.read(lambda connection: _stamps(connection, chat))
        return [stamp for stamp in stamps if at - WINDOW < stamp <= at]

    async def enter(self, gate: Gatekeeper, chat: int, now: datetime, *, overall: int, prio: int) -> int:
        """Let a call through that is no message of the outbox, and count it; return 0, or when to try again.

        It is as urgent as ``overall`` among all chats, and as ``prio`` in its own.
        """
        at = milliseconds(now)

        def work(connection: sqlite3.Connection) -> int:
            opens = gate.overall(overall, at)
            return opens if opens > at else pass_chat(connection, gate, chat, prio, at)

        return await self._database.write(work)

    async def tidy(self, now: datetime) -> None:
        """Forget when groups were written to once it no longer counts."""
        at = milliseconds(now)
        await self._database.write(
            lambda connection: connection.execute(
                "DELETE FROM gate WHERE name >= 'group:' AND name < 'group;' AND until < ?", (at,)
            )
        )
