"""Knowledge: the pack's documents and reference items as the store holds them, in memory, read anew when they change."""

import json
import sqlite3
from typing import TypeVar

from bot.storage.database import Database
from bot.storage.documents import DocumentTable
from bot.storage.items import ItemTable, REFERENCE_KINDS
from content.pack.manifest import Disambiguation, Document, Emergency, Manifest, Synonyms, Wording
from content.reference import Reference

Kind = TypeVar("Kind", bound=Document)


class Knowledge:
    """Implements the port ``Packs`` of the handlers."""

    def __init__(self, database: Database, items: ItemTable) -> None:
        """Read from ``database`` and ``items``."""
        self._database = database
        self._documents_table = DocumentTable(database)
        self._items = items
        self._documents: dict[str, Document] = {}
        self._reference = Reference()
        self._version = 0
        self._held: tuple[int, ...] = ()
        """What tells whether what is held in memory has changed."""

    async def renew(self) -> bool:
        """Read anew what is held in memory where it changed since; return whether anything of the content changed.

        To be called outside a transaction: what is not committed is not yet known.
        """
        version = await self._items.version()
        if version == self._version:
            return False
        if await self._database.read(_held) != self._held:
            await self.refresh()
        self._version = version
        return True

    async def refresh(self) -> None:
        """Read everything anew."""
        self._version = await self._items.version()
        self._held = await self._database.read(_held)
        self._documents = await self._documents_table.all()
        self._reference = Reference(await self._items.reference_items(), self.disambiguation)

    @property
    def manifest(self) -> Manifest | None:
        """What the pack says of itself; None while the store is empty."""
        found = self._documents.get("pack")
        return found if isinstance(found, Manifest) else None

    @property
    def fallback(self) -> str:
        """The language spoken where nobody's own can be."""
        return self.manifest.languages[0] if self.manifest else "fr"

    def zone(self) -> str:
        """Return the name of the pack's time zone, in which a chat that names none is told."""
        return self.manifest.time_zone if self.manifest else "UTC"

    @property
    def emergency(self) -> Emergency | None:
        """The fixed emergency texts."""
        found = self._documents.get("emergency")
        return found if isinstance(found, Emergency) else None

    @property
    def wording(self) -> Wording:
        """The wording guide."""
        return self._document("wording", Wording)

    @property
    def synonyms(self) -> Synonyms:
        """Words that mean the same."""
        return self._document("synonyms", Synonyms)

    @property
    def disambiguation(self) -> Disambiguation:
        """Ambiguous words."""
        return self._document("disambiguation", Disambiguation)

    @property
    def reference(self) -> Reference:
        """Places, topics, needs, contacts, sources and terms, by slug and by name."""
        return self._reference

    def _document(self, name: str, kind: type[Kind]) -> Kind:
        found = self._documents.get(name)
        return found if isinstance(found, kind) else kind()


def _held(connection: sqlite3.Connection) -> tuple[int, ...]:
    """Return numbers that change with every change of a document or of an item held in memory."""
    query = (
        "SELECT (SELECT count(*) FROM document), (SELECT coalesce(max(changed_at), 0) FROM document), count(*),"
        " coalesce(sum(rev), 0), coalesce(max(changed_at), 0) FROM item WHERE kind IN(SELECT value FROM json_each(?))"
    )
    return tuple(connection.execute(query, (json.dumps(REFERENCE_KINDS),)).fetchone())
