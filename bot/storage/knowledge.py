"""Knowledge: the pack's documents and reference items as the store holds them, in memory, read anew when they change."""

from typing import TypeVar

from bot.storage.database import Database
from bot.storage.documents import DocumentTable
from bot.storage.items import ItemTable
from content.pack.manifest import Disambiguation, Document, Emergency, Manifest, Synonyms, Wording
from content.reference import Reference

Kind = TypeVar("Kind", bound=Document)


class Knowledge:
    """Implements the port ``Packs`` of the handlers."""

    def __init__(self, database: Database, items: ItemTable) -> None:
        """Read from ``database`` and ``items``."""
        self._documents_table = DocumentTable(database)
        self._items = items
        self._documents: dict[str, Document] = {}
        self._reference = Reference()

    async def refresh(self) -> None:
        """Read everything anew."""
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
