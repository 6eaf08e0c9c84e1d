"""The bench's store: sketches in SQLite with an index of bands and one of places by day, as grouping looks them up."""

import random
import sqlite3
from collections.abc import Iterator

from content.intake import bands, DAYS, NEWEST, Piece, same_article, same_story, STORY
from tests.bench.curation.labelled import date, reference
from tests.bench.search.corpus import texts

_A_DAY = 30
"""Reports that arrive in a day; a store of 100,000 is nine years of them."""
_TABLES = """
CREATE TABLE piece(
    id INTEGER PRIMARY KEY, day INTEGER, title TEXT, body TEXT, language TEXT, places TEXT, source TEXT, url TEXT, sketch BLOB
);
CREATE TABLE band(band INTEGER, day INTEGER, id INTEGER, PRIMARY KEY(band, day, id)) WITHOUT ROWID;
CREATE TABLE near(place TEXT, day INTEGER, id INTEGER, PRIMARY KEY(place, day, id)) WITHOUT ROWID;
"""


def arriving(count: int) -> Iterator[tuple[int, Piece]]:
    """Return ``count`` reports with the day they came, thirty a day, each about one or two places of the pack."""
    places = sorted(
        slug for slug, place in reference().places.items() if place.sort not in ("country", "region", "city")
    )
    die = random.Random(4)
    for number, text in enumerate(texts(count)):
        day = 736_000 + number // _A_DAY
        about = tuple(die.sample(places, die.choice((1, 1, 2))))
        yield (
            day,
            Piece(
                text.title,
                text.body,
                text.language,
                date(day),
                about,
                die.choice("abcdefgh"),
                f"https://a.example/{number}",
            ),
        )


class Store:
    """Reports already held."""

    def __init__(self) -> None:
        """Open an empty store in memory."""
        self.connection = sqlite3.connect(":memory:")
        self.connection.executescript(_TABLES)
        self.compared = 0

    def add(self, number: int, day: int, piece: Piece, sketched: tuple[int, ...]) -> None:
        """Hold a report."""
        packed = b"".join(one.to_bytes(4, "little") for one in sketched)
        places = " ".join(piece.places)
        row = (number, day, piece.title, piece.text, piece.language, places, piece.source, piece.url, packed)
        self.connection.execute("INSERT INTO piece VALUES(?,?,?,?,?,?,?,?,?)", row)
        self.connection.executemany("INSERT INTO band VALUES(?,?,?)", [(band, day, number) for band in bands(sketched)])
        self.connection.executemany("INSERT INTO near VALUES(?,?,?)", [(place, day, number) for place in piece.places])

    def group(self, day: int, piece: Piece, sketched: tuple[int, ...]) -> tuple[list[int], list[int]]:
        """Return the reports that are the same article, and those of the same story."""
        found: set[int] = set()
        for band in bands(sketched):
            newest = self.connection.execute(
                "SELECT id FROM band WHERE band = ? ORDER BY day DESC LIMIT ?", (band, NEWEST)
            )
            found.update(number for (number,) in newest)
        for place in piece.places:
            window = (place, day - DAYS, day + DAYS)
            rows = self.connection.execute("SELECT id FROM near WHERE place = ? AND day BETWEEN ? AND ?", window)
            found.update(number for (number,) in rows)
        same, story = [], []
        for number in found:
            held = self._piece(number)
            self.compared += 1
            if same_article(piece, held):
                same.append(number)
            elif same_story(piece, held) >= STORY:
                story.append(number)
        return same, story

    def _piece(self, number: int) -> Piece:
        row = "SELECT title, body, language, day, places, source, url FROM piece WHERE id = ?"
        title, body, language, day, places, source, url = self.connection.execute(row, (number,)).fetchone()
        return Piece(title, body, language, date(day), tuple(places.split()), source, url)
