"""Settling: what became of a message, written down with all that follows from it."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Final

from bot.storage.chats import migrate
from bot.storage.outbox.records import Priority, Settled

MOST_STRIKES: Final = 5
"""Refusals in a row before a chat is switched off (telegram-facts.md 1.2) …"""
STRIKES_SPAN: Final = 48 * 3_600_000
"""… and the milliseconds they must be spread over: for hours, Telegram once refused every bot everything."""


def settle(connection: sqlite3.Connection, outcome: Settled, at: int) -> None:
    """Write down what became of one message, within the caller's transaction."""
    connection.execute(
        "UPDATE outbox SET state = ?, mid = coalesce(?, mid), not_before = ?, err = ?, doubted = doubted + ?,"
        " thread = CASE WHEN ? THEN NULL ELSE thread END, sent_at = CASE WHEN ? THEN ? END,"
        " body = CASE WHEN ? AND keep = 0 THEN '' ELSE coalesce(?, body) END WHERE id = ?",
        (
            outcome.state,
            outcome.mid,
            outcome.not_before,
            outcome.err,
            outcome.doubt,
            outcome.general,
            outcome.state == "sent",
            at,
            outcome.state in ("sent", "dead"),
            json.dumps(outcome.body, ensure_ascii=False) if outcome.body else None,
            outcome.id,
        ),
    )
    if outcome.migrate_to:
        migrate(connection, outcome.chat, outcome.migrate_to)
    if outcome.state == "sent":
        _arrived(connection, outcome, at)
    if outcome.strike:
        _strike(connection, outcome, at)
    if outcome.gone:
        connection.execute(
            "UPDATE outbox INDEXED BY outbox_open SET state = 'cancelled', err = 'the chat cannot be written to',"
            " body = CASE keep WHEN 0 THEN '' ELSE body END"
            " WHERE chat = ? AND state IN('queued','sending','unknown') AND state = 'queued' AND prio = ?",
            (outcome.chat, int(Priority.REPLY)),
        )


def _arrived(connection: sqlite3.Connection, outcome: Settled, at: int) -> None:
    if outcome.mid:
        connection.execute("INSERT OR IGNORE INTO sent_log VALUES(?, ?, ?)", (outcome.chat, outcome.mid, at))
    connection.execute(
        "UPDATE chat SET last_mid = max(last_mid, ?1), strikes = 0, first_strike = NULL"
        " WHERE id = ?2 AND (last_mid < ?1 OR strikes > 0)",
        (outcome.mid or 0, outcome.chat),
    )


def _strike(connection: sqlite3.Connection, outcome: Settled, at: int) -> None:
    connection.execute(
        "UPDATE chat SET strikes = strikes + 1, first_strike = coalesce(first_strike, ?) WHERE id = ?",
        (at, outcome.chat),
    )


def switch_off(connection: sqlite3.Connection, chats: Iterable[int], at: int) -> None:
    """Switch off those of the chats that refused for days, within the caller's transaction; their settings stay."""
    connection.executemany(
        "UPDATE chat SET active = 0 WHERE id = ? AND strikes >= ? AND first_strike <= ?",
        [(chat, MOST_STRIKES, at - STRIKES_SPAN) for chat in chats],
    )
