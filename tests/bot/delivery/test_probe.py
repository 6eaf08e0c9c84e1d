"""The probe: what Telegram knows of a message nobody got an answer for (delivery.md 2.1)."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.delivery.gate import Rates, UNPACED
from bot.delivery.outcome import Fate, Outcome
from bot.delivery.probe import MOST_CANDIDATES
from bot.storage.database import Database, open_database
from bot.storage.outbox import Claimed, Outbox, Outgoing, Priority
from bot.storage.times import milliseconds
from tests.bot.delivery.desk import Desk, working
from tests.bot.storage.copies import ask, broadcast

GROUP = -1_001_000_000_001
LOST, ARRIVED = "lost", "arrived"


class Server:
    """Telegram, as far as it numbers messages and lets the bot edit its own."""

    def __init__(self, clock: MovableClock, *, privacy: bool = False) -> None:
        self.clock = clock
        self.privacy = privacy
        self.fates: list[str | Outcome] = []
        """What becomes of the next messages; then all is well."""
        self.answers: list[Outcome] = []
        """What is answered to the next looks; then the truth."""
        self.chats: dict[int, list[int | str | None]] = {}
        """Of each chat the messages by number: an outbox number of the bot's, or who else spoke; None: gone."""
        self.looks: list[tuple[int, int]] = []
        self.deleted: list[int] = []

    def say(self, chat: int, who: int | str | None) -> int:
        self.chats.setdefault(chat, []).append(who)
        return len(self.chats[chat])

    async def send(self, message: Claimed) -> Outcome:
        if message.op == "delete":
            self.deleted.append(message.body["message_id"])
            self.chats[message.chat][message.body["message_id"] - 1] = None
            return Outcome(Fate.SENT)
        fate = self.fates.pop(0) if self.fates else ""
        if isinstance(fate, Outcome):
            return fate
        if fate == LOST:
            return Outcome(Fate.UNKNOWN)
        mid = self.say(message.chat, message.id)
        return Outcome(Fate.UNKNOWN) if fate == ARRIVED else Outcome(Fate.SENT, mid=mid)

    async def look(self, message: Claimed, mid: int) -> Outcome:
        self.looks.append((milliseconds(self.clock.now()), mid))
        if self.answers:
            return self.answers.pop(0)
        there = self.chats.get(message.chat, [])
        found = there[mid - 1] if 0 < mid <= len(there) else None
        if found is None or (isinstance(found, str) and self.privacy):
            return Outcome(Fate.NO_MESSAGE)
        if isinstance(found, str):
            return Outcome(Fate.NOT_OURS)
        return Outcome(Fate.UNCHANGED if found == message.id else Fate.SENT)

    def copies(self, chat: int, number: int) -> int:
        return self.chats.get(chat, []).count(number)


@asynccontextmanager
async def probing(
    database: Database, clock: MovableClock, server: Server, rates: Rates = UNPACED
) -> AsyncIterator[Desk]:
    async with working(database, clock, server, rates, probing=True) as desk:
        yield desk


async def send(desk: Desk, chats: Sequence[int], prio: Priority = Priority.DIGEST) -> None:
    await broadcast(desk.database, chats, desk.clock.now(), prio=prio)
    desk.worker.wake()
    await desk.settled()


@pytest.fixture(params=[False, True], ids=["sees all", "privacy mode"])
def server(request: pytest.FixtureRequest, clock: MovableClock) -> Server:
    return Server(clock, privacy=request.param)


@pytest.fixture
async def known(database: Database, clock: MovableClock, server: Server) -> AsyncIterator[Desk]:
    """A group in which the bot said something a minute ago."""
    async with probing(database, clock, server) as desk:
        await send(desk, [GROUP])
        await desk.later(minutes=1)
        yield desk


