"""Exporting the store: every item as its file, only those written that differ, and never over a file edited since."""

import asyncio
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.operations.pack.importing import GONE
from bot.storage.database import Database
from bot.storage.documents import hash_of_document, stored_documents
from bot.storage.items import rows, Stored
from content.pack.fault import Fault
from content.pack.manifest import Manifest
from content.pack.reading import leads_out, read_document, read_item
from content.pack.writing import file_of, write_document, write_item
from content.records import FOLDERS, State

_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export did."""

    written: tuple[str, ...] = ()
    """Files, relative to the folder."""
    unchanged: int = 0
    conflicts: tuple[Fault, ...] = ()
    """Files edited since they were last read; left as they are."""
    extra: tuple[str, ...] = ()
    """Files of items the store does not have; left as they are."""
    faults: tuple[Fault, ...] = ()
    """Why nothing was written."""

    @property
    def ok(self) -> bool:
        """Whether the store was exported."""
        return not self.faults


class _Export:
    """One export under way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: list[str] = []
        self.conflicts: list[Fault] = []
        self.unchanged = 0
        self.seen: set[str] = set()

    def item(self, stored: Stored) -> str | None:
        """Write an item's file if it must be; return the hash of what the file says now, or None where it was left."""
        item = stored.for_file
        file, digest = file_of(item), rows.hash_of(item)
        self.seen.add(file)
        read = read_item(self.folder, item.kind, item.slug) if os.path.lexists(self.folder / file) else None
        there = None if read is None else "" if isinstance(read, list) else rows.hash_of(read)
        return self._settle(file, there, stored.file_hash, digest, write_item(item) if there != digest else "")

    def document(self, name: str, held: str | None, digest: str, text: str) -> str | None:
        """Write a document's file if it must be."""
        file = f"{name}.yaml"
        read = read_document(self.folder, name) if os.path.lexists(self.folder / file) else None
        there = None if read is None else "" if isinstance(read, list) else hash_of_document(read)
        return self._settle(file, there, held, digest, text)

    def _settle(self, file: str, there: str | None, held: str | None, digest: str, text: str) -> str | None:
        if there == digest:
            self.unchanged += 1
        elif there is not None and there != held:
            self.conflicts.append(Fault(file, "", "was edited since it was last imported; it stays as it is"))
            return None
        else:
            self._write(file, text)
            self.written.append(file)
        return digest

    def _write(self, file: str, text: str) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if leads_out(self.folder, path.parent) is not None:
            raise OSError(f"{path.parent} is a link that leads out of the pack")
        # Replaced in one step: whoever reads meanwhile finds the old file or the new one, never half of one.
        draft = path.with_name(f".{path.name}.new")
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)

    def extra(self) -> tuple[str, ...]:
        """Return the files of items that the store does not have."""
        found = (file for name in FOLDERS.values() for file in sorted((self.folder / name).glob("[!.]*.yaml")))
        names = (file.relative_to(self.folder).as_posix() for file in found)
        return tuple(name for name in names if name not in self.seen)


async def export_pack(database: Database, folder: Path) -> ExportReport:
    """Write the store into ``folder`` as a pack and return what that did; raises OSError where the disk refuses.

    A file that says the same already keeps its bytes, its comments included. What an export wrote, an import finds
    unchanged.
    """
    documents = await database.read(stored_documents)
    manifest = documents["pack"].document if "pack" in documents else None
    if (refused := await asyncio.to_thread(_refused, folder, manifest)) is not None:
        return ExportReport(faults=(refused,))
    export = _Export(folder)
    notes: list[tuple[str, str]] = []
    for name, held in documents.items():
        digest, text = hash_of_document(held.document), write_document(held.document)
        if (
            said := await asyncio.to_thread(export.document, name, held.file_hash, digest, text)
        ) != held.file_hash and said:
            notes.append((said, name))
    await database.write(
        lambda connection: connection.executemany("UPDATE document SET file_hash = ? WHERE name = ?", notes)
    )
    last: str | None = ""
    while last is not None:
        last = await _some(database, export, last)
    return ExportReport(
        tuple(export.written), export.unchanged, tuple(export.conflicts), await asyncio.to_thread(export.extra)
    )


async def _some(database: Database, export: _Export, after: str) -> str | None:
    """Export the next items; return the last of them, or None at the end."""

    def look(connection: sqlite3.Connection) -> list[Stored]:
        slugs = connection.execute("SELECT slug FROM item WHERE slug > ? ORDER BY slug LIMIT ?", (after, _AT_ONCE))
        return [found for (slug,) in slugs.fetchall() if (found := rows.stored(connection, slug)) is not None]

    some = await database.read(look)
    notes: list[tuple[str, str, int]] = []
    for stored in some:
        if stored.file_hash == GONE and stored.state is not State.PUBLISHED:
            continue
        said = await asyncio.to_thread(export.item, stored)
        if said is not None and said != stored.file_hash:
            notes.append((said, stored.item.slug, stored.rev))
    if notes:
        # Only if it is still the revision that was written: what was edited meanwhile stays newer than its file.
        query = "UPDATE item SET file_hash = ? WHERE slug = ? AND rev = ?"
        await database.write(lambda connection: connection.executemany(query, notes))
    return some[-1].item.slug if some else None


def _refused(folder: Path, manifest: object) -> Fault | None:
    """Return why nothing may be written there."""
    if not isinstance(manifest, Manifest):
        return Fault("", "", "the store holds no pack yet; import one first")
    if not folder.is_dir():
        return Fault("", "", f"{folder} is not a folder") if os.path.lexists(folder) else None
    there = read_document(folder, "pack") if (folder / "pack.yaml").exists() else None
    if isinstance(there, Manifest) and there.slug != manifest.slug:
        return Fault("pack.yaml", "slug", f"is '{there.slug}', but the store holds the pack '{manifest.slug}'")
    if there is None and any(not entry.name.startswith(".") for entry in folder.iterdir()):
        return Fault("", "", f"{folder} is not empty and no pack; name an empty folder, or the pack's own")
    return None
