"""The outbox: order, claims, settling, expiry, recovery, and what is blanked."""

import asyncio
import json
import sqlite3
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, HealthCheck, settings
from hypothesis import strategies as st

from bot.clock import MovableClock
from bot.storage.chats import ChatTable
from bot.storage.database import Database, open_database
from bot.storage.outbox import Claimed, Outbox, Outgoing, Priority, Settled
from bot.storage.times import milliseconds
from tests.bot.conftest import NOON

ALICE, BOB = 7, 8


@pytest.fixture
def outbox(database: Database) -> Outbox:
    return Outbox(database, "this-boot")


def message(chat: int = ALICE, text: str = "x", **more: Any) -> Outgoing:
    return Outgoing(chat, "sendMessage", {"chat_id": chat, "text": text}, **more)


async def queue(database: Database, clock: MovableClock, *messages: Outgoing) -> None:
    await database.write(lambda connection: Outbox.put(connection, messages, clock.now()))


async def ask(database: Database, query: str, *values: object) -> list[Any]:
    rows = await database.read(lambda connection: connection.execute(query, values).fetchall())
    return [row[0] if len(row) == 1 else row for row in rows]


async def states(database: Database) -> list[str]:
    return await ask(database, "SELECT state FROM outbox ORDER BY id")


async def turn(outbox: Outbox, settled: list[Settled], now: datetime, room: int) -> list[Claimed]:
    return (await outbox.turn(settled, now, room)).claimed


async def wake_at(outbox: Outbox, clock: MovableClock) -> int | None:
    return (await outbox.turn([], clock.now(), 16)).wake_at


def sent(claimed: Claimed, mid: int = 100) -> Settled:
    return Settled(claimed.id, claimed.chat, "sent", mid=mid)


class TestClaiming:
    async def test_a_claim_is_committed_with_attempt_boot_and_time(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message())
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        assert (claimed.chat, claimed.method, claimed.attempt) == (ALICE, "sendMessage", 1)
        elsewhere = sqlite3.connect(database.path)
        row = elsewhere.execute("SELECT state, attempt, boot, started_at FROM outbox").fetchone()
        elsewhere.close()
        assert row == ("sending", 1, "this-boot", milliseconds(clock.now()))

    async def test_one_message_a_chat_until_it_is_settled(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message(text="1"), message(text="2"), message(BOB, "3"))
        first = await turn(outbox, [], clock.now(), 16)
        assert [claimed.body["text"] for claimed in first] == ["1", "3"]
        assert await turn(outbox, [], clock.now(), 16) == []
        (second,) = await turn(outbox, [sent(first[0])], clock.now(), 16)
        assert second.body["text"] == "2"

    async def test_no_more_than_there_is_room_for_and_none_without_room(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, *(message(chat) for chat in range(1, 6)))
        assert len(await turn(outbox, [], clock.now(), 2)) == 2
        assert await turn(outbox, [], clock.now(), 0) == []
        assert len(await turn(outbox, [], clock.now(), 16)) == 3

    async def test_urgent_goes_before_early(self, outbox: Outbox, database: Database, clock: MovableClock) -> None:
        await queue(
            database, clock, message(text="digest", prio=Priority.DIGEST), message(text="alert", prio=Priority.ALERT)
        )
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        assert claimed.body["text"] == "alert"

    async def test_a_message_put_off_holds_back_those_after_it_in_its_chat(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message(text="1"), message(text="2"))
        (first,) = await turn(outbox, [], clock.now(), 16)
        later = milliseconds(clock.now()) + 300_000
        assert await turn(outbox, [Settled(first.id, ALICE, "queued", not_before=later)], clock.now(), 16) == []
        assert await wake_at(outbox, clock) == later
        clock.advance(timedelta(minutes=5))
        (again,) = await turn(outbox, [], clock.now(), 16)
        assert (again.body["text"], again.attempt) == ("1", 2)

    async def test_a_chat_that_is_closed_or_told_to_wait_gets_nothing(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message(ALICE), message(BOB))
        await ChatTable(database).left(ALICE, "private")
        until = milliseconds(clock.now()) + 5000
        await database.write(lambda c: c.execute("UPDATE chat SET blocked_until = ? WHERE id = ?", (until, BOB)))
        assert await turn(outbox, [], clock.now(), 16) == []
        assert await wake_at(outbox, clock) == until
        clock.advance(timedelta(seconds=5))
        assert [claimed.chat for claimed in await turn(outbox, [], clock.now(), 16)] == [BOB]

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(st.tuples(st.integers(1, 3), st.sampled_from(list(Priority))), min_size=1, max_size=20),
        st.integers(1, 4),
        st.data(),
    )
    def test_order_is_kept_per_chat_within_a_priority(
        self, tmp_path_factory: pytest.TempPathFactory, plan: list[tuple[int, Priority]], room: int, data: st.DataObject
    ) -> None:
        """Whatever is refused and tried again, a chat's messages of one priority arrive in the order they were written."""

        async def play() -> list[tuple[int, int, int]]:
            arrived: list[tuple[int, int, int]] = []
            clock = MovableClock(NOON, stopped=True)
            async with open_database(tmp_path_factory.mktemp("order") / "r.db") as database:
                outbox = Outbox(database, "boot")
                await queue(database, clock, *(message(chat, str(n), prio=prio) for n, (chat, prio) in enumerate(plan)))
                settled: list[Settled] = []
                for _ in range(200):
                    flying = await turn(outbox, settled, clock.now(), room)
                    assert len({claimed.chat for claimed in flying}) == len(flying) <= room
                    settled = []
                    for claimed in flying:
                        if claimed.attempt < 3 and data.draw(st.booleans()):
                            wait = milliseconds(clock.now()) + data.draw(st.sampled_from([0, 500, 4000]))
                            settled.append(Settled(claimed.id, claimed.chat, "queued", not_before=wait))
                        else:
                            arrived.append((claimed.chat, int(claimed.prio), int(claimed.body["text"])))
                            settled.append(sent(claimed))
                    clock.advance(timedelta(seconds=1))
                    if len(arrived) == len(plan):
                        break
            return arrived

        arrived = asyncio.run(play())
        assert sorted(number for _, _, number in arrived) == list(range(len(plan)))
        for chat, prio in set(plan):
            mine = [number for where, how, number in arrived if (where, how) == (chat, prio)]
            assert mine == sorted(mine)


