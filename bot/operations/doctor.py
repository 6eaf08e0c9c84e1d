"""The doctor: looks at everything a start needs, and says what to do about each fault."""

import datetime as dt
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError, http_wire, NotSentError
from bot.lock import instance_lock, LockedError
from bot.operations.pack import check_pack
from bot.storage.database import DATABASE

_LEAST_FREE: Final = 200 * 1024 * 1024
_BUILT: Final = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
"""No clock that is right shows an earlier time."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    good: bool
    says: str


@dataclass(frozen=True, slots=True)
class Patient:
    """What to examine: values of the settings."""

    data: Path
    pack: Path
    api_url: str
    token: str | None
    operators: tuple[int, ...]


async def examine(patient: Patient, now: dt.datetime) -> AsyncIterator[Finding]:
    """Yield what was found, one line each; changes nothing and sends nothing."""
    yield _clock(now)
    for finding in (*_data(patient.data), *_pack(patient.pack, now.date())):
        yield finding
    async for finding in _server(patient):
        yield finding
    if patient.operators:
        yield Finding(True, f"{len(patient.operators)} operator(s) named")
    else:
        yield Finding(
            False,
            "nobody is named in RIVERAIN_OPERATORS: reports of mistakes reach nobody. Put your Telegram id there.",
        )


def _clock(now: dt.datetime) -> Finding:
    if now < _BUILT:
        return Finding(False, f"the clock says {now:%Y-%m-%d}, which is past. Set it (timedatectl set-ntp true).")
    return Finding(True, f"clock: {now:%Y-%m-%d %H:%M} UTC")


def _data(folder: Path) -> Iterator[Finding]:
    """Examine the data directory, its disk, its lock and the database in it."""
    existing = folder
    while not existing.exists():
        existing = existing.parent
    free = shutil.disk_usage(existing).free
    if free < _LEAST_FREE:
        yield Finding(False, f"only {free // 2**20} MB are free on the disk of {folder}. Make room.")
    else:
        yield Finding(True, f"disk: {free // 2**20} MB free")
    if not folder.is_dir():
        yield Finding(True, f"the data directory {folder} will be made at the first start")
        return
    try:
        with instance_lock(folder):
            yield Finding(True, "no other Riverain runs on this data directory")
    except LockedError:
        yield Finding(True, "a Riverain is running on this data directory")
    except OSError as fault:
        yield Finding(
            False, f"the data directory {folder} cannot be written to ({fault.strerror}). Give it to the bot's user."
        )
        return
    yield _database(folder / DATABASE)


def _database(file: Path) -> Finding:
    if not file.exists():
        return Finding(True, "the database will be made at the first start")
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            (word,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            (items,) = connection.execute("SELECT count(*) FROM item WHERE state = 'published'").fetchone()
    except sqlite3.Error as fault:
        return Finding(False, f"the database {file} cannot be read ({fault}). Put a backup in its place.")
    if word != "ok":
        return Finding(False, f"the database {file} is damaged. Put a backup in its place.")
    return Finding(True, f"database: sound, {items} published items")


def _pack(folder: Path, today: dt.date) -> Iterator[Finding]:
    report = check_pack(folder, today)
    for fault in report.faults[:20]:
        yield Finding(False, f"pack: {fault}")
    if not report.faults:
        yield Finding(True, f"pack {folder}: {sum(report.counts.values())} items, no fault")


async def _server(patient: Patient) -> AsyncIterator[Finding]:
    """Examine the token and the server that must know it."""
    if patient.token is None:
        yield Finding(False, "no token is set. Put the one BotFather gave you into the file RIVERAIN_TOKEN_FILE names.")
        return
    async with http_wire(patient.api_url, patient.token) as wire:
        telegram = Telegram(wire)
        try:
            me = await telegram.call("getMe", seconds=15)
            yield Finding(True, f"the server {patient.api_url} knows the bot as @{me['username']}")
            hook = await telegram.call("getWebhookInfo", seconds=15)
        except InvalidToken:
            yield Finding(
                False, f"the server {patient.api_url} does not know the token. Ask BotFather for a new one (/token)."
            )
            return
        except (TelegramError, Conflict, NotSentError, DoubtfulError, KeyError, TypeError):
            yield Finding(False, f"the server {patient.api_url} does not answer. Is this machine on the network?")
            return
        if isinstance(hook, dict) and hook.get("url"):
            yield Finding(True, "a webhook is set on the server; polling would not hear anything until it is removed")
        if me.get("can_read_all_group_messages"):
            yield Finding(
                False,
                "privacy mode is off: the bot would be sent every group message. Turn it on (BotFather, /setprivacy).",
            )
