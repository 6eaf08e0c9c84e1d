"""The newest items of a kind: a query that stays quick however many items there are and however rare the topic."""

import sqlite3
from collections.abc import Iterable
from typing import Final

FEW: Final = 1000
"""So many items of a topic are fetched and sorted; of more, the list by date is walked until enough are found."""

Row = tuple[str, str, str]
"""Slug, kind and body."""


def newest_rows(
    connection: sqlite3.Connection,
    kind: str,
    topics: Iterable[str],
    places: Iterable[str],
    status: str | None,
    limit: int,
) -> list[Row]:
    """Return the published items of ``kind``, newest first, of any of the topics and any of the places; none asked: all."""
    wanted: dict[str, tuple[str, ...]] = {"topic": tuple(dict.fromkeys(topics)), "place": tuple(dict.fromkeys(places))}
    wanted = {what: slugs for what, slugs in wanted.items() if slugs}
    few = _few(connection, wanted)
    conditions, values = ["kind = ?", "state = 'published'"], [kind]
    if status is not None:
        conditions.append("status = ?")
        values.append(status)
    for what, slugs in wanted.items():
        related = f"SELECT 1 FROM item_{what} r WHERE r.slug = item.slug AND r.{what} IN({_marks(slugs)})"  # noqa: S608
        conditions.append(f"EXISTS({related})")
        values.extend(slugs)
    if few is not None:
        conditions.append(f"slug IN({_marks(few)})")
        values.extend(few)
    # A rare topic is reached by its items, a common one by walking the index by date; SQLite, which keeps no
    # statistics here, would choose wrongly for one of the two.
    walk = "" if few is not None else " INDEXED BY item_newest"
    found = f"SELECT slug FROM item{walk} WHERE {' AND '.join(conditions)} ORDER BY date DESC, slug LIMIT ?"  # noqa: S608
    return connection.execute(
        f"SELECT slug, kind, body FROM item WHERE slug IN({found}) ORDER BY date DESC, slug",  # noqa: S608
        (*values, limit),
    ).fetchall()


def _few(connection: sqlite3.Connection, wanted: dict[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """Return the items of the topics, of the places, or of both at once, where they are few; None where they are not."""
    for what, slugs in wanted.items():
        rows = connection.execute(
            f"SELECT slug FROM item_{what} WHERE {what} IN({_marks(slugs)}) LIMIT ?",  # noqa: S608
            (*slugs, FEW + 1),
        ).fetchall()
        if len(rows) <= FEW:
            return tuple({row[0]: None for row in rows})
    if len(wanted) == 2:
        # Both are common, and still few items may have both; the walk by date would look at every article for them.
        topics, places = wanted["topic"], wanted["place"]
        rows = connection.execute(
            f"SELECT slug FROM item_topic t WHERE topic IN({_marks(topics)}) AND EXISTS(SELECT 1 FROM item_place p"  # noqa: S608
            f" WHERE p.place IN({_marks(places)}) AND p.slug = t.slug) LIMIT ?",
            (*topics, *places, FEW + 1),
        ).fetchall()
        if len(rows) <= FEW:
            return tuple({row[0]: None for row in rows})
    return None


def _marks(slugs: tuple[str, ...]) -> str:
    return ",".join("?" * len(slugs))
