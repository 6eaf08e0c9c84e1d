"""The tables of the outbox: putting in, taking out, and what a run of the process finds of the one before."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

from bot.storage.database import Database
from bot.storage.gate import Gatekeeper
from bot.storage.outbox.claiming import Claim, doubtful, Room, SHARED_ABOVE
from bot.storage.outbox.records import Claimed, Outgoing, Priority, Settled, Turn
from bot.storage.outbox.settling import settle, switch_off
from bot.storage.times import milliseconds
from handlers.kept import kept_for

KEPT: Final = kept_for("messages")
"""How long settled messages are kept (security.md 6.7)."""
LATE: Final = 30_000
"""For so many milliseconds a message of unknown outcome may still arrive (delivery.md 3.3)."""
_CHUNK: Final = 1000
"""Messages that expire in one transaction."""
_MOST_DOUBTS: Final = 2
"""How often a reply is said again after a crash."""


class Outbox:
    """Tables ``outbox``, ``outbox_item``, ``sent_log``: the states of delivery.md 3.3."""

    def __init__(
        self,
        database: Database,
        boot: str,
        gate: Gatekeeper | None = None,
        zone: Callable[[], str] = lambda: "UTC",
    ) -> None:
        """Read and write through ``database``; ``boot`` names this run of the process.

        ``gate`` says how fast messages may go (None: as fast as they can), ``zone`` which time zone is meant for a chat
        that names none.
        """
        self._database = database
        self._boot = boot
        self._gate = gate
        self._zone = zone
        self._newest = 0
        """The greatest number known of a message in a chat that counts with others."""

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
                "INSERT INTO outbox(mid, chat, part, op, method, body, prio, keep, not_before, expires_at, made_at)"
                " VALUES(?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
                (
                    # The message that is changed has its number: so it is known what it says, also where nothing changed.
                    message.body.get("message_id") if message.method in ("editMessageText", "deleteMessage") else None,
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

    async def turn(
        self,
        settled: Sequence[Settled],
        now: datetime,
        room: int,
        broadcasts: int | None = None,
        digests: int | None = None,
    ) -> Turn:
        """Settle what was sent and claim what comes next, in one transaction, committed on return.

        The claim is on disk before any socket is touched; at most ``room`` messages, one a chat, of which at most
        ``broadcasts`` are other than replies, and of those at most ``digests`` not urgent.
        """
        at = milliseconds(now)
        broadcasts = room if broadcasts is None else broadcasts
        places = Room(room, broadcasts, broadcasts if digests is None else digests)

        def work(connection: sqlite3.Connection) -> Turn:
            for outcome in settled:
                settle(connection, outcome, at)
                if outcome.mid and outcome.chat > SHARED_ABOVE:
                    self._newest = max(self._newest, outcome.mid)
            claim = Claim(connection, at, self._gate, self._zone, self._newest)
            claim.run(places, self._boot)
            return Turn(claim.claimed, doubtful(connection, at), claim.wake_at())

        return await self._database.write(work)

    async def recover(self, now: datetime) -> int:
        """Deal with what an earlier run left in flight, before any worker starts; return how many messages that were.

        Their outcome is not known. Edits and deletions are repeated (they are idempotent). A reply is said again: a
        reader who asked is better served twice than never. The rest is ``unknown`` until it can no longer arrive late.
        """
        at = milliseconds(now)

        def work(connection: sqlite3.Connection) -> int:
            connection.execute(
                "UPDATE outbox SET state = 'unknown', not_before = min(max(?1, started_at + ?2), ?1 + ?2)"
                " WHERE state IN('sending','unknown') AND state = 'sending'",
                (at, LATE),
            )
            (left,) = connection.execute(
                "SELECT count(*) FROM outbox WHERE state IN('sending','unknown') AND state = 'unknown'"
            ).fetchone()
            connection.execute(
                "UPDATE outbox SET state = CASE WHEN op = 'send' AND doubted >= ? THEN 'dead' ELSE 'queued' END,"
                " not_before = 0, doubted = doubted + (op = 'send'), err = 'said again after a restart'"
                " WHERE state IN('sending','unknown') AND state = 'unknown' AND (op != 'send' OR prio = ?)",
                (_MOST_DOUBTS, int(Priority.REPLY)),
            )
            (self._newest,) = connection.execute(
                "SELECT coalesce(max(last_mid), 0) FROM chat WHERE id > ?", (SHARED_ABOVE,)
            ).fetchone()
            return int(left)

        return await self._database.write(work)

    async def switch_off(self, chats: Sequence[int], now: datetime) -> None:
        """Switch off those of the chats that refused five messages in a row over two days; their settings stay."""
        await self._database.write(lambda connection: switch_off(connection, chats, milliseconds(now)))

    async def near(self, message: Claimed) -> tuple[frozenset[int], bool]:
        """Return the numbers of own messages that came after the message began, and whether it is sure where it began.

        It is sure where the last number known there before was new, or where all private chats count together.
        """

        def look(connection: sqlite3.Connection) -> tuple[frozenset[int], bool]:
            mids = connection.execute(
                "SELECT mid FROM sent_log WHERE chat = ? AND mid > ? ORDER BY mid LIMIT 200",
                (message.chat, message.mid_floor),
            ).fetchall()
            row = connection.execute(
                "SELECT at FROM sent_log WHERE chat = ? AND mid = ?", (message.chat, message.mid_floor)
            ).fetchone()
            new = row is not None and row[0] >= message.started_at - 3_600_000
            return frozenset(mid for (mid,) in mids), new or message.chat > SHARED_ABOVE

        return await self._database.read(look)

    async def keep_earlier(self, message: Claimed, earlier: int, later: int, now: datetime) -> None:
        """Note that an earlier attempt arrived as well, as ``earlier``, and have the later copy deleted."""
        body = {"chat_id": message.chat, "message_id": later}
        delete = Outgoing(message.chat, "deleteMessage", body, op="delete", prio=Priority.ALERT_CORRECTION)

        def work(connection: sqlite3.Connection) -> None:
            settle(connection, Settled(message.id, message.chat, "sent", mid=earlier), milliseconds(now))
            Outbox.put(connection, [delete], now)

        await self._database.write(work)

    async def held(self) -> list[int]:
        """Return the numbers of the messages that wait for somebody to say whether they arrived."""
        query = "SELECT id FROM outbox WHERE state = 'held' ORDER BY id"
        return [row[0] for row in await self._database.read(lambda connection: connection.execute(query).fetchall())]

    async def counts(self) -> dict[str, int]:
        """Return how many messages are in each state."""
        rows = await self._database.read(
            lambda connection: connection.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall()
        )
        return {str(state): int(count) for state, count in rows}

    async def expire(self, now: datetime) -> int:
        """End what is too late to be sent; return how many messages that were."""
        at = milliseconds(now)

        def work(connection: sqlite3.Connection) -> int:
            return connection.execute(
                "UPDATE outbox SET state = 'expired', body = CASE keep WHEN 0 THEN '' ELSE body END WHERE id IN"
                " (SELECT id FROM outbox INDEXED BY outbox_expiring"
                " WHERE state = 'queued' AND expires_at IS NOT NULL AND expires_at <= ? LIMIT ?)",
                (at, _CHUNK),
            ).rowcount

        expired = 0
        while count := await self._database.write(work):
            expired += count
            if count < _CHUNK:
                break
        return expired

    async def tidy(self, now: datetime) -> None:
        """Expire what is too late, and remove what was settled 30 days ago."""
        old = milliseconds(now - KEPT)
        await self.expire(now)

        def work(connection: sqlite3.Connection) -> None:
            # A message corrected again and again is a chain, of which only the end that is old enough goes.
            last = "NOT EXISTS(SELECT 1 FROM outbox e WHERE e.target = outbox.id)"
            for state in (f"target IS NOT NULL AND {last}", last):
                connection.execute(
                    "DELETE FROM outbox WHERE made_at < ?"  # noqa: S608
                    " AND state IN('sent','held','expired','cancelled','dead') AND " + state,
                    (old,),
                )
            connection.execute("DELETE FROM sent_log WHERE at < ?", (old,))

        await self._database.write(work)
