"""Recipients of an alert: how long it takes until each subscriber has a row, and how much memory; a process of its own."""

import asyncio
import os
import sqlite3
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, cast, Final

from bot.clock import SystemClock
from bot.delivery.alerts import AlertTeller
from bot.delivery.composing import Composer, variant
from bot.operations.pack import import_pack
from bot.storage.broadcasts import begin, Body, Broadcast, BroadcastTable, word
from bot.storage.database import DATABASE, Database, open_database
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.outbox import Priority
from bot.storage.search import SearchIndex
from bot.storage.subscriptions import SubscriptionTable
from bot.storage.times import milliseconds
from content.news import Every, Filter
from content.news.matching import topics_of
from handlers.ports import Services
from tests.bench.commands import PACK, resident
from tests.bench.fanout.riverain import FIRST_CHAT
from tests.bench.fanout.running import TEXT

_TURNS: Final = ("fr", "en")


class OnlyPacks:
    """Of the services, what expanding asks for."""

    def __init__(self, packs: Knowledge) -> None:
        """Hold the pack."""
        self.packs = packs


async def subject(items: ItemTable) -> tuple[str, str]:
    """Return an item of the pack that has a topic, and the topic."""
    for item in await items.newest("article"):
        if topics := topics_of(item):
            return item.slug, topics[0]
    raise LookupError("no article of the pack has a topic")


async def prepare(data: Path, count: int) -> None:
    """Make a store of the Paris pack with so many subscribers to the topic of one article."""
    async with open_database(data / DATABASE) as database:
        items = ItemTable(database, SearchIndex())
        await import_pack(database, items, Path(PACK), SystemClock().now())
        _, topic = await subject(items)
        wanted = Filter(topics=(topic,))
        await database.write(lambda connection: _subscribe(connection, wanted, count))


def _subscribe(connection: sqlite3.Connection, wanted: Filter, count: int) -> None:
    at, chats = milliseconds(SystemClock().now()), range(FIRST_CHAT, FIRST_CHAT + count)
    connection.executemany(
        "INSERT INTO chat(id, kind, seen_at) VALUES(?, 'private', ?)", ((chat, at) for chat in chats)
    )
    connection.executemany(
        "INSERT INTO subscription(chat, thread, filter, every, language, made_at) VALUES(?, 0, ?, ?, ?, ?)",
        ((chat, wanted.write(), Every.NOW.value, _TURNS[chat % 2], at) for chat in chats),
    )
    for handle in wanted.handles:
        connection.execute("INSERT INTO subscription_handle SELECT ?, chat, id FROM subscription", (handle,))


async def expand(data: Path) -> None:
    """Expand an alert to every subscriber; print rows, seconds, memory before and at its highest (MB)."""
    async with open_database(data / DATABASE) as database:
        items = ItemTable(database, SearchIndex())
        knowledge = Knowledge(database, items)
        await knowledge.refresh()
        slug, _ = await subject(items)
        teller = AlertTeller(
            database,
            items,
            BroadcastTable(database),
            SubscriptionTable(database),
            lambda: cast("Services", OnlyPacks(knowledge)),
            cast("Composer", None),
            lambda: None,
        )
        await _decide(database, slug)
        before = resident_here()
        began = time.perf_counter()
        rows = await teller.expand(SystemClock().now())
        took = time.perf_counter() - began
        print(rows, took, before, highest_here(), flush=True)


async def _decide(database: Database, slug: str) -> None:
    now = SystemClock().now()
    audience: dict[str, Any] = {"item": slug}
    broadcast = Broadcast("alert:bench:1", "alert", "bench", Priority.ALERT, (slug,), None, now + timedelta(hours=2),
                          audience=audience)  # fmt: skip

    def keep(connection: sqlite3.Connection) -> None:
        bid, _ = begin(connection, broadcast, now)
        for language in _TURNS:
            word(connection, bid, variant(language, "private"), [Body("sendMessage", {"text": TEXT})])

    await database.write(keep)


def resident_here() -> float:
    """Return the resident memory of this process in MB."""
    return resident(os.getpid())


def highest_here() -> float:
    """Return the highest resident memory this process ever had, in MB."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return float("nan")


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        asyncio.run(prepare(Path(sys.argv[2]), int(sys.argv[3])))
    else:
        asyncio.run(expand(Path(sys.argv[2])))
