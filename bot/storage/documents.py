"""Table ``document``: the pack's own documents, as the store holds them."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database
from bot.storage.items.rows import hash_of_data
from bot.storage.times import milliseconds
from content.pack.manifest import Document, DOCUMENTS


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the store holds it."""

    document: Document
    file_hash: str | None

    @property
    def edited(self) -> bool:
        """Whether it was changed in the store after its file was last read or written."""
        return self.file_hash != hash_of_document(self.document)


class DocumentTable:
    """Table ``document``."""

    def __init__(self, database: Database) -> None:
        """Read through ``database``."""
        self._database = database

    async def all(self) -> dict[str, Document]:
        """Return the documents, by name (``pack``, ``emergency`` …)."""
        return {name: stored.document for name, stored in (await self._database.read(stored_documents)).items()}

    async def get(self, name: str) -> Document | None:
        """Return the document, or None."""
        return (await self.all()).get(name)


def hash_of_document(document: Document) -> str:
    """Return what tells one content of a document from another."""
    return hash_of_data(json.loads(_body(document)))


def stored_documents(connection: sqlite3.Connection) -> dict[str, StoredDocument]:
    """Return every document, by name."""
    found = connection.execute("SELECT name, body, file_hash FROM document").fetchall()
    return {
        name: StoredDocument(DOCUMENTS[name].model_validate_json(body), file_hash)
        for name, body, file_hash in found
        if name in DOCUMENTS
    }


def put_document(connection: sqlite3.Connection, name: str, document: Document, file_hash: str, at: datetime) -> None:
    """Keep a document, in the caller's transaction; the caller bumps the version."""
    connection.execute(
        "INSERT OR REPLACE INTO document VALUES(?, ?, ?, ?)", (name, _body(document), file_hash, milliseconds(at))
    )


def remove_document(connection: sqlite3.Connection, name: str) -> None:
    """Remove a document, in the caller's transaction."""
    connection.execute("DELETE FROM document WHERE name = ?", (name,))


def _body(document: Document) -> str:
    return document.model_dump_json(exclude_defaults=True)