class TestFound:
    async def test_a_message_that_arrived_is_sent_with_its_number_and_no_other_is_said(
        self, known: Desk, server: Server
    ) -> None:
        for n in range(3):
            server.say(GROUP, f"resident {n}")
        server.fates = [ARRIVED]
        await send(known, [GROUP])
        server.say(GROUP, "resident")
        await known.later(seconds=29)
        assert server.looks == []
        await known.later(seconds=1)
        assert await known.ask("SELECT state, mid, attempt FROM outbox WHERE id = 2") == [("sent", 5, 1)]
        assert [mid for _, mid in server.looks] == [2, 3, 4, 5]
        assert await known.ask("SELECT mid FROM sent_log ORDER BY mid") == [1, 5]

    async def test_own_messages_it_knows_are_not_looked_at(self, known: Desk, server: Server) -> None:
        server.fates = [ARRIVED]
        await send(known, [GROUP])
        await known.run_for(29)
        answer = Outgoing(GROUP, "sendMessage", {"chat_id": GROUP, "text": "x"}, chat_kind="supergroup")
        for _ in range(3):
            await known.queue(answer)
        await known.later(seconds=1)
        assert [mid for _, mid in server.looks] == [2]
        assert await known.states() == ["sent"] * 5

    async def test_a_private_chat_is_searched_from_the_newest_number_of_all_private_chats(
        self, database: Database, clock: MovableClock
    ) -> None:
        server = Server(clock)
        async with probing(database, clock, server) as desk:
            await send(desk, [7])
            await database.write(lambda c: c.execute("UPDATE chat SET last_mid = 1"))
            server.chats[8] = ["x"] * 900
            desk.outbox._newest = 900
            server.fates = [ARRIVED]
            await send(desk, [8])
            await desk.later(seconds=30)
            assert [mid for _, mid in server.looks] == [901]
            assert await desk.states() == ["sent", "sent"]


class TestNotThere:
    async def test_a_message_that_did_not_arrive_is_sent_once(self, known: Desk, server: Server) -> None:
        server.say(GROUP, "resident")
        server.fates = [LOST]
        await send(known, [GROUP])
        await known.later(seconds=30)
        assert len(server.looks) == MOST_CANDIDATES
        assert server.copies(GROUP, 2) == 1
        assert await known.ask("SELECT state, doubted FROM outbox") == [("sent", 0), ("sent", 0)]

    async def test_in_a_chat_it_does_not_know_it_is_sure_only_where_it_sees_others(
        self, database: Database, clock: MovableClock, server: Server
    ) -> None:
        for n in range(5):
            server.say(GROUP, f"resident {n}")
        server.fates = [LOST]
        async with probing(database, clock, server) as desk:
            await send(desk, [GROUP])
            await desk.later(seconds=30)
            assert await desk.states() == (["held"] if server.privacy else ["sent"])

    async def test_where_more_was_said_than_it_may_look_at_nothing_is_sure(
        self, database: Database, clock: MovableClock
    ) -> None:
        server = Server(clock)
        async with probing(database, clock, server) as desk:
            await send(desk, [GROUP])
            for n in range(MOST_CANDIDATES + 5):
                server.say(GROUP, f"resident {n}")
            server.fates = [ARRIVED]
            await send(desk, [GROUP])
            await desk.later(seconds=30)
            assert await desk.states() == ["sent", "held"]
            assert desk.told.words == [("held", 2)]

    async def test_after_an_hour_nobody_is_asked_any_more(self, tmp_path: Path, clock: MovableClock) -> None:
        path = tmp_path / "hour.db"
        async with open_database(path) as database:
            await broadcast(database, [7], clock.now())
            await Outbox(database, "before").turn([], clock.now(), 16)
        clock.advance(timedelta(minutes=61))
        async with open_database(path) as database:
            await Outbox(database, "after").recover(clock.now())
            server = Server(clock)
            async with probing(database, clock, server) as desk:
                await desk.settled()
                assert (await desk.states(), server.looks) == (["held"], [])

    async def test_a_message_whose_keyboard_is_not_its_own_is_not_searched_for(
        self, database: Database, clock: MovableClock
    ) -> None:
        server = Server(clock)
        server.fates = [ARRIVED]
        async with probing(database, clock, server) as desk:
            await broadcast(database, [7], clock.now(), body={"text": "no keys"})
            await desk.later(seconds=0)
            await desk.later(seconds=30)
            assert (await desk.states(), server.looks) == (["held"], [])


