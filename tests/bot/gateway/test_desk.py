"""The desk: words of delivery to operators, moderators and groups, each said once, in their own language."""

import json
from datetime import date, time, timedelta

import pytest

from bot.clock import MovableClock
from bot.delivery.digests import Skipped
from bot.gateway.buttons import Buttons
from bot.gateway.compose import Composer
from bot.gateway.desk import Desk
from bot.storage.database import Database
from bot.storage.tables import Tables
from content.schedule import Schedule
from tests.bot.conftest import NOON
from tests.bot.storage.copies import ask, broadcast

CLAIRE, JOE, GROUP = 1, 2, -1_001_000_000_001
HOUR = timedelta(hours=1)


class Office:
    """A desk over real tables, and what came of it."""

    def __init__(self, database: Database, clock: MovableClock, operators: tuple[int, ...]) -> None:
        self.database, self.clock, self.tables = database, clock, Tables(database)
        self.woken = self.ended = 0
        composer = Composer(Buttons(b"k" * 32), "riverain_bot", operators)
        self.desk = Desk(database, self.tables, operators, composer, lambda: "fr", clock, self._wake, self._end)

    def _wake(self) -> None:
        self.woken += 1

    def _end(self) -> None:
        self.ended += 1

    async def words(self) -> list[tuple[int, str]]:
        rows = await ask(self.database, "SELECT chat, body FROM outbox WHERE bid IS NULL ORDER BY id")
        return [(chat, json.loads(body)["text"].replace("\u00a0", " ")) for chat, body in rows]


@pytest.fixture
async def office(database: Database, clock: MovableClock) -> Office:
    made = Office(database, clock, (CLAIRE,))
    await made.tables.moderators.appoint(JOE, CLAIRE, NOON)
    await made.tables.chats.choose_language(JOE, "en")
    return made


async def test_a_refused_token_ends_the_bot(office: Office) -> None:
    await office.desk.token_refused()
    assert (office.ended, await office.words()) == (1, [])


async def test_the_operators_are_told_of_telegrams_troubles_once_in_six_hours(office: Office) -> None:
    for _ in range(3):
        await office.desk.long_halt(1200)
        await office.desk.breaker(31)
        office.clock.advance(timedelta(minutes=1))
    halt, breaker = await office.words()
    assert halt[0] == breaker[0] == CLAIRE
    assert "20" in halt[1]
    assert "31" in breaker[1]
    assert office.woken == 2
    office.clock.advance(6 * HOUR)
    await office.desk.long_halt(1200)
    assert len(await office.words()) == 3


async def test_an_unreadable_broadcast_is_named_and_an_answer_is_not(office: Office) -> None:
    await office.desk.unreadable(None)
    await office.desk.unreadable(41)
    await office.desk.unreadable(42)
    assert ["41" in text or "42" in text for _, text in await office.words()] == [True, True]


async def test_a_lost_topic_is_told_to_the_group_once(office: Office) -> None:
    for thread in (9, 9, 8):
        await office.desk.thread_gone(GROUP, thread, 1)
    assert [chat for chat, _ in await office.words()] == [GROUP, GROUP]
    (body, *_) = await ask(office.database, "SELECT body FROM outbox")
    assert "message_thread_id" not in json.loads(body)


async def test_a_skipped_digest_is_told_to_operators_and_moderators_once_in_their_language(office: Office) -> None:
    what = Skipped(Schedule(GROUP, time(18, 30), "Europe/Paris", "fr", id=7), date(2026, 11, 22))
    for _ in range(2):
        await office.desk.skipped(what)
    (claire, french), (joe, english) = await office.words()
    assert (claire, joe) == (CLAIRE, JOE)
    assert "22 novembre 2026" in french
    assert "18 h 30" in french
    assert "22 November 2026" in english
    assert str(GROUP) not in french + english
    assert await ask(office.database, "SELECT DISTINCT prio, keep FROM outbox") == [(5, 0)]


class TestHeld:
    """Messages of which nobody knows whether they arrived."""

    async def held(self, office: Office, count: int) -> list[int]:
        await broadcast(office.database, [GROUP - number for number in range(count)], NOON)
        await office.database.write(
            lambda connection: connection.execute("UPDATE outbox SET state = 'held' WHERE bid IS NOT NULL")
        )
        return await ask(office.database, "SELECT id FROM outbox WHERE state = 'held' ORDER BY id")

    async def test_each_moderator_is_asked_about_each(self, office: Office) -> None:
        messages = await self.held(office, 2)
        await office.desk.held(messages)
        assert [chat for chat, _ in await office.words()] == [CLAIRE, JOE] * 2
        bodies = [json.loads(body) for body in await ask(office.database, "SELECT body FROM outbox WHERE bid IS NULL")]
        assert all(len(body["reply_markup"]["inline_keyboard"]) >= 1 for body in bodies)

    async def test_of_many_of_one_broadcast_one_word_is_said(self, office: Office) -> None:
        messages = await self.held(office, 40)
        for message in messages:
            await office.desk.held([message])
        (_, french), (_, english) = await office.words()
        assert "40" in french
        assert "40" in english

    async def test_one_that_is_gone_or_no_copy_is_passed_over(self, office: Office) -> None:
        await office.desk.held([999])
        assert await office.words() == []


async def test_with_nobody_to_tell_nothing_is_queued(database: Database, clock: MovableClock) -> None:
    office = Office(database, clock, ())
    await office.desk.long_halt(1200)
    await office.desk.skipped(Skipped(Schedule(GROUP, time(18, 30), "Europe/Paris", "fr", id=7), date(2026, 11, 22)))
    assert (await office.words(), office.woken) == ([], 0)
