"""Rewinding: a copy of the store is as it was that day, and what happened since can happen again."""

from datetime import date, datetime, timedelta
from typing import Any

from bot.storage import pending
from bot.storage.broadcasts import address, begin, Body, Broadcast, Target, word
from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.outbox import Outbox, Outgoing, Priority
from bot.storage.pending import Row
from bot.storage.rewinding import Happened, put_back, rewind
from bot.storage.schedules import ScheduleTable
from bot.storage.times import milliseconds
from tests.bot.conftest import NOON
from tests.bot.storage.copies import ask
from tests.bot.storage.test_schedules import digest

ALICE, GROUP = 7, -100
BEFORE, AFTER = NOON - timedelta(days=1), NOON + timedelta(days=1)


async def news(database: Database, slug: str, at: datetime, *, what: str = "new", state: str = "done") -> int:
    def work(connection: Any) -> int:
        return int(
            connection.execute(
                "INSERT INTO news(slug, rev, at, what, story, state) VALUES(?, 1, ?, ?, ?, ?)",
                (slug, milliseconds(at), what, slug, state),
            ).lastrowid
        )

    return await database.write(work)


async def back(database: Database) -> list[Happened]:
    return await database.write(lambda connection: rewind(connection, NOON))


async def test_what_happened_since_is_taken_out_and_can_be_put_back_in_its_time(database: Database) -> None:
    await news(database, "a-old", BEFORE)
    await news(database, "a-2", AFTER + timedelta(hours=1))
    await news(database, "a-1", AFTER)
    await news(database, "feed", AFTER, what="silent")
    happened = await back(database)
    assert happened == [Happened("a-1", 1, AFTER), Happened("a-2", 1, AFTER + timedelta(hours=1))]
    assert await ask(database, "SELECT slug FROM news") == ["a-old"]
    await database.write(lambda connection: put_back(connection, happened[0]))
    assert await ask(database, "SELECT slug, at, state, what FROM news WHERE slug = 'a-1'") == [
        ("a-1", milliseconds(AFTER), "new", None)
    ]


async def test_what_waited_then_waits_again_also_where_it_was_told_since(database: Database) -> None:
    await ChatTable(database).met(ALICE, "private", BEFORE)
    waits, told, earlier = [await news(database, slug, BEFORE) for slug in ("waits", "told", "earlier")]
    since = await news(database, "since", AFTER)
    rows = [Row(ALICE, None, "waits", waits, "fr", AFTER), Row(ALICE, None, "since", since, "fr", AFTER)]

    def work(connection: Any) -> None:
        pending.put(connection, rows)
        pending.tell(connection, ALICE, ["told"], None, AFTER)
        pending.tell(connection, ALICE, ["earlier"], None, BEFORE)

    await database.write(work)
    await back(database)
    assert await ask(database, "SELECT story FROM pending") == ["waits"]
    assert await ask(database, "SELECT story FROM told") == ["earlier"]
    assert await ask(database, "SELECT id FROM news WHERE state = 'new'") == [told]
    assert earlier in await ask(database, "SELECT id FROM news WHERE state = 'done'")


async def test_slots_and_how_far_was_told_are_those_of_that_day(database: Database) -> None:
    table = ScheduleTable(database)
    old, new = [await table.keep(digest(chat), made) for chat, made in ((GROUP, BEFORE), (ALICE, AFTER))]

    def serve(connection: Any) -> None:
        for schedule, at in ((old.id, BEFORE), (old.id, AFTER), (new.id, AFTER)):
            ScheduleTable.mark(connection, schedule, at.date(), "sent", None, at, at)

    await database.write(serve)
    await back(database)
    assert [each.day for each in await table.slots(old.id)] == [BEFORE.date()]
    assert await table.slots(new.id) == []
    (kept,), (fresh,) = await table.of(GROUP), await table.of(ALICE)
    assert kept.told_until == BEFORE
    assert fresh.told_until is None
    assert fresh.made_at < NOON


async def test_what_was_decided_since_can_be_decided_again_and_what_was_queued_is_not_sent(database: Database) -> None:
    await ChatTable(database).met(GROUP, "group", BEFORE)

    def decide(connection: Any, day: date, at: datetime) -> bool:
        bid, fresh = begin(connection, Broadcast(f"digest:1:{day}", "digest", "", Priority.DIGEST), at)
        word(connection, bid, "fr", [Body("sendMessage", {"text": "x"})])
        first = address(connection, bid, [Target(GROUP, "fr")], prio=Priority.DIGEST, now=at)
        connection.execute(
            "INSERT INTO outbox(bid, chat, part, op, method, body, target, prio, made_at) VALUES(?, ?, 100, 'edit', 'x', '', ?, 5, 0)",
            (bid, GROUP, first.get(GROUP)),
        )
        return fresh

    for at in (BEFORE, AFTER):
        assert await database.write(lambda connection, at=at: decide(connection, at.date(), at))  # type: ignore[misc]
    answer = Outgoing(ALICE, "sendMessage", {"text": "x"})
    await database.write(lambda connection: Outbox.put(connection, [answer], AFTER))
    await back(database)
    assert await ask(database, "SELECT DISTINCT state FROM outbox") == ["cancelled"]
    assert await ask(database, "SELECT dedupe FROM broadcast") == [f"digest:1:{BEFORE.date()}"]
    assert await database.write(lambda connection: decide(connection, AFTER.date(), NOON))
    assert len(await ask(database, "SELECT 1 FROM outbox WHERE state = 'queued' AND op = 'send'")) == 1
