"""The inbox: kept once, processed once, blanked when done, set aside after three failures."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.storage.database import Database
from bot.storage.inbox import Inbox


def update(number: int, text: str = "bonjour") -> dict[str, Any]:
    return {"update_id": number, "message": {"text": text}}


async def rows(database: Database) -> list[tuple[Any, ...]]:
    query = "SELECT update_id, state, raw, tries FROM inbox ORDER BY update_id"
    return await database.read(lambda connection: connection.execute(query).fetchall())


@pytest.fixture
def inbox(database: Database) -> Inbox:
    return Inbox(database)


async def finish(database: Database, number: int) -> None:
    await database.write(lambda connection: Inbox.finish(connection, number))


async def test_the_same_update_twice_is_kept_once(inbox: Inbox, clock: MovableClock) -> None:
    assert await inbox.keep([update(1), update(2)], clock.now()) == 2
    assert await inbox.keep([update(2, "changed"), update(3)], clock.now()) == 1
    waiting = await inbox.waiting(10)
    assert [kept.update_id for kept in waiting] == [1, 2, 3]
    assert json.loads(waiting[1].raw) == update(2)


async def test_the_same_update_twice_in_one_batch_is_kept_once(inbox: Inbox, clock: MovableClock) -> None:
    assert await inbox.keep([update(1), update(1)], clock.now()) == 1


async def test_an_update_done_already_does_not_come_back(inbox: Inbox, database: Database, clock: MovableClock) -> None:
    await inbox.keep([update(1)], clock.now())
    await finish(database, 1)
    assert await inbox.keep([update(1)], clock.now()) == 0
    assert await inbox.waiting(10) == []
    assert await rows(database) == [(1, "done", "", 0)]


async def test_update_ids_that_restart_lower_are_still_processed(
    inbox: Inbox, database: Database, clock: MovableClock
) -> None:
    await inbox.keep([update(900_000)], clock.now())
    await finish(database, 900_000)
    await inbox.keep([update(17)], clock.now())
    assert [kept.update_id for kept in await inbox.waiting(10)] == [17]


async def test_what_somebody_wrote_is_gone_from_the_file_once_done(
    inbox: Inbox, database: Database, clock: MovableClock
) -> None:
    words = "une confidence que personne ne doit relire " * 4
    await inbox.keep([update(1, words)], clock.now())
    await finish(database, 1)
    async with database.transaction():
        pass
    await database._hop(database._writer, lambda c: c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone())
    assert b"confidence" not in database.path.read_bytes()


async def test_the_third_failure_sets_it_aside(inbox: Inbox, database: Database, clock: MovableClock) -> None:
    await inbox.keep([update(1), update(2)], clock.now())
    assert [await inbox.fail(1, "KeyError") for _ in range(3)] == [False, False, True]
    assert [kept.update_id for kept in await inbox.waiting(10)] == [2]
    assert await inbox.poison() == 1
    assert [row[1] for row in await rows(database)] == ["poison", "new"]


async def test_an_unreadable_one_is_set_aside_at_once(inbox: Inbox, clock: MovableClock) -> None:
    await inbox.keep([update(1)], clock.now())
    assert await inbox.fail(1, "TypeError", at_once=True) is True
    assert await inbox.waiting(10) == []


async def test_failing_an_update_nobody_kept_is_nothing(inbox: Inbox) -> None:
    assert await inbox.fail(404, "KeyError") is False


async def test_the_oldest_come_first_and_no_more_than_asked(inbox: Inbox, clock: MovableClock) -> None:
    await inbox.keep([update(number) for number in (5, 3, 4)], clock.now())
    assert [kept.update_id for kept in await inbox.waiting(2)] == [3, 4]


async def test_half_a_surrogate_pair_in_a_text_can_be_kept_and_read(inbox: Inbox, clock: MovableClock) -> None:
    broken = json.loads('{"update_id": 1, "message": {"text": "a\\ud83d"}}')
    assert await inbox.keep([broken], clock.now()) == 1
    (kept,) = await inbox.waiting(1)
    assert json.loads(kept.raw) == broken


async def test_tidying_removes_done_after_two_days_poison_after_seven_and_never_what_waits(
    inbox: Inbox, database: Database, clock: MovableClock
) -> None:
    await inbox.keep([update(1), update(2), update(3)], clock.now())
    await finish(database, 1)
    await inbox.fail(2, "x", at_once=True)
    expected = {
        timedelta(hours=47): [1, 2, 3],
        timedelta(hours=49): [2, 3],
        timedelta(days=6, hours=23): [2, 3],
        timedelta(days=8): [3],
    }
    for later, left in expected.items():
        await inbox.tidy(clock.now() + later)
        assert [row[0] for row in await rows(database)] == left
