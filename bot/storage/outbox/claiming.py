"""Claiming: which messages go next, in order and as fast as the gate allows; one in flight a chat.

Whatever may not go now although it is its turn is put off to when it may, by its own row: so nothing that waits is
looked at twice before its time, however many thousands wait in front of what may go.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.storage.gate import Gatekeeper, pass_chat
from bot.storage.outbox.records import Claimed, Priority
from bot.storage.outbox.resting import Rest

SHARED_ABOVE: Final = -1_000_000_000_000
"""Private chats and basic groups count their messages together; supergroups and channels, below this, each alone."""
CLOSED_CHAT: Final = 600_000
"""What waits for a chat that is switched off is looked at again after so many milliseconds."""
_MOST_LOOKS: Final = 250
"""Messages looked at in one turn: an alert does not wait until a hundred thousand digests were put off for the night."""
_PAGE: Final = 32

# A copy of a broadcast has a body of its own only where it differs from the others'.
_COLUMNS: Final = """
o.id, o.chat, o.method, CASE WHEN o.body = '' AND o.bid IS NOT NULL THEN
  (SELECT b.body FROM broadcast_body b WHERE b.bid = o.bid AND b.language = o.language AND b.part = o.part)
  ELSE o.body END, o.op, o.prio, o.attempt, o.bid, o.thread, o.doubted, coalesce(o.mid_floor, 0), coalesce(o.started_at, 0),
  o.target, (SELECT t.mid FROM outbox t WHERE t.id = o.target)
"""
# A message in doubt holds everything back while it may still arrive late, then its own kind and, replies apart, what
# is less urgent: of two in doubt in one chat neither can be looked for safely. An expired one holds back nothing.
_NEXT: Final = f"""
SELECT o.not_before, c.id IS NOT NULL, c.active OR c.migrated_to IS NOT NULL, c.blocked_until, c.last_mid, c.zone, c.quiet_from, c.quiet_to,
  c.paused_until, {_COLUMNS}
FROM outbox o INDEXED BY outbox_ready LEFT JOIN chat c ON c.id = o.chat
WHERE o.state = 'queued' AND o.prio = :prio AND %s AND (o.expires_at IS NULL OR o.expires_at > :now)
  AND NOT EXISTS(SELECT 1 FROM outbox p INDEXED BY outbox_open
    WHERE p.chat = o.chat AND p.state IN('queued','sending','unknown') AND CASE p.state
      WHEN 'sending' THEN 1
      WHEN 'unknown' THEN p.not_before > :now OR p.prio = o.prio OR (p.prio < o.prio AND o.prio > 2)
      ELSE p.prio = o.prio AND p.id < o.id AND (p.expires_at IS NULL OR p.expires_at > :now) END)
ORDER BY o.not_before, o.id LIMIT :page
"""  # noqa: S608
# What was put off goes before what was not: it is older.
_PUT_OFF: Final = _NEXT % "o.not_before > 0 AND o.not_before <= :now AND (o.not_before, o.id) > (:after, :id)"
_FRESH: Final = _NEXT % "o.not_before = 0 AND o.id > :id"
_DOUBTFUL: Final = f"""
SELECT {_COLUMNS} FROM outbox o INDEXED BY outbox_unsettled
WHERE o.state IN('sending','unknown') AND o.state = 'unknown' AND o.not_before <= ? ORDER BY o.id
"""  # noqa: S608
_LATER: Final = """
SELECT min(not_before) FROM outbox INDEXED BY outbox_later
WHERE state IN('queued','unknown') AND not_before > 0 AND not_before > ?
"""


@dataclass(frozen=True, slots=True)
class Room:
    """How many messages may be put on their way."""

    all: int
    broadcasts: int
    """Of them: other than replies."""
    digests: int
    """Of those: not urgent."""

    def left(self, prio: Priority, claimed: list[Claimed]) -> int:
        """Return how many more of that priority may go."""
        left = self.all - len(claimed)
        if prio is not Priority.REPLY:
            left = min(left, self.broadcasts - sum(each.prio is not Priority.REPLY for each in claimed))
        if prio >= Priority.PUSH:
            left = min(left, self.digests - sum(each.prio >= Priority.PUSH for each in claimed))
        return left


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A message whose turn it is."""

    not_before: int
    known: bool
    """Its chat has a row."""
    active: bool
    """Also a group that moved away: Telegram answers where to, and the message follows."""
    blocked_until: int
    last_mid: int
    rest: Rest
    row: tuple[Any, ...]

    @property
    def id(self) -> int:
        return int(self.row[0])

    @property
    def chat(self) -> int:
        return int(self.row[1])