class TestSettling:
    async def test_sent_keeps_the_id_in_every_place_that_needs_it(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message())
        await database.write(lambda c: c.execute("UPDATE chat SET strikes = 3, first_strike = 1"))
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        await turn(outbox, [sent(claimed, 55)], clock.now(), 0)
        assert await ask(database, "SELECT state, mid, sent_at FROM outbox") == [
            ("sent", 55, milliseconds(clock.now()))
        ]
        assert await ask(database, "SELECT chat, mid FROM sent_log") == [(ALICE, 55)]
        assert await ask(database, "SELECT last_mid, strikes, first_strike FROM chat") == [(55, 0, None)]

    async def test_a_message_without_an_id_is_sent_all_the_same(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message())
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        await turn(outbox, [Settled(claimed.id, ALICE, "sent", mid=0)], clock.now(), 0)
        assert await ask(database, "SELECT state, mid FROM outbox") == [("sent", 0)]
        assert await ask(database, "SELECT * FROM sent_log") == []

    async def test_settling_twice_is_harmless(self, outbox: Outbox, database: Database, clock: MovableClock) -> None:
        await queue(database, clock, message())
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        for _ in range(2):
            await turn(outbox, [sent(claimed)], clock.now(), 0)
        assert await outbox.counts() == {"sent": 1}

    @pytest.mark.parametrize(("keep", "left"), [(True, True), (False, False)])
    @pytest.mark.parametrize("state", ["sent", "dead"])
    async def test_words_of_a_person_go_once_it_is_settled(
        self, outbox: Outbox, database: Database, clock: MovableClock, state: str, keep: bool, left: bool
    ) -> None:
        await queue(database, clock, message(keep=keep))
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        await turn(outbox, [Settled(claimed.id, ALICE, state)], clock.now(), 0)
        assert [bool(body) for body in await ask(database, "SELECT body FROM outbox")] == [left]

    async def test_words_to_be_sent_again_stay(self, outbox: Outbox, database: Database, clock: MovableClock) -> None:
        await queue(database, clock, message(keep=False))
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        (again,) = await turn(
            outbox, [Settled(claimed.id, ALICE, "queued", body={"chat_id": ALICE, "text": "plain"})], clock.now(), 16
        )
        assert again.body == {"chat_id": ALICE, "text": "plain"}

    async def test_a_migrated_chat_takes_its_messages_along(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message(-41, "1", chat_kind="group"), message(-41, "2", chat_kind="group"))
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        (again,) = await turn(outbox, [Settled(claimed.id, -41, "queued", migrate_to=-1001)], clock.now(), 16)
        assert (again.id, again.chat, again.body["chat_id"]) == (claimed.id, -1001, -1001)
        (second,) = await turn(outbox, [sent(again)], clock.now(), 16)
        assert second.body == {"chat_id": -1001, "text": "2"}
        assert not await ChatTable(database).active(-41)

    async def test_a_message_that_comes_back_after_its_group_moved_away_follows_it(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message(-41, prio=Priority.ALERT, chat_kind="group"))
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        await ChatTable(database).migrate(-41, -1001)
        (again,) = await turn(outbox, [Settled(claimed.id, -41, "queued", doubt=True)], clock.now(), 16)
        (moved,) = await turn(outbox, [Settled(again.id, -41, "queued", migrate_to=-1001)], clock.now(), 16)
        assert (moved.id, moved.chat) == (claimed.id, -1001)

    async def test_a_chat_that_refuses_loses_its_waiting_replies_and_stays_as_it_is(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await ChatTable(database).choose_language(ALICE, "en")
        await queue(database, clock, message(), message(keep=False), message(text="digest", prio=Priority.DIGEST))
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        (digest,) = await turn(outbox, [Settled(claimed.id, ALICE, "dead", gone=True, strike=True)], clock.now(), 16)
        assert digest.body["text"] == "digest"
        assert await states(database) == ["dead", "cancelled", "sending"]
        assert (await ask(database, "SELECT body FROM outbox"))[1] == ""
        assert await ask(database, "SELECT active, language, strikes FROM chat") == [(1, "en", 1)]

    async def test_an_answer_to_somebody_who_just_spoke_opens_the_chat_again(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        """Telegram says nothing when a person it could not write to before comes with a first /start."""
        await queue(database, clock, message(text="digest", prio=Priority.DIGEST))
        await database.write(lambda c: c.execute("UPDATE chat SET active = 0"))
        assert await turn(outbox, [], clock.now(), 16) == []
        await queue(database, clock, message(text="answer"))
        (answer,) = await turn(outbox, [], clock.now(), 16)
        assert answer.body["text"] == "answer"
        clock.advance(timedelta(minutes=10))
        (digest,) = await turn(outbox, [sent(answer)], clock.now(), 16)
        assert digest.body["text"] == "digest"


class TestStrikes:
    async def strike(self, outbox: Outbox, database: Database, clock: MovableClock, *, blamed: bool = True) -> None:
        await queue(database, clock, message(prio=Priority.DIGEST))
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        await turn(outbox, [Settled(claimed.id, ALICE, "dead", strike=True)], clock.now(), 0)
        if blamed:
            await outbox.switch_off([ALICE], clock.now())

    async def test_five_over_two_days_switch_a_chat_off_and_keep_its_settings(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await ChatTable(database).choose_language(ALICE, "en")
        for strikes in range(1, 6):
            assert await ask(database, "SELECT active FROM chat") == [1]
            await self.strike(outbox, database, clock)
            assert await ask(database, "SELECT strikes FROM chat") == [strikes]
            clock.advance(timedelta(hours=12))
        assert await ask(database, "SELECT active, language FROM chat") == [(0, "en")]

    async def test_any_number_within_two_days_switch_no_chat_off(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        for _ in range(47):
            await self.strike(outbox, database, clock)
            clock.advance(timedelta(hours=1))
        assert await ask(database, "SELECT active, strikes FROM chat") == [(1, 47)]

    async def test_a_chat_that_is_not_to_blame_is_not_switched_off(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        for _ in range(9):
            await self.strike(outbox, database, clock, blamed=False)
            clock.advance(timedelta(hours=12))
        assert await ask(database, "SELECT active, strikes FROM chat") == [(1, 9)]

    async def test_one_message_that_arrives_clears_them(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        for _ in range(4):
            await self.strike(outbox, database, clock)
            clock.advance(timedelta(hours=24))
        await queue(database, clock, message(prio=Priority.DIGEST))
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        await turn(outbox, [sent(claimed, mid=0)], clock.now(), 0)  # even one without a number
        assert await ask(database, "SELECT strikes, first_strike FROM chat") == [(0, None)]
        await self.strike(outbox, database, clock)
        assert await ask(database, "SELECT active, strikes FROM chat") == [(1, 1)]


class TestExpiring:
    async def test_an_expired_message_is_not_sent_and_does_not_hold_up_the_next(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message(text="late", expires_in=timedelta(minutes=30)))
        clock.advance(timedelta(minutes=31))
        await queue(database, clock, message(text="fresh", expires_in=timedelta(minutes=30)))
        (claimed,) = await turn(outbox, [], clock.now(), 16)
        assert claimed.body["text"] == "fresh"

    async def test_an_expired_message_wakes_nobody(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message(expires_in=timedelta(minutes=30)))
        clock.advance(timedelta(minutes=31))
        assert await wake_at(outbox, clock) is None

    async def test_tidying_expires_what_is_late_and_blanks_it(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message(keep=False, expires_in=timedelta(minutes=30)), message(BOB))
        clock.advance(timedelta(minutes=31))
        await outbox.tidy(clock.now())
        assert await ask(database, "SELECT state, body != '' FROM outbox ORDER BY id") == [
            ("expired", 0),
            ("queued", 1),
        ]

    async def test_settled_messages_go_after_thirty_days_with_all_that_hangs_on_them(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message(items=("a", "b")), message(BOB))
        claimed = await turn(outbox, [], clock.now(), 16)
        await turn(outbox, [sent(claimed[0])], clock.now(), 0)
        await outbox.tidy(clock.now() + timedelta(days=29))
        assert await states(database) == ["sent", "sending"]
        await outbox.tidy(clock.now() + timedelta(days=31))
        assert await states(database) == ["sending"]
        assert await ask(database, "SELECT * FROM outbox_item") == []
        assert await ask(database, "SELECT * FROM sent_log") == []

    async def test_a_message_that_an_edit_refers_to_goes_with_it(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message(), message(op="edit"))
        await database.write(
            lambda c: c.execute("UPDATE outbox SET state = 'sent', target = CASE op WHEN 'edit' THEN 1 END")
        )
        await outbox.tidy(clock.now() + timedelta(days=31))
        assert await states(database) == []


class TestDoubt:
    async def test_at_the_start_replies_and_edits_in_flight_go_again_and_the_rest_stays_in_doubt(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(
            database,
            clock,
            message(1),
            message(2, op="edit", prio=Priority.DIGEST),
            message(3, prio=Priority.DIGEST),
            message(4),
        )
        claimed = await turn(outbox, [], clock.now(), 16)
        await turn(outbox, [sent(each) for each in claimed if each.chat == 4], clock.now(), 0)
        next_run = Outbox(database, "next-boot")
        assert await next_run.recover(clock.now()) == 3
        assert await states(database) == ["queued", "queued", "unknown", "sent"]
        assert sorted(each.chat for each in await turn(next_run, [], clock.now(), 16)) == [1, 2]

    async def test_recovering_twice_changes_nothing_more(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message(prio=Priority.DIGEST))
        await turn(outbox, [], clock.now(), 16)
        await outbox.recover(clock.now())
        assert await outbox.recover(clock.now()) == 1
        assert await states(database) == ["unknown"]

    async def test_a_message_in_doubt_holds_its_chat_only_while_it_may_still_arrive(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        """Nothing resolves the doubt yet: an operator whose notice is in doubt must still get answers."""
        await queue(database, clock, message(text="notice", prio=Priority.HOUSEKEEPING))
        (notice,) = await turn(outbox, [], clock.now(), 16)
        in_half_a_minute = milliseconds(clock.now()) + 30_000
        await turn(outbox, [Settled(notice.id, ALICE, "unknown", not_before=in_half_a_minute)], clock.now(), 0)
        await queue(database, clock, message(text="answer"))
        assert await turn(outbox, [], clock.now(), 16) == []
        assert await wake_at(outbox, clock) == in_half_a_minute
        clock.advance(timedelta(seconds=30))
        (answer,) = await turn(outbox, [], clock.now(), 16)
        assert answer.body["text"] == "answer"


class TestWaking:
    async def test_nothing_waits_nothing_wakes(self, outbox: Outbox, clock: MovableClock) -> None:
        assert await wake_at(outbox, clock) is None

    async def test_a_message_on_its_way_wakes_nobody_for_those_behind_it(
        self, outbox: Outbox, database: Database, clock: MovableClock
    ) -> None:
        await queue(database, clock, message(), message())
        await turn(outbox, [], clock.now(), 16)
        assert await wake_at(outbox, clock) is None

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(
                st.integers(1, 3),
                st.sampled_from([Priority.REPLY, Priority.DIGEST]),
                st.sampled_from(["queued", "unknown", "sending", "sent"]),
                st.sampled_from([0, 5, 50]),
                st.sampled_from([None, 1, 200]),
            ),
            max_size=8,
        ),
        st.dictionaries(st.integers(1, 3), st.tuples(st.booleans(), st.sampled_from([0, 10]))),
    )  # fmt: skip
    def test_nothing_can_go_before_it_wakes_and_it_never_wakes_at_once(
        self, tmp_path_factory: pytest.TempPathFactory, rows: list[Any], chats: dict[int, tuple[bool, int]]
    ) -> None:
        """Else the worker would sleep too long, or spin."""

        async def play() -> None:
            clock = MovableClock(NOON, stopped=True)
            at = milliseconds(clock.now())

            def prepare(connection: sqlite3.Connection) -> None:
                Outbox.put(connection, [message(chat, prio=prio) for chat, prio, *_ in rows], clock.now())
                for number, (_, _, state, wait, life) in enumerate(rows, 1):
                    connection.execute(
                        "UPDATE outbox SET state = ?, not_before = ?, expires_at = ? WHERE id = ?",
                        (state, at + wait if wait else 0, at + life if life else None, number),
                    )
                for chat, (active, blocked) in chats.items():
                    connection.execute(
                        "UPDATE chat SET active = ?, blocked_until = ? WHERE id = ?",
                        (active, at + blocked if blocked else 0, chat),
                    )

            async with open_database(tmp_path_factory.mktemp("wake") / "r.db") as database:
                outbox = Outbox(database, "boot")
                await database.write(prepare)
                await outbox.turn([], clock.now(), 16)
                before = 0
                for passed in (1, 4, 5, 9, 10, 49, 50, 200):
                    wake = (await outbox.turn([], clock.now(), 0)).wake_at
                    assert wake is None or wake > milliseconds(clock.now())
                    clock.advance(timedelta(milliseconds=passed - before))
                    claimed = (await outbox.turn([], clock.now(), 16)).claimed
                    # What expires sets free what stands behind it, without waking anybody.
                    if claimed and not any(life and before < life <= passed for *_, life in rows):
                        assert wake is not None
                        assert wake <= at + passed
                    before = passed

        asyncio.run(play())


async def test_a_message_carries_its_items_so_that_a_correction_finds_it(
    database: Database, clock: MovableClock
) -> None:
    await queue(database, clock, message(items=("b", "a", "a")))
    assert await ask(database, "SELECT slug FROM outbox_item ORDER BY slug") == ["a", "b"]


async def test_any_text_comes_out_as_it_went_in(outbox: Outbox, database: Database, clock: MovableClock) -> None:
    text = '«é» 👩🏽‍🚒 \u202e " \\ \x00 {}'
    await queue(database, clock, message(text=text))
    (claimed,) = await turn(outbox, [], clock.now(), 16)
    assert claimed.body["text"] == text
    assert json.loads((await ask(database, "SELECT body FROM outbox"))[0])["text"] == text
