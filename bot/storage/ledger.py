"""The ledger: who has a broadcast, who has not, who is uncertain; and the deciding of what is."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.storage.database import Database
from bot.storage.feeds import sources
from bot.storage.schedules import ScheduleTable
from bot.storage.times import instant, milliseconds
from content.schedule import next_slot, Schedule
from handlers.ports import Account, Recipient, Standing

_AGAIN_FOR: Final = timedelta(hours=6)
_ALERT_AGAIN_FOR: Final = timedelta(hours=2)
"""How long a message queued again may wait (delivery.md 3.7)."""

_ACCOUNT: Final = "SELECT id, kind, title, made_at, audience IS NOT NULL FROM broadcast"

# A copy that is queued again must still have its words, and a chat that can be written to.
_UNDELIVERED: Final = """
o.op = 'send' AND o.state IN('held', 'expired', 'dead', 'cancelled') AND coalesce(o.err, '') NOT IN('withdrawn', 'corrected')
AND (o.body != '' OR EXISTS(SELECT 1 FROM broadcast_body w WHERE w.bid = o.bid AND w.language = o.language AND w.part = o.part))
AND EXISTS(SELECT 1 FROM chat c WHERE c.id = o.chat AND c.active = 1)
"""


class DeliveryLedger:
    """Reads ``broadcast`` and ``outbox``; implements the port ``Ledger`` of the handlers."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database
        self._schedules = ScheduleTable(database)

    async def standing(self, now: datetime) -> Standing:
        """Return how delivery stands."""
        due = 0
        for each in await self._schedules.all_active():
            day = _later_today(each.schedule, now)
            if day is not None and not await self._schedules.served(each.schedule.id, day):
                due += 1

        def look(connection: sqlite3.Connection) -> Standing:
            states = dict(connection.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())
            (last,) = connection.execute(
                "SELECT max(o.sent_at) FROM broadcast b JOIN outbox o INDEXED BY outbox_bid ON o.bid = b.id"
                " WHERE b.kind = 'digest' AND o.state = 'sent' AND o.op = 'send'"
            ).fetchone()
            return Standing(states, due, None if last is None else instant(last), sources(connection, now).silent)

        return await self._database.read(look)

    async def recent(self, limit: int = 10) -> list[Account]:
        """Return the latest broadcasts, the newest first."""
        query = f"{_ACCOUNT} ORDER BY made_at DESC, id DESC LIMIT ?"

        def look(connection: sqlite3.Connection) -> list[Account]:
            return _accounts(connection, connection.execute(query, (limit,)).fetchall())

        return await self._database.read(look)

    async def account(self, broadcast: int) -> Account | None:
        """Return what became of a broadcast, or None."""
        query = f"{_ACCOUNT} WHERE id = ?"

        def look(connection: sqlite3.Connection) -> list[Account]:
            return _accounts(connection, connection.execute(query, (broadcast,)).fetchall())

        found = await self._database.read(look)
        return found[0] if found else None

    async def recipients(self, broadcast: int, states: Sequence[str], limit: int = 50) -> list[Recipient]:
        """Return copies of a broadcast that are in one of the states."""
        query = (
            "SELECT o.id, o.chat, coalesce(c.kind, ''), o.state, o.err, o.sent_at FROM outbox o LEFT JOIN chat c ON c.id = o.chat"  # noqa: S608
            f" WHERE o.bid = ? AND o.op = 'send' AND o.state IN({','.join('?' * len(states))}) ORDER BY o.id LIMIT ?"
        )
        rows = await self._database.read(
            lambda connection: connection.execute(query, (broadcast, *states, limit)).fetchall()
        )
        return [_recipient(*row) for row in rows]

    async def copy(self, message: int) -> tuple[Account, Recipient] | None:
        """Return a copy by its number in the outbox, with its broadcast; None where it is none."""
        query = (
            "SELECT o.bid, o.id, o.chat, coalesce(c.kind, ''), o.state, o.err, o.sent_at FROM outbox o"
            " LEFT JOIN chat c ON c.id = o.chat WHERE o.id = ? AND o.bid IS NOT NULL"
        )
        row = await self._database.read(lambda connection: connection.execute(query, (message,)).fetchone())
        account = await self.account(row[0]) if row else None
        if account is None:
            return None
        return account, _recipient(*row[1:])

    async def resend(self, broadcast: int, now: datetime) -> int:
        """Queue again the copies that did not arrive, of a broadcast that was not withdrawn; return how many.

        One that was held may have arrived after all: it is marked so.
        """

        def queue(connection: sqlite3.Connection) -> int:
            row = connection.execute("SELECT kind, state FROM broadcast WHERE id = ?", (broadcast,)).fetchone()
            if row is None or row[1] == "cancelled":
                return 0
            return connection.execute(
                "UPDATE outbox AS o SET state = 'queued', attempt = 0, not_before = 0, expires_at = ?, err = NULL, mid = NULL,"  # noqa: S608
                f" doubted = doubted + (state = 'held') WHERE o.bid = ? AND {_UNDELIVERED}",
                (_expiry(row[0], now), broadcast),
            ).rowcount

        return await self._database.write(queue)

    async def decide(self, message: int, *, arrived: bool, now: datetime) -> bool:
        """Settle a held message: it arrived, or it is sent again; False where it is not held any more."""

        def settle(connection: sqlite3.Connection) -> bool:
            if arrived:
                done = connection.execute(
                    "UPDATE outbox SET state = 'sent', sent_at = ?, err = NULL,"
                    " body = CASE keep WHEN 0 THEN '' ELSE body END WHERE id = ? AND state = 'held'",
                    (milliseconds(now), message),
                )
                return bool(done.rowcount)
            row = connection.execute(
                "SELECT b.kind FROM outbox o LEFT JOIN broadcast b ON b.id = o.bid WHERE o.id = ?", (message,)
            ).fetchone()
            done = connection.execute(
                "UPDATE outbox SET state = 'queued', attempt = 0, not_before = 0, expires_at = ?, err = NULL, mid = NULL"
                " WHERE id = ? AND state = 'held'",
                (_expiry(row[0] if row else None, now), message),
            )
            return bool(done.rowcount)

        return await self._database.write(settle)


def _recipient(number: int, chat: int, kind: str, state: str, err: str | None, sent_at: int | None) -> Recipient:
    return Recipient(number, chat, kind, state, err, None if sent_at is None else instant(sent_at))


def _expiry(kind: str | None, now: datetime) -> int:
    return milliseconds(now + (_ALERT_AGAIN_FOR if kind == "alert" else _AGAIN_FOR))


def _accounts(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> list[Account]:
    query = "SELECT state, count(*), sum(doubted > 0) FROM outbox INDEXED BY outbox_bid WHERE bid = ? AND op = 'send' GROUP BY state"
    found = []
    for number, kind, title, made_at, expanding in rows:
        counted = connection.execute(query, (number,)).fetchall()
        doubted = sum(int(doubts) for state, _, doubts in counted if state == "sent")
        states = {str(state): int(count) for state, count, _ in counted}
        found.append(Account(number, kind, title, instant(made_at), states, bool(expanding), doubted))
    return found


def _later_today(schedule: Schedule, now: datetime) -> date | None:
    """Return the local day of the schedule's next slot where that is today."""
    slot = next_slot(schedule.days, schedule.at, schedule.zone, now)
    today = now.astimezone(ZoneInfo(schedule.zone)).date()
    return today if slot is not None and slot[0] == today else None
