"""The chats: how each wants to be written to, and what becomes of it when it migrates or asks to be forgotten."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime, time
from typing import Final

from bot.storage.database import Database
from bot.storage.holding import forget, held
from bot.storage.moving import migrate
from bot.storage.times import instant, milliseconds
from content.schedule import Quiet
from handlers.ports import Held, Manner

__all__ = ["ChatTable", "known", "migrate", "read_quiet"]

_CACHE: Final = 4096


class ChatTable:
    """Table ``chat``; implements the port ``Chats`` of the handlers."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database
        self._languages: dict[int, str | None] = {}
        self._changed: set[int] = set()
        """Chats whose language this process changed: read anew each time, for the change may yet be rolled back."""

    async def language(self, chat: int) -> str | None:
        """Return the language chosen there, or None."""
        if chat not in self._languages:
            row = await self._database.read(
                lambda connection: connection.execute("SELECT language FROM chat WHERE id = ?", (chat,)).fetchone()
            )
            language: str | None = row[0] if row else None
            if chat in self._changed:
                return language
            if len(self._languages) >= _CACHE:
                self._languages.clear()
            self._languages[chat] = language
        return self._languages[chat]

    def _change(self, *chats: int) -> None:
        self._changed.update(chats)
        for chat in chats:
            self._languages.pop(chat, None)

    async def choose_language(self, chat: int, language: str) -> None:
        """Keep the language chosen there."""
        self._change(chat)
        await self._set(chat, language=language)

    async def manner(self, chat: int) -> Manner:
        """Return how the chat wants to be written to."""
        query = "SELECT zone, quiet_from, quiet_to, paused_until FROM chat WHERE id = ?"
        row = await self._database.read(lambda connection: connection.execute(query, (chat,)).fetchone())
        if row is None:
            return Manner()
        zone, quiet_from, quiet_to, paused = row
        return Manner(zone, read_quiet(quiet_from, quiet_to), None if paused is None else instant(paused))

    async def choose_zone(self, chat: int, zone: str | None) -> None:
        """Keep the chat's time zone; None: the pack's."""
        await self._set(chat, zone=zone)

    async def keep_quiet(self, chat: int, quiet: Quiet | None) -> None:
        """Keep the chat's quiet hours, or that it has none."""
        since, until = (quiet.since.isoformat("minutes"), quiet.until.isoformat("minutes")) if quiet else (None, None)
        await self._set(chat, quiet_from=since, quiet_to=until)

    async def pause(self, chat: int, until: datetime | None) -> None:
        """Send the chat nothing it follows before ``until``; None takes it up again, and what waited may go now."""
        ends = 0 if until is None else milliseconds(until)

        def keep(connection: sqlite3.Connection) -> None:
            (before,) = connection.execute("SELECT max(paused_until) FROM chat WHERE id = ?", (chat,)).fetchone()
            _put(connection, chat, {"paused_until": ends or None})
            if before is not None and ends < before:
                # What was put off until the end of the longer pause need not wait for it any more.
                connection.execute("UPDATE pending SET due_at = ? WHERE chat = ? AND due_at >= ?", (ends, chat, before))

        await self._database.write(keep)

    async def _set(self, chat: int, **values: str | int | None) -> None:
        await self._database.write(lambda connection: _put(connection, chat, values))

    async def met(self, chat: int, kind: str, now: datetime) -> None:
        """Note that the chat exists and can be written to again (somebody there spoke to the bot)."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO chat(id, kind, seen_at) VALUES(?, ?, ?) ON CONFLICT(id) DO UPDATE SET"
                " seen_at = excluded.seen_at, active = 1, strikes = 0, first_strike = NULL",
                (chat, kind, milliseconds(now)),
            )
        )

    async def left(self, chat: int, kind: str) -> None:
        """Note that the bot was blocked or removed there; its settings stay, answers that still wait are no answers any more."""

        def leave(connection: sqlite3.Connection) -> None:
            connection.execute(
                "INSERT INTO chat(id, kind, active) VALUES(?, ?, 0) ON CONFLICT(id) DO UPDATE SET active = 0",
                (chat, kind),
            )
            connection.execute(
                "UPDATE outbox SET state = 'cancelled', err = 'the chat cannot be written to',"
                " body = CASE keep WHEN 0 THEN '' ELSE body END WHERE chat = ? AND state = 'queued' AND bid IS NULL",
                (chat,),
            )

        await self._database.write(leave)

    async def active(self, chat: int) -> bool:
        """Return whether the bot may write there, as far as it knows."""
        row = await self._database.read(
            lambda connection: connection.execute("SELECT active FROM chat WHERE id = ?", (chat,)).fetchone()
        )
        return row is None or bool(row[0])

    async def migrate(self, old: int, new: int) -> None:
        """Move what is kept about a group, and what waits for it, to the supergroup it became; repeating it is harmless."""
        self._change(old, new)
        await self._database.write(lambda connection: migrate(connection, old, new))

    async def held(self, chat: int) -> list[Held]:
        """Return everything held about the chat, and about the group it was before it became a supergroup."""
        return await self._database.read(lambda connection: held(connection, chat))

    async def forget(self, chat: int, now: datetime) -> int:
        """Remove everything held about the chat and cancel what is queued for it; return how many rows went.

        A message on its way is left to be settled. Who moderates is named by an operator and is not the chat's to remove.
        """
        self._change(chat)
        return await self._database.write(lambda connection: forget(connection, chat, now))


def known(connection: sqlite3.Connection, chat: int) -> None:
    """Make sure the chat has its row, within the caller's transaction."""
    _put(connection, chat, {})


def read_quiet(since: str | None, until: str | None) -> Quiet | None:
    """Return quiet hours as the tables keep them."""
    return Quiet(time.fromisoformat(since), time.fromisoformat(until)) if since and until else None


def _put(connection: sqlite3.Connection, chat: int, values: Mapping[str, str | int | None]) -> None:
    connection.execute("INSERT OR IGNORE INTO chat(id, kind) VALUES(?, ?)", (chat, "private" if chat > 0 else "group"))
    for column, value in values.items():
        connection.execute(f"UPDATE chat SET {column} = ? WHERE id = ?", (value, chat))  # noqa: S608  our own words
