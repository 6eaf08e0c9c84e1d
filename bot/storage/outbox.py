"""The outbox: everything the bot says, written with the decision to say it, claimed before it is sent, settled after."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, Final

from bot.storage.chats import migrate
from bot.storage.database import Database
from bot.storage.times import milliseconds
from handlers.kept import kept_for

KEPT: Final = kept_for("messages")
"""How long settled messages are kept (security.md 6.7)."""


class Priority(IntEnum):
    """Who goes first (delivery.md 3.4)."""

    ALERT = 0
    ALERT_CORRECTION = 1
    REPLY = 2
    PUSH = 3
    DIGEST = 4
    HOUSEKEEPING = 5


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to be said: a Bot API method with its parameters, frozen."""

    chat: int
    method: str
    body: dict[str, Any]
    op: str = "send"
    part: int = 0
    prio: Priority = Priority.REPLY
    keep: bool = True
    """False: the body goes as soon as the message is settled."""
    items: tuple[str, ...] = ()
    expires_in: timedelta | None = None
    chat_kind: str = "private"


@dataclass(frozen=True, slots=True)
class Claimed:
    """One message this process is sending."""

    id: int
    chat: int
    method: str
    body: dict[str, Any]
    op: str
    prio: Priority
    attempt: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a claimed message."""

    id: int
    chat: int
    state: str
    """``sent``, ``queued`` (again), ``unknown``, ``dead``."""
    mid: int | None = None
    not_before: int = 0
    err: str | None = None
    body: dict[str, Any] | None = None
    """A body to try instead (plain text after a parse fault)."""
    strike: bool = False
    gone: bool = False
    """The chat cannot be written to at all (blocked, kicked)."""
    migrate_to: int | None = None


# A message in doubt holds its chat back only while it may still arrive late; an expired one holds back nothing.
_READY: Final = """
FROM outbox o JOIN chat c ON c.id = o.chat
WHERE o.state = 'queued' AND c.active = 1 AND (o.expires_at IS NULL OR o.expires_at > :now)
  AND NOT EXISTS(SELECT 1 FROM outbox p INDEXED BY outbox_open
    WHERE p.chat = o.chat AND p.state IN('queued','sending','unknown') AND CASE p.state
      WHEN 'sending' THEN 1
      WHEN 'unknown' THEN p.not_before > :now
      ELSE p.prio = o.prio AND p.id < o.id AND (p.expires_at IS NULL OR p.expires_at > :now) END)
"""
_CLAIM: Final = f"""
SELECT o.id, o.chat, o.method, o.body, o.op, o.prio, o.attempt {_READY}
  AND o.not_before <= :now AND c.blocked_until <= :now
ORDER BY o.prio, o.not_before, o.id LIMIT :limit
"""
_WAKE: Final = f"""
SELECT min(at) FROM (SELECT max(o.not_before, c.blocked_until) AS at {_READY}
  UNION ALL SELECT not_before FROM outbox WHERE state IN('sending','unknown') AND state = 'unknown' AND not_before > :now)
