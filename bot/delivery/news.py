"""News: what waits for a chat becomes one message once it is due, merged, and never what was told there before."""

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from bot.delivery.composing import asking, Composer, variant
from bot.delivery.crash import reached
from bot.logs import where
from bot.storage import pending
from bot.storage.broadcasts import address, begin, Body, Broadcast, Target, word
from bot.storage.database import Database
from bot.storage.news import NewsLog
from bot.storage.outbox import Priority
from bot.storage.pending import Due
from bot.storage.times import milliseconds
from content.news import Happening
from handlers.ports import Services
from handlers.request import ChatKind
from handlers.telling import tell_news

CHUNK: Final = 500
"""Chats served under one commit."""
EXPIRES: Final = dt.timedelta(hours=24)
"""News that could not be delivered for a day is in the next digest, and no alert."""
_AGAIN: Final = dt.timedelta(minutes=1)
"""How long somebody waits for the copy of their group, which may yet arrive there or not."""
_FAILED: Final = dt.timedelta(hours=1)
"""What could not be worded is tried again after so long."""
_PRIVATE: Final = ChatKind.PRIVATE.value

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Copy:
    """What one chat is told now."""

    due: Due
    stories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Worded:
    """One broadcast, and whom it goes to."""

    broadcast: Broadcast
    bodies: dict[str, Sequence[Body]]
    copies: list[_Copy]
    stories: tuple[str, ...]
    """Those of the stories waiting that can still be told: one withdrawn may be published again."""


