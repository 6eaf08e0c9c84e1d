"""Alerts: an urgent word on a published item, to all who follow its topics and places or get digests of them, before all else."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Sequence
from typing import Final

from bot.delivery.composing import asking, Composer, variant
from bot.delivery.crash import reached
from bot.storage import pending
from bot.storage.broadcasts import address, begin, Body, Broadcast, BroadcastTable, expanded, Expanding, Target, word
from bot.storage.database import Database
from bot.storage.items import ItemTable
from bot.storage.outbox import Priority
from bot.storage.schedules import ScheduleTable
from bot.storage.subscriptions import Follower, SubscriptionTable
from content.news import Happening, What
from content.news.matching import handles, matches
from content.records import Item, State
from content.reference import Reference
from content.texts import languages
from handlers.ports import AlertKind, Services
from handlers.reply import Reply
from handlers.request import ChatKind
from handlers.telling import tell_alert

CHUNK: Final = 500
"""Chats that get their copy under one commit."""
EXPIRES: Final = dt.timedelta(hours=2)
"""An alert that arrives later than this does harm (delivery.md 3.7)."""
_KINDS: Final = (ChatKind.PRIVATE, ChatKind.GROUP)


class AlertTeller:
    """Implements the port ``Alerts`` of the handlers, and expands alerts to their recipients."""

    def __init__(
        self,
        database: Database,
        items: ItemTable,
        broadcasts: BroadcastTable,
        subscriptions: SubscriptionTable,
        services: Callable[[], Services],
        composer: Composer,
        queued: Callable[[], None],
    ) -> None:
        """Word alerts with ``services`` and ``composer``; ``queued`` is called after each chunk."""
        self._database = database
        self._items = items
        self._broadcasts = broadcasts
        self._subscriptions = subscriptions
        self._schedules = ScheduleTable(database)
        self._services = services
        self._composer = composer
        self._queued = queued

    async def reach(self, item: str, now: dt.datetime) -> int:
        """Return how many chats an alert on the item would go to."""
        found = await self._items.get(item)
        if found is None or await self.preview(item, AlertKind.OTHER, languages()[0], now) is None:
            return 0
        told, count, cursor = _urgent(found), 0, _FIRST
        wanted = handles(told, self._reference())
        others = {target.chat for target in await self._digested(told, now)}
        while chunk := await self._subscriptions.following(wanted, cursor, CHUNK):
            recipients = self._recipients(chunk, told, now)
            count += len(recipients)
            others.difference_update(target.chat for target in recipients)
            cursor = chunk[-1].chat
        return count + len(others)

    async def preview(self, item: str, kind: AlertKind, language: str, now: dt.datetime) -> Reply | None:
        """Return the text an alert would have; None where the item cannot be shown."""
        found = await self._items.get(item)
        if found is None:
            return None
        services = self._services()
        request = asking("alert", language, ChatKind.PRIVATE, services, now)
        telling = await tell_alert(found, kind, request, services)
        return None if telling.empty else telling.reply

    async def send(self, item: str, kind: AlertKind, by: int | None, now: dt.datetime) -> int | None:
        """Queue the alert, once an item and revision; return the broadcast's number.

        None where it was sent already, or cannot be shown. Its recipients get their copies once this is committed.
        """
        stored = await self._items.stored(item)
        if stored is None or stored.state is not State.PUBLISHED:
            return None
        services = self._services()
        bodies: dict[str, list[Body]] = {}
        title = ""
        slugs: tuple[str, ...] = (item,)
        # Who has the alert has the news it is about.
        stories = dict.fromkeys((f"{item}@{stored.rev}",))
        for language in languages():
            for read_by in _KINDS:
                request = asking("alert", language, read_by, services, now)
                telling = await tell_alert(stored.item, kind, request, services)
                if telling.empty:
                    return None
                bodies[variant(language, read_by)] = list(self._composer.broadcast(telling.reply, request))
                title, slugs = title or telling.title, telling.reply.items or slugs
                stories |= dict.fromkeys(telling.stories)
        broadcast = Broadcast(
            f"alert:{item}:{stored.rev}", "alert", title, Priority.ALERT, slugs, by, now + EXPIRES,
            audience={"item": item, "stories": list(stories)},
        )  # fmt: skip

        def keep(connection: sqlite3.Connection) -> int | None:
            bid, fresh = begin(connection, broadcast, now)
            if not fresh:
                return None
            for name, parts in bodies.items():
                word(connection, bid, name, parts)
            reached("enqueue")
            return bid

        bid = await self._database.write(keep)
        reached("enqueued")
        return bid

    async def expand(self, now: dt.datetime) -> int:
        """Give every recipient of the alerts under way a copy, chunk by chunk; return how many got one."""
        given = 0
        for broadcast in await self._broadcasts.expanding():
            item = await self._items.get(str(broadcast.audience["item"]))
            given += await self._expand(broadcast, item, now)
        return given

    async def _expand(self, broadcast: Expanding, item: Item | None, now: dt.datetime) -> int:
        if item is None:  # withdrawn meanwhile: nobody more is told
            await self._database.write(lambda connection: expanded(connection, broadcast.id, None))
            return 0
        told, stories = _urgent(item), [str(story) for story in broadcast.audience.get("stories", ())]
        wanted = handles(told, self._reference())
        cursor, given = broadcast.cursor, 0
        while True:
            chunk = await self._subscriptions.following(wanted, cursor, CHUNK)
            last = chunk[-1].chat if chunk else None
            targets = await self._digested(told, now) if last is None else self._recipients(chunk, told, now)

            def keep(connection: sqlite3.Connection, targets: list[Target] = targets, last: int | None = last) -> None:
                first = address(
                    connection, broadcast.id, targets, prio=broadcast.prio, now=now, expires_at=broadcast.expires_at
                )
                for chat, message in first.items():
                    pending.tell(connection, chat, stories, message, now)
                reached("expand")
                expanded(connection, broadcast.id, last)

            await self._database.write(keep)
            self._queued()
            given += len(targets)
            if last is None:
                return given
            cursor = last

    async def _digested(self, told: Happening, now: dt.datetime) -> list[Target]:
        """Return where chats get the alert that follow its topics and places through a digest; once a chat."""
        reference = self._reference()
        first: dict[int, Target] = {}
        for each in await self._schedules.all_active():
            schedule, paused = each.schedule, each.paused_until is not None and each.paused_until > now
            if not paused and matches(schedule.filter, told, reference):
                first.setdefault(
                    schedule.chat, Target(schedule.chat, variant(schedule.language, each.kind), schedule.thread)
                )
        return list(first.values())

    def _recipients(self, chunk: Sequence[Follower], told: Happening, now: dt.datetime) -> list[Target]:
        """Return where each chat of the chunk gets the alert: once, as the first of its subscriptions that match has it."""
        reference = self._reference()
        first: dict[int, Follower] = {}
        for each in chunk:
            paused = each.paused_until is not None and each.paused_until > now
            if not paused and matches(each.filter, told, reference):
                first.setdefault(each.chat, each)
        return [Target(each.chat, variant(each.language, each.kind), each.thread) for each in first.values()]

    def _reference(self) -> Reference:
        return self._services().packs.reference


_FIRST: Final = -(2**63)
_NO_TIME: Final = dt.datetime.min.replace(tzinfo=dt.UTC)
"""When it happened says nothing about whom it concerns."""


def _urgent(item: Item) -> Happening:
    """Return the alert as something that happened: it concerns whoever follows the item's topics and places."""
    return Happening(0, item.slug, What.NEW, _NO_TIME, item)
