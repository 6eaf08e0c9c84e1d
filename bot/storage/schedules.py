"""Schedules of digests, and their slots: one due moment a schedule a local day, taken once."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from bot.storage.chats import known
from bot.storage.database import Database
from bot.storage.subscriptions import read_filter
from bot.storage.times import instant, milliseconds
from content.schedule import latest_slot, Schedule, WhenEmpty
from handlers.kept import kept_for

_COLUMNS: Final = "s.id, s.chat, s.thread, s.days, s.at, s.zone, s.filter, s.language, s.pin, s.empty, s.most, s.made_at, s.told_until"
_WIDTH: Final = 13


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A schedule of a chat that can be written to."""

    schedule: Schedule
    kind: str
    """Of the chat: ``private``, ``group``, ``channel``."""
    paused_until: datetime | None
    pinned: int | None
    """The outbox row of the digest now pinned."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What became of one due moment."""

    day: date
    """Local."""
    state: str
    """``sent``, ``empty``, ``skipped``."""
    at: datetime
    broadcast: int | None


class ScheduleTable:
    """Tables ``schedule`` and ``slot``; implements the port ``Schedules`` of the handlers."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def of(self, chat: int) -> list[Schedule]:
        """Return the chat's schedules, the oldest first."""
        return await self._database.read(lambda connection: _rows(connection, "s.chat = ? ORDER BY s.id", chat))

    async def get(self, chat: int, schedule: int) -> Schedule | None:
        """Return the chat's schedule of that number, or None."""
        found = await self._database.read(
            lambda connection: _rows(connection, "s.id = ? AND s.chat = ?", schedule, chat)
        )
        return found[0] if found else None

    async def keep(self, schedule: Schedule, now: datetime) -> Schedule:
        """Keep a new schedule (``id`` 0) or a changed one; return it as kept.

        When it was made and up to when news has been told are the table's own: a change does not touch them.
        """
        said = {
            "id": schedule.id, "chat": schedule.chat, "thread": schedule.thread or None,
            "days": ",".join(str(day) for day in sorted(set(schedule.days))), "at": schedule.at.isoformat("minutes"),
            "zone": schedule.zone, "filter": schedule.filter.write(), "language": schedule.language,
            "pin": int(schedule.pin), "empty": schedule.empty.value, "most": schedule.most, "now": milliseconds(now),
            "told": None if schedule.told_until is None else milliseconds(schedule.told_until),
        }  # fmt: skip

        def put(connection: sqlite3.Connection) -> Schedule:
            known(connection, schedule.chat)
            before = _rows(connection, "s.id = ? AND s.chat = ?", schedule.id, schedule.chat)
            number: int | None = schedule.id
            changed = connection.execute(
                "UPDATE schedule SET thread = :thread, days = :days, at = :at, zone = :zone, filter = :filter,"
                " language = :language, pin = :pin, empty = :empty, most = :most WHERE id = :id AND chat = :chat",
                said,
            ).rowcount
            if not changed:
                number = connection.execute(
                    "INSERT INTO schedule(chat, thread, days, at, zone, filter, language, pin, empty, most, made_at, told_until)"
                    " VALUES(:chat, :thread, :days, :at, :zone, :filter, :language, :pin, :empty, :most, :now, :told)",
                    said,
                ).lastrowid
            kept = _rows(connection, "s.id = ?", number)[0]
            # A moment of its new days and times that lies behind is not made up for.
            if before and _when(before[0]) != _when(kept) and (slot := latest_slot(*_when(kept), now)):
                ScheduleTable.mark(connection, kept.id, slot[0], "skipped", None, None, now)
            return kept

        return await self._database.write(put)

    async def remove(self, chat: int, schedule: int) -> bool:
        """Send that digest no more; False where there was none."""

        def drop(connection: sqlite3.Connection) -> bool:
            gone = connection.execute("DELETE FROM schedule WHERE id = ? AND chat = ?", (schedule, chat)).rowcount
            if gone:
                connection.execute("DELETE FROM slot WHERE schedule = ?", (schedule,))
            return bool(gone)

        return await self._database.write(drop)

    async def all_active(self) -> list[Scheduled]:
        """Return every schedule of a chat that can be written to, the oldest first."""
        query = (
            f"SELECT {_COLUMNS}, c.kind, c.paused_until, s.pinned FROM schedule s JOIN chat c ON c.id = s.chat"  # noqa: S608
            " WHERE c.active = 1 ORDER BY s.id"
        )
        rows = await self._database.read(lambda connection: connection.execute(query).fetchall())
        found = []
        for row in rows:
            kind, paused, pinned = row[_WIDTH:]
            found.append(Scheduled(_schedule(row[:_WIDTH]), kind, None if paused is None else instant(paused), pinned))
        return found

    async def free(self, slots: Collection[tuple[int, date]]) -> frozenset[tuple[int, date]]:
        """Return those of the slots, each a schedule and a local day, that were not taken."""
        named = json.dumps([(schedule, day.isoformat()) for schedule, day in slots])
        query = (
            "SELECT s.value ->> 0, s.value ->> 1 FROM json_each(?) s WHERE NOT EXISTS"
            "(SELECT 1 FROM slot WHERE schedule = s.value ->> 0 AND day = s.value ->> 1)"
        )
        rows = await self._database.read(lambda connection: connection.execute(query, (named,)).fetchall())
        return frozenset((schedule, date.fromisoformat(day)) for schedule, day in rows)

    async def served(self, schedule: int, day: date) -> bool:
        """Return whether that local day's slot was taken."""
        query = "SELECT 1 FROM slot WHERE schedule = ? AND day = ?"
        return await self._database.read(
            lambda connection: connection.execute(query, (schedule, day.isoformat())).fetchone() is not None
        )

    async def slots(self, schedule: int) -> list[Slot]:
        """Return what became of the schedule's slots, the latest first."""
        query = "SELECT day, state, at, bid FROM slot WHERE schedule = ? ORDER BY day DESC"
        rows = await self._database.read(lambda connection: connection.execute(query, (schedule,)).fetchall())
        return [Slot(date.fromisoformat(day), state, instant(at), bid) for day, state, at, bid in rows]

    @staticmethod
    def mark(
        connection: sqlite3.Connection,
        schedule: int,
        day: date,
        state: str,
        bid: int | None,
        told_until: datetime | None,
        now: datetime,
    ) -> bool:
        """Take a local day's slot, within the caller's transaction; False where it was taken, or the schedule removed."""
        taken = connection.execute(
            "INSERT OR IGNORE INTO slot(schedule, day, state, at, bid) SELECT id, ?, ?, ?, ? FROM schedule WHERE id = ?",
            (day.isoformat(), state, milliseconds(now), bid, schedule),
        ).rowcount
        if taken and told_until is not None:
            connection.execute(
                "UPDATE schedule SET told_until = max(coalesce(told_until, 0), ?) WHERE id = ?",
                (milliseconds(told_until), schedule),
            )
        return bool(taken)

    @staticmethod
    def open(connection: sqlite3.Connection, schedule: int, day: date) -> bool:
        """Return whether the slot can be taken, within the caller's transaction."""
        query = (
            "SELECT 1 FROM schedule WHERE id = ?1 AND NOT EXISTS(SELECT 1 FROM slot WHERE schedule = ?1 AND day = ?2)"
        )
        return connection.execute(query, (schedule, day.isoformat())).fetchone() is not None

    async def turn_back(self, now: datetime) -> None:
        """Let no digest believe that news was told that is still to come: the clock was ahead, and was put right.

        News of the last minute may have come before this was noticed; none is told twice for it.
        """
        at, since = milliseconds(now), milliseconds(now - timedelta(minutes=1))
        query = "SELECT 1 FROM schedule WHERE told_until > ? LIMIT 1"
        if await self._database.read(lambda connection: connection.execute(query, (at,)).fetchone()):
            await self._database.write(
                lambda connection: connection.execute(
                    "UPDATE schedule SET told_until = ? WHERE told_until > ?", (since, at)
                )
            )

    @staticmethod
    def pinned(connection: sqlite3.Connection, schedule: int, message: int | None) -> None:
        """Note which row of the outbox is pinned for the schedule, within the caller's transaction."""
        connection.execute("UPDATE schedule SET pinned = ? WHERE id = ?", (message, schedule))

    async def tidy(self, now: datetime) -> None:
        """Forget slots taken long ago."""
        old = milliseconds(now - kept_for("slots"))
        await self._database.write(lambda connection: connection.execute("DELETE FROM slot WHERE at < ?", (old,)))


def _when(schedule: Schedule) -> tuple[tuple[int, ...], time, str]:
    return schedule.days, schedule.at, schedule.zone


def _rows(connection: sqlite3.Connection, where: str, *values: object) -> list[Schedule]:
    found = connection.execute(f"SELECT {_COLUMNS} FROM schedule s WHERE {where}", values)  # noqa: S608  our own words
    return [_schedule(row) for row in found]


def _schedule(row: tuple[Any, ...]) -> Schedule:
    number, chat, thread, days, at, zone, wanted, language, pin, empty, most, made_at, told_until = row
    return Schedule(
        chat, time.fromisoformat(at), zone, language, tuple(int(day) for day in days.split(",")), thread,
        read_filter(wanted), bool(pin), WhenEmpty(empty), most, number, instant(made_at),
        None if told_until is None else instant(told_until),
    )  # fmt: skip
