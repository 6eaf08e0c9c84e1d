"""Copies of broadcasts: the text is kept once, each chat's copy has its own topic, doubts and rest."""

import json
from datetime import datetime, timedelta, UTC

import pytest

from bot.clock import MovableClock
from bot.storage.database import Database
from bot.storage.outbox import Outbox, Priority, Settled
from bot.storage.times import instant, milliseconds
from tests.bot.storage.copies import ask, broadcast, message, queue

SUPERGROUP = -1_001_000_000_001


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database, "boot", zone=lambda: "Europe/Paris")


class TestText:
    async def test_a_copy_carries_the_text_of_its_broadcast(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        bid = await broadcast(database, [7], clock.now(), thread=5, body={"text": "hello"})
        ((claimed,), *_) = [(await outbox.turn([], clock.now(), 16)).claimed]
        assert (claimed.body, claimed.bid, claimed.thread) == ({"text": "hello"}, bid, 5)

    async def test_a_copy_with_a_text_of_its_own_keeps_it_and_the_others_do_not_get_it(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [7, 8], clock.now(), body={"text": "rich"})
        first, second = (await outbox.turn([], clock.now(), 16)).claimed
        plain = {"text": "plain"}
        again = await outbox.turn(
            [Settled(first.id, 7, "queued", body=plain), Settled(second.id, 8, "queued")], clock.now(), 16
        )
        assert [each.body["text"] for each in again.claimed] == ["plain", "rich"]

    async def test_a_copy_whose_text_is_gone_is_dead(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [7], clock.now())
        await database.write(lambda c: c.execute("DELETE FROM broadcast_body"))
        assert (await outbox.turn([], clock.now(), 16)).claimed == []
        assert await ask(database, "SELECT state FROM outbox") == ["dead"]

    async def test_the_text_stays_when_a_copy_is_settled(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [7], clock.now())
        (claimed,) = (await outbox.turn([], clock.now(), 16)).claimed
        await outbox.turn([Settled(claimed.id, 7, "sent", mid=3)], clock.now(), 0)
        assert len(await ask(database, "SELECT body FROM broadcast_body")) == 1

    async def test_a_copy_to_a_chat_that_was_forgotten_is_cancelled(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [7], clock.now())
        await database.write(lambda c: c.execute("DELETE FROM chat"))
        assert (await outbox.turn([], clock.now(), 16)).claimed == []
        assert await ask(database, "SELECT state FROM outbox") == ["cancelled"]

    async def test_a_lost_topic_is_forgotten_by_the_copy(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [SUPERGROUP], clock.now(), thread=5)
        (claimed,) = (await outbox.turn([], clock.now(), 16)).claimed
        again = await outbox.turn([Settled(claimed.id, SUPERGROUP, "queued", general=True)], clock.now(), 16)
        assert [each.thread for each in again.claimed] == [None]


class TestWhereItsNumberBegins:
    async def test_in_a_supergroup_it_is_the_last_known_there(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [7, SUPERGROUP], clock.now(), parts=2)
        private, group = (await outbox.turn([], clock.now(), 16)).claimed
        sent = [Settled(private.id, 7, "sent", mid=900), Settled(group.id, SUPERGROUP, "sent", mid=30)]
        private, group = (await outbox.turn(sent, clock.now(), 16)).claimed
        assert (private.mid_floor, group.mid_floor) == (900, 30)
        assert await ask(database, "SELECT mid_floor FROM outbox WHERE part = 1") == [900, 30]

    async def test_private_chats_count_together_also_in_the_next_run(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [7, 8], clock.now(), parts=2)
        first, _ = (await outbox.turn([], clock.now(), 16)).claimed
        await outbox.turn([Settled(first.id, 7, "sent", mid=900)], clock.now(), 0)
        after = Outbox(database, "next")
        await after.recover(clock.now())
        await broadcast(database, [9], clock.now(), prio=Priority.ALERT)
        claimed = (await after.turn([], clock.now(), 1)).claimed
        assert [(each.chat, each.mid_floor) for each in claimed] == [(9, 900)]

    async def test_sent_again_in_doubt_it_stays_where_the_first_attempt_began(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [SUPERGROUP], clock.now(), prio=Priority.ALERT)
        (claimed,) = (await outbox.turn([], clock.now(), 16)).claimed
        await database.write(lambda c: c.execute("UPDATE chat SET last_mid = 50"))
        (again,) = (await outbox.turn([Settled(claimed.id, SUPERGROUP, "queued", doubt=True)], clock.now(), 16)).claimed
        assert (again.doubted, again.mid_floor, again.attempt) == (1, 0, 2)


class TestDoubt:
    @pytest.mark.parametrize(("passed", "waits"), [(0, 30), (10, 20), (60, 0), (-60, 30)])
    async def test_after_a_crash_it_is_in_doubt_until_it_can_arrive_no_more(
        self, outbox: Outbox, database: Database, clock: MovableClock, passed: int, waits: int
    ) -> None:
        await broadcast(database, [7], clock.now())
        await outbox.turn([], clock.now(), 16)
        clock.advance(timedelta(seconds=passed))
        after = Outbox(database, "next")
        assert await after.recover(clock.now()) == 1
        turn = await after.turn([], clock.now(), 16)
        assert bool(turn.doubtful) == (waits == 0)
        assert turn.wake_at == (milliseconds(clock.now()) + waits * 1000 if waits else None)
        clock.advance(timedelta(seconds=waits))
        (doubtful,) = (await after.turn([], clock.now(), 16)).doubtful
        assert (doubtful.chat, doubtful.body["text"]) == (7, "news")

    async def test_it_holds_up_its_own_kind_and_nobody_else(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [7], clock.now(), parts=2)
        (claimed,) = (await outbox.turn([], clock.now(), 16)).claimed
        await outbox.turn([Settled(claimed.id, 7, "unknown", not_before=0)], clock.now(), 0)
        await queue(database, clock.now(), message(7, "answer"))
        turn = await outbox.turn([], clock.now(), 16)
        assert [each.prio for each in turn.claimed] == [Priority.REPLY]

    async def test_what_is_held_holds_up_nothing(self, outbox: Outbox, database: Database, clock: MovableClock) -> None:
        await broadcast(database, [7], clock.now(), parts=2)
        (claimed,) = (await outbox.turn([], clock.now(), 16)).claimed
        again = await outbox.turn([Settled(claimed.id, 7, "held")], clock.now(), 16)
        assert len(again.claimed) == 1

    async def test_a_reply_said_again_after_each_crash_is_said_three_times_at_most(
        self, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock.now(), message(7))
        for run in range(3):
            outbox = Outbox(database, str(run))
            await outbox.recover(clock.now())
            assert len((await outbox.turn([], clock.now(), 16)).claimed) == 1
        await Outbox(database, "last").recover(clock.now())
        assert await ask(database, "SELECT state, doubted FROM outbox") == [("dead", 3)]


class TestRest:
    """The chat is quiet from 22:00 to 07:00 in Paris."""

    @pytest.fixture
    async def night(self, database: Database, clock: MovableClock) -> None:
        await database.write(
            lambda c: c.execute(
                "INSERT INTO chat(id, kind, quiet_from, quiet_to) VALUES(7, 'private', '22:00', '07:00')"
            )
        )
        clock.set(datetime(2026, 11, 22, 22, 30, tzinfo=UTC))

    @pytest.mark.parametrize(
        ("at", "end"),
        [
            (datetime(2026, 11, 22, 21, 0, tzinfo=UTC), datetime(2026, 11, 23, 6, 0, tzinfo=UTC)),
            (datetime(2026, 11, 23, 5, 59, tzinfo=UTC), datetime(2026, 11, 23, 6, 0, tzinfo=UTC)),
            (datetime(2026, 10, 24, 21, 0, tzinfo=UTC), datetime(2026, 10, 25, 6, 0, tzinfo=UTC)),  # clocks put back
            (datetime(2027, 3, 27, 22, 0, tzinfo=UTC), datetime(2027, 3, 28, 5, 0, tzinfo=UTC)),  # clocks put forward
        ],
    )
    async def test_a_digest_waits_for_the_end_of_the_night_and_does_not_expire_for_it(
        self, outbox: Outbox, database: Database, clock: MovableClock, night: None, at: datetime, end: datetime
    ) -> None:
        clock.set(at)
        await broadcast(database, [7], clock.now(), parts=2, life=timedelta(minutes=30))
        turn = await outbox.turn([], clock.now(), 16)
        assert (turn.claimed, turn.wake_at) == ([], milliseconds(end))
        clock.set(end - timedelta(milliseconds=1))
        assert await outbox.expire(clock.now()) == 0
        assert (await outbox.turn([], clock.now(), 16)).claimed == []
        clock.set(end)
        (first,) = (await outbox.turn([], clock.now(), 16)).claimed
        clock.set(end + timedelta(hours=5, minutes=59))
        assert len((await outbox.turn([Settled(first.id, 7, "sent")], clock.now(), 16)).claimed) == 1

    async def test_outside_of_it_a_digest_goes_at_once(
        self, outbox: Outbox, database: Database, clock: MovableClock, night: None
    ) -> None:
        clock.set(datetime(2026, 11, 23, 6, 0, tzinfo=UTC))
        await broadcast(database, [7], clock.now())
        assert len((await outbox.turn([], clock.now(), 16)).claimed) == 1

    @pytest.mark.parametrize("prio", [Priority.ALERT, Priority.ALERT_CORRECTION, Priority.REPLY])
    async def test_what_is_urgent_or_asked_for_passes_with_its_sound(
        self, outbox: Outbox, database: Database, clock: MovableClock, night: None, prio: Priority
    ) -> None:
        await broadcast(database, [7], clock.now(), prio=prio)
        (claimed,) = (await outbox.turn([], clock.now(), 16)).claimed
        assert "disable_notification" not in claimed.body

    async def test_a_push_passes_without_a_sound_at_night_and_with_one_by_day(
        self, outbox: Outbox, database: Database, clock: MovableClock, night: None
    ) -> None:
        await broadcast(database, [7], clock.now(), prio=Priority.PUSH, parts=2)
        (claimed,) = (await outbox.turn([], clock.now(), 16)).claimed
        assert claimed.body["disable_notification"] is True
        clock.advance(timedelta(hours=12))
        await broadcast(database, [7], clock.now(), prio=Priority.PUSH)
        (claimed,) = (await outbox.turn([Settled(claimed.id, 7, "sent")], clock.now(), 16)).claimed
        assert "disable_notification" not in claimed.body

    async def test_the_chats_own_zone_counts(
        self, outbox: Outbox, database: Database, clock: MovableClock, night: None
    ) -> None:
        await database.write(lambda c: c.execute("UPDATE chat SET zone = 'America/Cayenne'"))  # 19:30 there
        await broadcast(database, [7], clock.now())
        assert len((await outbox.turn([], clock.now(), 16)).claimed) == 1

    async def test_a_zone_the_machine_does_not_know_is_taken_for_the_packs(
        self, outbox: Outbox, database: Database, clock: MovableClock, night: None
    ) -> None:
        await database.write(lambda c: c.execute("UPDATE chat SET zone = 'Paris/Stalingrad'"))
        await broadcast(database, [7], clock.now())
        assert (await outbox.turn([], clock.now(), 16)).claimed == []

    async def test_a_digest_waits_for_the_end_of_a_pause_and_sooner_where_the_pause_is_ended(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        until = clock.now() + timedelta(hours=10)
        await broadcast(database, [7, 8], clock.now())
        await database.write(lambda c: c.execute("UPDATE chat SET paused_until = ?", (milliseconds(until),)))
        assert (await outbox.turn([], clock.now(), 16)).claimed == []
        await database.write(lambda c: c.execute("UPDATE chat SET paused_until = NULL WHERE id = 8"))
        clock.advance(timedelta(hours=1))
        assert [each.chat for each in (await outbox.turn([], clock.now(), 16)).claimed] == [8]
        clock.set(until - timedelta(seconds=1))
        assert (await outbox.turn([], clock.now(), 16)).claimed == []
        assert await outbox.expire(clock.now()) == 0
        clock.set(until)
        assert [each.chat for each in (await outbox.turn([], clock.now(), 16)).claimed] == [7]

    async def test_paused_for_good_a_digest_expires(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [7], clock.now(), life=timedelta(hours=6))
        for_good = milliseconds(datetime(9000, 1, 1, tzinfo=UTC))
        await database.write(lambda c: c.execute("UPDATE chat SET paused_until = ?", (for_good,)))
        assert (await outbox.turn([], clock.now(), 16)).claimed == []
        clock.advance(timedelta(hours=7))
        assert await outbox.expire(clock.now()) == 1


class TestExpiring:
    async def test_everything_that_waits_expires_and_is_counted(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, range(1, 1502), clock.now(), life=timedelta(hours=1))
        await queue(database, clock.now(), message(9001, expires_in=timedelta(minutes=1), keep=False))
        await broadcast(database, [9000], clock.now(), life=None)
        clock.advance(timedelta(hours=1))
        assert await outbox.expire(clock.now()) == 1502
        assert await outbox.expire(clock.now()) == 0
        assert await outbox.counts() == {"expired": 1502, "queued": 1}
        assert await ask(database, "SELECT body FROM outbox WHERE chat = 9001") == [""]

    async def test_what_is_on_its_way_held_or_in_doubt_does_not(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [1, 2, 3], clock.now(), life=timedelta(hours=1))
        one, two, _ = (await outbox.turn([], clock.now(), 16)).claimed
        await outbox.turn([Settled(one.id, 1, "held"), Settled(two.id, 2, "unknown")], clock.now(), 0)
        clock.advance(timedelta(hours=2))
        assert await outbox.expire(clock.now()) == 0

    async def test_what_nobody_ever_decided_goes_after_thirty_days(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await broadcast(database, [1], clock.now())
        (claimed,) = (await outbox.turn([], clock.now(), 16)).claimed
        await outbox.turn([Settled(claimed.id, 1, "held")], clock.now(), 0)
        await outbox.tidy(clock.now() + timedelta(days=31))
        assert await outbox.counts() == {}


async def test_an_earlier_copy_is_kept_and_the_later_one_is_queued_to_be_deleted(
    outbox: Outbox, database: Database, clock: MovableClock
) -> None:
    await broadcast(database, [7], clock.now(), prio=Priority.ALERT)
    (claimed,) = (await outbox.turn([], clock.now(), 16)).claimed
    await outbox.turn([Settled(claimed.id, 7, "sent", mid=12)], clock.now(), 0)
    await outbox.keep_earlier(claimed, 10, 12, clock.now())
    assert await ask(database, "SELECT mid, state FROM outbox ORDER BY id") == [(10, "sent"), (12, "queued")]
    (delete,) = (await outbox.turn([], clock.now(), 16)).claimed
    assert (delete.method, delete.body) == ("deleteMessage", {"chat_id": 7, "message_id": 12})
    assert json.loads((await ask(database, "SELECT body FROM outbox WHERE op = 'delete'"))[0])["message_id"] == 12


def test_an_instant_comes_back_as_it_was() -> None:
    at = datetime(2026, 11, 22, 12, 0, 0, 5000, tzinfo=UTC)
    assert instant(milliseconds(at)) == at
