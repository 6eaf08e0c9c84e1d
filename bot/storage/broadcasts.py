"""Broadcasts: one decision to say something to several chats, its text kept once, a row of the outbox for each copy."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.storage.database import Database
from bot.storage.outbox import Priority
from bot.storage.times import milliseconds
from handlers.kept import kept_for


@dataclass(frozen=True, slots=True)
class Body:
    """One message of a broadcast: a Bot API method with its parameters, without chat, thread and signatures."""

    method: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """One chat a broadcast goes to."""

    chat: int
    variant: str
    """Which of the broadcast's texts: a language and a kind of chat."""
    thread: int | None = None
    answers: int | None = None
    """The row of the outbox whose message it stands under."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """What is decided once, whoever gets it."""

    dedupe: str
    """The same decision is the same text: ``digest:7:2026-11-22``; made again it changes nothing."""
    kind: str
    title: str
    """What moderators call it."""
    prio: Priority
    items: tuple[str, ...] = ()
    """Slugs whose facts it states, so that a correction finds every copy."""
    by: int | None = None
    expires_at: datetime | None = None
    audience: Mapping[str, Any] | None = None
    """Whom it is to be expanded to, chunk by chunk; None where its chats are addressed at once."""


@dataclass(frozen=True, slots=True)
class Expanding:
    """A broadcast whose recipients do not all have their copy yet."""

    id: int
    prio: Priority
    expires_at: int | None
    cursor: int
    """The chat the last chunk ended with."""
    audience: Mapping[str, Any] = field(default_factory=dict)


class BroadcastTable:
    """Tables ``broadcast`` and ``broadcast_body``, and the copies they make in ``outbox``."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def expanding(self) -> list[Expanding]:
        """Return the broadcasts still to be expanded, the most urgent first."""
        query = (
            "SELECT id, prio, expires_at, cursor, audience FROM broadcast INDEXED BY broadcast_open"
            " WHERE audience IS NOT NULL AND state = 'live' ORDER BY prio, id"
        )
        rows = await self._database.read(lambda connection: connection.execute(query).fetchall())
        return [Expanding(row[0], Priority(row[1]), row[2], row[3], json.loads(row[4])) for row in rows]

    async def variants(self, bid: int) -> frozenset[str]:
        """Return the variants the broadcast has a text in."""
        query = "SELECT DISTINCT language FROM broadcast_body WHERE bid = ?"
        rows = await self._database.read(lambda connection: connection.execute(query, (bid,)).fetchall())
        return frozenset(row[0] for row in rows)

    async def tidy(self, now: datetime) -> None:
        """Remove broadcasts of which no copy is kept any more."""
        old = milliseconds(now - kept_for("messages"))
        await self._database.write(
            lambda connection: connection.execute(
                "DELETE FROM broadcast WHERE made_at < ? AND audience IS NULL"
                " AND NOT EXISTS(SELECT 1 FROM outbox WHERE outbox.bid = broadcast.id)",
                (old,),
            )
        )


def begin(connection: sqlite3.Connection, broadcast: Broadcast, now: datetime) -> tuple[int, bool]:
    """Return the broadcast's number and whether it is new, within the caller's transaction."""
    cursor = connection.execute(
        "INSERT INTO broadcast(dedupe, kind, title, prio, by_user, body, items, expires_at, state, made_at, audience)"
        " VALUES(?, ?, ?, ?, ?, '', ?, ?, 'live', ?, ?) ON CONFLICT(dedupe) DO NOTHING",
        (
            broadcast.dedupe,
            broadcast.kind,
            broadcast.title,
            int(broadcast.prio),
            broadcast.by,
            json.dumps(broadcast.items),
            milliseconds(broadcast.expires_at) if broadcast.expires_at else None,
            milliseconds(now),
            None if broadcast.audience is None else json.dumps(broadcast.audience),
        ),
    )
    (bid,) = connection.execute("SELECT id FROM broadcast WHERE dedupe = ?", (broadcast.dedupe,)).fetchone()
    connection.executemany(
        "INSERT OR IGNORE INTO broadcast_item VALUES(?, ?)", [(slug, bid) for slug in broadcast.items]
    )
    return int(bid), cursor.rowcount > 0


