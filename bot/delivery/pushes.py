"""Pushes: digests a moderator sends now, called off for a minute, recalled after."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Sequence
from typing import Final

from bot.delivery.composing import asking, Composer, variant
from bot.storage import pending
from bot.storage.broadcasts import address, begin, Body, Broadcast, Target, word
from bot.storage.database import Database
from bot.storage.following import cancel
from bot.storage.outbox import Priority
from bot.storage.schedules import Scheduled, ScheduleTable
from bot.storage.times import milliseconds
from handlers.ports import Chats, PushPlan, Services
from handlers.request import ChatKind
from handlers.telling import tell_push, Telling

WINDOW: Final = dt.timedelta(seconds=60)
"""So long a push can be called off before it leaves (features.md, list item 10)."""
EXPIRES: Final = dt.timedelta(hours=6)


class PushDesk:
    """Implements the port ``Pushes`` of the handlers."""

    def __init__(
        self,
        database: Database,
        schedules: ScheduleTable,
        chats: Chats,
        composer: Composer,
        services: Callable[[], Services],
    ) -> None:
        """Read ``schedules``, word with ``composer`` and ``services``."""
        self._database = database
        self._schedules = schedules
        self._chats = chats
        self._composer = composer
        self._services = services

    async def plans(self, now: dt.datetime) -> list[PushPlan]:
        """Return where a digest can be pushed: every schedule of an active group or channel."""
        found = []
        for each in await self._schedules.all_active():
            if each.kind != ChatKind.PRIVATE:
                schedule = each.schedule
                manner = await self._chats.manner(schedule.chat)
                quiet = manner.quiet.end(now, manner.zone or schedule.zone) if manner.quiet else None
                found.append(PushPlan(schedule.id, schedule.chat, each.kind, schedule.thread, schedule.language, quiet))
        return found

    async def push(self, schedules: Sequence[int], by: int, now: dt.datetime) -> list[int]:
        """Queue the digests, to leave in 60 seconds; return the broadcasts' numbers."""
        known = {each.schedule.id: each for each in await self._schedules.all_active()}
        return [await self._push(known[number], by, now) for number in schedules if number in known]

    async def _push(self, each: Scheduled, by: int, now: dt.datetime) -> int:
        schedule, services = each.schedule, self._services()
        request = asking("digest", schedule.language, each.kind, services, now)
        telling = await tell_push(schedule, request, services)
        bodies = self._composer.broadcast(telling.reply, request)
        return await self._queue(each, telling, bodies, by, now)

    async def _queue(self, each: Scheduled, telling: Telling, bodies: Sequence[Body], by: int, now: dt.datetime) -> int:
        schedule, leaves = each.schedule, now + WINDOW
        name = variant(schedule.language, each.kind)
        broadcast = Broadcast(
            f"push:{schedule.id}:{milliseconds(now)}", "push", telling.title, Priority.PUSH, telling.reply.items, by,
            leaves + EXPIRES,
        )  # fmt: skip

        def keep(connection: sqlite3.Connection) -> int:
            bid, _ = begin(connection, broadcast, now)
            word(connection, bid, name, bodies)
            target = Target(schedule.chat, name, schedule.thread)
            first = address(
                connection, bid, [target], prio=Priority.PUSH, now=now, expires_at=milliseconds(leaves + EXPIRES),
                not_before=milliseconds(leaves),
            )  # fmt: skip
            pending.tell(connection, schedule.chat, telling.stories, first.get(schedule.chat), now)
            return bid

        return await self._database.write(keep)

    async def cancel(self, broadcasts: Sequence[int], by: int, now: dt.datetime) -> int:  # noqa: ARG002  the command notes who
        """Call off what has not left yet; return how many copies that were."""

        def work(connection: sqlite3.Connection) -> int:
            done = 0
            for bid in broadcasts:
                rows = connection.execute("SELECT id FROM outbox WHERE bid = ? AND state = 'queued'", (bid,)).fetchall()
                called_off = cancel(connection, [row[0] for row in rows], "called off")
                if called_off:
                    connection.execute("UPDATE broadcast SET state = 'cancelled' WHERE id = ?", (bid,))
                done += called_off
            return done

        return await self._database.write(work)
