"""Riverain's own delivery: outbox on disk, gate and worker as they run, over HTTP; started by ``running``."""

import asyncio
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from bot.clock import SystemClock
from bot.delivery.gate import Gate, UNPACED
from bot.delivery.halts import Halts
from bot.delivery.worker import DeliveryWorker
from bot.gateway.buttons import Buttons
from bot.gateway.sender import TelegramSender
from bot.gateway.telegram import Telegram
from bot.gateway.wire import http_wire
from bot.logs import set_up_logs
from bot.storage.broadcasts import address, begin, Body, Broadcast, Target, word
from bot.storage.database import DATABASE, Database, open_database
from bot.storage.gate import GateTable
from bot.storage.outbox import Outbox, Outgoing, Priority
from bot.storage.settings import SettingTable
from bot.storage.times import milliseconds

FIRST_CHAT: Final = 700_000_000
ALERTED: Final = 600_000_000
CHANNEL: Final = -1_001_000_000_001
GROUP: Final = -1_001_000_000_002
_CHUNK: Final = 500


class Unheard:
    """Notices nobody reads."""

    async def token_refused(self) -> None:
        """Say nothing."""

    async def long_halt(self, seconds: float) -> None:
        """Say nothing."""

    async def breaker(self, count: int) -> None:
        """Say nothing."""

    async def thread_gone(self, chat: int, thread: int, bid: int) -> None:
        """Say nothing."""

    async def unreadable(self, bid: int | None) -> None:
        """Say nothing."""

    async def held(self, messages: Sequence[int]) -> None:
        """Say nothing."""


async def queue(database: Database, name: str, text: str, prio: Priority, chats: Sequence[int]) -> None:
    """Queue one message for the chats, as digests and alerts are."""
    now = SystemClock().now()
    expires = now + timedelta(hours=6)
    broadcast = Broadcast(name, "alert" if prio is Priority.ALERT else "digest", name, prio, expires_at=expires)

    def decide(connection: sqlite3.Connection) -> int:
        bid, _ = begin(connection, broadcast, now)
        word(connection, bid, "fr", [Body("sendMessage", {"text": text})])
        return bid

    bid = await database.write(decide)
    for first in range(0, len(chats), _CHUNK):
        some = chats[first : first + _CHUNK]
        await database.write(partial(_address, bid=bid, chats=some, prio=prio, now=now, expires=expires))


def _address(
    connection: sqlite3.Connection, bid: int, chats: Sequence[int], prio: Priority, now: datetime, expires: datetime
) -> None:
    at = milliseconds(now)
    connection.executemany(
        "INSERT OR IGNORE INTO chat(id, kind, seen_at) VALUES(?, ?, ?)",
        [(chat, "private" if chat > 0 else "channel", at) for chat in chats],
    )
    targets = [Target(chat, "fr") for chat in chats]
    address(connection, bid, targets, prio=prio, now=now, expires_at=milliseconds(expires))


async def converse(database: Database, count: int) -> None:
    """Queue answers to one group and edits of them, in turn."""
    group: dict[str, object] = {"chat_id": GROUP, "text": "Fontaine rouverte place Hébert"}
    answers = [
        Outgoing(GROUP, "editMessageText", {**group, "message_id": 1}, op="edit", chat_kind="group")
        if number % 2
        else Outgoing(GROUP, "sendMessage", group, chat_kind="group")
        for number in range(count)
    ]
    await database.write(partial(Outbox.put, messages=answers, now=SystemClock().now()))


async def alerts(database: Database, wake: Callable[[], None]) -> None:
    """Say something urgent to single chats while the digest is under way."""
    await asyncio.sleep(5)
    for number in range(1, 6):
        decided = time.time()
        await queue(database, f"alert:{number}", f"ALERT outbox {decided}", Priority.ALERT, [ALERTED + number])
        wake()
        await asyncio.sleep(2)


async def main(url: str, data: str, rows: int, how: str, text: str) -> None:
    """Send as ``how`` says: digest or alert (at the gate's rate), unpaced, to a channel, to a group."""
    set_up_logs("error")
    async with (
        http_wire(url, "110201543:BENCH-TOKEN-NOT-A-SECRET-0000000000") as wire,
        open_database(Path(data) / DATABASE) as database,
    ):
        gate, unheard = Gate(UNPACED if how == "unpaced" else None), Unheard()
        outbox, halts = Outbox(database, "bench", gate), Halts(gate, GateTable(database), unheard)
        sender = TelegramSender(Telegram(wire), Buttons(await SettingTable(database).button_key()))
        worker = DeliveryWorker(outbox, halts, sender, SystemClock(), unheard)
        if how == "group":
            await converse(database, rows)
        else:
            chats = [CHANNEL] if how == "channel" else range(FIRST_CHAT, FIRST_CHAT + rows)
            prio = Priority.ALERT_CORRECTION if how == "alert" else Priority.DIGEST
            await queue(database, "digest:1", text, prio, chats)
        print("ready", flush=True)
        sys.stdin.readline()
        tasks: list[Awaitable[None]] = [worker.run()]
        if how in ("digest", "alert"):
            tasks.append(alerts(database, worker.wake))
        print("begun", flush=True)
        await asyncio.gather(*tasks)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5]))
