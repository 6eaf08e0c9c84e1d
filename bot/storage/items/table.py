"""Table ``item``: reading what is published, and keeping every change as a revision."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, UTC
from typing import Final

from bot.storage.database import Database
from bot.storage.items import rows
from bot.storage.items.newest import newest_rows
from bot.storage.items.rows import Indexer, Stored
from content.records import Item, State, Status

REFERENCE_KINDS: Final = ("place", "topic", "need", "contact", "source", "term", "office")
"""Kinds that are held in memory as a whole, for what people type is compared with all of them."""

_CACHE: Final = 4096
"""Records kept parsed; some 5 kB each."""
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of an item."""

    rev: int
    state: State
    at: datetime
    by: int | None
    """Who; None: the import of a pack."""
    why: str | None


class ItemTable:
    """The content store; implements the port ``Items`` of the handlers."""

    def __init__(self, database: Database, indexer: Indexer | None = None) -> None:
        """Read and write through ``database``; ``indexer`` is told of every item that appears or goes."""
        self.database = database
        self.indexer: Indexer = indexer or rows.NotIndexed()
        self._parsed: dict[str, tuple[str, Item]] = {}

    async def get(self, slug: str) -> Item | None:
        """Return the published item, or None."""
        found = await self.some((slug,))
        return found[0] if found else None

    async def some(self, slugs: Iterable[str]) -> list[Item]:
        """Return those of the items that are published, in the order asked for."""
        wanted = tuple(dict.fromkeys(slugs))

        def look(connection: sqlite3.Connection) -> dict[str, tuple[str, str, str]]:
            found = {}
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT slug, kind, body FROM item WHERE state = 'published' AND slug IN({marks})"  # noqa: S608
                found.update({row[0]: row for row in connection.execute(query, some)})
            return found

        found = await self.database.read(look) if wanted else {}
        return [self._item(*found[slug]) for slug in wanted if slug in found]

    async def newest(
        self,
        kind: str,
        *,
        topics: Iterable[str] = (),
        places: Iterable[str] = (),
        status: Status | None = None,
        limit: int = 300,
    ) -> Sequence[Item]:
        """Return published items of a kind, newest first (those without a date last): of any of the topics and places."""
        found = await self.database.read(
            lambda connection: newest_rows(connection, kind, topics, places, status and status.value, limit)
        )
        return [self._item(*row) for row in found]

    async def reference_items(self) -> list[Item]:
        """Return every published item of the kinds held in memory."""
        marks = ",".join("?" * len(REFERENCE_KINDS))
        query = f"SELECT slug, kind, body FROM item WHERE state = 'published' AND kind IN({marks}) ORDER BY slug"  # noqa: S608
        found = await self.database.read(lambda connection: connection.execute(query, REFERENCE_KINDS).fetchall())
        return [rows.item_of(*row) for row in found]

    async def stored(self, slug: str) -> Stored | None:
        """Return the item whatever its state, for those who curate, or None."""
        return await self.database.read(lambda connection: rows.stored(connection, slug))

    async def history(self, slug: str) -> list[Revision]:
        """Return the item's changes, the latest first."""
        query = "SELECT rev, state, at, by_user, why FROM revision WHERE slug = ? ORDER BY rev DESC"
        found = await self.database.read(lambda connection: connection.execute(query, (slug,)).fetchall())
        return [Revision(row[0], State(row[1]), _instant(row[2]), row[3], row[4]) for row in found]

    async def put(self, item: Item, state: State, by: int | None, why: str | None, at: datetime) -> int:
        """Keep the item in ``state`` as a new revision and return its number; unchanged, it gets none.

        The item's ``publish`` follows its state, so that an export says the same.
        """
        return await self.database.write(
            lambda connection: put_item(connection, self.indexer, item, state, by=by, why=why, at=at)
        )

    async def set_state(self, slug: str, state: State, by: int | None, why: str | None, at: datetime) -> int | None:
        """Publish, pause or retract the item; return its revision, or None where there is no such item."""
        async with self.database.transaction():
            before = await self.stored(slug)
            return None if before is None else await self.put(before.item, state, by, why, at)

    async def erase(self, slug: str) -> None:
        """Remove the item with its revisions as if it had never been kept: for stores made for a rehearsal alone."""

        def remove(connection: sqlite3.Connection) -> None:
            self.indexer.remove(connection, slug)
            for table in ("news", "revision", "item"):
                connection.execute(f"DELETE FROM {table} WHERE slug = ?", (slug,))  # noqa: S608  our own words
            rows.bump(connection, datetime.now(UTC))

        await self.database.write(remove)

    async def counts(self) -> dict[str, dict[State, int]]:
        """Return how many items there are of each kind in each state; empty while the store is."""
        query = "SELECT kind, state, count(*) FROM item GROUP BY kind, state ORDER BY kind, state"
        found: dict[str, dict[State, int]] = {}
        for kind, state, count in await self.database.read(lambda connection: connection.execute(query).fetchall()):
            found.setdefault(kind, {})[State(state)] = count
        return found

    async def version(self) -> int:
        """Return a number that grows with every transaction that changes the content."""
        return int(await self._setting(rows.VERSION) or 0)

    async def last_change(self) -> datetime | None:
        """Return when the content last changed, aware, in UTC; None while there is none."""
        changed = await self._setting(rows.CHANGED)
        return None if changed is None else _instant(int(changed))

    async def _setting(self, name: str) -> str | None:
        row = await self.database.read(
            lambda connection: connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        )
        return None if row is None else str(row[0])

    def _item(self, slug: str, kind: str, body: str) -> Item:
        # The body is compared, not the revision: what a transaction wrote and then took back must not stay.
        known = self._parsed.get(slug)
        if known is not None and known[0] == body and known[1].kind == kind:
            return known[1]
        if len(self._parsed) >= _CACHE:
            self._parsed.clear()
        item = rows.item_of(slug, kind, body)
        self._parsed[slug] = (body, item)
        return item


def put_item(
    connection: sqlite3.Connection, indexer: Indexer, item: Item, state: State, *, by: int | None, why: str | None, at: datetime
) -> int:  # fmt: skip
    """Keep the item as ``ItemTable.put`` does, within the caller's transaction."""
    before = rows.stored(connection, item.slug)
    if before is not None and before.state is state and before.item == rows.in_state(item, state):
        return before.rev
    rev = rows.put(connection, indexer, item, state, by=by, why=why, at=at)
    rows.bump(connection, at)
    return rev


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
