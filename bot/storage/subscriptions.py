"""What chats follow: subscriptions with their filters, and who is to be looked at when something happens."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from bot.storage.chats import known, read_quiet
from bot.storage.database import Database
from bot.storage.times import instant, milliseconds
from content.news import Every, Filter
from content.schedule import Quiet
from handlers.ports import Subscription

_COLUMNS: Final = "id, chat, thread, filter, every, language, made_at"

# The chats come out of the table in the order of their numbers: CROSS JOIN keeps SQLite from starting with the chats.
_NEXT_CHATS: Final = """
SELECT DISTINCT h.chat FROM subscription_handle h CROSS JOIN chat c ON c.id = h.chat
WHERE h.handle = ? AND h.chat > ? AND c.active = 1 ORDER BY h.chat LIMIT ?
"""
_FOLLOWERS: Final = """
SELECT s.id, s.chat, c.kind, s.thread, s.language, s.every, s.filter, c.zone, c.quiet_from, c.quiet_to, c.paused_until
FROM subscription_handle h CROSS JOIN subscription s ON s.id = h.subscription CROSS JOIN chat c ON c.id = h.chat
WHERE h.handle = ? AND h.chat > ? AND h.chat <= ? AND c.active = 1
"""
_TOLD: Final = """
SELECT t.story FROM told t LEFT JOIN outbox o ON o.id = t.outbox
WHERE t.chat = :chat AND t.story IN(SELECT value FROM json_each(:stories)) AND coalesce(o.state, 'sent') NOT IN('expired', 'dead')
UNION SELECT t.story FROM membership m JOIN told t ON t.chat = m.chat LEFT JOIN outbox o ON o.id = t.outbox
WHERE m.person = :chat AND m.member = 1 AND t.story IN(SELECT value FROM json_each(:stories)) AND coalesce(o.state, 'sent') = 'sent'
"""


@dataclass(frozen=True, slots=True)
class Follower:
    """One subscription, with how its chat wants to be written to."""

    subscription: int
    chat: int
    kind: str
    """Of the chat: ``private``, ``group``, ``channel``."""
    thread: int | None
    language: str
    every: Every
    filter: Filter
    zone: str | None
    """None: the pack's."""
    quiet: Quiet | None
    paused_until: datetime | None


class SubscriptionTable:
    """Tables ``subscription`` and ``subscription_handle``; implements the port ``Subscriptions`` of the handlers."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def of(self, chat: int) -> list[Subscription]:
        """Return what the chat follows, in all its threads, the oldest first."""
        return await self._database.read(lambda connection: _rows(connection, "chat = ? ORDER BY id", chat))

    async def get(self, chat: int, subscription: int) -> Subscription | None:
        """Return the chat's subscription of that number, or None."""
        found = await self._database.read(
            lambda connection: _rows(connection, "id = ? AND chat = ?", subscription, chat)
        )
        return found[0] if found else None

    async def find(self, chat: int, thread: int | None, wanted: Filter) -> Subscription | None:
        """Return the chat's subscription to exactly that, or None."""
        return await self._database.read(lambda connection: _find(connection, chat, thread, wanted))

    async def add(
        self, chat: int, thread: int | None, wanted: Filter, every: Every, language: str, now: datetime
    ) -> Subscription:
        """Follow; what is followed already only changes how often and in what language."""

        def follow(connection: sqlite3.Connection) -> Subscription:
            known(connection, chat)
            connection.execute(
                "INSERT INTO subscription(chat, thread, filter, every, language, made_at) VALUES(?, ?, ?, ?, ?, ?)"
                " ON CONFLICT(chat, thread, filter) DO UPDATE SET every = excluded.every, language = excluded.language",
                (chat, thread or 0, wanted.write(), every.value, language, milliseconds(now)),
            )
            kept = _find(connection, chat, thread, wanted)
            if kept is None:  # it was written just now
                raise LookupError(chat)
            connection.executemany(
                "INSERT OR IGNORE INTO subscription_handle VALUES(?, ?, ?)",
                [(handle, chat, kept.id) for handle in wanted.handles],
            )
            return kept

        return await self._database.write(follow)

    async def change(
        self, chat: int, subscription: int, *, every: Every | None = None, language: str | None = None
    ) -> Subscription | None:
        """Change how often or in what language; None where the chat has no such subscription."""

        def alter(connection: sqlite3.Connection) -> Subscription | None:
            connection.execute(
                "UPDATE subscription SET every = coalesce(?, every), language = coalesce(?, language)"
                " WHERE id = ? AND chat = ?",
                (every and every.value, language, subscription, chat),
            )
            found = _rows(connection, "id = ? AND chat = ?", subscription, chat)
            return found[0] if found else None

        return await self._database.write(alter)

    async def remove(self, chat: int, subscription: int) -> bool:
        """Follow it no longer, and drop what was to be told for it alone; False where there was none. Nothing else changes."""

        def drop(connection: sqlite3.Connection) -> bool:
            gone = connection.execute(
                "DELETE FROM subscription WHERE id = ? AND chat = ?", (subscription, chat)
            ).rowcount
            if gone:
                _unwant(connection, chat, subscription)
            return bool(gone)

        return await self._database.write(drop)

    async def remove_all(self, chat: int) -> int:
        """Follow nothing any more; quiet hours, language and digests stay. Return how many it were."""

        def drop(connection: sqlite3.Connection) -> int:
            connection.execute("DELETE FROM pending WHERE chat = ?", (chat,))
            return connection.execute("DELETE FROM subscription WHERE chat = ?", (chat,)).rowcount

        return await self._database.write(drop)

    async def told(self, chat: int, stories: Collection[str]) -> frozenset[str]:
        """Return those of the stories that were told to the chat, or whose copy arrived in a group the person is in.

        What was to be told to the chat and could not be delivered was not told; what is on its way there is. A copy whose message is
        no longer in the outbox (30 days) counts as one that arrived.
        """
        wanted = {"chat": chat, "stories": json.dumps(list(stories))}
        found = await self._database.read(lambda connection: connection.execute(_TOLD, wanted).fetchall())
        return frozenset(story for (story,) in found)

    async def following(self, handles: Sequence[str], after: int, limit: int) -> list[Follower]:
        """Return the subscriptions with one of the handles, of the next ``limit`` active chats after that one, by chat.

        A chat's subscriptions are never split over two calls; none are left when none are returned.
        """
        rows = await self._database.read(lambda connection: _following(connection, handles, after, limit))
        return [_follower(row) for row in rows]


