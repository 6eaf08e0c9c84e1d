"""The content store: every item the bot knows, with its state and its revisions."""

from bot.storage.items.rows import Indexer, NotIndexed, Stored
from bot.storage.items.table import ItemTable, put_item, REFERENCE_KINDS, Revision

__all__ = ["REFERENCE_KINDS", "Indexer", "ItemTable", "NotIndexed", "Revision", "Stored", "put_item"]
