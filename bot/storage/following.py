"""Following: what a chase does about one copy: another text before it leaves, an edit, a deletion, a word under it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.storage.chases import Copy, Open
from bot.storage.outbox import Priority
from bot.storage.times import milliseconds


def swap(connection: sqlite3.Connection, copy: Copy, chase: Open, body: Mapping[str, Any]) -> bool:
    """Change what has not left yet, within the caller's transaction; False where it has left meanwhile.

    The copy gets another text of its broadcast: what those that left have said stays known.
    """
    if copy.bid is None or copy.own:
        column, value = "body", _json(body)
    else:
        column, value = "language", _worded(connection, copy, chase, body)
    done = connection.execute(
        f"UPDATE outbox SET {column} = ? WHERE id = ? AND state IN('queued', 'expired', 'dead', 'cancelled')",  # noqa: S608
        (value, copy.id),
    )
    return bool(done.rowcount)


def cancel(connection: sqlite3.Connection, rows: Iterable[int], why: str) -> int:
    """Take back what has not arrived, within the caller's transaction; return how many. What it told can be told again."""
    done = 0
    for row in rows:
        called_off = connection.execute(
            "UPDATE outbox SET state = 'cancelled', err = ?, body = CASE keep WHEN 0 THEN '' ELSE body END"
            " WHERE id = ? AND state IN('queued', 'held', 'expired', 'dead', 'cancelled')",
            (why, row),
        ).rowcount
        if called_off:
            connection.execute("DELETE FROM told WHERE outbox = ?", (row,))
        done += called_off
    return done


def untell(connection: sqlite3.Connection, copy: Copy, slug: str | None = None, story: str | None = None) -> None:
    """Let what the message told be told there again, within the caller's transaction: all of it, or what it told of one item."""
    if copy.bid is None:
        return
    which = "" if slug is None else " AND (story IN(?, ?) OR story GLOB ? || '@*')"
    values = () if slug is None else (slug, story or slug, slug)
    connection.execute(
        "DELETE FROM told WHERE chat = ? AND outbox IN(SELECT id FROM outbox WHERE bid = ? AND chat = ?)" + which,  # noqa: S608
        (copy.chat, copy.bid, copy.chat, *values),
    )


def followed(connection: sqlite3.Connection, copy: Copy, chase: Open) -> bool:
    """Return whether the chase did something about the copy already."""
    query = "SELECT 1 FROM outbox INDEXED BY outbox_target WHERE target = ? AND chase = ?"
    return connection.execute(query, (copy.id, chase.id)).fetchone() is not None


def edit(connection: sqlite3.Connection, copy: Copy, chase: Open, body: Mapping[str, Any], now: datetime) -> None:
    """Queue another text for a message, within the caller's transaction; of a broadcast kept once for all alike."""
    shared = copy.bid is not None and not copy.own
    name = _worded(connection, copy, chase, body) if shared else copy.variant
    own = body if copy.bid is not None else {"chat_id": copy.chat, "message_id": copy.mid, **body}
    row = _queue(
        connection, copy, chase, "edit", "editMessageText", "" if shared else _json(own), now, bid=copy.bid, name=name
    )
    if copy.bid is None and chase.kind != "recall":
        connection.execute(
            "INSERT OR IGNORE INTO outbox_item SELECT slug, ? FROM outbox_item WHERE outbox = ?", (row, copy.id)
        )


def delete(connection: sqlite3.Connection, copy: Copy, chase: Open, now: datetime) -> None:
    """Queue the deletion of a message, within the caller's transaction."""
    body = _json({"chat_id": copy.chat, "message_id": copy.mid})
    _queue(connection, copy, chase, "delete", "deleteMessage", body, now)


def answer(connection: sqlite3.Connection, copy: Copy, chase: Open, body: Mapping[str, Any], now: datetime) -> None:
    """Queue a word under a message, within the caller's transaction; where it is gone, in its topic."""
    where: dict[str, Any] = {"chat_id": copy.chat}
    if copy.thread is not None:
        where["message_thread_id"] = copy.thread
    where["reply_parameters"] = {"message_id": copy.mid, "allow_sending_without_reply": True}
    row = _queue(connection, copy, chase, "send", "sendMessage", _json({**where, **body}), now)
    if chase.kind != "recall":
        connection.execute("INSERT OR IGNORE INTO outbox_item VALUES(?, ?)", (chase.subject, row))


def put_right(connection: sqlite3.Connection, row: int, how: str) -> None:
    """Note that something else was done where a change was refused, within the caller's transaction."""
    connection.execute("UPDATE outbox SET state = 'cancelled', err = ? WHERE id = ? AND state = 'dead'", (how, row))


def give_up(connection: sqlite3.Connection, row: int) -> None:
    """Note that nothing more can be done where a change was refused, within the caller's transaction."""
    connection.execute("UPDATE outbox SET keep = 0, body = '' WHERE id = ? AND state = 'dead'", (row,))


def _queue(
    connection: sqlite3.Connection, copy: Copy, chase: Open, op: str, method: str, body: str, now: datetime, *,
    bid: int | None = None, name: str | None = None,
) -> int:  # fmt: skip
    """Queue what is done about a copy; what cannot be done is counted at once as not done."""
    why = "no handle" if not copy.mid else None if copy.active else "the chat cannot be written to"
    urgent = copy.broadcast_kind == "alert" or copy.prio in (Priority.ALERT, Priority.ALERT_CORRECTION)
    prio = Priority.ALERT_CORRECTION if urgent else Priority.PUSH
    # The number of a message that is changed is known: so that it is known what it says, also where the change changed nothing.
    mid = copy.mid or None if op != "send" else None
    cursor = connection.execute(
        "INSERT INTO outbox(bid, chat, part, op, method, body, target, rev, prio, language, thread, chase, mid, made_at, state, err, keep)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            bid, copy.chat, copy.part, op, method, "" if why else body, copy.id, chase.id, int(prio),
            name if bid is not None else None, copy.thread if bid is not None else None, chase.id, mid, milliseconds(now),
            "dead" if why else "queued", why, int(not why),
        ),
    )  # fmt: skip
    return int(cursor.lastrowid or 0)


def _worded(connection: sqlite3.Connection, copy: Copy, chase: Open, body: Mapping[str, Any]) -> str:
    """Keep a text for all copies that said the same so far; return its name."""
    name = f"{copy.variant or ''}~{chase.id}"
    connection.execute(
        "INSERT OR IGNORE INTO broadcast_body(bid, language, part, method, body) VALUES(?, ?, ?, 'sendMessage', ?)",
        (copy.bid, name, copy.part, _json(body)),
    )
    return name


def _json(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False)
