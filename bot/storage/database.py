"""The database: one connection that writes, one that reads, numbered migrations, and transactions that nobody else enters."""

import asyncio
import hashlib
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from enum import Enum
from pathlib import Path
from typing import Any, Final, TypeVar

import aiosqlite

DATABASE: Final = "riverain.db"
"""The file of a data directory that holds everything."""

MOST_LOG: Final = 64 * 1024 * 1024
"""Bytes of the write-ahead log above which something keeps it from being written back (delivery.md 4, fault 19)."""
_MIGRATIONS: Final = Path(__file__).parent / "migrations"

# delivery.md 3.1: FULL, for a committed in-flight mark must survive a power loss; SQLite waits 5 s for a foreign lock.
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",
    "PRAGMA journal_size_limit=67108864",
)

Result = TypeVar("Result")


class DatabaseError(Exception):
    """The database cannot be used; the message is one sentence for the operator."""


class _Part(Enum):
    """Whether the part of a transaction that can fail alone has its savepoint yet."""

    NONE = "no part was entered"
    WANTED = "entered, nothing written"
    OPEN = "written to"
    STALE = "entered, nothing written, the savepoint of an earlier part still set"


class Database:
    """SQLite with a single writer. Everything that writes does so inside ``transaction``."""

    def __init__(self, path: Path, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        """Hold the open connections; use ``open_database``."""
        self.path = path
        self._writer = writer
        self._reader = reader
        self._lock = asyncio.Lock()
        self._owner: asyncio.Task[Any] | None = None
        self._part = _Part.NONE

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Enter a write transaction, committed at the end and rolled back whole on any exception, cancellation included.

        Entered again by the same task it is a part that can fail alone: what the part wrote is undone, the rest stands.
        Parts do not nest.
        """
        if self._owner is asyncio.current_task():
            async with self._savepoint():
                yield
            return
        async with self._lock:
            try:
                await self._hop(self._writer, lambda connection: connection.execute("BEGIN IMMEDIATE"))
                self._owner = asyncio.current_task()
                self._part = _Part.NONE
                yield
                await asyncio.shield(self._writer.commit())
            except BaseException:
                # Also when it was cancelled while it began, or could not commit: no transaction may stay open.
                await asyncio.shield(self._writer.rollback())
                raise
            finally:
                self._owner = None

    @asynccontextmanager
    async def _savepoint(self) -> AsyncIterator[None]:
        # The savepoint is set by the part's first write, in the same hop: parts that only read cost nothing, and the
        # last one is released by the next or by the commit.
        self._part = _Part.STALE if self._part in (_Part.OPEN, _Part.STALE) else _Part.WANTED
        try:
            yield
        except BaseException:
            if self._part is _Part.OPEN:
                await asyncio.shield(self._hop(self._writer, lambda connection: connection.execute("ROLLBACK TO part")))
            raise

    async def write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run ``work`` on the writing connection in one hop; opens a transaction of its own when the task is in none."""
        if self._owner is not asyncio.current_task():
            async with self.transaction():
                return await self._hop(self._writer, work)
        if self._part in (_Part.NONE, _Part.OPEN):
            return await self._hop(self._writer, work)
        stale, self._part = self._part is _Part.STALE, _Part.OPEN

        def marked(connection: sqlite3.Connection) -> Result:
            if stale:
                connection.execute("RELEASE part")
            connection.execute("SAVEPOINT part")
            return work(connection)

        return await self._hop(self._writer, marked)

    async def read(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run ``work`` in one hop: inside the task's transaction it sees what was written there, else the last commit."""
        connection = self._writer if self._owner is asyncio.current_task() else self._reader
        return await self._hop(connection, work)

    @staticmethod
    async def _hop(connection: aiosqlite.Connection, work: Callable[[sqlite3.Connection], Result]) -> Result:
        # A whole piece of work as one hop to the connection's thread is twice as fast as a hop a statement; aiosqlite
        # offers this to its own methods only, hence the private name, in this one place.
        return await connection._execute(work, connection._conn)  # type: ignore[no-any-return,no-untyped-call]

    def log_size(self) -> int:
        """Return the bytes of the write-ahead log; it cannot shrink while another program reads and never ends."""
        try:
            return Path(f"{self.path}-wal").stat().st_size
        except FileNotFoundError:
            return 0

    async def backup(self, file: Path) -> None:
        """Write a consistent copy to ``file`` (which must not exist), through the writer as delivery.md 3.1 asks."""
        async with self._lock:
            await self._writer.execute("VACUUM INTO ?", (str(file),))


@asynccontextmanager
async def open_database(path: Path) -> AsyncIterator[Database]:
    """Open (and make, and migrate) the database at ``path``; raises DatabaseError when it is damaged or newer than us."""
    path.parent.mkdir(parents=True, exist_ok=True)
    async with aiosqlite.connect(path, isolation_level=None) as writer:
        try:
            for pragma in _PRAGMAS:
                await writer.execute(pragma)
            await _check(writer, path)
            await _migrate(writer, path)
        except sqlite3.OperationalError as fault:  # locked, full, not readable: the file itself may be sound
            raise DatabaseError(
                f"The database {path} cannot be used ({fault}). Is it open in another program, or the disk full?"
            ) from fault
        except sqlite3.DatabaseError as fault:
            raise DatabaseError(
                f"The database {path} cannot be read ({fault}). Put a backup in its place: riverain restore FILE."
            ) from fault
        async with aiosqlite.connect(path, isolation_level=None) as reader:
            await reader.execute("PRAGMA busy_timeout=5000")
            await reader.execute("PRAGMA query_only=ON")
            yield Database(path, writer, reader)


@asynccontextmanager
async def open_for_reading(path: Path) -> AsyncIterator[Database]:
    """Open the database at ``path``, also while the bot runs, to look and never to write.

    Raises DatabaseError when there is none, or its tables are not those of this version.
    """
    async with aiosqlite.connect(only_reading(path), uri=True, isolation_level=None) as reader:
        try:
            await reader.execute("PRAGMA busy_timeout=5000")
            await reader.execute("PRAGMA query_only=ON")
            applied = {
                int(n): str(sha) for n, sha in await reader.execute_fetchall("SELECT number, sha256 FROM migration")
            }
        except sqlite3.DatabaseError as fault:
            raise DatabaseError(f"The database {path} cannot be read ({fault}).") from fault
        if applied != known_migrations():
            raise DatabaseError(f"The database {path} is of another version of Riverain: start this one's bot once.")
        yield Database(path, reader, reader)


def only_reading(path: Path) -> str:
    """Return the address by which SQLite opens the database at ``path`` to look alone; raises DatabaseError when there is none.

    Where no other program has it open, a file of its own is not made beside it either.
    """
    if not path.exists():
        raise DatabaseError(f"There is no database {path} yet: start the bot once, or set RIVERAIN_DATA.")
    unused = not path.with_name(f"{path.name}-wal").exists()
    return f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if unused else ''}"


async def _check(writer: aiosqlite.Connection, path: Path) -> None:
    row = await (await writer.execute("PRAGMA quick_check(1)")).fetchone()
    if row is None or row[0] != "ok":
        raise DatabaseError(f"The database {path} is damaged. Put a backup in its place: riverain restore FILE.")


def _files() -> dict[int, Path]:
    return {int(file.name.split("_")[0]): file for file in sorted(_MIGRATIONS.glob("[0-9]*.sql"))}


def known_migrations() -> dict[int, str]:
    """Return the check sums of the migrations this version has, by number."""
    return {
        number: hashlib.sha256(file.read_text(encoding="utf-8").encode()).hexdigest()
        for number, file in _files().items()
    }


async def _migrate(writer: aiosqlite.Connection, path: Path) -> None:
    """Apply the numbered migrations not yet applied, each in one transaction, and refuse one that changed since."""
    await writer.execute(
        "CREATE TABLE IF NOT EXISTS migration(number INTEGER PRIMARY KEY, sha256 TEXT NOT NULL) STRICT"
    )
    applied = {int(n): str(sha) for n, sha in await writer.execute_fetchall("SELECT number, sha256 FROM migration")}
    files = _files()
    if unknown := sorted(set(applied) - set(files)):
        raise DatabaseError(
            f"The database {path} was written by a newer Riverain (migration {unknown[-1]}). Install that version again."
        )
    for number, file in files.items():
        script = file.read_text(encoding="utf-8")
        digest = hashlib.sha256(script.encode()).hexdigest()
        if number in applied:
            if applied[number] != digest:
                raise DatabaseError(f"Migration {file.name} is not the one this database {path} was made with.")
            continue
        await writer.executescript(
            f"BEGIN IMMEDIATE;\n{script}\n"
            f"INSERT INTO migration VALUES({number}, '{digest}');\nPRAGMA user_version={number};\nCOMMIT;"
        )