Row = tuple[int, int, str, int, str, str, str, str | None, str | None, str | None, int | None]


def _following(connection: sqlite3.Connection, handles: Iterable[str], after: int, limit: int) -> list[Row]:
    # The next chats of each handle are read in order, so that a step costs the same wherever it starts.
    wanted = tuple(dict.fromkeys(handles))
    chats = {row[0] for handle in wanted for row in connection.execute(_NEXT_CHATS, (handle, after, limit))}
    if not chats:
        return []
    last = sorted(chats)[:limit][-1]
    found: dict[int, Row] = {}
    for handle in wanted:
        found.update((row[0], row) for row in connection.execute(_FOLLOWERS, (handle, after, last)))
    return sorted(found.values(), key=lambda row: (row[1], row[0]))


def _follower(row: Row) -> Follower:
    number, chat, kind, thread, language, every, wanted, zone, quiet_from, quiet_to, paused = row
    return Follower(
        number, chat, kind, thread or None, language, Every(every), read_filter(wanted), zone,
        read_quiet(quiet_from, quiet_to), None if paused is None else instant(paused),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def read_filter(text: str) -> Filter:
    """Return a filter as the tables keep it; many chats follow the same."""
    return Filter.model_validate_json(text)


def _rows(connection: sqlite3.Connection, where: str, *values: object) -> list[Subscription]:
    found = connection.execute(f"SELECT {_COLUMNS} FROM subscription WHERE {where}", values)  # noqa: S608  our own words
    return [
        Subscription(row[0], row[1], row[2] or None, read_filter(row[3]), Every(row[4]), row[5], instant(row[6]))
        for row in found
    ]


def _find(connection: sqlite3.Connection, chat: int, thread: int | None, wanted: Filter) -> Subscription | None:
    found = _rows(connection, "chat = ? AND thread = ? AND filter = ?", chat, thread or 0, wanted.write())
    return found[0] if found else None


def _unwant(connection: sqlite3.Connection, chat: int, subscription: int) -> None:
    """Drop what waits for the chat because of that subscription alone."""
    rows = connection.execute("SELECT thread, story, wanted_by FROM pending WHERE chat = ?", (chat,)).fetchall()
    for thread, story, wanted_by in rows:
        wanting = json.loads(wanted_by)
        if subscription not in wanting:
            continue
        wanting.remove(subscription)
        if wanting:
            connection.execute(
                "UPDATE pending SET wanted_by = ? WHERE chat = ? AND thread = ? AND story = ?",
                (json.dumps(wanting), chat, thread, story),
            )
        else:
            connection.execute("DELETE FROM pending WHERE chat = ? AND thread = ? AND story = ?", (chat, thread, story))
