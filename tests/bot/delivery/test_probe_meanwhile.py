"""The probe and what is sent while it searches: nothing said meanwhile is looked at, and none has its buttons replaced."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.delivery.outcome import Outcome
from bot.storage.database import Database
from bot.storage.outbox import Claimed, Outgoing, Priority
from tests.bot.delivery.desk import Desk
from tests.bot.delivery.test_probe import ARRIVED, GROUP, LOST, probing, send, Server
from tests.bot.storage.copies import broadcast


class SlowServer(Server):
    """Looks wait until let go; nothing else may happen in their chat meanwhile."""

    def __init__(self, clock: MovableClock) -> None:
        super().__init__(clock, privacy=True)
        self.go = asyncio.Event()
        self.in_chat: dict[int, int] = {}
        self.most = 0

    async def send(self, message: Claimed) -> Outcome:
        with_others = self._enter(message.chat)
        await asyncio.sleep(0)
        outcome = await super().send(message)
        self.in_chat[message.chat] = with_others
        return outcome

    async def look(self, message: Claimed, mid: int) -> Outcome:
        with_others = self._enter(message.chat)
        await self.go.wait()
        outcome = await super().look(message, mid)
        self.in_chat[message.chat] = with_others
        return outcome

    def _enter(self, chat: int) -> int:
        before = self.in_chat.get(chat, 0)
        self.in_chat[chat] = before + 1
        self.most = max(self.most, before + 1)
        return before


@pytest.fixture
def server(clock: MovableClock) -> SlowServer:
    return SlowServer(clock)


@pytest.fixture
async def known(database: Database, clock: MovableClock, server: SlowServer) -> AsyncIterator[Desk]:
    """A group in which the bot said something a minute ago."""
    async with probing(database, clock, server) as desk:
        await send(desk, [GROUP])
        await desk.later(minutes=1)
        yield desk
        server.go.set()


def answer() -> Outgoing:
    return Outgoing(GROUP, "sendMessage", {"chat_id": GROUP, "text": "x"}, chat_kind="supergroup")


async def test_an_answer_sent_while_it_searches_ends_the_search_before_it(known: Desk, server: SlowServer) -> None:
    server.fates = [LOST]
    await send(known, [GROUP])
    await known.run_for(29)
    await known.queue(answer())
    server.go.set()
    await known.run_for(5)
    assert server.most == 1
    assert 2 not in [mid for _, mid in server.looks]  # the answer's own number
    assert await known.ask("SELECT state, attempt FROM outbox WHERE id = 2") == [("sent", 2)]
    assert server.copies(GROUP, 2) == 1


async def test_a_look_and_a_message_are_never_under_way_in_one_chat(known: Desk, server: SlowServer) -> None:
    server.fates = [LOST]
    await send(known, [GROUP])
    known.clock.advance(timedelta(seconds=30))
    known.worker.wake()
    async with asyncio.timeout(2):
        while not server.in_chat.get(GROUP):
            await asyncio.sleep(0.005)
    for _ in range(3):
        await known.queue(answer())
    await asyncio.sleep(0.02)
    assert len(server.chats[GROUP]) == 1
    server.go.set()
    await known.run_for(5)
    assert server.most == 1
    assert len(server.looks) == 1  # behind the answers there is nothing to look for
    assert server.copies(GROUP, 2) == 1


async def test_a_digest_waits_for_an_alert_in_doubt(known: Desk, server: SlowServer) -> None:
    server.go.set()
    server.fates = [ARRIVED]
    await broadcast(known.database, [GROUP], known.clock.now(), prio=Priority.ALERT)
    await send(known, [GROUP])
    assert await known.states() == ["sent", "unknown", "queued"]
    await known.run_for(29)
    assert await known.states() == ["sent", "unknown", "queued"]
    await known.run_for(3)
    assert await known.states() == ["sent", "sent", "sent"]
    assert [server.copies(GROUP, number) for number in (2, 3)] == [1, 1]
