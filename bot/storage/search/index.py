"""The index: the searched words of every published item, changed in the item's own transaction."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Final

from content.records import ITEM, Item
from content.search.fields import Fields, fields
from content.search.form import FORMS, sound, stem
from content.search.tongues import TONGUES
from content.search.words import text_words, written

VERSION: Final = f"1.{FORMS}.{version('snowballstemmer')}"
"""What the words of the index depend on; another one in the database means that it is made anew."""

TABLES: Final = ("search_text", "search_word", "search_state", "search_fr", "search_en")
"""Where it is kept; the full-text tables have further ones that start with their name."""

_VERSION_NAME: Final = "search.version"


@dataclass(frozen=True, slots=True)
class _Text:
    """An item in one language, as the index holds it."""

    language: str
    names: tuple[tuple[str, ...], ...]
    body: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """Each of its words once, in order."""
        return sorted({word for name in self.names for word in name}.union(self.body))

    def stems(self, words: Iterable[str]) -> str:
        return " ".join(stem(word, self.language) for word in words)

    @property
    def columns(self) -> tuple[str, str]:
        """The full-text columns: the same words always give the same, so that they can be deleted."""
        return self.stems(word for name in self.names for word in name), self.stems(self.body)


class SearchIndex:
    """Tables ``search_text``, ``search_word``, ``search_state`` and the full-text tables. Every method runs inside a transaction."""

    def index(self, connection: sqlite3.Connection, item: Item) -> None:
        """Put a published item into the index, in place of what was there of it."""
        self.remove(connection, item.slug)
        for language, found in fields(item).items():
            if language in TONGUES:
                _insert(connection, item.slug, _text(found, language), found)

    def remove(self, connection: sqlite3.Connection, slug: str) -> None:
        """Take an item out of the index; nothing happens where it is not in it."""
        rows = connection.execute(
            "SELECT id, language, names, body FROM search_text WHERE slug = ?", (slug,)
        ).fetchall()
        for number, language, names, body in rows:
            text = _Text(language, tuple(tuple(name.split()) for name in names.split("\n")), tuple(body.split()))
            _delete(connection, int(number), text)

    def refresh(self, connection: sqlite3.Connection) -> int:
        """Make the index anew where it was made by another version of this module; return how many items it then read."""
        row = connection.execute("SELECT value FROM setting WHERE name = ?", (_VERSION_NAME,)).fetchone()
        if row is not None and row[0] == VERSION:
            return 0
        return self.rebuild(connection)

    def rebuild(self, connection: sqlite3.Connection) -> int:
        """Make the index anew from the published items; return how many there are."""
        connection.execute("DELETE FROM search_text")
        connection.execute("UPDATE search_state SET texts = 0, version = version + 1")
        # Words stay with a count of 0, for a searcher that runs must learn that they are gone.
        connection.execute(
            "UPDATE search_word SET texts = 0,"
            " version = (SELECT version FROM search_state WHERE language = search_word.language)"
        )
        for language in TONGUES:
            connection.execute(f"INSERT INTO search_{language}(search_{language}) VALUES('delete-all')")
        rows = connection.execute("SELECT slug, kind, body FROM item WHERE state = 'published'").fetchall()
        for slug, kind, body in rows:
            self.index(connection, ITEM.validate_python({**json.loads(body), "slug": slug, "kind": kind}))
        connection.execute("INSERT OR REPLACE INTO setting VALUES(?, ?)", (_VERSION_NAME, VERSION))
        return len(rows)


def _text(found: Fields, language: str) -> _Text:
    names: dict[tuple[str, ...], None] = {}
    for name in (*found.names, *found.unprinted):
        names.setdefault(tuple(text_words(name, language)))
    said = {word for name in names for word in name}
    # A word counts once: how often a text of a few lines repeats it tells little, and the index is smaller for it.
    body = dict.fromkeys(
        word for part in (*found.body, *found.unprinted_body) for word in text_words(part, language) if word not in said
    )
    return _Text(language, tuple(name for name in names if name), tuple(body))


def _insert(connection: sqlite3.Connection, slug: str, text: _Text, found: Fields) -> None:
    row = connection.execute(
        "INSERT INTO search_text(slug, language, names, body) VALUES(?, ?, ?, ?)",
        (slug, text.language, "\n".join(" ".join(name) for name in text.names), " ".join(text.body)),
    )
    table = f"search_{text.language}"
    connection.execute(
        f"INSERT INTO {table}(rowid, names, body) VALUES(?, ?, ?)",
        (row.lastrowid, *text.columns),
    )
    printed = " ".join((*found.names, *found.body))
    forms = written(printed)
    seen = set(text_words(printed, text.language))
    changed = _next_version(connection, text.language, 1)
    connection.executemany(
        "INSERT INTO search_word VALUES(?1, ?2, ?3, ?4, ?5, 1, ?6) ON CONFLICT(language, word) DO UPDATE SET"
        " texts = texts + 1, version = excluded.version,"
        " shown = CASE WHEN shown = '' OR texts = 0 THEN excluded.shown ELSE shown END",
        [
            (text.language, word, *_forms(word, text.language), forms.get(word) if word in seen else "", changed)
            for word in text.words
        ],
    )


def _delete(connection: sqlite3.Connection, number: int, text: _Text) -> None:
    table = f"search_{text.language}"
    connection.execute("DELETE FROM search_text WHERE id = ?", (number,))
    connection.execute(
        f"INSERT INTO {table}({table}, rowid, names, body) VALUES('delete', ?, ?, ?)",
        (number, *text.columns),
    )
    changed = _next_version(connection, text.language, -1)
    connection.executemany(
        "UPDATE search_word SET texts = texts - 1, version = ? WHERE language = ? AND word = ?",
        [(changed, text.language, word) for word in text.words],
    )


def _next_version(connection: sqlite3.Connection, language: str, texts: int) -> int:
    rows: Sequence[tuple[int]] = connection.execute(
        "UPDATE search_state SET version = version + 1, texts = texts + ? WHERE language = ? RETURNING version",
        (texts, language),
    ).fetchall()
    return rows[0][0]


@lru_cache(maxsize=65536)
def _forms(word: str, language: str) -> tuple[str, str]:
    return stem(word, language), sound(word, language)
