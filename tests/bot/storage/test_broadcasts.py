"""Broadcasts: the same decision is made once, its text is kept once, and each chat has one copy."""

from datetime import timedelta

import pytest

from bot.storage.broadcasts import address, begin, Body, Broadcast, BroadcastTable, expanded, Target, word
from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.outbox import Priority
from tests.bot.conftest import NOON
from tests.bot.storage.copies import ask

ALICE, BOB, GROUP = 7, 8, -100
NEWS = Broadcast("news:1", "news", "Titre", Priority.DIGEST, ("a-1", "a-2"), 5, NOON + timedelta(hours=6))
TEXT = (Body("sendMessage", {"text": "Éclairage"}),)


@pytest.fixture(autouse=True)
async def chats(database: Database) -> None:
    for chat in (ALICE, BOB, GROUP):
        await ChatTable(database).met(chat, "private" if chat > 0 else "group", NOON)


async def made(database: Database, broadcast: Broadcast = NEWS) -> tuple[int, bool]:
    return await database.write(lambda connection: begin(connection, broadcast, NOON))


async def worded(database: Database, bid: int, variant: str = "fr", parts: tuple[Body, ...] = TEXT) -> None:
    await database.write(lambda connection: word(connection, bid, variant, parts))


async def addressed(database: Database, bid: int, *targets: Target) -> dict[int, int]:
    return await database.write(
        lambda connection: address(connection, bid, targets, prio=Priority.DIGEST, now=NOON, expires_at=99)
    )


async def test_the_same_decision_is_one_broadcast(database: Database) -> None:
    first, fresh = await made(database)
    again, anew = await made(database)
    assert (first == again, fresh, anew) == (True, True, False)
    other, _ = await made(database, Broadcast("news:2", "news", "Autre", Priority.DIGEST))
    assert other != first
    rows = await ask(database, "SELECT kind, title, prio, by_user, items, state, audience FROM broadcast ORDER BY id")
    assert rows[0] == ("news", "Titre", 4, 5, '["a-1", "a-2"]', "live", None)


async def test_a_text_that_went_out_stays_as_it_is(database: Database) -> None:
    bid, _ = await made(database)
    await worded(database, bid)
    await worded(database, bid, parts=(Body("sendMessage", {"text": "Autre"}),))
    assert await ask(database, "SELECT body ->> '$.text' FROM broadcast_body") == ["Éclairage"]
    await worded(database, bid, "en")
    assert await BroadcastTable(database).variants(bid) == {"fr", "en"}


async def test_each_chat_gets_one_copy_of_each_part_in_its_variant(database: Database) -> None:
    bid, _ = await made(database)
    await worded(database, bid, parts=TEXT * 2)
    await worded(database, bid, "en")
    first = await addressed(database, bid, Target(ALICE, "fr"), Target(GROUP, "fr", 4), Target(BOB, "en"))
    rows = await ask(
        database, "SELECT chat, part, language, thread, prio, expires_at, state, body FROM outbox ORDER BY id"
    )
    assert rows == [
        (ALICE, 0, "fr", None, 4, 99, "queued", ""), (ALICE, 1, "fr", None, 4, 99, "queued", ""),
        (GROUP, 0, "fr", 4, 4, 99, "queued", ""), (GROUP, 1, "fr", 4, 4, 99, "queued", ""),
        (BOB, 0, "en", None, 4, 99, "queued", ""),
    ]  # fmt: skip
    ids = await ask(database, "SELECT id FROM outbox ORDER BY id")
    assert first == {ALICE: ids[0], GROUP: ids[2], BOB: ids[4]}
    assert await addressed(database, bid, Target(ALICE, "fr"), Target(BOB, "en")) == {}
    assert len(await ask(database, "SELECT 1 FROM outbox")) == 5


async def test_a_chat_that_was_forgotten_and_a_variant_without_text_get_nothing(database: Database) -> None:
    bid, _ = await made(database)
    await worded(database, bid)
    await ChatTable(database).forget(ALICE, NOON)
    assert await addressed(database, bid, Target(ALICE, "fr"), Target(BOB, "en")) == {}
    assert await ask(database, "SELECT 1 FROM outbox") == []


async def test_what_is_to_be_expanded_comes_the_most_urgent_first_until_everybody_has_a_copy(
    database: Database,
) -> None:
    table = BroadcastTable(database)
    push, _ = await made(database, Broadcast("a", "push", "", Priority.PUSH, audience={"item": "a-1"}))
    alert, _ = await made(
        database, Broadcast("b", "alert", "", Priority.ALERT, audience={"item": "a-2", "stories": ["s"]})
    )
    await made(database)
    found = await table.expanding()
    assert [(each.id, each.prio, dict(each.audience)) for each in found] == [
        (alert, Priority.ALERT, {"item": "a-2", "stories": ["s"]}), (push, Priority.PUSH, {"item": "a-1"}),
    ]  # fmt: skip
    assert found[0].cursor < -(2**62)
    await database.write(lambda connection: expanded(connection, alert, 7))
    assert (await table.expanding())[0].cursor == 7
    await database.write(lambda connection: expanded(connection, alert, None))
    assert [each.id for each in await table.expanding()] == [push]
    await database.write(lambda connection: connection.execute("UPDATE broadcast SET state = 'cancelled'"))
    assert await table.expanding() == []


async def test_one_without_copies_goes_after_thirty_days(database: Database) -> None:
    table = BroadcastTable(database)
    bid, _ = await made(database)
    await worded(database, bid)
    await addressed(database, bid, Target(ALICE, "fr"))
    await made(database, Broadcast("b", "alert", "", Priority.ALERT, audience={"item": "a-2"}))
    await table.tidy(NOON + timedelta(days=31))
    assert len(await ask(database, "SELECT 1 FROM broadcast")) == 2
    await database.write(lambda connection: connection.execute("DELETE FROM outbox"))
    await table.tidy(NOON + timedelta(days=30))
    assert len(await ask(database, "SELECT 1 FROM broadcast")) == 2
    await table.tidy(NOON + timedelta(days=31))
    assert await ask(database, "SELECT kind FROM broadcast") == ["alert"]
    assert await ask(database, "SELECT 1 FROM broadcast_body") == []
