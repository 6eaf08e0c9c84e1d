"""Chasing: every copy of what was wrong is found, chunk by chunk, and changed, removed or answered under."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from bot.delivery.composing import variant
from bot.delivery.crash import reached
from bot.delivery.mending import Case, case_of, Mending
from bot.storage import following
from bot.storage.broadcasts import address, begin, Body, Broadcast, Target, under_way, word
from bot.storage.chases import (
    ahead,
    by_number,
    ChaseTable,
    Copy,
    Failed,
    known_by_now,
    note_late,
    Open,
    standing,
    went_on,
)
from bot.storage.database import Database
from bot.storage.outbox import Priority
from content.records import Article
from handlers.request import ChatKind

CHUNK: Final = 200
"""Copies looked at under one commit."""
AGAIN: Final = dt.timedelta(minutes=5)
"""After so long the copies are looked at once more: for what was worded before and queued after."""
DELETABLE: Final = dt.timedelta(hours=47)
"""Telegram lets a bot delete what is younger than 48 hours; after that a message is edited (telegram-facts.md 1.3)."""
_NOT_THERE: Final = (
    "not found",
    "message_id_invalid",
    "forbidden",
    "peer_id_invalid",
    "migrated",
    "no handle",
    "cannot be written",
)
"""What is said of a message or a chat that is not there any more: nothing can be put under it either."""


@dataclass
class _Done:
    """What one chunk brought."""

    changed: int = 0
    early: int = 0
    unsure: int = 0
    told: list[Copy] = field(default_factory=list)
    """Those who had it unasked: an edit makes no sound."""


class Chasing:
    """Follows the copies of everything corrected, withdrawn or recalled."""

    def __init__(self, database: Database, chases: ChaseTable, mending: Mending, queued: Callable[[], None]) -> None:
        """Say what ``mending`` words; ``queued`` is called after each chunk."""
        self._database = database
        self._chases = chases
        self._mending = mending
        self._queued = queued

    async def follow(self, now: dt.datetime) -> int:
        """Look at the copies of everything under way; return about how many something was done."""
        done = 0
        for chase in await self._chases.open():
            case = await self._case(chase)
            done += await self._late(chase, case, now)
            if chase.state == "open" or (chase.state == "again" and now >= chase.made_at + AGAIN):
                done += await self._through(chase, case, now)
        return done + await self._refused(now)

    async def _case(self, chase: Open) -> Case | None:
        return case_of(chase, await self._chases.before(chase) if chase.kind != "recall" else ())

    async def _through(self, chase: Open, case: Case | None, now: dt.datetime) -> int:
        """Look at every copy the chase has still before it."""
        done = 0
        at: Open | None = chase
        while at is not None:
            changed, at = await self._chunk(at, case, now)
            done += changed
            if changed:
                self._queued()
            reached("chased")
        return done

    async def _chunk(self, chase: Open, case: Case | None, now: dt.datetime) -> tuple[int, Open | None]:
        """Look at the next copies; return about how many something was done, and the chase behind them."""

        def work(connection: sqlite3.Connection) -> tuple[int, Open | None]:
            if case is not None and chase.kind == "correction" and (chase.bid, chase.cursor) == (0, 0):
                self._reword(connection, case, now)
            rows, to = ahead(connection, chase, CHUNK)
            done = self._look(connection, chase, case, standing(connection, chase, rows), now)
            went_on(connection, chase, to, done.early, done.unsure)
            return done.changed, replace(chase, bid=to[0], cursor=to[1]) if to else None

        return await self._database.write(work)

    async def _late(self, chase: Open, case: Case | None, now: dt.datetime) -> int:
        """Look at the copies of which it is known by now whether they arrived."""

        def work(connection: sqlite3.Connection) -> tuple[int, int]:
            rows = known_by_now(connection, chase, CHUNK)
            if not rows:
                return 0, 0
            done = self._look(connection, chase, case, standing(connection, chase, rows), now)
            connection.execute(
                "UPDATE chase SET early = early + ?, unsure = unsure + ? WHERE id = ?",
                (done.early, done.unsure, chase.id),
            )
            return len(rows), done.changed

        total, looked = 0, CHUNK
        while looked == CHUNK:
            looked, changed = await self._database.write(work)
            total += changed
        if total:
            self._queued()
        return total

    def _reword(self, connection: sqlite3.Connection, case: Case, now: dt.datetime) -> None:
        """Put right the words of what is still being given to its recipients, so that nobody more gets the wrong ones."""
        for bid, name, parts in under_way(connection, case.item.slug):
            bodies = []
            for part, body in enumerate(parts):
                copy = Copy(
                    0, 0, ChatKind.PRIVATE, True, None, bid, None, "send", body.method, part, "queued", 0, name, None,
                    Priority.DIGEST, now, False, body.parameters, 2, False,
                )  # fmt: skip
                bodies.append(self._mending.mended(case, copy))
            if any(each is not None for each in bodies):
                better = [Body(part.method, each or part.parameters) for each, part in zip(bodies, parts, strict=True)]
                word(connection, bid, f"{name}~{case.chase.id}", better)

    def _look(
        self, connection: sqlite3.Connection, chase: Open, case: Case | None, copies: Iterable[Copy], now: dt.datetime
    ) -> _Done:
        """Do what is to be done about each copy, within the caller's transaction."""
        done = _Done()
        for copy in copies:
            # Whether it arrives is not known: an edit is repeated until it is, what is sent must be waited for.
            if copy.op == "send" and (
                copy.state in ("sending", "unknown") or (copy.state == "held" and chase.kind == "correction")
            ):
                note_late(connection, chase, copy)
            elif not copy.worded_by(chase) and not following.followed(connection, copy, chase):
                if case is None:
                    self._remove(connection, chase, copy, now, done)
                elif chase.kind == "retraction":
                    self._retract(connection, case, copy, now, done)
                else:
                    self._correct(connection, case, copy, now, done)
        if case is not None and done.told:
            self._tell(connection, case, done.told, now)
        return done

    def _correct(self, connection: sqlite3.Connection, case: Case, copy: Copy, now: dt.datetime, done: _Done) -> None:
        if copy.answer and copy.op == "send":  # it tells of an earlier correction, as it was
            return
        if copy.method in ("sendPhoto", "sendVenue"):
            self._unpicture(connection, case, copy, now, done)
            return
        if not copy.body:
            following.answer(connection, copy, case.chase, self._mending.note(case, copy), now)
            done.changed += 1
            return
        body = self._mending.mended(case, copy)
        if body is None:
            return
        done.changed += 1
        if copy.leaves:
            done.early += following.swap(connection, copy, case.chase, body) and copy.state == "queued"
            return
        following.edit(connection, copy, case.chase, body, now)
        done.told += [copy] if _unasked(copy) else []

    def _unpicture(self, connection: sqlite3.Connection, case: Case, copy: Copy, now: dt.datetime, done: _Done) -> None:
        """Take away a picture or a point on a map that shows what is wrong; the text above it is put right."""
        if ("chart" if copy.method == "sendPhoto" else "place") not in case.pictured:
            return
        done.changed += 1
        if copy.leaves:
            done.early += copy.state == "queued"
            following.cancel(connection, [copy.id], "corrected")
        elif now - copy.at < DELETABLE:
            following.delete(connection, copy, case.chase, now)
        else:
            following.answer(connection, copy, case.chase, self._mending.note(case, copy), now)

    def _retract(self, connection: sqlite3.Connection, case: Case, copy: Copy, now: dt.datetime, done: _Done) -> None:
        done.told += [copy] if _unasked(copy) else []
        if copy.items <= 1 or copy.method in ("sendPhoto", "sendVenue"):
            self._remove(connection, case.chase, copy, now, done)
            return
        body = self._mending.struck(case, copy) if copy.body else self._mending.note(case, copy)
        if body is None:
            return
        done.changed += 1
        story = case.item.story if isinstance(case.item, Article) else None
        following.untell(connection, copy, case.item.slug, story)
        if copy.leaves:
            done.early += following.swap(connection, copy, case.chase, body) and copy.state == "queued"
        elif copy.state == "held" and copy.op == "send":  # it goes, or stays, as a moderator decides
            done.unsure += 1
        elif not copy.body:
            following.answer(connection, copy, case.chase, body, now)
        else:
            following.edit(connection, copy, case.chase, body, now)

    def _remove(self, connection: sqlite3.Connection, chase: Open, copy: Copy, now: dt.datetime, done: _Done) -> None:
        """Take a whole message away: called off, deleted, or edited to say that it was withdrawn."""
        done.changed += 1
        if copy.leaves or (copy.op == "send" and copy.state == "held"):
            following.cancel(connection, [copy.id], "withdrawn")
            done.early += copy.state == "queued"
            done.unsure += copy.state == "held"
            return
        following.untell(connection, copy)
        if now - copy.at < DELETABLE:
            following.delete(connection, copy, chase, now)
        elif copy.method in ("sendPhoto", "sendVenue"):
            following.answer(connection, copy, chase, self._mending.gone(copy, chase.made_at), now)
        else:
            following.edit(connection, copy, chase, self._mending.gone(copy, chase.made_at), now)

    async def _refused(self, now: dt.datetime) -> int:
        """Make good what was refused: edit what cannot be deleted, answer under what cannot be edited."""
        failed = await self._chases.failed(CHUNK)
        for each in failed:
            chase = await self._chases.get(each.chase)
            case = await self._case(chase) if chase else None
            await self._database.write(
                lambda connection, each=each, chase=chase, case=case: self._make_good(
                    connection, each, chase, case, now
                )  # type: ignore[misc]
            )
        return len(failed)

    def _make_good(
        self, connection: sqlite3.Connection, failed: Failed, chase: Open | None, case: Case | None, now: dt.datetime
    ) -> None:
        copy = next(iter(by_number(connection, [failed.target])), None)
        hopeless = failed.op == "send" or any(words in failed.said for words in _NOT_THERE)
        if hopeless or chase is None or copy is None or not copy.mid or not copy.active:
            following.give_up(connection, failed.id)
        elif failed.op == "delete" and copy.method not in ("sendPhoto", "sendVenue") and chase.kind != "correction":
            following.put_right(connection, failed.id, "edited instead")
            following.edit(connection, copy, chase, self._mending.gone(copy, chase.made_at), now)
        else:
            following.put_right(connection, failed.id, "answered under")
            note = self._mending.note(case, copy) if case else self._mending.gone(copy, chase.made_at)
            following.answer(connection, copy, chase, note, now)

    def _tell(self, connection: sqlite3.Connection, case: Case, copies: Iterable[Copy], now: dt.datetime) -> None:
        """Queue the word for each chat that had a wrong copy unasked: in private always, elsewhere under an alert."""
        title, about = self._mending.title(case), (case.item.slug,)
        broadcast = Broadcast(f"chase:{case.chase.id}", "correction", title, Priority.DIGEST, about)
        bid, new = begin(connection, broadcast, now)
        if new:
            for name, parts in self._mending.words(case).items():
                word(connection, bid, name, parts)
        for copy in copies:
            urgent = copy.broadcast_kind == "alert"
            language = (copy.variant or "").partition("~")[0].partition("-")[0]
            group = copy.chat_kind != ChatKind.PRIVATE
            target = Target(
                copy.chat, variant(language, copy.chat_kind), copy.thread, copy.id if group and copy.mid else None
            )
            prio = Priority.ALERT_CORRECTION if urgent else Priority.DIGEST
            address(connection, bid, [target], prio=prio, now=now)


def _unasked(copy: Copy) -> bool:
    """Return whether somebody got the copy without asking, and must be told: an edit makes no sound."""
    arrived = copy.bid is not None and (copy.state == "sent" or copy.op == "edit")
    return arrived and (copy.chat_kind == ChatKind.PRIVATE or copy.broadcast_kind == "alert")