class Claim:
    """One claim, within one transaction."""

    def __init__(
        self, connection: sqlite3.Connection, at: int, gate: Gatekeeper | None, zone: Callable[[], str], newest: int
    ) -> None:
        """Claim at ``at``; ``newest`` is the greatest number known of a message in a chat that counts with others."""
        self._connection = connection
        self._at = at
        self._gate = gate
        self._zone = zone
        self._newest = newest
        self._looks = 0
        self._closed_until: int | None = None
        self.claimed: list[Claimed] = []

    def run(self, room: Room, boot: str) -> None:
        """Mark what may go as on its way, the most urgent first."""
        for prio in Priority:
            if room.left(prio, self.claimed) > 0 and not self._fill(prio, room):
                break
        self._connection.executemany(
            "UPDATE outbox SET state = 'sending', attempt = attempt + 1, boot = ?, started_at = ?, mid_floor = ?"
            " WHERE id = ?",
            [(boot, self._at, each.mid_floor, each.id) for each in self.claimed],
        )

    def wake_at(self) -> int | None:
        """Return when something may go that may not go now."""
        (later,) = self._connection.execute(_LATER, (self._at,)).fetchone()
        return min((at for at in (later, self._closed_until) if at is not None), default=None)

    def _fill(self, prio: Priority, room: Room) -> bool:
        """Claim messages of a priority; False when nothing more may go at all now."""
        taken = {each.chat for each in self.claimed}
        for candidate in self._candidates(prio):
            if candidate.chat in taken:
                continue
            if self._gate is not None and (opens := self._gate.overall(prio, self._at)) > self._at:
                self._closed_until = opens
                return False
            if self._looks >= _MOST_LOOKS:
                self._closed_until = self._at
                return False
            self._looks += 1
            if self._passes(candidate, prio):
                self.claimed.append(self._claimed(candidate, prio))
                taken.add(candidate.chat)
                if room.left(prio, self.claimed) <= 0:
                    return True
        return True

    def _candidates(self, prio: Priority) -> Iterator[_Candidate]:
        """Yield the messages of a priority whose turn it is, page by page: rows change while they are looked at."""
        for query in (_PUT_OFF, _FRESH):
            after, last = 0, -1
            while True:
                values = {"prio": int(prio), "now": self._at, "after": after, "id": last, "page": _PAGE}
                rows = self._connection.execute(query, values).fetchall()
                for row in rows:
                    known, active, blocked, last_mid = bool(row[1]), bool(row[2]), int(row[3] or 0), int(row[4] or 0)
                    yield _Candidate(row[0], known, active, blocked, last_mid, Rest(*row[5:9]), row[9:])
                if len(rows) < _PAGE:
                    break
                after, last = rows[-1][0], rows[-1][9]

    def _passes(self, candidate: _Candidate, prio: Priority) -> bool:
        """Return whether it may go; where not, put it off until it may, or end it where it never may."""
        if not candidate.known:
            return self._end(candidate, "cancelled", "the chat was forgotten")
        if candidate.row[3] is None:
            return self._end(candidate, "dead", "its text is gone")
        if not candidate.active:
            return self._put_off(candidate, self._at + CLOSED_CHAT)
        if candidate.blocked_until > self._at:
            return self._put_off(candidate, candidate.blocked_until)
        if prio is Priority.DIGEST and (later := candidate.rest.digest_from(self._at, self._zone())):
            return self._let_rest(candidate, *later)
        if self._gate is not None and (
            opens := pass_chat(self._connection, self._gate, candidate.chat, prio, self._at)
        ):
            return self._put_off(candidate, opens)
        return True

    def _claimed(self, candidate: _Candidate, prio: Priority) -> Claimed:
        floor = candidate.last_mid
        if candidate.chat > SHARED_ABOVE:
            floor = max(floor, self._newest)
        message = read(candidate.row)
        if message.doubted:  # an earlier copy has a smaller number than what came since
            floor = min(floor, message.mid_floor)
        if prio is Priority.PUSH and message.op == "send" and candidate.rest.quiet_until(self._at, self._zone()):
            message = replace(message, body={**message.body, "disable_notification": True})
        return replace(message, attempt=message.attempt + 1, mid_floor=floor, started_at=self._at)

    def _put_off(self, candidate: _Candidate, until: int) -> bool:
        self._connection.execute("UPDATE outbox SET not_before = ? WHERE id = ?", (until, candidate.id))
        return False

    def _let_rest(self, candidate: _Candidate, until: int, good_until: int | None) -> bool:
        """Put off every digest of the chat, and let none expire for the rest it was put off for."""
        self._connection.execute(
            "UPDATE outbox INDEXED BY outbox_open SET not_before = max(not_before, ?),"
            " expires_at = CASE WHEN ? IS NULL THEN expires_at ELSE max(expires_at, ?) END"
            " WHERE chat = ? AND state IN('queued','sending','unknown') AND state = 'queued' AND prio = ?"
            " AND (expires_at IS NULL OR expires_at > ?)",
            (until, good_until, good_until, candidate.chat, int(Priority.DIGEST), self._at),
        )
        return False

    def _end(self, candidate: _Candidate, state: str, why: str) -> bool:
        self._connection.execute(
            "UPDATE outbox SET state = ?, err = ?, body = CASE keep WHEN 0 THEN '' ELSE body END WHERE id = ?",
            (state, why, candidate.id),
        )
        return False


def doubtful(connection: sqlite3.Connection, at: int) -> list[Claimed]:
    """Return the messages of unknown outcome that may no longer arrive late."""
    return [read((*row[:3], row[3] or "{}", *row[4:])) for row in connection.execute(_DOUBTFUL, (at,))]


def read(row: tuple[Any, ...]) -> Claimed:
    """Return a row as a message."""
    id_, chat, method, body, op, prio, *rest = row
    return Claimed(id_, chat, method, json.loads(body), op, Priority(prio), *rest)
