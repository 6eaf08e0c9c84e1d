"""The ledger tells who has a broadcast and queues again only what surely, or by a person's word, did not arrive."""

import sqlite3
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.items import ItemTable
from bot.storage.ledger import DeliveryLedger
from bot.storage.schedules import ScheduleTable
from bot.storage.times import milliseconds
from content.records import State
from content.schedule import Schedule
from tests.bot.conftest import NOON
from tests.bot.storage.polls import failed
from tests.bot.storage.test_feeds import feed

HOUR = timedelta(hours=1)
STATES = ("queued", "sending", "unknown", "sent", "held", "expired", "cancelled", "dead")


@pytest.fixture
def ledger(database: Database) -> DeliveryLedger:
    return DeliveryLedger(database)


async def broadcast(
    database: Database,
    number: int,
    *states: str,
    kind: str = "digest",
    at: datetime = NOON,
    worded: bool = True,
    **more: Any,
) -> None:
    """Make a broadcast with a copy in each of the states, to chats 1, 2, 3 …"""

    def work(connection: sqlite3.Connection) -> None:
        connection.execute(
            "INSERT INTO broadcast(id, dedupe, kind, prio, body, state, made_at, title, audience)"
            " VALUES(?, ?, ?, 4, '', ?, ?, ?, ?)",
            (
                number,
                f"b:{number}",
                kind,
                more.get("state", "live"),
                milliseconds(at),
                f"title {number}",
                more.get("audience"),
            ),
        )
        if worded:
            connection.execute("INSERT INTO broadcast_body VALUES(?, 'fr', 0, 'sendMessage', '{}')", (number,))
        for chat, state in enumerate(states, 1):
            connection.execute("INSERT OR IGNORE INTO chat(id, kind) VALUES(?, 'private')", (chat,))
            connection.execute(
                "INSERT INTO outbox(id, bid, chat, op, method, body, prio, state, language, attempt, err, made_at, sent_at, doubted)"
                " VALUES(?, ?, ?, 'send', 'sendMessage', '', 4, ?, 'fr', 5, 'e', 0, ?, ?)",
                (
                    number * 100 + chat,
                    number,
                    chat,
                    state,
                    milliseconds(at) if state == "sent" else None,
                    more.get("doubted", 0),
                ),
            )

    await database.write(work)


async def rows(database: Database, columns: str, number: int) -> list[Any]:
    query = f"SELECT {columns} FROM outbox WHERE bid = ? ORDER BY id"
    found = await database.read(lambda connection: connection.execute(query, (number,)).fetchall())
    return [row[0] if len(row) == 1 else row for row in found]


class TestAccounts:
    async def test_an_account_counts_the_copies_in_each_state_and_no_edits(
        self, ledger: DeliveryLedger, database: Database
    ) -> None:
        await broadcast(database, 1, "sent", "sent", "held", doubted=1)
        await database.write(
            lambda connection: connection.execute(
                "INSERT INTO outbox(bid, chat, op, method, body, prio, state, made_at) VALUES(1, 1, 'edit', 'm', '{}', 5, 'sent', 0)"
            )
        )
        account = await ledger.account(1)
        assert account is not None
        assert (account.id, account.kind, account.title, account.made_at) == (1, "digest", "title 1", NOON)
        assert (account.states, account.expanding, account.doubted) == ({"sent": 2, "held": 1}, False, 2)
        assert await ledger.account(2) is None

    async def test_the_latest_come_first_and_one_under_way_says_so(
        self, ledger: DeliveryLedger, database: Database
    ) -> None:
        await broadcast(database, 1, at=NOON)
        await broadcast(database, 2, at=NOON + HOUR, audience="{}")
        await broadcast(database, 3, at=NOON + HOUR)
        assert [(each.id, each.expanding) for each in await ledger.recent()] == [(3, False), (2, True), (1, False)]
        assert [each.id for each in await ledger.recent(1)] == [3]

    async def test_recipients_are_those_in_the_states_asked_for(
        self, ledger: DeliveryLedger, database: Database
    ) -> None:
        await broadcast(database, 1, *STATES)
        found = await ledger.recipients(1, ("sent", "held"))
        assert [(each.message, each.chat, each.chat_kind, each.state, each.err, each.sent_at) for each in found] == [
            (104, 4, "private", "sent", "e", NOON), (105, 5, "private", "held", "e", None),
        ]  # fmt: skip
        assert len(await ledger.recipients(1, STATES, limit=3)) == 3
        assert await ledger.recipients(1, ()) == []

    async def test_a_copy_is_found_by_its_number_with_its_broadcast(
        self, ledger: DeliveryLedger, database: Database
    ) -> None:
        await broadcast(database, 1, "sent", "held")
        found = await ledger.copy(102)
        assert found is not None
        assert (found[0].id, found[1]) == (1, (await ledger.recipients(1, ("held",)))[0])
        assert await ledger.copy(999) is None


