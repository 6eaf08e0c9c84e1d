"""Rewinding: a copy of the store is brought back to an earlier day, so that a rehearsal can play the days since again."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.storage.times import instant, milliseconds


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the log of news that lies after the day rewound to."""

    slug: str
    rev: int
    at: datetime


def rewind(connection: sqlite3.Connection, start: datetime) -> list[Happened]:
    """Bring the copy back to ``start`` and return what happened since, the oldest first, to be put back in its time.

    What was queued is cancelled: a rehearsal shows what is due in its days, not what waits today.
    """
    at = milliseconds(start)
    rows = connection.execute(
        "SELECT slug, rev, at FROM news WHERE at >= ? AND what IS NOT 'silent' ORDER BY at, id", (at,)
    ).fetchall()
    for statement in (
        "DELETE FROM news WHERE at >= :at",
        # What waited then and was told since waits again: it is compared anew, and was told to nobody else.
        "UPDATE news SET state = 'new', cursor = -9223372036854775808 WHERE story IN(SELECT story FROM told WHERE at >= :at)",
        "DELETE FROM told WHERE at >= :at",
        "DELETE FROM slot WHERE at >= :at",
        "DELETE FROM pending WHERE news NOT IN(SELECT id FROM news)",
        "DELETE FROM gate",
        "UPDATE chat SET blocked_until = 0",
        "UPDATE outbox SET state = 'cancelled' WHERE state IN('queued', 'sending', 'unknown', 'held')",
        "UPDATE broadcast SET audience = NULL",
        # What was decided since is decided again, under the same name.
        "DELETE FROM outbox WHERE target IN(SELECT id FROM outbox WHERE bid IN(SELECT id FROM broadcast WHERE made_at >= :at))",
        "DELETE FROM outbox WHERE bid IN(SELECT id FROM broadcast WHERE made_at >= :at)",
        "DELETE FROM broadcast WHERE made_at >= :at",
        # What it had told by then is as old as its last digest before.
        "UPDATE schedule SET told_until = (SELECT max(at) FROM slot WHERE schedule = schedule.id AND state != 'skipped')"
        " WHERE told_until > :at",
        "UPDATE schedule SET made_at = min(made_at, :at - 1)",
        "UPDATE subscription SET made_at = min(made_at, :at - 1)",
    ):
        connection.execute(statement, {"at": at})
    return [Happened(slug, rev, instant(when)) for slug, rev, when in rows]


def put_back(connection: sqlite3.Connection, happened: Happened) -> None:
    """Let it happen, in its time."""
    connection.execute(
        "INSERT INTO news(slug, rev, at) VALUES(?, ?, ?)", (happened.slug, happened.rev, milliseconds(happened.at))
    )
