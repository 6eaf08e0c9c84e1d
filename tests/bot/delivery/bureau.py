"""A bureau: everything that plans messages, over a real store with the Paris pack, without Telegram and without loops."""

import json
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, cast

from bot.clock import MovableClock
from bot.delivery.alerts import AlertTeller
from bot.delivery.digests import DigestTeller, Skipped
from bot.delivery.matching import Matcher
from bot.delivery.news import NewsTeller
from bot.delivery.pins import Pins
from bot.delivery.silent import SilentSources
from bot.gateway.broadcast import BroadcastComposer
from bot.storage.database import DATABASE, Database, open_database
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.search import Searcher
from bot.storage.tables import Tables
from content.news import Every, Filter
from content.records import Item, State
from content.schedule import Quiet, Schedule
from handlers.ports import Curation, Services
from tests.bot.town import SUNDAY_MORNING
from tests.handlers.world import both, item

ALICE, BOB, GROUP, CHANNEL = 7, 8, -1_001_000_000_001, -1_001_000_000_002
POLICING = Filter(topics=("policing",))


class Bureau:
    """The planning parts, one by one."""

    def __init__(self, database: Database, knowledge: Knowledge, items: ItemTable, clock: MovableClock) -> None:
        self.database, self.items, self.clock, self.knowledge = database, items, clock, knowledge
        self.tables = tables = Tables(database)
        self.composer = BroadcastComposer("riverain_bot")
        self.woken = 0
        self.skipped: list[Skipped] = []
        self.alerts = AlertTeller(
            database, items, tables.broadcasts, tables.subscriptions, lambda: self.services, self.composer, self._wake
        )
        self.services = Services(
            items, Searcher.__new__(Searcher), knowledge, tables.chats, tables.news, tables.subscriptions, tables.schedules,
            tables.ledger, self.alerts, tables.moderators, tables.doors, cast("Curation", None),
        )  # fmt: skip
        self.matcher = Matcher(database, tables.news, tables.subscriptions, lambda: knowledge.reference, knowledge.zone)
        self.news = NewsTeller(database, tables.news, self.services, self.composer, knowledge.zone)
        self.digests = DigestTeller(
            database, tables.schedules, tables.subscriptions, self.services, self.composer, self._skip
        )
        self.pins = Pins(database)
        self.silent = SilentSources(database, tables.feeds)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def _wake(self) -> None:
        self.woken += 1

    async def _skip(self, what: Skipped) -> None:
        self.skipped.append(what)

    async def follow(
        self,
        chat: int,
        wanted: Filter = POLICING,
        every: Every = Every.NOW,
        *,
        language: str = "fr",
        thread: int | None = None,
        kind: str = "",
    ) -> None:
        await self.tables.chats.met(chat, kind or ("private" if chat > 0 else "group"), self.now)
        await self.tables.subscriptions.add(chat, thread, wanted, every, language, self.now)

    async def schedule(self, chat: int = GROUP, **more: Any) -> Schedule:
        """Give the chat a digest, its first one behind it."""
        await self.tables.chats.met(chat, "private" if chat > 0 else "group", self.now)
        from_now = self.now - timedelta(seconds=1)
        made = Schedule(chat, more.pop("at", time(18, 30)), "Europe/Paris", "fr",
                        **{"told_until": from_now, **more})  # fmt: skip
        return await self.tables.schedules.keep(made, self.now)

    async def quiet(self, chat: int, since: int, until: int) -> None:
        await self.tables.chats.keep_quiet(chat, Quiet(time(since), time(until)))

    async def publish(self, *items: Item) -> None:
        for each in items:
            await self.items.put(each, State.PUBLISHED, None, None, self.now)

    async def told(self, *items: Item) -> int:
        """Publish, compare and tell."""
        await self.publish(*items)
        await self.matcher.match(self.now)
        return await self.news.flush(self.now)

    async def ask(self, query: str, *values: object) -> list[Any]:
        rows = await self.database.read(lambda connection: connection.execute(query, values).fetchall())
        return [row[0] if len(row) == 1 else row for row in rows]

    async def run(self, query: str, *values: object) -> None:
        def work(connection: sqlite3.Connection) -> None:
            connection.execute(query, values)

        await self.database.write(work)

    async def arrived(self) -> None:
        """Let everything queued have arrived."""
        await self.run("UPDATE outbox SET state = 'sent', mid = 100 + id, sent_at = 0 WHERE state = 'queued'")

    async def copies(self) -> list[tuple[int, int | None, str]]:
        """Return chat, thread and text of the copies queued, in the order they were made."""
        rows = await self.ask(
            "SELECT o.chat, o.thread, b.body FROM outbox o JOIN broadcast_body b ON b.bid = o.bid AND b.language = o.language"
            " AND b.part = o.part WHERE o.op = 'send' ORDER BY o.id"
        )
        return [(chat, thread, json.loads(body)["text"]) for chat, thread, body in rows]


@asynccontextmanager
async def bureau(folder: Path, store: Path) -> AsyncIterator[Bureau]:
    """Open a bureau on a copy of ``store`` while entered, on a Sunday morning."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(store, folder / DATABASE)
    async with open_database(folder / DATABASE) as database:
        items = ItemTable(database)
        knowledge = Knowledge(database, items)
        await knowledge.refresh()
        made = Bureau(database, knowledge, items, MovableClock(SUNDAY_MORNING, stopped=True))
        # What the import put into the log is no news of the test.
        await made.run("DELETE FROM news")
        yield made


def article(slug: str, **fields: Any) -> Item:
    """Return an article on policing, told by its slug."""
    given: dict[str, Any] = {
        "title": both(f"Titre {slug}", f"Title {slug}"),
        "topics": ["policing"],
        "date": "2026-11-20",
    }
    return item("article", slug, **{**given, **fields})