class NewsTeller:
    """Tells chats what they follow."""

    def __init__(
        self,
        database: Database,
        news: NewsLog,
        services: Services,
        composer: Composer,
        zone: Callable[[], str],
    ) -> None:
        """Word news with ``services`` and ``composer``; ``zone`` names the clock of chats that have none of their own."""
        self._database = database
        self._news = news
        self._services = services
        self._composer = composer
        self._zone = zone

    async def flush(self, now: dt.datetime) -> int:
        """Queue what is due; return how many chats get something."""
        served, after = 0, pending.FIRST
        while waiting := await self._due(now, after):
            after = waiting[-1].key
            # What a group is told counts for who is in it, so it is queued before they are looked at.
            for some in (
                [each for each in waiting if each.kind != _PRIVATE],
                [each for each in waiting if each.kind == _PRIVATE],
            ):
                served += await self._serve(some, now) if some else 0
        return served

    async def next_due(self, now: dt.datetime) -> dt.datetime | None:
        """Return when the next of what waits for a chat is due after ``now``; None where nothing waits."""
        return await self._database.read(lambda connection: pending.next_due(connection, now))

    async def _due(self, now: dt.datetime, after: tuple[int, int]) -> list[Due]:
        return await self._database.read(lambda connection: pending.due(connection, now, CHUNK, after))

    async def _serve(self, waiting: Sequence[Due], now: dt.datetime) -> int:
        """Tell, put off or drop what waits for some chats, in one commit."""
        later: list[tuple[Due, dt.datetime]] = []
        ready: list[Due] = []
        for each in waiting:
            until = self._not_before(each, now)
            if until is None:
                ready.append(each)
            else:
                later.append((each, until))
        copies, again = await self._fresh(ready, now)
        worded, failed = await self._word(copies, now)
        later += [*again, *((copy.due, now + _FAILED) for copy in failed)]

        def keep(connection: sqlite3.Connection) -> int:
            for each, until in later:
                pending.postpone(connection, each, until)
            served = sum(self._queue(connection, found, now) for found in worded)
            reached("enqueue")
            put_off = {each.key for each, _ in later}
            pending.drop(connection, [each for each in ready if each.key not in put_off])
            return served

        served = await self._database.write(keep)
        reached("enqueued")
        return served

    def _queue(self, connection: sqlite3.Connection, found: _Worded, now: dt.datetime) -> int:
        """Queue a broadcast's copies; return how many chats get one."""
        # What was unsubscribed, forgotten or moved while this was worded is not told.
        copies = [copy for copy in found.copies if pending.waits(connection, copy.due)]
        if not copies:
            return 0
        bid, _ = begin(connection, found.broadcast, now)
        for name, parts in found.bodies.items():
            word(connection, bid, name, parts)
        targets = [Target(copy.due.chat, variant(copy.due.language, copy.due.kind), copy.due.thread) for copy in copies]
        expires = milliseconds(now + EXPIRES)
        first = address(connection, bid, targets, prio=Priority.DIGEST, now=now, expires_at=expires)
        for copy in copies:
            pending.tell(connection, copy.due.chat, found.stories, first.get(copy.due.chat), now)
        return len(first)

    def _not_before(self, due: Due, now: dt.datetime) -> dt.datetime | None:
        """Return when the pause or the quiet hours the chat is in end; None where it may be told now."""
        if due.paused_until is not None and due.paused_until > now:
            return due.paused_until
        return due.quiet.end(now, due.zone or self._zone()) if due.quiet else None

    async def _fresh(self, ready: Sequence[Due], now: dt.datetime) -> tuple[list[_Copy], list[tuple[Due, dt.datetime]]]:
        """Return what is new to each chat, and what waits a little for the copy of a group the person is in."""
        copies: list[_Copy] = []
        again: list[tuple[Due, dt.datetime]] = []
        in_groups = await self._database.read(lambda connection: pending.in_groups(connection, ready, now))
        for due in ready:
            states = {story: in_groups.get((due.chat, story), frozenset()) for story in due.stories}
            if any(_on_its_way(known) for known in states.values()):
                again.append((due, now + _AGAIN))
                continue
            stories = tuple(story for story in due.stories if "sent" not in states[story])
            if stories:
                copies.append(_Copy(due, stories))
        return copies, again

    async def _word(self, copies: Sequence[_Copy], now: dt.datetime) -> tuple[list[_Worded], list[_Copy]]:
        """Return a broadcast for each set of stories with its texts and the chats it goes to, and what cannot be worded."""
        grouped: dict[tuple[str, ...], list[_Copy]] = {}
        for copy in copies:
            grouped.setdefault(copy.stories, []).append(copy)
        known = await self._happenings(grouped)
        worded: list[_Worded] = []
        failed: list[_Copy] = []
        for stories, mine in grouped.items():
            told = [known[story] for story in stories if story in known]
            try:
                found = await self._texts(told, mine, now) if told else None
            except sqlite3.Error:
                raise
            except Exception as fault:  # one item that cannot be told holds up no other
                log.error("news.not_worded", stories=stories, fault=type(fault).__name__, where=where(fault))
                failed += mine
            else:
                worded += [found] if found else []
        return worded, failed

    async def _texts(self, told: Sequence[Happening], mine: list[_Copy], now: dt.datetime) -> _Worded | None:
        """Return the broadcast of the stories with its texts and the chats it goes to; None where there is nothing to tell."""
        bodies: dict[str, Sequence[Body]] = {}
        title, items = "", dict[str, None]()
        for copy in mine:
            name = variant(copy.due.language, copy.due.kind)
            if name in bodies:
                continue
            request = asking("news", copy.due.language, copy.due.kind, self._services, now)
            telling = await tell_news(told, request, self._services)
            if telling.empty:  # withdrawn, or no longer to be told without being asked
                return None
            bodies[name] = self._composer.broadcast(telling.reply, request)
            title = title or telling.title
            items |= dict.fromkeys(telling.reply.items)
        stories = tuple(each.story for each in told)
        broadcast = Broadcast(
            _dedupe(stories, now), "news", title, Priority.DIGEST, tuple(items), expires_at=now + EXPIRES
        )
        return _Worded(broadcast, bodies, mine, stories)

    async def _happenings(self, grouped: Iterable[tuple[str, ...]]) -> dict[str, Happening]:
        stories = {story for stories in grouped for story in stories}
        return {each.story: each for each in await self._news.of(stories)}


def _on_its_way(states: frozenset[str]) -> bool:
    return "sent" not in states and bool(states & {"queued", "sending", "unknown"})


def _dedupe(stories: tuple[str, ...], now: dt.datetime) -> str:
    """Return what tells a decision to tell these stories now from all others."""
    mark = hashlib.blake2b("\n".join(stories).encode(), digest_size=8).hexdigest()
    return f"news:{now:%Y-%m-%dT%H:%M}:{mark}"
