"""Pins: a digest that arrived is pinned without a sound where its group wants that, and the one before is unpinned."""

import json
from datetime import datetime, timedelta, UTC
from typing import Any

from tests.bot.delivery.bureau import ALICE, Bureau, GROUP

SLOT = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
DAY = timedelta(days=1)


async def calls(office: Bureau) -> list[tuple[str, dict[str, Any]]]:
    rows = await office.ask("SELECT method, body FROM outbox WHERE op = 'edit' ORDER BY id")
    return [(method, json.loads(body)) for method, body in rows]


async def served(office: Bureau, at: datetime) -> int:
    """Send the digest of the day; return the number its message has."""
    assert await office.digests.due(at) == 1
    (row,) = await office.ask("SELECT max(id) FROM outbox WHERE op = 'send'")
    await office.run("UPDATE outbox SET state = 'sent', mid = 1000 + id WHERE id = ?", row)
    return 1000 + int(row)


async def test_it_is_pinned_once_it_arrived_and_the_one_before_is_unpinned(office: Bureau) -> None:
    await office.schedule(pin=True)
    await office.digests.due(SLOT)
    assert await office.pins.pin(SLOT) == 0
    await office.run("UPDATE outbox SET state = 'sent', mid = 500")
    assert await office.pins.pin(SLOT) == 1
    assert await office.pins.pin(SLOT) == 0
    pin = ("pinChatMessage", {"chat_id": GROUP, "message_id": 500, "disable_notification": True})
    assert await calls(office) == [pin]
    second = await served(office, SLOT + DAY)
    assert await office.pins.pin(SLOT + DAY) == 1
    assert (await calls(office))[1:] == [
        ("pinChatMessage", {"chat_id": GROUP, "message_id": second, "disable_notification": True}),
        ("unpinChatMessage", {"chat_id": GROUP, "message_id": 500}),
    ]
    assert await office.ask("SELECT DISTINCT prio FROM outbox WHERE op = 'edit'") == [5]


async def test_one_that_did_not_arrive_leaves_the_one_before_pinned(office: Bureau) -> None:
    await office.schedule(pin=True)
    await served(office, SLOT)
    await office.pins.pin(SLOT)
    await office.digests.due(SLOT + DAY)
    await office.run("UPDATE outbox SET state = 'expired' WHERE state = 'queued'")
    assert await office.pins.pin(SLOT + DAY) == 0


async def test_nothing_is_pinned_in_private_where_nobody_wants_it_or_without_a_number(office: Bureau) -> None:
    await office.schedule()
    await office.schedule(ALICE, pin=True)
    await office.schedule(-1_001_000_000_009, pin=True)
    await office.digests.due(SLOT)
    await office.run(
        "UPDATE outbox SET state = 'sent', mid = CASE WHEN chat = ? THEN 0 ELSE 500 END", -1_001_000_000_009
    )
    assert await office.pins.pin(SLOT) == 0


async def test_what_was_pinned_in_a_group_that_moved_is_not_unpinned_in_the_new_one(office: Bureau) -> None:
    await office.schedule(pin=True)
    await served(office, SLOT)
    await office.pins.pin(SLOT)
    await office.arrived()
    new = -1_001_000_000_008
    await office.tables.chats.migrate(GROUP, new)
    assert await office.pins.pin(SLOT) == 0
    second = await served(office, SLOT + DAY)
    before = len(await calls(office))
    assert await office.pins.pin(SLOT + DAY) == 1
    assert (await calls(office))[before:] == [
        ("pinChatMessage", {"chat_id": new, "message_id": second, "disable_notification": True})
    ]