class TestResending:
    @pytest.mark.parametrize(("kind", "hours"), [("digest", 6), ("news", 6), ("alert", 2)])
    async def test_only_what_did_not_arrive_is_queued_again_for_a_time(
        self, ledger: DeliveryLedger, database: Database, kind: str, hours: int
    ) -> None:
        await broadcast(database, 1, *STATES, kind=kind)
        await broadcast(database, 2, "dead")
        assert await ledger.resend(1, NOON) == 4
        assert await rows(database, "state", 1) == ["queued", "sending", "unknown", "sent", *["queued"] * 4]
        again = await rows(database, "attempt, err, not_before, expires_at", 1)
        assert again[4:] == [(0, None, 0, milliseconds(NOON + hours * HOUR))] * 4
        assert again[:4] == [(5, "e", 0, None)] * 4
        assert await rows(database, "state", 2) == ["dead"]
        assert await ledger.resend(1, NOON) == 0

    async def test_one_that_was_held_may_have_arrived_and_is_marked_so(
        self, ledger: DeliveryLedger, database: Database
    ) -> None:
        await broadcast(database, 1, "held", "dead")
        await ledger.resend(1, NOON)
        assert await rows(database, "doubted", 1) == [1, 0]

    async def test_what_was_withdrawn_stays_withdrawn(self, ledger: DeliveryLedger, database: Database) -> None:
        await broadcast(database, 1, "cancelled", "dead", state="cancelled")
        assert await ledger.resend(1, NOON) == 0
        assert await ledger.resend(99, NOON) == 0

    async def test_nothing_is_queued_without_words_or_for_a_chat_that_cannot_be_written_to(
        self, ledger: DeliveryLedger, database: Database
    ) -> None:
        await broadcast(database, 1, "dead", worded=False)
        assert await ledger.resend(1, NOON) == 0
        await broadcast(database, 2, "dead", "dead")
        await ChatTable(database).left(2, "private")
        assert await ledger.resend(2, NOON) == 1
        assert await rows(database, "state", 2) == ["queued", "dead"]


class TestDeciding:
    async def test_a_message_that_arrived_is_sent_and_nothing_is_decided_twice(
        self, ledger: DeliveryLedger, database: Database
    ) -> None:
        await broadcast(database, 1, "held", "queued")
        assert await ledger.decide(101, arrived=True, now=NOON + HOUR)
        assert await rows(database, "state, sent_at", 1) == [("sent", milliseconds(NOON + HOUR)), ("queued", None)]
        for number in (101, 102, 999):
            assert not await ledger.decide(number, arrived=False, now=NOON)
            assert not await ledger.decide(number, arrived=True, now=NOON)

    async def test_a_message_that_did_not_arrive_is_queued_again(
        self, ledger: DeliveryLedger, database: Database
    ) -> None:
        await broadcast(database, 1, "held", kind="alert")
        assert await ledger.decide(101, arrived=False, now=NOON)
        expected = ("queued", 0, None, milliseconds(NOON + 2 * HOUR))
        assert await rows(database, "state, attempt, err, expires_at", 1) == [expected]


class TestStanding:
    async def test_it_counts_states_and_names_the_last_digest_and_silent_sources(
        self, ledger: DeliveryLedger, database: Database
    ) -> None:
        standing = await ledger.standing(NOON)
        assert (standing.states, standing.due, standing.last_digest, standing.silent) == ({}, 0, None, ())
        await broadcast(database, 1, "sent", "dead", at=NOON - HOUR)
        await broadcast(database, 2, "sent", kind="alert", at=NOON)
        await ItemTable(database).put(feed("f"), State.PUBLISHED, None, None, NOON)
        await failed(database, "f", NOON - timedelta(days=3), "refused")
        standing = await ledger.standing(NOON)
        assert (standing.states, standing.last_digest) == ({"sent": 2, "dead": 1}, NOON - HOUR)
        assert standing.silent == (("Le f", NOON - timedelta(days=3)),)

    async def test_a_digest_is_due_while_todays_slot_is_to_come(
        self, ledger: DeliveryLedger, database: Database
    ) -> None:
        table = ScheduleTable(database)
        # Noon UTC is 13:00 in Paris, a Sunday.
        for chat, at, days in ((-1, time(14), (6,)), (-2, time(12), (6,)), (-3, time(14), (0,)), (-4, time(15), (6,))):
            await table.keep(Schedule(chat, at, "Europe/Paris", "fr", days), NOON)
        assert (await ledger.standing(NOON)).due == 2
        await ChatTable(database).left(-4, "group")
        assert (await ledger.standing(NOON)).due == 1
        assert (await ledger.standing(NOON + 2 * HOUR)).due == 0
