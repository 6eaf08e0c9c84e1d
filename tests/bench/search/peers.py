"""The peers: the two usual ways to search a few thousand texts, beside ours in the same run."""

import sqlite3
from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

from content.fold import fold
from tests.bench.search.corpus import Text


class PlainFts:
    """FTS5 as it comes: unicode61, all words, then any word, each as a prefix."""

    name = "FTS5 unicode61 AND, OR, prefix"

    def __init__(self, texts: Iterable[Text]) -> None:
        """Index the texts in memory."""
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute("CREATE VIRTUAL TABLE text USING fts5(slug UNINDEXED, title, body)")
        self._connection.executemany("INSERT INTO text VALUES(?, ?, ?)", ((t.slug, t.title, t.body) for t in texts))

    def find(self, question: str) -> list[str]:
        """Return the slugs of the best ten."""
        words = [f'"{word}"*' for word in fold(question).split()]
        found: dict[str, None] = {}
        for joint in (" AND ", " OR "):
            if words and len(found) < 5:
                rows = self._connection.execute(
                    "SELECT slug FROM text WHERE text MATCH ? ORDER BY bm25(text, 0, 5, 1) LIMIT 10",
                    (joint.join(words),),
                )
                found.update(dict.fromkeys(row[0] for row in rows))
        return list(found)[:10]


class FuzzyTitles:
    """rapidfuzz's token_set_ratio over all titles."""

    name = "rapidfuzz token_set on titles"

    def __init__(self, texts: Iterable[Text]) -> None:
        """Keep the titles in memory."""
        self._titles = {text.slug: fold(text.title) for text in texts}

    def find(self, question: str) -> list[str]:
        """Return the slugs of the best ten."""
        found = process.extract(
            fold(question), self._titles, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=10
        )
        return [slug for _, _, slug in found]
