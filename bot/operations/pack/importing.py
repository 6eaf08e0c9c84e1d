"""Importing a pack: its files into the store, all or nothing, and never over what was edited there."""

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Final

from bot.storage.database import Database
from bot.storage.documents import (
    hash_of_document,
    put_document,
    remove_document,
    stored_documents,
)
from bot.storage.items import ItemTable, rows
from content.pack.checking import check_pack
from content.pack.fault import Fault
from content.pack.manifest import Document, Manifest
from content.pack.reading import Entry, Page, read_documents, read_item
from content.records import FOLDERS, Item, Publish, State

GONE: Final = "gone"
"""Stands in ``file_hash`` of an item whose file disappeared: should the file return, it is taken again."""

_AT_ONCE: Final = 100
"""Items written in one hop; the loop answers others in between."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. With a fault, it did nothing."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: tuple[str, ...] = ()
    """Slugs of items whose file disappeared; those that were published are paused now."""
    conflicts: tuple[Fault, ...] = ()
    """Changed in the store and in the file; left as the store has them."""
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the pack is in the store."""
        return not self.faults


class _Do(Enum):
    ADD = "add"
    CHANGE = "change"
    NOTE = "note"
    """The file has caught up with the store: only its hash is kept."""
    LEAVE = "leave"
    CONFLICT = "conflict"
    GONE = "gone"


@dataclass(slots=True)
class _Plan:
    """What is to be done with each item, by slug."""

    deeds: dict[str, _Do] = field(default_factory=dict)
    documents: dict[str, _Do] = field(default_factory=dict)

    def of(self, *deeds: _Do) -> list[str]:
        return [slug for slug, deed in self.deeds.items() if deed in deeds]

    def count(self, deed: _Do) -> int:
        return sum(found is deed for found in self.deeds.values())

    @property
    def idle(self) -> bool:
        return all(deed in (_Do.LEAVE, _Do.CONFLICT) for deed in (*self.deeds.values(), *self.documents.values()))


@dataclass(frozen=True, slots=True)
class _Read:
    """What the folder holds: of the items only kind and hash, for a pack may be large."""

    folder: Path
    items: dict[str, tuple[str, str]]
    documents: dict[str, Document]
    report: ImportReport


class _MovedError(Exception):
    """A file changed between its check and its import."""


async def import_pack(
    database: Database, items: ItemTable, folder: Path, now: dt.datetime, *, file_wins: Collection[str] = ()
) -> ImportReport:
    """Bring the pack in ``folder`` into the store, in one transaction, and return what that did.

    Nothing changes when the pack has a fault; a day that has passed (the emergency texts' six months) is only a warning
    here. ``file_wins`` names items whose file is taken although they were edited in the store.
    """
    read = await asyncio.to_thread(_check, folder, now.date())
    if not read.report.ok:
        return read.report
    if (refused := await database.read(lambda connection: _other(connection, read))) is not None:
        return replace(read.report, faults=(refused,))
    plan = await database.read(lambda connection: _plan(connection, read, file_wins))
    if not plan.idle:
        try:
            async with database.transaction():
                # Planned again inside: somebody may have edited an item since.
                plan = await database.read(lambda connection: _plan(connection, read, file_wins))
                await _carry_out(database, items, read, plan, now)
        except _MovedError as moved:
            return replace(read.report, faults=(Fault(str(moved), "", "changed while it was read; import again"),))
    return replace(
        read.report,
        added=plan.count(_Do.ADD),
        changed=plan.count(_Do.CHANGE),
        unchanged=plan.count(_Do.LEAVE) + plan.count(_Do.NOTE),
        gone=tuple(plan.of(_Do.GONE)),
        conflicts=tuple(_conflicts(read, plan)),
    )


def _check(folder: Path, today: dt.date) -> _Read:
    seen: dict[str, tuple[str, str]] = {}

    def note(entry: Entry) -> None:
        seen[entry.item.slug] = (entry.item.kind, rows.hash_of(entry.item))

    report = check_pack(folder, today, note)
    documents = {page.name: page.document for page in read_documents(folder) if isinstance(page, Page)}
    if not report.importable:
        return _Read(folder, {}, {}, ImportReport(faults=report.faults, warnings=report.warnings))
    return _Read(folder, seen, documents, ImportReport(warnings=(*report.faults, *report.warnings)))


def _other(connection: sqlite3.Connection, read: _Read) -> Fault | None:
    """Return why this pack may not enter this store: it holds another one."""
    held = stored_documents(connection).get("pack")
    coming = read.documents.get("pack")
    if held is None or not isinstance(held.document, Manifest) or not isinstance(coming, Manifest):
        return None
    if held.document.slug == coming.slug or connection.execute("SELECT 1 FROM item LIMIT 1").fetchone() is None:
        return None
    return Fault(
        "pack.yaml",
        "slug",
        f"is '{coming.slug}', but the store holds the pack '{held.document.slug}'; give this one a data directory of its own",
    )


