"""What is held about a chat or a person: told whole, and removed whole when it is to be forgotten."""

import json
import secrets
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from bot.storage.audit import mark, tombstone
from bot.storage.times import instant, milliseconds
from handlers.kept import KEPT_DAYS
from handlers.ports import FOR_GOOD, Held

HELD: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "subscription_handle": ("chat",),
        "subscription": ("chat",),
        "pending": ("chat",),
        "told": ("chat",),
        "membership": ("person", "chat"),
        "acting": ("person", "chat"),
        "door": ("chat",),
        "schedule": ("chat",),
        "sent_log": ("chat",),
        "awaiting": ("person",),
        "link": ("person",),
        "proposer": ("person",),
        "hand": ("chat",),
        "outbox": ("chat",),
        "chat": ("id",),
    }
)
"""Where a chat or person is named, and goes when it is to be forgotten. The number of a person is that of the private chat."""

REPLACED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "proposal": ("person", "decided_by"),
        "revision": ("by_user",),
        "broadcast": ("by_user",),
        "chase": ("by_user",),
        "gap_answered": ("by_user",),
        "moderator": ("by_user",),
    }
)
"""Where a person is named in what concerns others as well: the number goes and the rest stays. In the audit a mark stays."""

SOMEBODY: Final = 0
"""In the place of the number of somebody who was forgotten: a person, and not known which."""
KEY: Final = "forget.key"

# A message on its way is left, and what it changes with it: the rest goes.
_MESSAGES: Final = (
    "DELETE FROM outbox WHERE chat = ? AND state != 'sending' AND target IS NOT NULL",
    "DELETE FROM outbox WHERE chat = ? AND state != 'sending'"
    " AND NOT EXISTS(SELECT 1 FROM outbox e WHERE e.target = outbox.id)",
)
_SAME: Final = """
WITH RECURSIVE same(id) AS (SELECT ? UNION SELECT c.id FROM chat c JOIN same s ON c.migrated_to = s.id) SELECT id FROM same
"""


def held(connection: sqlite3.Connection, chat: int) -> list[Held]:
    """Return everything held about the chat and about the group it was before."""
    found: dict[str, Any] = {}
    ids = _same(connection, chat)
    for each in ids:
        found.update({what: content for what, content in _settings(connection, each).items() if what not in found})
    for what, query in _LISTS.items():
        listed = [row for each in ids for row in _listed(connection, query, each)]
        if listed:
            found[what] = listed
    for what, query in _COUNTS.items():
        count = sum(connection.execute(query, {"chat": each}).fetchone()[0] for each in ids)
        if count:
            found[what] = count
    return [Held(what, found[what], days) for what, days in KEPT_DAYS.items() if what in found]


def forget(connection: sqlite3.Connection, chat: int, now: datetime) -> int:
    """Remove everything held about the chat and the group it was before, within the caller's transaction; return how many rows.

    What is queued for it never leaves. That it was forgotten is remembered as a mark for as long as a backup may hold it.
    """
    before = connection.total_changes
    secret = key(connection)
    unseen = connection.total_changes - before
    same = _same(connection, chat)
    for each in same:
        _remove(connection, each)
        tombstone(connection, each, secret)
    removed = connection.total_changes - before - unseen
    if removed:
        at = milliseconds(now)
        connection.executemany(
            "INSERT OR REPLACE INTO forgotten VALUES(?, ?)", [(mark(each, secret), at) for each in same]
        )
    return removed


def key(connection: sqlite3.Connection) -> bytes:
    """Return the key of the marks that stand for forgotten numbers, made once for this database."""
    connection.execute("INSERT OR IGNORE INTO setting VALUES(?, ?)", (KEY, secrets.token_hex(32)))
    return bytes.fromhex(connection.execute("SELECT value FROM setting WHERE name = ?", (KEY,)).fetchone()[0])


def _remove(connection: sqlite3.Connection, chat: int) -> None:
    connection.execute("DELETE FROM slot WHERE schedule IN(SELECT id FROM schedule WHERE chat = ?)", (chat,))
    connection.execute("DELETE FROM gate WHERE name = ?", (f"group:{chat}",))
    connection.execute(f"UPDATE inbox SET raw = '' WHERE {_UPDATES}", {"chat": chat})  # noqa: S608
    for table, columns in HELD.items():
        if table == "outbox":
            for statement in _MESSAGES:
                connection.execute(statement, (chat,))
            continue
        for column in columns:
            connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (chat,))  # noqa: S608  our own words
    for table, columns in REPLACED.items():
        for column in columns:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (SOMEBODY, chat))  # noqa: S608


def _same(connection: sqlite3.Connection, chat: int) -> list[int]:
    """Return the chat and what it was before it migrated."""
    return [row[0] for row in connection.execute(_SAME, (chat,))]


