"""A newsroom: items that turn out wrong, messages that told of them, and the desk that corrects both."""

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.clock import MovableClock
from bot.delivery.composing import variant
from bot.delivery.corrections import CorrectionDesk
from bot.gateway.broadcast import BroadcastComposer
from bot.storage.broadcasts import address, begin, Body, Broadcast, Target, word
from bot.storage.chases import ChaseTable
from bot.storage.database import Database
from bot.storage.items import ItemTable
from bot.storage.outbox import Outgoing, Priority
from content.records import Item, State
from handlers import choices
from handlers.ports import Chase, Services
from tests.bot.delivery.chats import Server
from tests.bot.delivery.desk import Desk
from tests.handlers.world import both, item, services, Store

WRONG: Final = "Douze lampes posées rue Riquet"
RIGHT: Final = "Quatorze lampes posées rue Riquet"
OTHER: Final = "Un banc neuf place Stalingrad"
GROUP: Final = -1_001_000_000_001
NOTE: Final = "✏️ Corrigé le 22 novembre 2026"
_PRIO: Final = {"alert": Priority.ALERT, "push": Priority.PUSH}


def lamps(title: str = WRONG, **more: Any) -> Item:
    """Return the article that turns out wrong."""
    english = {WRONG: "Twelve lamps", RIGHT: "Fourteen lamps"}.get(title, f"{title} [en]")
    return item("article", "lampes", title=both(title, english), summary=both("Rue Riquet.", "Riquet street."), **more)


@dataclass
class Newsroom:
    """The desk, its database, and a worker that sends."""

    database: Database
    clock: MovableClock
    desk: Desk
    server: Server
    items: ItemTable
    corrections: CorrectionDesk

    @property
    def services(self) -> Services:
        return services(Store())

    async def publish(self, *records: Item) -> None:
        for each in records:
            await self.items.put(each, State.PUBLISHED, 9, None, self.clock.now())

    async def tell(
        self, texts: dict[str, str | Sequence[str]], chats: Sequence[int], *, kind: str = "news", items: Sequence[str] = ("lampes",),
        audience: bool = False, thread: int | None = None, not_before: int = 0, dedupe: str = "", label: str = "Signaler",
    ) -> int:  # fmt: skip
        """Queue a broadcast to the chats: a text, or several parts, by variant; return its number."""
        prio = _PRIO.get(kind, Priority.DIGEST)
        broadcast = Broadcast(
            dedupe or f"{kind}:{texts}",
            kind,
            "Titre",
            prio,
            tuple(items),
            audience={"item": items[0]} if audience else None,
        )

        def keep(connection: sqlite3.Connection) -> int:
            bid, _ = begin(connection, broadcast, self.clock.now())
            for name, text in texts.items():
                parts = [text] if isinstance(text, str) else text
                keys = {"inline_keyboard": [[{"text": choices.label(label), "ask": "+mistake:1:{message}"}]]}
                bodies = [Body("sendMessage", {"text": each, "entities": [], "reply_markup": keys}) for each in parts]
                word(connection, bid, name, bodies)
            self.address(connection, bid, chats, prio, thread, not_before)
            return bid

        number = await self.database.write(keep)
        self.desk.worker.wake()
        return number

    def address(
        self, connection: sqlite3.Connection, bid: int, chats: Sequence[int], prio: Priority, thread: int | None = None,
        not_before: int = 0,
    ) -> None:  # fmt: skip
        """Give the chats their copy, within the caller's transaction."""
        for chat in chats:
            kind = "private" if chat > 0 else "group"
            connection.execute("INSERT OR IGNORE INTO chat(id, kind) VALUES(?, ?)", (chat, kind))
            target = Target(chat, variant("fr", kind), thread)
            first = address(connection, bid, [target], prio=prio, now=self.clock.now(), not_before=not_before)
            connection.execute(
                "INSERT OR IGNORE INTO told(chat, story, at, outbox) VALUES(?, 'lampes', 0, ?)", (chat, first.get(chat))
            )

    async def reply(self, text: str, chat: int = 7, items: tuple[str, ...] = ("lampes",), **more: Any) -> None:
        """Queue an answer to somebody who asked."""
        body = {"chat_id": chat, "text": text, **more.pop("body", {})}
        await self.desk.queue(Outgoing(chat, "sendMessage", body, items=items, **more))

    async def correct(self, before: Item | None = None, after: Item | None = None) -> int:
        """Correct the item; the copies are not followed yet."""
        before, after = before or lamps(), after or lamps(RIGHT)
        said, right = (str(getattr(each, "title", {}).get("fr")) for each in (before, after))
        return await self.corrections.correct(before, after, said, right, "La Ville a compté.", 9, self.clock.now())

    async def settled(self) -> None:
        """Send whatever may go, follow whatever is to be followed, until nothing happens any more."""
        for _ in range(10):
            await self.desk.settled()
            if not await self.corrections.follow(self.clock.now()):
                break
            self.desk.worker.wake()
        await self.desk.settled()

    async def later(self, **by: float) -> None:
        """Let time pass."""
        self.clock.advance(dt.timedelta(**by))
        self.desk.worker.wake()
        await self.settled()

    async def account(self, number: int) -> Chase:
        """Return how far a chase came."""
        found = await self.corrections.chase(number)
        assert found is not None
        return found


def newsroom(database: Database, clock: MovableClock, desk: Desk, server: Server) -> Newsroom:
    """Return a newsroom over a worker at work."""
    items = ItemTable(database)
    corrections = CorrectionDesk(
        database,
        items,
        ChaseTable(database),
        lambda: services(Store()),
        BroadcastComposer("riverain_bot"),
        desk.worker.wake,
    )
    return Newsroom(database, clock, desk, server, items, corrections)
