"""The chats: what is kept about each, which is little, and what becomes of it when a chat migrates or asks to be forgotten."""

import sqlite3
from datetime import datetime
from typing import Final

from bot.storage.database import Database
from bot.storage.times import milliseconds
from handlers.kept import KEPT_DAYS
from handlers.ports import Held

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
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO chat(id, kind, language) VALUES(?, ?, ?)"
                " ON CONFLICT(id) DO UPDATE SET language = excluded.language",
                (chat, "private" if chat > 0 else "group", language),
            )
        )

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
        """Note that the bot was blocked or removed there; its settings stay."""
        await self._database.write(
            lambda connection: connection.execute(
                "INSERT INTO chat(id, kind, active) VALUES(?, ?, 0) ON CONFLICT(id) DO UPDATE SET active = 0",
                (chat, kind),
            )
        )

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
        """Return everything held about the chat."""

        def look(connection: sqlite3.Connection) -> list[Held]:
            row = connection.execute("SELECT id, kind, language FROM chat WHERE id = ?", (chat,)).fetchone()
            found = [Held("chat", {"id": row[0], "kind": row[1]}, None)] if row else []
            if row and row[2]:
                found.append(Held("language", row[2], None))
            (messages,) = connection.execute("SELECT count(*) FROM outbox WHERE chat = ?", (chat,)).fetchone()
            if messages:
                found.append(Held("messages", int(messages), KEPT_DAYS["messages"]))
            (ids,) = connection.execute("SELECT count(*) FROM sent_log WHERE chat = ?", (chat,)).fetchone()
            if ids:
                found.append(Held("message_ids", int(ids), KEPT_DAYS["message_ids"]))
            return found

        return await self._database.read(look)

    async def forget(self, chat: int) -> int:
        """Remove everything held about the chat and cancel what is queued for it; return how many rows went."""
        self._change(chat)

        def remove(connection: sqlite3.Connection) -> int:
            before = connection.total_changes
            # A copy of a copy (an edit) refers to its target: the edits go first.
            connection.execute(
                "DELETE FROM outbox WHERE chat = ? AND target IS NOT NULL AND state != 'sending'", (chat,)
            )
            connection.execute("DELETE FROM outbox WHERE chat = ? AND state != 'sending'", (chat,))
            connection.execute("DELETE FROM sent_log WHERE chat = ?", (chat,))
            connection.execute("DELETE FROM chat WHERE id = ?", (chat,))
            return connection.total_changes - before

        return await self._database.write(remove)


def migrate(connection: sqlite3.Connection, old: int, new: int) -> None:
    """Move a group's row and its open messages to ``new``, within the caller's transaction (delivery.md 3.7)."""
    if old == new:
        return
    if old == new:
        return
    connection.execute(
        "INSERT INTO chat(id, kind, language, thread, seen_at)"
        " SELECT ?, 'group', language, thread, seen_at FROM chat WHERE id = ?"
        " ON CONFLICT(id) DO UPDATE SET language = coalesce(chat.language, excluded.language), active = 1",
        (new, old),
    )
    connection.execute("INSERT OR IGNORE INTO chat(id, kind) VALUES(?, 'group')", (new,))
    connection.execute(
        "INSERT INTO chat(id, kind, active, migrated_to) VALUES(?, 'group', 0, ?)"
        " ON CONFLICT(id) DO UPDATE SET active = 0, migrated_to = excluded.migrated_to",
        (old, new),
    )
    connection.execute(
        "UPDATE OR IGNORE outbox SET chat = ?, body = json_set(body, '$.chat_id', ?)"
        " WHERE chat = ? AND op = 'send' AND state = 'queued'",
        (new, new, old),
    )
    # Message ids of the old group mean nothing in the new one.
    connection.execute(
        "UPDATE outbox SET state = 'dead', err = 'migrated' WHERE chat = ? AND op != 'send' AND state = 'queued'",
        (old,),
    )
