"""Rows of the content store, on a connection that is already in a transaction: what an item becomes when it is kept."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast, Final, Protocol

from bot.storage.times import milliseconds
from content.dates import PartialDate
from content.records import Article, Contact, Figure, Item, KINDS, Measure, Position, Publish, State, Topic

VERSION: Final = "content.version"
CHANGED: Final = "content.changed_at"

_NEWSWORTHY: Final = (Article, Measure, Contact, Figure, Position, Topic)
"""What becomes of these is written in the log of news."""


class Indexer(Protocol):
    """Keeps the search index in step with the items, inside the transaction that changes them."""

    def index(self, connection: sqlite3.Connection, item: Item) -> None:
        """Make the item findable, in the place of what was known of its slug."""
        ...

    def remove(self, connection: sqlite3.Connection, slug: str) -> None:
        """Make the slug impossible to find; harmless where it was."""
        ...


class NotIndexed:
    """An indexer that indexes nothing, for tools that only read the store."""

    def index(self, connection: sqlite3.Connection, item: Item) -> None:
        """Do nothing."""

    def remove(self, connection: sqlite3.Connection, slug: str) -> None:
        """Do nothing."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An item as the store holds it, whatever its state."""

    item: Item
    state: State
    rev: int
    file_hash: str | None
    """Of the body as last imported from, or exported to, the pack's file; None: never in a file."""

    @property
    def for_file(self) -> Item:
        """The item as its file must say it: a pause is told as a second source that is missing."""
        if self.state is State.PAUSED and self.item.publish is Publish.OK:
            return self.item.model_copy(update={"publish": Publish.NEEDS_SECOND_SOURCE})
        return self.item

    @property
    def hash(self) -> str:
        """The hash of the item as its file must say it."""
        return hash_of(self.for_file)

    @property
    def edited(self) -> bool:
        """Whether it was changed in the store after its file was last read or written."""
        return self.file_hash != self.hash


def body_of(item: Item) -> str:
    """Return the record as JSON, without slug and kind, and without what is as it would be by default."""
    return item.model_dump_json(exclude={"slug", "kind"}, exclude_defaults=True)


def item_of(slug: str, kind: str, body: str) -> Item:
    """Return the record of a row."""
    return cast("Item", KINDS[kind].model_validate({"slug": slug, "kind": kind, **json.loads(body)}))


def hash_of(item: Item) -> str:
    """Return what tells one content of an item from another, whatever the order of its languages and fields."""
    return hash_of_data({"kind": item.kind, **json.loads(body_of(item))})


def hash_of_data(data: Any) -> str:
    """Return the hash of plain data, the same whatever the order of its keys."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def in_state(item: Item, state: State) -> Item:
    """Return the item with the ``publish`` its state asks for, so that its file says the same as the store.

    A paused item keeps what it had: the pause is the store's alone and ends there.
    """
    publish = item.publish
    if state is State.PUBLISHED:
        publish = Publish.OK
    elif state is State.RETRACTED:
        publish = Publish.NO
    elif state is State.DRAFT and publish is Publish.OK:
        publish = Publish.NEEDS_SECOND_SOURCE
    return item if publish is item.publish else item.model_copy(update={"publish": publish})


def stored(connection: sqlite3.Connection, slug: str) -> Stored | None:
    """Return the item of any state, or None."""
    row = connection.execute("SELECT kind, body, state, rev, file_hash FROM item WHERE slug = ?", (slug,)).fetchone()
    return None if row is None else Stored(item_of(slug, row[0], row[1]), State(row[2]), row[3], row[4])


def put(
    connection: sqlite3.Connection,
    indexer: Indexer,
    item: Item,
    state: State,
    *,
    by: int | None,
    why: str | None,
    at: datetime,
    file_hash: str | None = None,
) -> int:
    """Keep the item as a new revision and return its number; the caller bumps the version.

    ``file_hash`` of None leaves what is known of its file as it is.
    """
    item = in_state(item, state)
    body, when = body_of(item), milliseconds(at)
    connection.execute(
        "INSERT INTO item(slug, kind, state, rev, body, date, story, status, file_hash, changed_at)"
        " VALUES(:slug, :kind, :state, 1, :body, :date, :story, :status, :hash, :at) ON CONFLICT(slug) DO UPDATE SET"
        " kind = excluded.kind, state = excluded.state, rev = item.rev + 1, body = excluded.body, date = excluded.date,"
        " story = excluded.story, status = excluded.status, changed_at = excluded.changed_at,"
        " file_hash = coalesce(excluded.file_hash, item.file_hash)",
        {
            "slug": item.slug, "kind": item.kind, "state": state.value, "body": body, "date": _day(item),
            "story": item.story if isinstance(item, Article) and item.story else item.slug,
            "status": item.status.value if isinstance(item, Measure) else None, "hash": file_hash, "at": when,
        },
    )  # fmt: skip
    (rev,) = connection.execute("SELECT rev FROM item WHERE slug = ?", (item.slug,)).fetchone()
    connection.execute(
        "INSERT INTO revision VALUES(?, ?, ?, ?, ?, ?, ?)", (item.slug, rev, state.value, body, when, by, why)
    )
    _relate(connection, "topic", item, new=rev == 1)
    _relate(connection, "place", item, new=rev == 1)
    if state is State.PUBLISHED and isinstance(item, _NEWSWORTHY):
        connection.execute("INSERT INTO news(slug, rev, at) VALUES(?, ?, ?)", (item.slug, rev, when))
    if state is State.PUBLISHED:
        indexer.index(connection, item)
    elif rev > 1:
        indexer.remove(connection, item.slug)
    return int(rev)


def bump(connection: sqlite3.Connection, at: datetime) -> None:
    """Note that the content has changed: whoever keeps something made from it looks at the version."""
    connection.execute(
        "INSERT INTO setting VALUES(?, '1') ON CONFLICT(name) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
        (VERSION,),
    )
    connection.execute("INSERT OR REPLACE INTO setting VALUES(?, ?)", (CHANGED, str(milliseconds(at))))


def _relate(connection: sqlite3.Connection, what: str, item: Item, *, new: bool) -> None:
    slugs: set[str] = set(getattr(item, f"{what}s", ()))
    if what == "topic" and isinstance(item, Position):
        slugs = {item.topic}
    if not new:
        connection.execute(f"DELETE FROM item_{what} WHERE slug = ?", (item.slug,))  # noqa: S608  topic or place
    rows = [(slug, item.slug) for slug in sorted(slugs)]
    connection.executemany(f"INSERT INTO item_{what} VALUES(?, ?)", rows)


def _day(item: Item) -> str | None:
    """Return the day an item is sorted by: the first its date may mean."""
    date: PartialDate | None = None
    match item:
        case Article() | Position():
            date = item.date
        case Measure():
            date = item.status_as_of
        case Figure():
            date = item.as_of
        case _:
            pass
    return None if date is None else date.first.isoformat()