class TestTrouble:
    async def test_each_look_is_one_of_the_groups_calls_a_minute(
        self, database: Database, clock: MovableClock, server: Server
    ) -> None:
        async with probing(database, clock, server, Rates()) as desk:
            await send(desk, [GROUP])
            await desk.run_for(60)
            server.fates = [LOST]
            began = milliseconds(clock.now())
            await send(desk, [GROUP])
            await desk.run_for(200)
            assert await desk.states() == ["sent", "sent"]
            times = [began, *(at for at, _ in server.looks)]
            assert len(times) == 1 + MOST_CANDIDATES
            assert max(sum(at <= other < at + 60_000 for other in times) for at in times) <= 14
            assert min(after - before for before, after in pairwise(times[1:])) >= 1100

    async def test_a_refusal_for_too_many_requests_is_obeyed_and_the_search_goes_on(
        self, known: Desk, server: Server
    ) -> None:
        server.fates = [ARRIVED]
        server.answers = [Outcome(Fate.FLOOD, retry_after=20)]
        await send(known, [GROUP])
        await known.later(seconds=30)
        await known.later(seconds=19)
        assert len(server.looks) == 1
        await known.later(seconds=2)
        assert [mid for _, mid in server.looks] == [2, 2]
        assert (await known.states())[-1] == "sent"

    async def test_without_an_answer_it_asks_again_and_later_from_the_beginning(
        self, known: Desk, server: Server
    ) -> None:
        server.fates = [ARRIVED]
        server.answers = [Outcome(Fate.UNREACHED), Outcome(Fate.UNKNOWN)] * 6
        await send(known, [GROUP])
        await known.run_for(300)
        assert {mid for _, mid in server.looks} == {2}
        assert (await known.states(), server.copies(GROUP, 2)) == (["sent", "sent"], 1)

    async def test_a_chat_that_refuses_teaches_nothing(self, known: Desk, server: Server) -> None:
        server.fates = [ARRIVED]
        server.answers = [Outcome(Fate.CHAT_GONE)]
        await send(known, [GROUP])
        await known.later(seconds=30)
        assert await known.states() == ["sent", "held"]
        assert await known.ask("SELECT strikes FROM chat") == [0]

    async def test_while_it_searches_alerts_and_answers_go_on_and_the_next_digest_waits(
        self, known: Desk, server: Server
    ) -> None:
        server.fates = [ARRIVED]
        server.answers = [Outcome(Fate.UNREACHED)] * 3
        await send(known, [GROUP])
        await known.later(seconds=30)
        await send(known, [GROUP])
        await send(known, [GROUP], Priority.ALERT)
        assert await known.states() == ["sent", "unknown", "queued", "sent"]
        await known.run_for(60)
        assert await known.states() == ["sent"] * 4
        assert server.chats[GROUP] == [1, 2, 4, 3]

    async def test_a_restart_in_the_middle_of_the_search_begins_it_anew(
        self, tmp_path: Path, clock: MovableClock, server: Server
    ) -> None:
        path = tmp_path / "again.db"
        async with open_database(path) as database, probing(database, clock, server) as desk:
            await send(desk, [GROUP])
            server.fates = [ARRIVED]
            server.answers = [Outcome(Fate.UNREACHED)] * 2
            await send(desk, [GROUP])
            await desk.later(seconds=30)
        async with open_database(path) as database:
            await Outbox(database, "after").recover(clock.now())
            async with probing(database, clock, server) as desk:
                await desk.run_for(60)
                assert await desk.states() == ["sent", "sent"]
        assert server.copies(GROUP, 2) == 1


class TestEarlierCopies:
    """An alert that nothing was sure of was sent again: if both arrived, the later goes."""

    async def alert(self, desk: Desk, server: Server, fate: str) -> None:
        for n in range(MOST_CANDIDATES + 1):
            server.say(GROUP, f"resident {n}")
        server.fates = [fate]
        server.answers = [Outcome(Fate.CHAT_GONE)]  # nothing can be learnt at first
        await send(desk, [GROUP], Priority.ALERT)
        await desk.later(seconds=30)
        await desk.run_for(60)

    async def test_the_later_of_two_copies_is_deleted(self, known: Desk, server: Server) -> None:
        await self.alert(known, server, ARRIVED)
        first = 2 + MOST_CANDIDATES + 1
        assert server.deleted == [first + 1]
        assert server.copies(GROUP, 2) == 1
        assert await known.ask("SELECT state, mid, doubted FROM outbox WHERE id = 2") == [("sent", first, 1)]

    async def test_a_copy_alone_stays(self, known: Desk, server: Server) -> None:
        await self.alert(known, server, LOST)
        assert (server.deleted, server.copies(GROUP, 2)) == ([], 1)
        assert len(server.looks) == 1 + MOST_CANDIDATES

    async def test_a_digest_sent_again_by_a_moderator_is_not_searched_for(self, known: Desk, server: Server) -> None:
        await known.database.write(lambda c: c.execute("UPDATE outbox SET state = 'queued', doubted = 1"))
        await known.later(seconds=1)
        assert (server.looks, server.deleted) == ([], [])


async def test_a_search_that_fails_on_the_database_is_taken_up_again(known: Desk, server: Server) -> None:
    table = known.worker._probe._table  # type: ignore[union-attr]
    enter, failed = table.enter, 0

    async def fails_twice(*args: object, **more: object) -> int:
        nonlocal failed
        if failed < 2:
            failed += 1
            raise OSError("locked")
        return await enter(*args, **more)  # type: ignore[arg-type]

    table.enter = fails_twice  # type: ignore[method-assign]
    server.fates = [ARRIVED]
    await send(known, [GROUP])
    await known.later(seconds=30)
    assert await known.states() == ["sent", "sent"]
    assert await ask(known.database, "SELECT count(*) FROM sent_log") == [2]
