"""Chases: the copies of an item or of a broadcast, found one after the other, and what is done about each."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.storage.database import Database
from bot.storage.outbox import Priority
from bot.storage.times import instant, milliseconds
from handlers.kept import kept_for
from handlers.ports import Chase

# What a message says is the newest row that sent or edited it, and did not fail; the rest of its rows are history.
_STANDS: Final = """
o.chase IS NOT :chase AND o.method IN('sendMessage', 'editMessageText', 'sendPhoto', 'sendVenue')
AND (o.state IN('queued', 'sending', 'unknown', 'held') OR (o.state = 'sent' AND (o.op = 'send' OR o.mid > 0))
  OR (o.bid IS NOT NULL AND o.op = 'send' AND o.state IN('expired', 'dead', 'cancelled')))
AND NOT EXISTS(SELECT 1 FROM outbox n INDEXED BY outbox_message WHERE n.chat = o.chat AND n.mid = o.mid AND n.mid > 0
  AND n.id > o.id AND n.state IN('queued', 'sending', 'unknown', 'sent') AND n.method IN('editMessageText', 'deleteMessage'))
"""
_COPIES: Final = """
SELECT o.id, o.chat, c.kind, c.active, c.language, o.bid, b.kind, o.op, o.method, o.part, o.state, coalesce(o.mid, 0), o.language,
  o.thread, o.prio, coalesce((SELECT s.at FROM sent_log s WHERE s.chat = o.chat AND s.mid = o.mid), o.sent_at, o.made_at),
  o.body != '', CASE WHEN o.body = '' AND o.bid IS NOT NULL THEN
    (SELECT w.body FROM broadcast_body w WHERE w.bid = o.bid AND w.language = o.language AND w.part = o.part) ELSE o.body END,
  CASE WHEN o.bid IS NULL THEN (SELECT count(*) FROM outbox_item i WHERE i.outbox = o.id) ELSE json_array_length(b.items) END,
  o.chase IS NOT NULL
FROM json_each(:ids) j CROSS JOIN outbox o ON o.id = j.value JOIN chat c ON c.id = o.chat LEFT JOIN broadcast b ON b.id = o.bid
WHERE {which} ORDER BY o.id
"""
_ANSWERS: Final = "SELECT outbox FROM outbox_item WHERE slug = ? AND outbox > ? ORDER BY outbox LIMIT ?"
_BROADCAST: Final = (
    "SELECT id FROM outbox INDEXED BY outbox_copy WHERE bid = ? AND bid IS NOT NULL AND id > ? ORDER BY id LIMIT ?"
)
# A withdrawal takes the words of earlier corrections along, a correction does not correct them; never its own.
_NEXT_BROADCAST: Final = """
SELECT i.bid FROM broadcast_item i JOIN broadcast b ON b.id = i.bid
WHERE i.slug = ? AND i.bid > ? AND (b.kind != 'correction' OR ?) AND b.dedupe != ? ORDER BY i.bid LIMIT 1
"""
_REACH: Final = f"""
SELECT count(*) FROM (SELECT outbox AS id FROM outbox_item WHERE slug = :slug
  UNION SELECT o.id FROM broadcast_item i CROSS JOIN outbox o INDEXED BY outbox_copy ON o.bid = i.bid WHERE i.slug = :slug) j
CROSS JOIN outbox o ON o.id = j.id
WHERE {_STANDS} AND (o.state = 'sent' OR o.op = 'edit')
"""  # noqa: S608  our own words
_OPEN: Final = "SELECT id, kind, subject, rev, body, bid, cursor, state, by_user, made_at FROM chase"
_ACCOUNT: Final = """
SELECT id, kind, subject, state, made_at, early, unsure + (SELECT count(*) FROM chase_late l WHERE l.chase = chase.id) FROM chase
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """One message that states facts of the item, as it stands now."""

    id: int
    chat: int
    chat_kind: str
    active: bool
    """The chat can be written to."""
    spoken: str | None
    """The language chosen there."""
    bid: int | None
    broadcast_kind: str | None
    op: str
    method: str
    part: int
    state: str
    mid: int
    """0: it cannot be reached any more."""
    variant: str | None
    """Which text of the broadcast it has: a language and a kind of chat, then the chases that changed it."""
    thread: int | None
    prio: Priority
    at: datetime
    """When it arrived; before that, when it was made."""
    own: bool
    """Its text is its own, not that of all copies of the variant."""
    body: Mapping[str, Any]
    """Empty where its text was not kept."""
    items: int
    """How many items it states facts of."""
    answer: bool
    """It was made by a chase."""

    def worded_by(self, chase: "Open") -> bool:
        """Return whether it has the words of that chase already: it left with them."""
        return str(chase.id) in (self.variant or "").split("~")[1:]

    @property
    def leaves(self) -> bool:
        """Whether it can be changed before it leaves: it waits, or did not arrive and may be sent again."""
        return self.op == "send" and self.state in ("queued", "expired", "dead", "cancelled")