def word(connection: sqlite3.Connection, bid: int, variant: str, parts: Sequence[Body]) -> None:
    """Freeze the text of one variant, within the caller's transaction; one that is there already stays as it is."""
    connection.executemany(
        "INSERT OR IGNORE INTO broadcast_body(bid, language, part, method, body) VALUES(?, ?, ?, ?, ?)",
        [
            (bid, variant, part, body.method, json.dumps(body.parameters, ensure_ascii=False))
            for part, body in enumerate(parts)
        ],
    )


def address(
    connection: sqlite3.Connection,
    bid: int,
    targets: Iterable[Target],
    *,
    prio: Priority,
    now: datetime,
    expires_at: int | None = None,
    not_before: int = 0,
) -> dict[int, int]:
    """Queue a copy for each target that has none, within the caller's transaction; return the first row of each, by chat.

    A chat that was forgotten meanwhile gets none.
    """
    at = milliseconds(now)
    names: dict[str, str] = {}
    parts: dict[str, list[tuple[int, str]]] = {}
    first: dict[int, int] = {}
    for target in targets:
        if target.variant not in parts:
            names[target.variant] = _newest(connection, bid, target.variant)
            parts[target.variant] = connection.execute(
                "SELECT part, method FROM broadcast_body WHERE bid = ? AND language = ? ORDER BY part",
                (bid, names[target.variant]),
            ).fetchall()
        for part, method in parts[target.variant]:
            cursor = connection.execute(
                "INSERT OR IGNORE INTO outbox(bid, chat, part, op, method, body, prio, language, thread, target, expires_at,"
                " not_before, made_at) SELECT ?, id, ?, 'send', ?, '', ?, ?, ?, ?, ?, ?, ? FROM chat WHERE id = ?",
                (
                    bid, part, method, int(prio), names[target.variant], target.thread, target.answers, expires_at, not_before,
                    at, target.chat,
                ),
            )  # fmt: skip
            if cursor.rowcount and target.chat not in first and cursor.lastrowid is not None:
                first[target.chat] = cursor.lastrowid
    return first


def _newest(connection: sqlite3.Connection, bid: int, variant: str) -> str:
    """Return the variant as it was put right last (``fr~5``: by chase 5); itself where it was not, or not whole."""
    query = (
        "SELECT language, count(*) FROM broadcast_body WHERE bid = ?1 AND (language = ?2 OR"
        " (language > ?2 || '~' AND language < ?2 || char(127))) GROUP BY language"
    )
    counted = dict(connection.execute(query, (bid, variant)).fetchall())
    whole = [name for name, count in counted.items() if count == counted.get(variant)]
    return max(whole, key=lambda name: int(name.rpartition("~")[2]) if "~" in name else 0, default=variant)


def under_way(connection: sqlite3.Connection, slug: str) -> list[tuple[int, str, list[Body]]]:
    """Return the words of broadcasts that state facts of the item and are still being given to their recipients, by variant."""
    query = (
        "SELECT DISTINCT w.bid, w.language FROM broadcast b INDEXED BY broadcast_open JOIN broadcast_item i ON i.bid = b.id"
        " AND i.slug = ? JOIN broadcast_body w ON w.bid = b.id WHERE b.audience IS NOT NULL AND instr(w.language, '~') = 0"
    )
    found = []
    for bid, variant in connection.execute(query, (slug,)).fetchall():
        name = _newest(connection, bid, variant)
        bodies = connection.execute(
            "SELECT method, body FROM broadcast_body WHERE bid = ? AND language = ? ORDER BY part", (bid, name)
        ).fetchall()
        found.append((bid, name, [Body(method, json.loads(body)) for method, body in bodies]))
    return found


def expanded(connection: sqlite3.Connection, bid: int, cursor: int | None) -> None:
    """Note how far the expansion came, within the caller's transaction; None: everybody has a copy."""
    if cursor is None:
        connection.execute("UPDATE broadcast SET audience = NULL WHERE id = ?", (bid,))
    else:
        connection.execute("UPDATE broadcast SET cursor = ? WHERE id = ?", (cursor, bid))
