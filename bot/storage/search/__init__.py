"""Search in SQLite: the index written with each item, and the reading of it."""

from bot.storage.search.index import SearchIndex
from bot.storage.search.searcher import open_search, Searcher

__all__ = ["SearchIndex", "Searcher", "open_search"]
