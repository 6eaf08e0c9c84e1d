"""Pins: a digest that arrived is pinned without a sound where its group wants that, and the one before is unpinned."""

import json
import sqlite3
from datetime import datetime, timedelta
from typing import Final

from bot.storage.database import Database
from bot.storage.outbox import Priority
from bot.storage.schedules import ScheduleTable
from bot.storage.times import milliseconds

_EXPIRES: Final = timedelta(hours=6)

# The latest digest of each schedule that wants pins, where it arrived and is not the one pinned.
_ARRIVED: Final = """
SELECT s.id, s.chat, s.pinned, o.id, o.mid, o.bid FROM schedule s JOIN chat c ON c.id = s.chat
JOIN slot l ON l.schedule = s.id AND l.day = (SELECT max(day) FROM slot WHERE schedule = s.id AND state = 'sent')
JOIN outbox o ON o.bid = l.bid AND o.chat = s.chat AND o.part = 0 AND o.op = 'send'
WHERE s.pin = 1 AND c.kind != 'private' AND c.active = 1 AND o.state = 'sent' AND o.mid > 0 AND o.id IS NOT s.pinned
"""
_PIN, _UNPIN = 100, 101
"""Parts of the digest's broadcast that are no message: each is queued once."""


class Pins:
    """Keeps the latest digest pinned."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def pin(self, now: datetime) -> int:
        """Queue the pins and unpins that are owed; return how many digests are pinned anew."""
        at, expires = milliseconds(now), milliseconds(now + _EXPIRES)

        def work(connection: sqlite3.Connection) -> int:
            arrived = connection.execute(_ARRIVED).fetchall()
            for schedule, chat, pinned, row, mid, bid in arrived:
                before = connection.execute(
                    "SELECT mid FROM outbox WHERE id = ? AND chat = ? AND mid > 0", (pinned, chat)
                ).fetchone()
                calls = [(_PIN, "pinChatMessage", row, {"message_id": mid, "disable_notification": True})]
                if before is not None:
                    calls.append((_UNPIN, "unpinChatMessage", pinned, {"message_id": before[0]}))
                connection.executemany(
                    "INSERT OR IGNORE INTO outbox(bid, chat, part, op, method, body, target, prio, expires_at, made_at)"
                    " VALUES(?, ?, ?, 'edit', ?, ?, ?, ?, ?, ?)",
                    [
                        (bid, chat, part, method, json.dumps({"chat_id": chat, **body}), target,
                         int(Priority.HOUSEKEEPING), expires, at)
                        for part, method, target, body in calls
                    ],
                )  # fmt: skip
                ScheduleTable.pinned(connection, schedule, row)
            return len(arrived)

        if not await self._database.read(lambda connection: connection.execute(_ARRIVED).fetchone()):
            return 0
        return await self._database.write(work)