"""  # noqa: S608


class Outbox:
    """Tables ``outbox``, ``outbox_item``, ``sent_log``: the states of delivery.md 3.3."""

    def __init__(self, database: Database, boot: str) -> None:
        """Read and write through ``database``; ``boot`` names this run of the process."""
        self._database = database
        self._boot = boot

    @staticmethod
    def put(connection: sqlite3.Connection, messages: Iterable[Outgoing], now: datetime) -> int:
        """Queue the messages, within the caller's transaction; return how many."""
        at = milliseconds(now)
        count = 0
        for message in messages:
            # An answer goes to somebody who just spoke, so the chat can be written to again.
            connection.execute(
                "INSERT INTO chat(id, kind, seen_at) VALUES(?, ?, ?)"
                " ON CONFLICT(id) DO UPDATE SET active = 1 WHERE active = 0 AND ?",
                (message.chat, message.chat_kind, at, message.prio is Priority.REPLY),
            )
            expires = at + round(message.expires_in.total_seconds() * 1000) if message.expires_in else None
            cursor = connection.execute(
                "INSERT INTO outbox(chat, part, op, method, body, prio, keep, not_before, expires_at, made_at)"
                " VALUES(?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
                (
                    message.chat,
                    message.part,
                    message.op,
                    message.method,
                    json.dumps(message.body, ensure_ascii=False),
                    int(message.prio),
                    int(message.keep),
                    expires,
                    at,
                ),
            )
            connection.executemany(
                "INSERT OR IGNORE INTO outbox_item VALUES(?, ?)", [(slug, cursor.lastrowid) for slug in message.items]
            )
            count += 1
        return count

    async def turn(self, settled: Sequence[Settled], now: datetime, limit: int) -> list[Claimed]:
        """Settle what was sent and claim what comes next, in one transaction, committed on return.

        The claim is on disk before any socket is touched; at most ``limit`` messages, one a chat.
        """
        at = milliseconds(now)

        def work(connection: sqlite3.Connection) -> list[Claimed]:
            for outcome in settled:
                _settle(connection, outcome, at)
            if limit <= 0:
                return []
            rows = connection.execute(_CLAIM, {"now": at, "limit": limit}).fetchall()
            claimed: dict[int, Claimed] = {}
            for id_, chat, method, body, op, prio, attempt in rows:
                if chat not in claimed:  # the best of each chat comes first
                    claimed[chat] = Claimed(id_, chat, method, json.loads(body), op, Priority(prio), attempt + 1)
            connection.executemany(
                "UPDATE outbox SET state = 'sending', attempt = attempt + 1, boot = ?, started_at = ?,"
                " mid_floor = (SELECT last_mid FROM chat WHERE chat.id = outbox.chat) WHERE id = ?",
                [(self._boot, at, message.id) for message in claimed.values()],
            )
            return list(claimed.values())

        return await self._database.write(work)

    async def wake_at(self, now: datetime) -> int | None:
        """Return when the next waiting message may go, in milliseconds since 1970, or None when none waits."""
        row = await self._database.read(
            lambda connection: connection.execute(_WAKE, {"now": milliseconds(now)}).fetchone()
        )
        return int(row[0]) if row and row[0] is not None else None

    async def recover(self, now: datetime) -> int:
        """Deal with what an earlier run left in flight, before any worker starts; return how many messages that were.

        Their outcome is not known. Edits and deletions are repeated (they are idempotent). A reply is said again: a
        reader who asked is better served twice than never. The rest stays ``unknown`` for the policy of its kind.
        """
        at = milliseconds(now)

        def work(connection: sqlite3.Connection) -> int:
            connection.execute("UPDATE outbox SET state = 'unknown', not_before = ? WHERE state = 'sending'", (at,))
            (left,) = connection.execute("SELECT count(*) FROM outbox WHERE state = 'unknown'").fetchone()
            connection.execute(
                "UPDATE outbox SET state = 'queued', err = 'said again after a restart'"
                " WHERE state = 'unknown' AND (op != 'send' OR prio = ?)",
                (int(Priority.REPLY),),
            )
            return int(left)

        return await self._database.write(work)

    async def counts(self) -> dict[str, int]:
        """Return how many messages are in each state."""
        rows = await self._database.read(
            lambda connection: connection.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall()
        )
        return {str(state): int(count) for state, count in rows}

    async def tidy(self, now: datetime) -> None:
        """Expire what is too late, and remove what was settled 30 days ago."""
        at, old = milliseconds(now), milliseconds(now - KEPT)

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE outbox SET state = 'expired', body = CASE keep WHEN 0 THEN '' ELSE body END"
                " WHERE state = 'queued' AND expires_at <= ?",
                (at,),
            )
            for state in ("target IS NOT NULL", "NOT EXISTS(SELECT 1 FROM outbox e WHERE e.target = outbox.id)"):
                connection.execute(
                    "DELETE FROM outbox WHERE made_at < ? AND state IN('sent','expired','cancelled','dead') AND "  # noqa: S608
                    + state,
                    (old,),
                )
            connection.execute("DELETE FROM sent_log WHERE at < ?", (old,))

        await self._database.write(work)


def _settle(connection: sqlite3.Connection, outcome: Settled, at: int) -> None:
    """Write down what became of one message."""
    final = outcome.state in ("sent", "dead")
    connection.execute(
        "UPDATE outbox SET state = ?, mid = coalesce(?, mid), not_before = ?, err = ?,"
        " sent_at = CASE WHEN ? THEN ? END, body = CASE WHEN ? AND keep = 0 THEN '' ELSE coalesce(?, body) END WHERE id = ?",
        (
            outcome.state,
            outcome.mid,
            outcome.not_before,
            outcome.err,
            outcome.state == "sent",
            at,
            final,
            json.dumps(outcome.body, ensure_ascii=False) if outcome.body else None,
            outcome.id,
        ),
    )
    if outcome.migrate_to:
        migrate(connection, outcome.chat, outcome.migrate_to)
    if outcome.mid:
        connection.execute("INSERT OR IGNORE INTO sent_log VALUES(?, ?, ?)", (outcome.chat, outcome.mid, at))
        connection.execute(
            "UPDATE chat SET last_mid = max(last_mid, ?), strikes = 0, first_strike = NULL WHERE id = ?",
            (outcome.mid, outcome.chat),
        )
    if outcome.strike:
        connection.execute(
            "UPDATE chat SET strikes = strikes + 1, first_strike = coalesce(first_strike, ?) WHERE id = ?",
            (at, outcome.chat),
        )
    if outcome.gone:
        connection.execute("UPDATE chat SET active = 0 WHERE id = ?", (outcome.chat,))
        connection.execute(
            "UPDATE outbox SET state = 'cancelled', err = 'the chat cannot be written to',"
            " body = CASE keep WHEN 0 THEN '' ELSE body END WHERE chat = ? AND state = 'queued' AND prio = ?",
            (outcome.chat, int(Priority.REPLY)),
        )