@dataclass(frozen=True, slots=True)
class Open:
    """A chase, with how far it came."""

    id: int
    kind: str
    subject: str
    rev: int
    body: Mapping[str, Any]
    bid: int
    cursor: int
    state: str
    by: int | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """A change of a copy that the server refused."""

    id: int
    chase: int
    op: str
    said: str
    """What the server answered, lower case."""
    target: int


class ChaseTable:
    """Table ``chase``, and the rows of ``outbox`` a chase makes."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def open(self) -> list[Open]:
        """Return the chases under way, and those with copies of which it was not known whether they arrived; the oldest first."""
        query = f"{_OPEN} WHERE state != 'done' UNION {_OPEN} WHERE id IN(SELECT chase FROM chase_late) ORDER BY id"  # noqa: S608
        rows = await self._database.read(lambda connection: connection.execute(query).fetchall())
        return [_open(row) for row in rows]

    async def get(self, number: int) -> Open | None:
        """Return a chase whole, whatever its state."""
        row = await self._database.read(
            lambda connection: connection.execute(f"{_OPEN} WHERE id = ?", (number,)).fetchone()
        )
        return None if row is None else _open(row)

    async def before(self, chase: Open) -> list[Mapping[str, Any]]:
        """Return the bodies of earlier corrections of the same item, the oldest first."""
        query = "SELECT body FROM chase WHERE subject = ? AND id < ? AND kind = 'correction' ORDER BY id"
        rows = await self._database.read(
            lambda connection: connection.execute(query, (chase.subject, chase.id)).fetchall()
        )
        return [json.loads(body) for (body,) in rows]

    async def reach(self, slug: str) -> int:
        """Return how many messages that arrived state facts of the item."""
        values = {"slug": slug, "chase": -1}
        (count,) = await self._database.read(lambda connection: connection.execute(_REACH, values).fetchone())
        return int(count)

    async def failed(self, limit: int) -> list[Failed]:
        """Return changes that were refused and of which nothing more was made."""
        query = (
            "SELECT id, chase, op, coalesce(err, ''), coalesce(target, 0) FROM outbox INDEXED BY outbox_failed"
            " WHERE chase IS NOT NULL AND state = 'dead' AND keep = 1 ORDER BY id LIMIT ?"
        )
        rows = await self._database.read(lambda connection: connection.execute(query, (limit,)).fetchall())
        return [Failed(row[0], row[1], row[2], row[3].lower(), row[4]) for row in rows]

    async def account(self, number: int) -> Chase | None:
        """Return how far a chase came."""
        found = await self._accounts("WHERE id = ?", number)
        return found[0] if found else None

    async def accounts(self, limit: int) -> list[Chase]:
        """Return the latest chases, the newest first."""
        return await self._accounts("ORDER BY id DESC LIMIT ?", limit)

    async def _accounts(self, which: str, value: int) -> list[Chase]:
        def look(connection: sqlite3.Connection) -> list[Chase]:
            rows = connection.execute(f"{_ACCOUNT} {which}", (value,)).fetchall()
            return [_account(connection, row) for row in rows]

        return await self._database.read(look)

    async def tidy(self, now: datetime) -> None:
        """Forget chases of which no copy is kept any more."""
        old = milliseconds(now - kept_for("messages"))
        await self._database.write(
            lambda connection: connection.execute("DELETE FROM chase WHERE state = 'done' AND made_at < ?", (old,))
        )


def _account(connection: sqlite3.Connection, row: Sequence[Any]) -> Chase:
    number, kind, subject, state, made_at, early, unsure = row
    counted = connection.execute(
        "SELECT op, state, count(*) FROM outbox INDEXED BY outbox_chase WHERE chase = ? GROUP BY op, state", (number,)
    ).fetchall()
    states = {"early": early, "unsure": unsure}
    for op, at, count in counted:
        name = {"sent": "answered" if op == "send" else "sent", "dead": "dead", "held": "unsure", "cancelled": ""}.get(
            at, "queued"
        )
        if name:
            states[name] = states.get(name, 0) + count
    found = {name: count for name, count in states.items() if count}
    return Chase(number, kind, subject, found, state == "open", instant(made_at))


def _open(row: Sequence[Any]) -> Open:
    return Open(row[0], row[1], row[2], row[3], json.loads(row[4]), row[5], row[6], row[7], row[8], instant(row[9]))


def _copy(row: Sequence[Any]) -> Copy:
    body = json.loads(row[17]) if row[17] else {}
    thread = row[13] if row[5] is not None else body.get("message_thread_id")
    return Copy(
        row[0], row[1], row[2], bool(row[3]), row[4], row[5], row[6], row[7], row[8], row[9], row[10], row[11], row[12], thread,
        Priority(row[14]), instant(row[15]), bool(row[16]), body, row[18], bool(row[19]),
    )  # fmt: skip


def begin_chase(
    connection: sqlite3.Connection, kind: str, subject: str, rev: int, body: Mapping[str, Any], by: int | None, now: datetime
) -> int:  # fmt: skip
    """Start following every copy, within the caller's transaction; return the chase's number."""
    cursor = connection.execute(
        "INSERT INTO chase(kind, subject, rev, body, by_user, made_at) VALUES(?, ?, ?, ?, ?, ?)",
        (kind, subject, rev, json.dumps(body, ensure_ascii=False), by, milliseconds(now)),
    )
    return int(cursor.lastrowid or 0)


def ahead(connection: sqlite3.Connection, chase: Open, limit: int) -> tuple[list[int], tuple[int, int] | None]:
    """Return the rows to look at next, and where the chase stands behind them (None: at the end)."""
    bid, cursor, found = chase.bid, chase.cursor, list[int]()
    while len(found) < limit:
        room = limit - len(found)
        rows = _rows(connection, chase, bid, cursor, room)
        found += rows
        if len(rows) == room:
            return found, (bid, rows[-1])
        following = _following(connection, chase, bid)
        if following is None:
            return found, None
        bid, cursor = following, 0
    return found, (bid, cursor)


def _rows(connection: sqlite3.Connection, chase: Open, bid: int, cursor: int, limit: int) -> list[int]:
    if bid:
        return [row for (row,) in connection.execute(_BROADCAST, (bid, cursor, limit))]
    if chase.kind == "recall":
        return []
    return [row for (row,) in connection.execute(_ANSWERS, (chase.subject, cursor, limit))]


def _following(connection: sqlite3.Connection, chase: Open, bid: int) -> int | None:
    """Return the broadcast to look at after that one."""
    if chase.kind == "recall":
        return None if bid else int(chase.subject)
    values = (chase.subject, bid, chase.kind == "retraction", f"chase:{chase.id}")
    row = connection.execute(_NEXT_BROADCAST, values).fetchone()
    return None if row is None else int(row[0])


def standing(connection: sqlite3.Connection, chase: Open, rows: Iterable[int]) -> list[Copy]:
    """Return those of the rows that are what a message says, or will say, now."""
    return _fetch(connection, rows, _STANDS, chase.id)


def by_number(connection: sqlite3.Connection, rows: Iterable[int]) -> list[Copy]:
    """Return the rows whatever became of them."""
    return _fetch(connection, rows, "1", -1)


def _fetch(connection: sqlite3.Connection, rows: Iterable[int], which: str, chase: int) -> list[Copy]:
    values = {"ids": json.dumps(list(rows)), "chase": chase}
    return [_copy(row) for row in connection.execute(_COPIES.format(which=which), values)]


def went_on(connection: sqlite3.Connection, chase: Open, to: tuple[int, int] | None, early: int, unsure: int) -> None:
    """Note how far a chase came, within the caller's transaction; at the end it is looked at once more, then done."""
    bid, cursor = to or (0, 0)
    state = chase.state if to else "again" if chase.state == "open" else "done"
    connection.execute(
        "UPDATE chase SET bid = ?, cursor = ?, state = ?, early = early + ?, unsure = unsure + ? WHERE id = ?",
        (bid, cursor, state, early, unsure, chase.id),
    )


def note_late(connection: sqlite3.Connection, chase: Open, copy: Copy) -> None:
    """Look at the copy again once it is known whether it arrived."""
    connection.execute("INSERT OR IGNORE INTO chase_late VALUES(?, ?)", (chase.id, copy.id))


def known_by_now(connection: sqlite3.Connection, chase: Open, limit: int) -> list[int]:
    """Return the rows of which it is known by now whether they arrived, and await them no longer."""
    held = "" if chase.kind == "correction" else "'held', "
    rows = connection.execute(
        "SELECT l.outbox FROM chase_late l JOIN outbox o ON o.id = l.outbox WHERE l.chase = ?"  # noqa: S608  our own words
        f" AND o.state IN({held}'queued', 'sent', 'expired', 'cancelled', 'dead') LIMIT ?",
        (chase.id, limit),
    ).fetchall()
    connection.executemany(
        "DELETE FROM chase_late WHERE chase = ? AND outbox = ?", [(chase.id, row) for (row,) in rows]
    )
    return [row for (row,) in rows]
