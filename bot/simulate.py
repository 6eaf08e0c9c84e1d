"""Simulate: the whole bot on a copy of the store, on a clock of its own, printing every message instead of sending it."""

import asyncio
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.app import App, running
from bot.clock import MovableClock
from bot.gateway.wire import File
from bot.plan import Plan
from bot.rehearsal import Later, play, store_of
from bot.storage.database import DATABASE, only_reading, open_database
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.rewinding import Happened, put_back, rewind
from bot.storage.schedules import ScheduleTable
from content.schedule import EVERY_DAY, instant, Schedule

SAMPLE_GROUP: Final = -1000000000001
"""The group a pack is shown to that no chat follows yet."""
_SAMPLE_AT: Final = time(18, 30)


@dataclass(frozen=True, slots=True)
class Said:
    """One message the bot would have sent."""

    at: datetime
    chat: int
    thread: int | None
    method: str
    text: str
    silent: bool

    def shown(self, zone: str) -> str:
        """Return it as a person reads it: local day and time, to whom, what."""
        local = self.at.astimezone(ZoneInfo(zone))
        whom = (
            f"private chat {self.chat}"
            if self.chat > 0
            else "sample group"
            if self.chat == SAMPLE_GROUP
            else f"group {self.chat}"
        )
        where = f"{whom}, topic {self.thread}" if self.thread else whom
        head = f"── {local:%a %Y-%m-%d %H:%M %Z} · {where} · {self.method}{', silently' if self.silent else ''}"
        return f"{head}\n{self.text}\n"


@dataclass
class PrintingWire:
    """A wire to nowhere: what is sent is handed to ``said`` and called delivered."""

    clock: MovableClock
    said: Callable[[Said], None]
    _messages: int = 0

    async def post(
        self,
        method: str,
        form: Mapping[str, str],
        files: Mapping[str, File],  # noqa: ARG002  a wire takes them
        seconds: float,
    ) -> tuple[int, bytes]:
        """Return what Telegram would answer when all goes well."""
        if method == "getUpdates":
            await asyncio.sleep(min(seconds, 3600))  # nobody speaks
            return _ok([])
        if method == "getMe":
            return _ok({"id": 1, "is_bot": True, "first_name": "Riverain", "username": "riverain_bot"})
        if "chat_id" in form and method.startswith(("send", "edit")):
            self._messages += 1
            thread = form.get("message_thread_id")
            text = form.get("text") or form.get("caption") or f"[{method}]"
            self.said(
                Said(
                    self.clock.now(), int(form["chat_id"]), int(thread) if thread else None, method, text,
                    silent=form.get("disable_notification") == "true",
                )
            )  # fmt: skip
            return _ok({"message_id": self._messages, "date": 0, "chat": {"id": int(form["chat_id"])}})
        if method == "getChatMember":
            return 502, b""  # nobody is asked: what is known of who is in which group stays so
        return _ok(True)


def _ok(result: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()


async def simulate(
    data: Path, pack: Path | None, start: date, days: int, said: Callable[[str], None], today: datetime
) -> int:
    """Play ``days`` days from the local midnight that begins ``start``; hand each message to ``said`` as it reads,
    and return how many there were.

    With a ``pack`` a new store is made of it as it stood that day, and what its files date later is published on its day;
    a group with a daily digest is shown it. Else a copy of the store in ``data`` is used. Nothing of ``data`` changes.
    Raises StartError for a pack with faults, DatabaseError where there is no store.
    """
    heard: list[Said] = []
    with _folder() as folder:
        later: list[Later] = []
        if pack is not None:
            later = await store_of(folder, pack, lambda _: start, today)
        else:
            await asyncio.to_thread(_copy, data, folder)
        zone, more = await _prepared(folder, start, None if pack is not None else today)
        begin, end = (instant(day, time(), zone) for day in (start, start + timedelta(days=days)))
        # Days still to come begin as today's work leaves them, so what lies between is played as well.
        clock = MovableClock(begin if pack is not None else min(begin, today), stopped=True)

        def hear(message: Said) -> None:
            if begin <= message.at < end:
                heard.append(message)
                said(message.shown(zone))

        plan = Plan(folder, None, menus=False, knocks=False, sane_from=None, feeds=False)
        async with running(plan, PrintingWire(clock, hear), clock) as app:
            await play(app, clock.set, lambda: end, [*later, *more])
    return len(heard)


def _copy(data: Path, folder: Path) -> None:
    """Copy the store of ``data``; raises DatabaseError when there is none."""
    with closing(sqlite3.connect(only_reading(data / DATABASE), uri=True)) as store:
        store.execute("VACUUM INTO ?", (str(folder / DATABASE),))


async def _prepared(folder: Path, start: date, today: datetime | None) -> tuple[str, list[Later]]:
    """Bring the store to the midnight that begins ``start``, before the bot runs on it; return its zone and what happened since.

    A day after ``today`` needs no bringing back. Without ``today`` the store is a pack's, and a group follows everything.
    """
    async with open_database(folder / DATABASE) as database:
        knowledge = Knowledge(database, ItemTable(database))
        await knowledge.refresh()
        zone = knowledge.zone()
        at = instant(start, time(), zone)
        if today is None:
            digest = Schedule(SAMPLE_GROUP, _SAMPLE_AT, zone, knowledge.fallback, EVERY_DAY)
            await ScheduleTable(database).keep(digest, at - timedelta(seconds=1))
        if today is None or at > today:
            return zone, []
        happened = await database.write(lambda connection: rewind(connection, at))

        def again(each: Happened) -> Callable[[App], Awaitable[object]]:
            return lambda app: app.database.write(lambda connection: put_back(connection, each))

        return zone, [(each.at, again(each)) for each in happened]


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="riverain-simulate-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
