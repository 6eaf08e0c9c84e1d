"""Who was forgotten: marks, from which a backup that was put back learns whom it must forget again."""

import json
import sqlite3
from datetime import datetime

from bot.storage.audit import mark
from bot.storage.database import Database
from bot.storage.holding import forget, HELD, KEY, key, REPLACED
from bot.storage.times import instant, milliseconds
from handlers.kept import kept_for

_AGAIN = "forget.again"
"""The setting that holds the marks a restored store has not yet been held against."""


class ForgottenTable:
    """Table ``forgotten``."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def forget_again(self) -> int:
        """Forget everybody who was forgotten after this store was copied as a backup; return how many. Called at each start."""
        return await self._database.write(_forget_again)

    async def tidy(self, now: datetime) -> None:
        """Remove marks older than any backup."""
        old = milliseconds(now - kept_for("forgotten"))
        await self._database.write(lambda connection: connection.execute("DELETE FROM forgotten WHERE at < ?", (old,)))


def hand_over(old: sqlite3.Connection, restored: sqlite3.Connection) -> int:
    """Leave word in a restored store of whom the store it replaces has forgotten since; return how many.

    Works on stores of any version: it is acted on at the next start, once the restored one has all its tables.
    """
    try:
        marks = dict(old.execute("SELECT mark, at FROM forgotten"))
    except sqlite3.OperationalError:  # of a version that kept no marks
        return 0
    try:
        known = dict(restored.execute("SELECT mark, at FROM forgotten"))
    except sqlite3.OperationalError:
        known = {}
    # One who was forgotten before the backup was taken and came back is not forgotten twice.
    marks = {each: at for each, at in marks.items() if known.get(each, -1) < at}
    secret = old.execute("SELECT value FROM setting WHERE name = ?", (KEY,)).fetchone()
    if not marks or secret is None:
        return 0
    values = [(KEY, secret[0]), (_AGAIN, json.dumps(marks))]
    with restored:
        restored.executemany("INSERT OR REPLACE INTO setting VALUES(?, ?)", values)
    return len(marks)


def _forget_again(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT value FROM setting WHERE name = ?", (_AGAIN,)).fetchone()
    if row is None:
        return 0
    marks: dict[str, int] = json.loads(row[0])
    secret = key(connection)
    found = 0
    for chat in sorted(_everybody(connection)):
        at = marks.get(mark(chat, secret))
        if at is not None:
            found += bool(forget(connection, chat, instant(at)))
    connection.execute("DELETE FROM setting WHERE name = ?", (_AGAIN,))
    connection.executemany("INSERT OR IGNORE INTO forgotten VALUES(?, ?)", list(marks.items()))
    return found


def _everybody(connection: sqlite3.Connection) -> set[int]:
    """Return the number of every chat and person named anywhere."""
    named = [(table, column) for columns in (HELD, REPLACED) for table, some in columns.items() for column in some]
    found: set[int] = set()
    for table, column in (*named, ("audit", "by_user"), ("moderator", "person")):
        rows = connection.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608
        found.update(number for (number,) in rows)
    return found
