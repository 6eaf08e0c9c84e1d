"""Moving: a group that became a supergroup has another number, and everything kept about it goes there, once."""

import json
import sqlite3
from typing import Final

# Of two chats the new one's own choice wins; what the old one chose is moved, not copied.
_TAKE_OVER: Final = """
UPDATE chat SET language = coalesce(chat.language, o.language), thread = coalesce(chat.thread, o.thread),
  zone = coalesce(chat.zone, o.zone), paused_until = coalesce(chat.paused_until, o.paused_until),
  quiet_to = CASE WHEN chat.quiet_from IS NULL THEN o.quiet_to ELSE chat.quiet_to END,
  quiet_from = coalesce(chat.quiet_from, o.quiet_from), seen_at = max(chat.seen_at, o.seen_at)
FROM (SELECT * FROM chat WHERE id = :old) AS o WHERE chat.id = :new
"""
_EMPTY: Final = """
UPDATE chat SET active = 0, migrated_to = :new, language = NULL, thread = NULL, zone = NULL, paused_until = NULL,
  quiet_from = NULL, quiet_to = NULL, strikes = 0, first_strike = NULL WHERE id = :old
"""

# Tables where one row a chat and thing is enough: what the new chat has already is not taken twice.
_MERGED: Final = ("told", "membership", "acting", "door", "hand", "pending")

_OPEN: Final = "state IN('queued', 'unknown', 'held')"


def migrate(connection: sqlite3.Connection, old: int, new: int) -> None:
    """Move everything kept about a group to ``new``, within the caller's transaction; repeating it is harmless (delivery.md 3.7)."""
    new = _final(connection, new)
    if old == new:
        return
    _move_chat(connection, old, new)
    _move_subscriptions(connection, old, new)
    _move_schedules(connection, old, new)
    for table in _MERGED:
        if table == "pending":
            _drop_twice(connection, old, new)
        connection.execute(f"UPDATE OR IGNORE {table} SET chat = ? WHERE chat = ?", (new, old))  # noqa: S608  our own words
        connection.execute(f"DELETE FROM {table} WHERE chat = ?", (old,))  # noqa: S608
    connection.execute("DELETE FROM gate WHERE name = ?", (f"group:{old}",))
    _move_messages(connection, old, new)


def _final(connection: sqlite3.Connection, chat: int) -> int:
    """Return where the chat itself may have gone since."""
    passed = {chat}
    while True:
        row = connection.execute("SELECT migrated_to FROM chat WHERE id = ?", (chat,)).fetchone()
        if row is None or row[0] is None or row[0] in passed:
            return chat
        chat = row[0]
        passed.add(chat)


def _move_chat(connection: sqlite3.Connection, old: int, new: int) -> None:
    numbers = {"old": old, "new": new}
    before = connection.execute("SELECT active, migrated_to FROM chat WHERE id = ?", (old,)).fetchone()
    connection.executemany("INSERT OR IGNORE INTO chat(id, kind) VALUES(?, 'group')", ((old,), (new,)))
    connection.execute(_TAKE_OVER, numbers)
    connection.execute(_EMPTY, numbers)
    if (
        before is None or before[1] != new
    ):  # told again, it says nothing of the new chat, which may have been left since
        connection.execute("UPDATE chat SET active = 1 WHERE id = ?", (new,))


def _move_subscriptions(connection: sqlite3.Connection, old: int, new: int) -> None:
    twins = connection.execute(
        "SELECT o.id, n.id FROM subscription o JOIN subscription n ON n.chat = ? AND n.thread = o.thread"
        " AND n.filter = o.filter WHERE o.chat = ?",
        (new, old),
    ).fetchall()
    for gone, stays in twins:
        connection.execute("DELETE FROM subscription WHERE id = ?", (gone,))
        for thread, story, wanted_by in connection.execute(
            "SELECT thread, story, wanted_by FROM pending WHERE chat = ?", (old,)
        ).fetchall():
            wanting = {stays if each == gone else each for each in json.loads(wanted_by)}
            connection.execute(
                "UPDATE pending SET wanted_by = ? WHERE chat = ? AND thread = ? AND story = ?",
                (json.dumps(sorted(wanting)), old, thread, story),
            )
    connection.execute("UPDATE subscription SET chat = ? WHERE chat = ?", (new, old))
    connection.execute(
        "UPDATE subscription_handle SET chat = ? WHERE chat = ?",
        (new, old),
    )


def _drop_twice(connection: sqlite3.Connection, old: int, new: int) -> None:
    """A story waits once a chat, whatever the thread, and not where it was told."""
    connection.execute(
        "DELETE FROM pending WHERE chat = ? AND story IN(SELECT story FROM pending WHERE chat = ?)", (old, new)
    )
    connection.execute(
        "DELETE FROM pending WHERE chat IN(?, ?) AND story IN(SELECT story FROM told WHERE chat = ?)", (old, new, new)
    )


def _move_schedules(connection: sqlite3.Connection, old: int, new: int) -> None:
    twins = connection.execute(
        "SELECT o.id, n.id FROM schedule o JOIN schedule n ON n.chat = ? AND n.thread IS o.thread AND n.days = o.days"
        " AND n.at = o.at AND n.zone = o.zone AND n.filter = o.filter WHERE o.chat = ?",
        (new, old),
    ).fetchall()
    for gone, stays in twins:
        # A day served under either is served.
        connection.execute("UPDATE OR IGNORE slot SET schedule = ? WHERE schedule = ?", (stays, gone))
        connection.execute("DELETE FROM slot WHERE schedule = ?", (gone,))
        connection.execute(
            "UPDATE schedule SET told_until = nullif(max(coalesce(told_until, 0), coalesce((SELECT told_until FROM schedule"
            " WHERE id = ?), 0)), 0) WHERE id = ?",
            (gone, stays),
        )
        connection.execute("DELETE FROM schedule WHERE id = ?", (gone,))
    # What was pinned in the old group has no number in the new one.
    connection.execute("UPDATE schedule SET chat = ?, pinned = NULL WHERE chat = ?", (new, old))


def _move_messages(connection: sqlite3.Connection, old: int, new: int) -> None:
    # One of unknown outcome may have arrived in the old group and cannot be looked for in the new one: as one that is
    # too old to be, it is left to the policy of its kind.
    connection.execute(
        "UPDATE OR IGNORE outbox SET chat = ?, mid_floor = NULL, started_at = 0, thread = NULL,"  # noqa: S608  our own words
        " body = CASE WHEN body = '' THEN '' ELSE json_set(body, '$.chat_id', ?) END"
        f" WHERE chat = ? AND op = 'send' AND {_OPEN}",
        (new, new, old),
    )
    connection.execute(
        f"UPDATE outbox SET state = 'cancelled', err = 'migrated: the new chat has its copy' WHERE chat = ? AND op = 'send' AND {_OPEN}",  # noqa: S608
        (old,),
    )
    # Message ids of the old group mean nothing in the new one, and nothing can be changed in the old one any more.
    connection.execute(
        f"UPDATE outbox SET state = 'dead', err = 'migrated' WHERE chat = ? AND op != 'send' AND {_OPEN}",  # noqa: S608
        (old,),
    )
    connection.execute("UPDATE outbox SET mid = 0 WHERE chat = ? AND state = 'sent' AND mid > 0", (old,))
