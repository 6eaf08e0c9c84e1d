"""What waits to be told, and what was told: one story, once, a chat."""

import sqlite3
from datetime import datetime, time, timedelta
from typing import Any

from bot.storage import pending
from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.pending import Due, Row
from content.schedule import Quiet
from tests.bot.conftest import NOON

ALICE, BOB, GROUP = 7, 8, -100
HOUR = timedelta(hours=1)


def row(chat: int, story: str, due: datetime = NOON, **more: Any) -> Row:
    return Row(chat, more.pop("thread", None), story, more.pop("news", 1), more.pop("language", "fr"), due, **more)


async def put(database: Database, *rows: Row) -> None:
    for chat in {each.chat for each in rows}:
        await ChatTable(database).met(chat, "private" if chat > 0 else "group", NOON)
    await database.write(lambda connection: pending.put(connection, rows))


async def due(database: Database, now: datetime = NOON, limit: int = 99) -> list[Due]:
    return await database.read(lambda connection: pending.due(connection, now, limit))


async def tell(database: Database, chat: int, *stories: str, outbox: int | None = None) -> None:
    await database.write(lambda connection: pending.tell(connection, chat, stories, outbox, NOON))


async def test_stories_are_due_together_in_their_place_groups_first(database: Database) -> None:
    await put(
        database,
        row(ALICE, "b", news=2, language="en"), row(ALICE, "a", news=1), row(ALICE, "later", NOON + HOUR),
        row(GROUP, "a"), row(GROUP, "c", thread=4),
    )  # fmt: skip
    found = await due(database)
    assert [(each.chat, each.kind, each.thread, each.stories, each.language) for each in found] == [
        (GROUP, "group", None, ("a",), "fr"), (GROUP, "group", 4, ("c",), "fr"), (ALICE, "private", None, ("a", "b"), "en"),
    ]  # fmt: skip
    assert [each.chat for each in await due(database, limit=2)] == [GROUP, GROUP]
    assert (await due(database, NOON + HOUR))[-1].stories == ("a", "later", "b")


async def test_places_are_gone_through_from_one_call_to_the_next(database: Database) -> None:
    await put(
        database, row(ALICE, "a"), row(BOB, "a"), row(GROUP, "a"), row(GROUP, "b", thread=4), row(GROUP, "c", thread=2)
    )
    after, found = pending.FIRST, []
    while some := await database.read(lambda connection, after=after: pending.due(connection, NOON, 2, after)):  # type: ignore[misc]
        found += [each.key for each in some]
        after = some[-1].key
    assert found == [(GROUP, 0), (GROUP, 2), (GROUP, 4), (ALICE, 0), (BOB, 0)]


async def test_what_is_due_waits_until_it_was_told_or_dropped(database: Database) -> None:
    await put(database, row(ALICE, "a"), row(ALICE, "b"))
    (alice,) = await due(database)
    await tell(database, ALICE, "a")
    assert await database.read(lambda connection: pending.waits(connection, alice))
    await ChatTable(database).forget(ALICE, NOON)
    assert not await database.read(lambda connection: pending.waits(connection, alice))


async def test_the_sooner_of_two_times_is_kept(database: Database) -> None:
    await put(database, row(ALICE, "a", NOON + HOUR))
    await put(database, row(ALICE, "a", NOON))
    assert len(await due(database)) == 1
    await put(database, row(ALICE, "a", NOON + HOUR))
    assert len(await due(database)) == 1


async def test_what_was_told_there_does_not_wait_again(database: Database) -> None:
    await put(database, row(ALICE, "a"), row(BOB, "a"), row(GROUP, "a", thread=3))
    await tell(database, ALICE, "a")
    await put(database, row(ALICE, "a"), row(GROUP, "a", thread=4))
    assert [(each.chat, each.thread) for each in await due(database)] == [(GROUP, 3), (BOB, None)]


