"""Backup and restore: one file, taken while the bot runs, proved before it replaces anything."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.lock import instance_lock
from bot.storage.database import DATABASE, known_migrations
from bot.storage.forgotten import hand_over

_BESIDE: Final = ("-wal", "-shm")


class BackupError(Exception):
    """The backup cannot be taken or used; the message is for the operator."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a backup was found to hold."""

    items: int
    chats: int
    queued: int
    """Messages that would still go out; those too late expire by themselves."""


def back_up(data: Path, file: Path) -> Proof:
    """Write a copy of the store of ``data`` to ``file`` and prove it; raises BackupError when there is none, or the file exists."""
    source = data / DATABASE
    if not source.exists():
        raise BackupError(f"There is no database in {data} yet; nothing to back up.")
    if file.exists():
        raise BackupError(f"{file} exists already; name a new file.")
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(file),))
    except sqlite3.Error as fault:
        raise BackupError(f"The backup could not be written to {file} ({fault}).") from None
    file.chmod(0o600)
    return prove(file)


def prove(file: Path) -> Proof:
    """Return what the backup holds; raises BackupError when it is no sound store of this version or an older one."""
    if not file.is_file():
        raise BackupError(f"{file} is not a file.")
    with _copy(file) as copy:
        try:
            with closing(sqlite3.connect(copy)) as connection:
                (word,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
                migrations = {
                    int(row[0]): str(row[1]) for row in connection.execute("SELECT number, sha256 FROM migration")
                }
                items, chats, queued = (
                    int(connection.execute(query).fetchone()[0])
                    for query in (
                        "SELECT count(*) FROM item",
                        "SELECT count(*) FROM chat",
                        "SELECT count(*) FROM outbox WHERE state = 'queued'",
                    )
                )
        except sqlite3.Error as fault:
            raise BackupError(f"{file} is no backup of Riverain ({fault}).") from None
    if word != "ok":
        raise BackupError(f"{file} is damaged; take another backup.")
    known = known_migrations()
    if any(known.get(number) != digest for number, digest in migrations.items()):
        raise BackupError(f"{file} was taken by another version of Riverain; restore it with that one.")
    return Proof(items, chats, queued)


def restore(data: Path, file: Path, now: datetime, *, dry_run: bool = False) -> tuple[Proof, Path | None]:
    """Put the backup in the place of the store of ``data``; return what it holds and where the old store now lies.

    Whom the old store has forgotten since, the restored one forgets at its next start, before anything leaves; where there is
    no old store that can be read, nobody knows who that was.

    Raises BackupError when the backup is not sound (nothing is changed then), LockedError while a bot runs there.
    """
    proof = prove(file)
    if dry_run:
        return proof, None
    with instance_lock(data):
        target, aside = data / DATABASE, None
        fresh = data / f"{DATABASE}.restoring"
        shutil.copyfile(file, fresh)
        fresh.chmod(0o600)
        if target.exists():
            _leave_word(target, fresh)
            aside = data / f"{DATABASE}.before-{now:%Y%m%dT%H%M%S}"
            for ending in ("", *_BESIDE):
                if Path(f"{target}{ending}").exists():
                    Path(f"{target}{ending}").replace(f"{aside}{ending}")
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        fresh.replace(target)
    return proof, aside


def _leave_word(old: Path, fresh: Path) -> None:
    try:
        with closing(sqlite3.connect(old)) as before, closing(sqlite3.connect(fresh)) as restored:
            hand_over(before, restored)
    except sqlite3.DatabaseError:  # it is damaged: that is why a backup is put in its place
        return


@contextmanager
def _copy(file: Path) -> Iterator[Path]:
    # Looking at a database can write beside it; the backup itself stays untouched.
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "proof.db"
        shutil.copyfile(file, copy)
        yield copy
