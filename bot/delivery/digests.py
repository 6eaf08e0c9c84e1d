"""Digests: each due slot of each schedule is served once, caught up when it was missed, skipped when it is too late."""

import datetime as dt
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from bot.delivery.composing import asking, Composer, variant
from bot.delivery.crash import reached
from bot.delivery.notices import tell
from bot.logs import where
from bot.storage import pending
from bot.storage.broadcasts import address, begin, Body, Broadcast, Target, word
from bot.storage.database import Database
from bot.storage.outbox import Priority
from bot.storage.schedules import Scheduled, ScheduleTable
from bot.storage.subscriptions import SubscriptionTable
from bot.storage.times import milliseconds
from content.schedule import latest_slot, next_slot, Schedule, WhenEmpty
from handlers.ports import Services
from handlers.telling import tell_digest, Telling

CATCH_UP: Final = dt.timedelta(hours=6)
"""A digest that is later than this is skipped, and the moderators are told (telegram-facts.md 1.7)."""
EXPIRES: Final = dt.timedelta(hours=6)
"""After its slot (delivery.md 3.7)."""
_SHORTEST: Final = dt.timedelta(hours=1)
"""One caught up late has still so long to arrive."""
_OVERLAP: Final = dt.timedelta(seconds=5)
"""The next digest looks back so far behind this one: what is being written now is seen then; nothing is told twice for it."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A digest that was not sent because its hour had passed too long ago."""

    schedule: Schedule
    day: dt.date


class DigestTeller:
    """Sends the digests that are due."""

    def __init__(
        self,
        database: Database,
        schedules: ScheduleTable,
        subscriptions: SubscriptionTable,
        services: Services,
        composer: Composer,
        skipped: Callable[[Skipped], Awaitable[None]],
    ) -> None:
        """Word digests with ``services`` and ``composer``; ``skipped`` is awaited for each that came too late."""
        self._database = database
        self._schedules = schedules
        self._subscriptions = subscriptions
        self._services = services
        self._composer = composer
        self._skipped = skipped

    async def due(self, now: dt.datetime) -> int:
        """Queue every digest that is due; return how many."""
        await self._schedules.turn_back(now)
        slots: dict[tuple[int, dt.date], tuple[Scheduled, dt.datetime]] = {}
        latest: dict[
            tuple[object, ...], tuple[dt.date, dt.datetime] | None
        ] = {}  # most digests have their hour in common
        for each in await self._schedules.all_active():
            schedule = each.schedule
            when = (schedule.days, schedule.at, schedule.zone)
            if when not in latest:
                latest[when] = latest_slot(*when, now)
            slot = latest[when]
            if slot is not None and slot[1] > schedule.made_at:
                slots[schedule.id, slot[0]] = each, slot[1]
        served = 0
        for number, day in sorted(await self._schedules.free(slots)):
            each, at = slots[number, day]
            try:
                served += await self._serve(each, day, at, now)
            except sqlite3.Error:
                raise
            except Exception as fault:  # one digest that cannot be worded holds up no other
                log.error("digest.failed", schedule=number, fault=type(fault).__name__, where=where(fault))
        return served

    async def next_due(self, now: dt.datetime) -> dt.datetime | None:
        """Return when the next digest is due; None where there is no schedule."""
        slots = [
            next_slot(each.schedule.days, each.schedule.at, each.schedule.zone, now)
            for each in await self._schedules.all_active()
        ]
        return min((slot[1] for slot in slots if slot is not None), default=None)

    async def _serve(self, each: Scheduled, day: dt.date, at: dt.datetime, now: dt.datetime) -> bool:
        schedule = each.schedule
        if each.paused_until is not None and each.paused_until > now:
            # What happens meanwhile is told by the first digest after the pause.
            await self._mark(schedule, day, "skipped", None, schedule.told_until, now)
            return False
        if now - at > CATCH_UP:
            if await self._mark(schedule, day, "skipped", None, schedule.told_until, now):
                log.warning("digest.skipped", schedule=schedule.id, day=str(day), due=str(at))
                await tell(self._skipped(Skipped(schedule, day)))
            return False
        request = asking("digest", schedule.language, each.kind, self._services, now)
        told = await self._told(schedule, now)
        telling = await tell_digest(schedule, request, self._services, told=told)
        if telling.empty and schedule.empty is WhenEmpty.SKIP:
            await self._mark(schedule, day, "empty", None, now - _OVERLAP, now)
            return False
        bodies = self._composer.broadcast(telling.reply, request)
        return await self._send(each, day, at, telling, bodies, now)

    async def _told(self, schedule: Schedule, now: dt.datetime) -> frozenset[str]:
        if schedule.told_until is None:
            return frozenset()
        news = await self._services.news.between(schedule.told_until, now)
        return await self._subscriptions.told(schedule.chat, [each.story for each in news])

    async def _mark(
        self,
        schedule: Schedule,
        day: dt.date,
        state: str,
        bid: int | None,
        told_until: dt.datetime | None,
        now: dt.datetime,
    ) -> bool:
        return await self._database.write(
            lambda connection: ScheduleTable.mark(connection, schedule.id, day, state, bid, told_until, now)
        )

    async def _send(
        self,
        each: Scheduled,
        day: dt.date,
        at: dt.datetime,
        telling: Telling,
        bodies: Sequence[Body],
        now: dt.datetime,
    ) -> bool:
        """Take the slot and queue the digest in one commit; False where the slot was taken."""
        schedule = each.schedule
        name = variant(schedule.language, each.kind)
        expires = max(at + EXPIRES, now + _SHORTEST)
        broadcast = Broadcast(
            f"digest:{schedule.id}:{day}",
            "digest",
            telling.title,
            Priority.DIGEST,
            telling.reply.items,
            expires_at=expires,
        )

        def keep(connection: sqlite3.Connection) -> bool:
            if not ScheduleTable.open(connection, schedule.id, day):
                return False
            bid, _ = begin(connection, broadcast, now)
            ScheduleTable.mark(connection, schedule.id, day, "sent", bid, now - _OVERLAP, now)
            word(connection, bid, name, bodies)
            target = Target(schedule.chat, name, schedule.thread)
            reached("expand")
            first = address(connection, bid, [target], prio=Priority.DIGEST, now=now, expires_at=milliseconds(expires))
            pending.tell(connection, schedule.chat, telling.stories, first.get(schedule.chat), now)
            reached("enqueue")
            return True

        sent = await self._database.write(keep)
        reached("enqueued")
        return sent
