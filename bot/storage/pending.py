"""What waits to be told to a chat, and what was told there: one story, once, a chat."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.storage.chats import read_quiet
from bot.storage.times import instant, milliseconds
from content.schedule import Quiet
from handlers.kept import kept_for

FIRST: Final = (-(2**63), -1)
"""Before the place of any chat."""
PATIENCE: Final = timedelta(minutes=10)
"""How long somebody's own copy waits for that of their group: quiet hours there may last the night."""


@dataclass(frozen=True, slots=True)
class Row:
    """One story that one chat is to be told."""

    chat: int
    thread: int | None
    story: str
    news: int
    language: str
    due_at: datetime
    wanted_by: tuple[int, ...] = ()
    """Numbers of the subscriptions it is told for: with the last of them it goes."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is due in one place of one chat, with how the chat wants to be written to."""

    chat: int
    kind: str
    thread: int | None
    language: str
    stories: tuple[str, ...]
    zone: str | None
    quiet: Quiet | None
    paused_until: datetime | None

    @property
    def key(self) -> tuple[int, int]:
        """What tells it from what is due elsewhere."""
        return self.chat, self.thread or 0


def put(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Let stories wait for their chats, the sooner of two times kept; what was told there is left out."""
    connection.executemany(
        "INSERT INTO pending(chat, thread, story, news, language, due_at, wanted_by) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7"
        " WHERE NOT EXISTS(SELECT 1 FROM told WHERE chat = ?1 AND story = ?3)"
        " AND NOT EXISTS(SELECT 1 FROM pending WHERE chat = ?1 AND story = ?3 AND thread != ?2)"
        " ON CONFLICT(chat, thread, story) DO UPDATE SET due_at = min(due_at, excluded.due_at), news = excluded.news,"
        " wanted_by = (SELECT json_group_array(value) FROM (SELECT value FROM json_each(wanted_by)"
        " UNION SELECT value FROM json_each(excluded.wanted_by)))",
        [
            (
                row.chat,
                row.thread or 0,
                row.story,
                row.news,
                row.language,
                milliseconds(row.due_at),
                json.dumps(row.wanted_by),
            )
            for row in rows
        ],
    )


def due(connection: sqlite3.Connection, now: datetime, limit: int, after: tuple[int, int] = FIRST) -> list[Due]:
    """Return what is due by now in the next ``limit`` places of chats after that one: groups first, for they count for people."""
    at = milliseconds(now)
    if connection.execute("SELECT 1 FROM pending WHERE due_at <= ? LIMIT 1", (at,)).fetchone() is None:
        return []
    # By the order of its key the table is read once in all the calls together, whatever else waits in it.
    places = connection.execute(
        "SELECT DISTINCT p.chat, p.thread, c.kind, c.zone, c.quiet_from, c.quiet_to, c.paused_until"
        " FROM pending p CROSS JOIN chat c ON c.id = p.chat"
        " WHERE (p.chat, p.thread) > (?, ?) AND p.due_at <= ? AND c.active = 1 ORDER BY p.chat, p.thread LIMIT ?",
        (*after, at, limit),
    ).fetchall()
    found = []
    for chat, thread, kind, zone, quiet_from, quiet_to, paused_until in places:
        rows = connection.execute(
            "SELECT story, language FROM pending WHERE chat = ? AND thread = ? AND due_at <= ? ORDER BY news",
            (chat, thread, at),
        ).fetchall()
        quiet = read_quiet(quiet_from, quiet_to)
        paused = None if paused_until is None else instant(paused_until)
        stories = tuple(row[0] for row in rows)
        found.append(Due(chat, kind, thread or None, rows[-1][1], stories, zone, quiet, paused))
    return found


def next_due(connection: sqlite3.Connection, now: datetime) -> datetime | None:
    """Return when the next of what waits is due after ``now``; None where nothing waits."""
    (at,) = connection.execute("SELECT min(due_at) FROM pending WHERE due_at > ?", (milliseconds(now),)).fetchone()
    return None if at is None else instant(at)


def in_groups(
    connection: sqlite3.Connection, waiting: Sequence[Due], now: datetime
) -> dict[tuple[int, str], frozenset[str]]:
    """Return, by person and story, what became of the copies in groups the person is in: states of the outbox.

    ``late`` is one that is still on its way after ``PATIENCE``: whoever is in the group need not wait for it any longer.
    """
    found: dict[tuple[int, str], set[str]] = {}
    query = (
        "SELECT t.story, CASE WHEN o.id IS NULL THEN 'sent' WHEN o.state != 'sent' AND t.at < ? THEN 'late' ELSE o.state END"
        " FROM membership m JOIN told t ON t.chat = m.chat LEFT JOIN outbox o ON o.id = t.outbox"
        " WHERE m.person = ? AND m.member = 1 AND t.story IN (SELECT value FROM json_each(?))"
    )
    late = milliseconds(now - PATIENCE)
    for each in waiting:
        if each.kind != "private":
            continue
        for story, state in connection.execute(query, (late, each.chat, json.dumps(each.stories))):
            found.setdefault((each.chat, story), set()).add(state)
    return {key: frozenset(states) for key, states in found.items()}


def waits(connection: sqlite3.Connection, each: Due) -> bool:
    """Return whether something of what was due there still waits, within the caller's transaction."""
    query = "SELECT 1 FROM pending WHERE chat = ? AND thread = ? AND story IN(SELECT value FROM json_each(?))"
    return connection.execute(query, (each.chat, each.thread or 0, json.dumps(each.stories))).fetchone() is not None


def postpone(connection: sqlite3.Connection, each: Due, until: datetime) -> None:
    """Let what is due there wait until the instant."""
    connection.executemany(
        "UPDATE pending SET due_at = max(due_at, ?) WHERE chat = ? AND thread = ? AND story = ?",
        [(milliseconds(until), each.chat, each.thread or 0, story) for story in each.stories],
    )


def drop(connection: sqlite3.Connection, served: Iterable[Due]) -> None:
    """Remove what was told, or need not be any more."""
    connection.executemany(
        "DELETE FROM pending WHERE chat = ? AND thread = ? AND story = ?",
        [(each.chat, each.thread or 0, story) for each in served for story in each.stories],
    )


def tell(
    connection: sqlite3.Connection, chat: int, stories: Collection[str], outbox: int | None, now: datetime
) -> None:
    """Note that the stories were told to the chat, in that message; they wait there no longer."""
    at = milliseconds(now)
    connection.executemany(
        "INSERT OR REPLACE INTO told(chat, story, at, outbox) VALUES(?, ?, ?, ?)",
        [(chat, story, at, outbox) for story in stories],
    )
    connection.executemany("DELETE FROM pending WHERE chat = ? AND story = ?", [(chat, story) for story in stories])


def tidy(connection: sqlite3.Connection, now: datetime) -> None:
    """Forget what was told so long ago that nobody tells it any more, and what waited so long that it is news no more."""
    connection.execute("DELETE FROM told WHERE at < ?", (milliseconds(now - kept_for("told")),))
    connection.execute(
        "DELETE FROM pending WHERE news < coalesce((SELECT min(id) FROM news WHERE at >= ?), 9223372036854775807)",
        (milliseconds(now - kept_for("pending")),),
    )