def _settings(connection: sqlite3.Connection, chat: int) -> dict[str, Any]:
    row = connection.execute(
        "SELECT id, kind, thread, language, zone, quiet_from, quiet_to, paused_until FROM chat WHERE id = ?", (chat,)
    ).fetchone()
    if row is None:
        return {}
    number, kind, thread, language, zone, quiet_from, quiet_to, paused = row
    found: dict[str, Any] = {"chat": {"id": number, "kind": kind, **({"thread": thread} if thread else {})}}
    if language:
        found["language"] = language
    if zone:
        found["zone"] = zone
    if quiet_from and quiet_to:
        found["quiet"] = {"from": quiet_from, "to": quiet_to}
    if paused is not None:
        found["paused"] = "for good" if instant(paused) >= FOR_GOOD else instant(paused).isoformat()
    return found


_UPDATES: Final = """state = 'poison' AND CASE WHEN json_valid(raw) THEN
  EXISTS(SELECT 1 FROM json_tree(raw) WHERE key = 'id' AND atom = :chat) END"""
"""Of the inbox: what a chat or person sent and could not be answered is kept as it came."""

_LISTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "messages": "SELECT o.made_at, o.sent_at, o.state, o.thread, json_extract(coalesce(nullif(o.body, ''), w.body, '{}'), '$.text')"
        " AS text FROM outbox o LEFT JOIN broadcast_body w ON w.bid = o.bid AND w.language = o.language AND w.part = o.part"
        " WHERE o.chat = :chat ORDER BY o.id",
        "message_ids": "SELECT mid AS number, at AS sent_at FROM sent_log WHERE chat = :chat ORDER BY mid",
        "updates": f"SELECT got_at, raw AS update_as_sent FROM inbox WHERE {_UPDATES} ORDER BY update_id",  # noqa: S608
        "subscriptions": "SELECT filter, every, language, thread, made_at FROM subscription WHERE chat = :chat ORDER BY id",
        "schedules": "SELECT days, at, zone, filter, language, thread, made_at FROM schedule WHERE chat = :chat ORDER BY id",
        "pending": "SELECT story, thread, due_at FROM pending WHERE chat = :chat ORDER BY story",
        "told": "SELECT story, at AS told_at FROM told WHERE chat = :chat ORDER BY at, story",
        "groups": "SELECT chat AS number, member, checked_at FROM membership WHERE person = :chat ORDER BY chat",
        "acting": "SELECT chat AS number, thread, until FROM acting WHERE person = :chat ORDER BY id",
        "pace": "SELECT until FROM gate WHERE name = 'group:' || :chat",
        "awaiting": "SELECT what, until FROM awaiting WHERE person = :chat",
        "links": "SELECT url, at AS sent_at FROM link WHERE person = :chat ORDER BY id",
        "proposals": "SELECT json_extract(draft, '$.url') AS url, state, reason, slug AS item, made_at, decided_at FROM proposal"
        " WHERE person = :chat ORDER BY id",
        "proposed": "SELECT day, times FROM proposer WHERE person = :chat ORDER BY day",
        "hands": "SELECT words, language, at AS raised_at FROM hand WHERE chat = :chat ORDER BY words",
        "moderator": "SELECT since FROM moderator WHERE person = :chat",
        "acts": "SELECT at AS done_at, act, subject, before, after, why FROM audit WHERE by_user = :chat"
        " OR subject = 'person:' || :chat ORDER BY id",
    }
)
"""What is told row by row."""

_COUNTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "members": "SELECT count(*) FROM membership WHERE chat = :chat",
        "setters": "SELECT count(*) FROM acting WHERE chat = :chat",
        "doors": "SELECT count(*) FROM door WHERE chat = :chat",
        "decisions": "SELECT (SELECT count(*) FROM proposal WHERE decided_by = :chat)"
        " + (SELECT count(*) FROM revision WHERE by_user = :chat) + (SELECT count(*) FROM broadcast WHERE by_user = :chat)"
        " + (SELECT count(*) FROM chase WHERE by_user = :chat) + (SELECT count(*) FROM gap_answered WHERE by_user = :chat)"
        " + (SELECT count(*) FROM moderator WHERE by_user = :chat)",
    }
)
"""What is told as a number only: other people are in it, or it is long."""

_INSTANTS: Final = frozenset(
    "made_at due_at told_at checked_at until since sent_at raised_at done_at decided_at got_at".split()  # noqa: SIM905
)


def _listed(connection: sqlite3.Connection, query: str, chat: int) -> list[dict[str, Any]]:
    """Return rows as plain data: instants in words of a calendar, filters as they are, nothing that is not there."""
    cursor = connection.execute(query, {"chat": chat})
    names = [column[0] for column in cursor.description]
    return [{name: _plain(name, value) for name, value in zip(names, row, strict=True) if value} for row in cursor]


def _plain(name: str, value: Any) -> Any:
    if name in _INSTANTS:
        return instant(value).isoformat()
    return json.loads(value) if name == "filter" else value