def _plan(connection: sqlite3.Connection, read: _Read, file_wins: Collection[str]) -> _Plan:
    plan = _Plan()
    known = dict(connection.execute("SELECT slug, file_hash FROM item").fetchall())
    for slug, (_, file_hash) in read.items.items():
        if slug not in known:
            plan.deeds[slug] = _Do.ADD
        elif known[slug] == file_hash:
            plan.deeds[slug] = _Do.LEAVE
        else:
            plan.deeds[slug] = _Do.CHANGE if slug in file_wins else _meet(connection, slug, file_hash)
    for slug, file_hash in known.items():
        if slug not in read.items and file_hash not in (None, GONE):
            kept = rows.stored(connection, slug)
            plan.deeds[slug] = _Do.CONFLICT if kept is not None and kept.edited else _Do.GONE
    held = stored_documents(connection)
    for name, document in read.documents.items():
        digest = hash_of_document(document)
        stored = held.get(name)
        if stored is None or (stored.file_hash != digest and not stored.edited):
            plan.documents[name] = _Do.CHANGE
        elif stored.file_hash != digest:
            plan.documents[name] = _Do.NOTE if hash_of_document(stored.document) == digest else _Do.CONFLICT
    plan.documents.update({name: _Do.GONE for name in held if name not in read.documents})
    return plan


def _meet(connection: sqlite3.Connection, slug: str, file_hash: str) -> _Do:
    """Return what to do with an item whose file is not the one last read or written."""
    kept = rows.stored(connection, slug)
    if kept is None or kept.file_hash == GONE:
        return _Do.CHANGE
    if kept.hash == file_hash:
        return _Do.NOTE
    return _Do.CONFLICT if kept.edited else _Do.CHANGE


async def _carry_out(database: Database, items: ItemTable, read: _Read, plan: _Plan, now: dt.datetime) -> None:
    for some in _chunks(plan.of(_Do.ADD, _Do.CHANGE)):
        fresh = await asyncio.to_thread(_again, read, some)
        await database.write(lambda connection, fresh=fresh: _write(connection, items, fresh, now))  # type: ignore[misc]
    await database.write(lambda connection: _finish(connection, items, read, plan, now))


def _again(read: _Read, slugs: list[str]) -> list[tuple[Item, str]]:
    """Return the items of some files, read once more: between the check and now none of them was kept."""
    found = []
    for slug in slugs:
        kind, file_hash = read.items[slug]
        item = read_item(read.folder, kind, slug)
        if isinstance(item, list) or rows.hash_of(item) != file_hash:
            raise _MovedError(f"{FOLDERS[kind]}/{slug}.yaml")
        found.append((item, file_hash))
    return found


def _write(connection: sqlite3.Connection, items: ItemTable, fresh: list[tuple[Item, str]], now: dt.datetime) -> None:
    for item, file_hash in fresh:
        row = connection.execute("SELECT state, file_hash FROM item WHERE slug = ?", (item.slug,)).fetchone()
        state = State.PUBLISHED if item.publish is Publish.OK else State.DRAFT
        if row is not None and row[1] != GONE and state is State.DRAFT and row[0] in (State.PAUSED, State.RETRACTED):
            state = State(row[0])
        rows.put(connection, items.indexer, item, state, by=None, why="import", at=now, file_hash=file_hash)


def _finish(connection: sqlite3.Connection, items: ItemTable, read: _Read, plan: _Plan, now: dt.datetime) -> None:
    for slug in plan.of(_Do.NOTE):
        connection.execute("UPDATE item SET file_hash = ? WHERE slug = ?", (read.items[slug][1], slug))
    for slug in plan.of(_Do.GONE):
        kept = rows.stored(connection, slug)
        if kept is not None and kept.state is State.PUBLISHED:
            rows.put(connection, items.indexer, kept.item, State.PAUSED, by=None, why="its file is gone", at=now)
        connection.execute("UPDATE item SET file_hash = ? WHERE slug = ?", (GONE, slug))
    for name, deed in plan.documents.items():
        if deed is _Do.GONE:
            remove_document(connection, name)
        elif deed in (_Do.CHANGE, _Do.NOTE):
            put_document(connection, name, read.documents[name], hash_of_document(read.documents[name]), now)
    rows.bump(connection, now)


def _conflicts(read: _Read, plan: _Plan) -> Iterator[Fault]:
    for slug in plan.of(_Do.CONFLICT):
        if slug in read.items:
            file = f"{FOLDERS[read.items[slug][0]]}/{slug}.yaml"
            yield Fault(file, "", "was changed in the store too; the store's text stays")
        else:
            yield Fault(slug, "", "has lost its file, but was changed in the store; it stays as it is")
    for name, deed in plan.documents.items():
        if deed is _Do.CONFLICT:
            yield Fault(f"{name}.yaml", "", "was changed in the store too; the store's text stays")


def _chunks(slugs: list[str]) -> Iterator[list[str]]:
    each = iter(slugs)
    while some := list(islice(each, _AT_ONCE)):
        yield some
