"""Copies of broadcasts in the outbox, and a run through it in no time at all."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.clock import MovableClock
from bot.storage.database import Database
from bot.storage.outbox import Claimed, Outbox, Outgoing, Priority, Settled
from bot.storage.times import milliseconds

KEYS = {"inline_keyboard": [[{"text": "Report", "ask": "+mistake:1:{message}"}]]}


async def broadcast(
    database: Database,
    chats: Sequence[int],
    now: datetime,
    *,
    prio: Priority = Priority.DIGEST,
    body: dict[str, Any] | None = None,
    parts: int = 1,
    thread: int | None = None,
    life: timedelta | None = timedelta(hours=6),
) -> int:
    """Queue a broadcast to the chats, in French; return its number."""
    text = json.dumps(body or {"text": "news", "entities": [], "reply_markup": KEYS})
    expires = milliseconds(now + life) if life else None

    def work(connection: sqlite3.Connection) -> int:
        cursor = connection.execute(
            "INSERT INTO broadcast(dedupe, kind, prio, body, state, made_at) VALUES(hex(randomblob(8)), 'digest', ?, '', 'live', 0)",
            (int(prio),),
        )
        bid = int(cursor.lastrowid or 0)
        for part in range(parts):
            connection.execute("INSERT INTO broadcast_body VALUES(?, 'fr', ?, 'sendMessage', ?)", (bid, part, text))
        for chat in chats:
            kind = "private" if chat > 0 else "supergroup"
            connection.execute("INSERT OR IGNORE INTO chat(id, kind) VALUES(?, ?)", (chat, kind))
            connection.executemany(
                "INSERT INTO outbox(bid, chat, part, op, method, body, prio, language, thread, expires_at, made_at)"
                " VALUES(?, ?, ?, 'send', 'sendMessage', '', ?, 'fr', ?, ?, ?)",
                [(bid, chat, part, int(prio), thread, expires, milliseconds(now)) for part in range(parts)],
            )
        return bid

    return await database.write(work)


def message(chat: int, text: str = "x", **more: Any) -> Outgoing:
    """Return a message of a chat."""
    return Outgoing(chat, "sendMessage", {"chat_id": chat, "text": text}, **more)


async def queue(database: Database, now: datetime, *messages: Outgoing) -> None:
    """Put messages into the outbox."""
    await database.write(lambda connection: Outbox.put(connection, messages, now))


async def ask(database: Database, query: str, *values: object) -> list[Any]:
    """Return the rows of a query; of one column, its values."""
    rows = await database.read(lambda connection: connection.execute(query, values).fetchall())
    return [row[0] if len(row) == 1 else row for row in rows]


class Run:
    """Sends whatever may go, at once and always well; the clock jumps to when the next may."""

    def __init__(self, outbox: Outbox, clock: MovableClock) -> None:
        self.outbox, self.clock = outbox, clock
        self.sent: list[tuple[int, Claimed]] = []
        self.turns = 0
        self._settled: list[Settled] = []
        self._mid = 0

    async def turn(self) -> int | None:
        """Take one turn; return when the next may bring something."""
        at = milliseconds(self.clock.now())
        turn = await self.outbox.turn(self._settled, self.clock.now(), 16, 4, 3)
        self.turns += 1
        self._settled = []
        for each in turn.claimed:
            self._mid += 1
            self.sent.append((at, each))
            self._settled.append(Settled(each.id, each.chat, "sent", mid=self._mid))
        return at if turn.claimed else turn.wake_at

    async def until(self, end: datetime | None = None, count: int | None = None) -> None:
        """Run until an instant, or until so many were sent, or until nothing waits."""
        while count is None or len(self.sent) < count:
            wake = await self.turn()
            now = milliseconds(self.clock.now())
            if wake is None or (end is not None and wake > milliseconds(end)):
                break
            if wake > now:
                self.clock.advance(timedelta(milliseconds=wake - now))
        if end is not None and end > self.clock.now():
            self.clock.set(end)

    def times(self, chat: int | None = None) -> list[int]:
        """Return when messages went, to a chat or to all."""
        return [at for at, each in self.sent if chat is None or each.chat == chat]