async def test_a_chat_that_cannot_be_written_to_is_not_due(database: Database) -> None:
    await put(database, row(ALICE, "a"))
    await ChatTable(database).left(ALICE, "private")
    assert await due(database) == []
    await ChatTable(database).met(ALICE, "private", NOON)
    assert len(await due(database)) == 1


async def test_what_is_due_says_how_the_chat_wants_to_be_written_to(database: Database) -> None:
    await put(database, row(ALICE, "a"))
    chats = ChatTable(database)
    await chats.keep_quiet(ALICE, Quiet(time(22), time(7)))
    await chats.choose_zone(ALICE, "Europe/London")
    await chats.pause(ALICE, NOON + HOUR)
    (found,) = await due(database)
    assert (found.quiet, found.zone, found.paused_until) == (Quiet(time(22), time(7)), "Europe/London", NOON + HOUR)


async def test_what_is_put_off_waits_and_what_is_dropped_is_gone(database: Database) -> None:
    await put(database, row(ALICE, "a"), row(BOB, "b"))
    alice, bob = await due(database)
    await database.write(lambda connection: pending.postpone(connection, alice, NOON + HOUR))
    await database.write(lambda connection: pending.drop(connection, [bob]))
    assert await due(database) == []
    assert [each.chat for each in await due(database, NOON + HOUR)] == [ALICE]


async def test_the_copies_in_groups_are_those_of_the_people_in_them(database: Database) -> None:
    def more(connection: sqlite3.Connection) -> int | None:
        connection.executemany(
            "INSERT INTO membership(person, chat, member, checked_at) VALUES(?, ?, ?, 0)",
            [(ALICE, GROUP, 1), (BOB, GROUP, 0)],
        )
        return connection.execute(
            "INSERT INTO outbox(chat, op, method, body, prio, state, made_at) VALUES(?, 'send', 'm', '', 4, 'queued', 0)",
            (GROUP,),
        ).lastrowid

    message = await database.write(more)
    await put(database, row(ALICE, "a"), row(ALICE, 'odd "one'), row(BOB, "a"))
    await tell(database, GROUP, "a", outbox=message)
    await tell(database, GROUP, 'odd "one')
    waiting = await due(database)

    async def copies(now: datetime) -> dict[tuple[int, str], frozenset[str]]:
        return await database.read(lambda connection: pending.in_groups(connection, waiting, now))

    assert await copies(NOON) == {(ALICE, "a"): frozenset({"queued"}), (ALICE, 'odd "one'): frozenset({"sent"})}
    assert (await copies(NOON + timedelta(minutes=10)))[ALICE, "a"] == {"queued"}
    # One that is not there after ten minutes is waited for no longer.
    later = await copies(NOON + timedelta(minutes=11))
    assert later == {(ALICE, "a"): frozenset({"late"}), (ALICE, 'odd "one'): frozenset({"sent"})}


async def test_what_was_told_is_kept_ninety_days_and_news_waits_thirty(database: Database) -> None:
    async def counts() -> tuple[int, ...]:
        query = "SELECT (SELECT count(*) FROM told), (SELECT count(*) FROM pending)"
        found: tuple[int, ...] = await database.read(lambda connection: connection.execute(query).fetchone())
        return found

    def log(connection: sqlite3.Connection) -> None:
        for at in (NOON, NOON + timedelta(days=20)):
            connection.execute("INSERT INTO news(slug, rev, at) VALUES('x', 1, ?)", (round(at.timestamp() * 1000),))

    await database.write(log)
    await put(database, row(ALICE, "a", news=1), row(ALICE, "b", news=2))
    await tell(database, BOB, "a")
    expected = {30: (1, 2), 31: (1, 1), 51: (1, 0), 90: (1, 0), 91: (0, 0)}
    for days, left in expected.items():
        now = NOON + timedelta(days=days)
        await database.write(lambda connection, now=now: pending.tidy(connection, now))  # type: ignore[misc]
        assert await counts() == left, days
