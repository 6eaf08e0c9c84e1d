"""Pieces: proposals and articles as grouping compares them, found by what they have in common with a new one."""

import json
import sqlite3
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.storage.database import Database
from bot.storage.times import milliseconds
from content.dates import PartialDate
from content.intake import bands, DAYS, NEWEST, Piece
from handlers.kept import kept_for

_NEAR: Final = 200
"""Pieces of one place within the days around that are compared; the newest."""
_DECIDED: Final = ("published", "merged", "refused")


@dataclass(frozen=True, slots=True)
class HeldPiece:
    """A piece the store holds."""

    owner: str
    """``p:12`` (a proposal) or ``a:slug`` (an article)."""
    piece: Piece
    """Its text is the publisher's while a proposal waits, our summary for an article, and empty once decided."""
    sketch: tuple[int, ...]
    story: str | None
    """What the new one would be told under; of a waiting proposal perhaps nothing yet."""
    state: str | None
    """Of the proposal; None for an article."""

    @property
    def proposal(self) -> int | None:
        """The number of the proposal, where it is one."""
        return int(self.owner[2:]) if self.owner.startswith("p:") else None

    @property
    def decided(self) -> bool:
        """Whether it is a proposal somebody decided on."""
        return self.state in _DECIDED


class PieceTable:
    """Tables ``piece``, ``piece_band``, ``piece_place``."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    @staticmethod
    def put(
        connection: sqlite3.Connection,
        owner: str,
        piece: Piece,
        sketch: tuple[int, ...],
        story: str | None,
        now: datetime,
    ) -> None:
        """Hold a piece in the place of what was held of its owner, within the caller's transaction."""
        connection.execute("DELETE FROM piece WHERE owner = ?", (owner,))
        row = connection.execute(
            "INSERT INTO piece(owner, story, title, language, day, places, source, url, sketch, at)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                owner, story, piece.title, piece.language, str(piece.date) if piece.date else None, " ".join(piece.places),
                piece.source, piece.url, struct.pack(f"<{len(sketch)}I", *sketch).hex(), milliseconds(now),
            ),
        ).lastrowid  # fmt: skip
        connection.executemany("INSERT OR IGNORE INTO piece_band VALUES(?, ?)", [(band, row) for band in bands(sketch)])
        if piece.date is not None:
            day = piece.date.first.isoformat()
            connection.executemany(
                "INSERT OR IGNORE INTO piece_place VALUES(?, ?, ?)", [(place, day, row) for place in piece.places]
            )

    @staticmethod
    def near(connection: sqlite3.Connection, piece: Piece, sketch: tuple[int, ...]) -> list[HeldPiece]:
        """Return what may be the same article or story: what shares a band, or a place within the days around."""
        found: set[int] = set()
        newest = "SELECT piece FROM piece_band WHERE band = ? ORDER BY piece DESC LIMIT ?"
        for band in bands(sketch):
            found.update(number for (number,) in connection.execute(newest, (band, NEWEST)))
        if piece.date is not None:
            within = timedelta(days=DAYS)
            span = ((piece.date.first - within).isoformat(), (piece.date.last + within).isoformat(), _NEAR)
            around = "SELECT piece FROM piece_place WHERE place = ? AND day BETWEEN ? AND ? ORDER BY day DESC LIMIT ?"
            for place in piece.places:
                found.update(number for (number,) in connection.execute(around, (place, *span)))
        return _held(connection, sorted(found))

    @staticmethod
    def name_story(connection: sqlite3.Connection, proposal: int, story: str) -> None:
        """Say which story a waiting proposal seems to belong to, within the caller's transaction.

        Its version stays: a suggestion is no reason to tell a moderator that what they look at has changed.
        """
        connection.execute("UPDATE piece SET story = ? WHERE owner = ?", (story, f"p:{proposal}"))
        connection.execute(
            "UPDATE proposal SET draft = json_set(draft, '$.story', ?) WHERE id = ? AND state IN('new', 'later')",
            (story, proposal),
        )

    async def lacking(self, after: str, limit: int) -> list[str]:
        """Return slugs of articles that came to the store or changed since they were sketched, in order, behind ``after``."""
        query = (
            "SELECT i.slug FROM item i LEFT JOIN piece p ON p.owner = 'a:' || i.slug WHERE i.kind = 'article' AND i.slug > ?"
            " AND (p.at IS NULL OR p.at < i.changed_at) ORDER BY i.slug LIMIT ?"
        )
        rows = await self._database.read(lambda connection: connection.execute(query, (after, limit)).fetchall())
        return [slug for (slug,) in rows]

    async def changed(self, after: int, limit: int) -> list[tuple[int, str]]:
        """Return the next articles in the log of news behind a number, each with its number there."""
        query = (
            "SELECT n.id, n.slug FROM news n JOIN item i ON i.slug = n.slug WHERE n.id > ? AND i.kind = 'article'"
            " ORDER BY n.id LIMIT ?"
        )
        return await self._database.read(lambda connection: connection.execute(query, (after, limit)).fetchall())

    async def newest(self) -> int:
        """Return the last number of the log of news."""
        query = "SELECT coalesce(max(id), 0) FROM news"
        return int((await self._database.read(lambda connection: connection.execute(query).fetchone()))[0])

    async def tidy(self, now: datetime) -> None:
        """Forget old sketches of proposals; until then a refused article does not come back under another address."""
        query = (
            "DELETE FROM piece WHERE owner LIKE 'p:%' AND at < ? AND NOT EXISTS(SELECT 1 FROM proposal p"
            " WHERE p.id = CAST(substr(owner, 3) AS INTEGER) AND p.state IN('new', 'later'))"
        )
        await self._database.write(
            lambda connection: connection.execute(query, (milliseconds(now - kept_for("pieces")),))
        )


def _held(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[HeldPiece]:
    """Return the pieces of those numbers; one statement, whatever their number."""
    query = (
        "SELECT e.owner, e.story, e.title, e.language, e.day, e.places, e.source, e.url, e.sketch, p.state, p.original, i.story,"
        " json_extract(i.body, '$.summary') FROM piece e"
        " LEFT JOIN proposal p ON e.owner LIKE 'p:%' AND p.id = CAST(substr(e.owner, 3) AS INTEGER)"
        " LEFT JOIN item i ON i.slug = CASE WHEN e.owner LIKE 'a:%' THEN substr(e.owner, 3) ELSE p.slug END"
        " WHERE e.id IN(SELECT value FROM json_each(?))"
    )
    return [_piece(row) for row in connection.execute(query, (json.dumps(list(numbers)),))]


def _piece(row: Iterable[Any]) -> HeldPiece:
    owner, story, title, language, day, places, source, url, packed, state, original, told, summary = row
    text = original or ""
    if owner.startswith("a:") and summary:
        said = json.loads(summary)
        text = said.get(language) or next(iter(said.values()), "")
    date = PartialDate(day) if day else None
    numbers = bytes.fromhex(packed)
    piece = Piece(title, text, language, date, tuple(places.split()), source, url)
    return HeldPiece(owner, piece, struct.unpack(f"<{len(numbers) // 4}I", numbers), told or story, state)
