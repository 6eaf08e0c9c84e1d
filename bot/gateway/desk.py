"""The desk: what delivery has to tell people becomes messages to operators, moderators or the group itself, each said once."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from markupsafe import Markup

from bot.clock import Clock
from bot.delivery.digests import Skipped
from bot.gateway.bodies import text_parameters
from bot.gateway.compose import Composer
from bot.storage.database import Database
from bot.storage.outbox import Outbox, Outgoing, Priority
from bot.storage.tables import Tables
from content.rich import read
from content.schedule import instant
from content.texts import closest, Texts, texts
from handlers.reply import Reply
from handlers.request import Chat, ChatKind, Person, Request
from handlers.status import chat_mark, held_notice, held_several

_OFTEN: Final = dt.timedelta(hours=6)
"""The same word about Telegram's troubles is said once in so long."""
_EACH: Final = 10
"""Copies of one broadcast that are asked about one by one; a server that hangs for an hour leaves hundreds."""


class Desk:
    """Implements delivery's ``Notices``."""

    def __init__(
        self,
        database: Database,
        tables: Tables,
        operators: tuple[int, ...],
        composer: Composer,
        fallback: Callable[[], str],
        clock: Clock,
        queued: Callable[[], None],
        token_refused: Callable[[], None],
    ) -> None:
        """Read ``tables``, queue words through ``database``, and call ``queued`` after each.

        ``fallback`` is the language of who chose none; ``token_refused`` ends the bot.
        """
        self._database = database
        self._chats = tables.chats
        self._moderators = tables.moderators
        self._operators = operators
        self._composer = composer
        self._fallback = fallback
        self._clock = clock
        self._queued = queued
        self._refused = token_refused
        self._notices = tables.notices
        self._ledger = tables.ledger

    async def token_refused(self) -> None:
        """End the bot: Telegram no longer knows its token."""
        self._refused()

    async def long_halt(self, seconds: float) -> None:
        """Tell the operators that Telegram asked for a long halt."""
        await self._operators_once("long-halt", "notice.long-halt", minutes=round(seconds / 60))

    async def breaker(self, count: int) -> None:
        """Tell the operators that many chats refuse at once and none is switched off."""
        await self._operators_once("breaker", "notice.breaker", n=count)

    async def unreadable(self, bid: int | None) -> None:
        """Tell the operators that a broadcast went out as plain text."""
        if bid is not None:
            await self._operators_once(f"unreadable:{bid}", "notice.unreadable", broadcast=bid)

    async def thread_gone(self, chat: int, thread: int, bid: int) -> None:  # noqa: ARG002  the group, not the broadcast, is told
        """Tell the group, in its general topic, that the topic is gone."""
        if await self._notices.once(f"thread:{chat}:{thread}", self._clock.now()):
            spoken = await self._spoken(chat)
            await self._queue([_word(chat, spoken.text("notice.thread-gone"), "group")])

    async def held(self, messages: Sequence[int]) -> None:
        """Ask the moderators whether messages of unknown fate arrived: one by one, and many of one broadcast with one word."""
        for message in messages:
            copy = await self._ledger.copy(message)
            if copy is None:
                continue
            account, recipient = copy
            many = account.states.get("held", 0) > _EACH
            name = f"held:{account.id}" if many else await self._notices.held(message)
            words: list[Outgoing] = []
            for person in await self._people():
                spoken = await self._spoken(person)
                notice = (
                    held_several(account, spoken) if many else held_notice(account.title, account.id, recipient, spoken)
                )
                words.extend(self._to(person, notice, spoken))
            # In one commit: a crash between the two would leave it held with nobody asked.
            async with self._database.transaction():
                if await self._notices.once(name, self._clock.now()):
                    await self._queue(words)

    async def skipped(self, what: Skipped) -> None:
        """Tell the moderators that a digest was skipped."""
        if not await self._notices.once(f"skipped:{what.schedule.id}:{what.day}", self._clock.now()):
            return
        at = instant(what.day, what.schedule.at, what.schedule.zone)
        words = []
        for person in await self._people():
            spoken = await self._spoken(person)
            said = spoken.text(
                "notice.skipped", day=spoken.day(what.day), where=chat_mark(what.schedule.chat, "", spoken),
                time=spoken.time(at, what.schedule.zone),
            )  # fmt: skip
            words.append(_word(person, said))
        await self._queue(words)

    async def feed_gone(self, slug: str, title: str) -> None:
        """Tell the moderators that a feed's publisher says it will not come back."""
        if await self._notices.once(f"feed-gone:{slug}", self._clock.now()):
            words = [
                _word(person, (await self._spoken(person)).text("fetch.feed-gone", title=title))
                for person in await self._people()
            ]
            await self._queue(words)

    async def _operators_once(self, name: str, key: str, **values: object) -> None:
        now = self._clock.now()
        part = int(now.timestamp() // _OFTEN.total_seconds())
        if await self._notices.once(f"{name}:{part}", now):
            await self._queue([_word(each, (await self._spoken(each)).text(key, **values)) for each in self._operators])

    async def _people(self) -> list[int]:
        return list(dict.fromkeys((*self._operators, *await self._moderators.all())))

    async def _spoken(self, chat: int) -> Texts:
        return texts(closest(await self._chats.language(chat), self._fallback()))

    def _to(self, person: int, reply: Reply, spoken: Texts) -> Iterator[Outgoing]:
        request = Request("status", "", Chat(person, ChatKind.PRIVATE), Person(person), spoken, self._clock.now())
        for message in self._composer.compose(reply, request):
            yield Outgoing(message.chat, message.method, message.body, prio=Priority.HOUSEKEEPING, keep=False)

    async def _queue(self, words: list[Outgoing]) -> None:
        if not words:
            return

        def put(connection: sqlite3.Connection) -> None:
            Outbox.put(connection, words, self._clock.now())

        await self._database.write(put)
        self._queued()


def _word(chat: int, said: Markup, kind: str = "private") -> Outgoing:
    return Outgoing(
        chat, "sendMessage", {"chat_id": chat, **text_parameters(read(said))}, prio=Priority.HOUSEKEEPING, keep=False,
        chat_kind=kind,
    )  # fmt: skip
