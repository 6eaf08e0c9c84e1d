"""Doors open once and not for long, and whoever came through acts for one group, for a day."""

from datetime import timedelta

import pytest

from bot.storage.database import Database
from bot.storage.doors import DoorTable
from handlers.request import Chat, ChatKind
from tests.bot.conftest import NOON

ALICE, BOB = 7, 8
PARK, LANE = Chat(-100, ChatKind.GROUP), Chat(-200, ChatKind.CHANNEL, 5)


@pytest.fixture
def doors(database: Database) -> DoorTable:
    return DoorTable(database)


async def test_a_door_leads_once_to_the_command_it_was_made_for(doors: DoorTable) -> None:
    token = await doors.open(LANE, "setup", NOON)
    other = await doors.open(PARK, "follow topic:x", NOON)
    assert token != other
    assert await doors.take(token, NOON) == (LANE, "setup")
    assert await doors.take(token, NOON) is None
    assert await doors.take(other, NOON) == (PARK, "follow topic:x")


async def test_looking_at_a_door_leaves_it_open(doors: DoorTable) -> None:
    token = await doors.open(PARK, "setup", NOON)
    assert await doors.look(token, NOON) == await doors.look(token, NOON) == (PARK, "setup")
    assert await doors.look(token, NOON + timedelta(minutes=15)) is None
    assert await doors.look("x", NOON) is None
    assert await doors.take(token, NOON) == (PARK, "setup")
    assert await doors.look(token, NOON) is None


async def test_a_door_closes_after_a_quarter_of_an_hour(doors: DoorTable) -> None:
    one, two = await doors.open(PARK, "setup", NOON), await doors.open(PARK, "setup", NOON)
    assert await doors.take(one, NOON + timedelta(minutes=14, seconds=59)) is not None
    assert await doors.take(two, NOON + timedelta(minutes=15)) is None


@pytest.mark.parametrize("token", ["", "x", "../", "' OR 1=1 --", "é" * 70])
async def test_a_forged_token_opens_nothing(doors: DoorTable, token: str) -> None:
    await doors.open(PARK, "setup", NOON)
    assert await doors.take(token, NOON) is None


async def test_the_token_is_nowhere_in_the_database(doors: DoorTable, database: Database) -> None:
    token = await doors.open(PARK, "setup", NOON)
    rows = await database.read(lambda connection: connection.execute("SELECT * FROM door").fetchall())
    assert token not in str(rows)
    assert len(token) <= 64 - len("d_")  # it must fit in a deep link, with a mark of what it is


async def test_a_door_used_in_a_transaction_that_failed_is_still_open(doors: DoorTable, database: Database) -> None:
    token = await doors.open(PARK, "setup", NOON)
    with pytest.raises(RuntimeError):
        async with database.transaction():
            assert await doors.take(token, NOON) is not None
            raise RuntimeError
    assert await doors.take(token, NOON) is not None


class TestActing:
    async def test_somebody_acts_for_a_group_under_a_number_of_their_own(self, doors: DoorTable) -> None:
        number = await doors.act(ALICE, LANE, NOON)
        assert await doors.acting(number, ALICE, NOON) == LANE
        assert await doors.acting(number, BOB, NOON) is None
        assert await doors.acting(number + 1, ALICE, NOON) is None

    async def test_the_number_stays_the_same_for_the_same_group_and_lasts_a_day(self, doors: DoorTable) -> None:
        number = await doors.act(ALICE, PARK, NOON)
        later = NOON + timedelta(hours=10)
        assert await doors.act(ALICE, PARK, later) == number
        assert await doors.act(ALICE, Chat(PARK.id, PARK.kind, 3), later) != number
        assert await doors.act(BOB, PARK, later) != number
        assert await doors.acting(number, ALICE, later + timedelta(hours=23)) == PARK
        assert await doors.acting(number, ALICE, later + timedelta(hours=24)) is None

    async def test_an_old_number_never_comes_to_mean_another_group(self, doors: DoorTable) -> None:
        number = await doors.act(ALICE, PARK, NOON)
        later = NOON + timedelta(days=2)
        await doors.tidy(later)
        assert await doors.act(ALICE, LANE, later) != number

    async def test_what_has_ended_is_removed_and_the_rest_stays(self, doors: DoorTable, database: Database) -> None:
        for at in (NOON, NOON + timedelta(days=1)):
            await doors.open(PARK, "setup", at)
            await doors.act(ALICE if at == NOON else BOB, PARK, at)
        await doors.tidy(NOON + timedelta(days=1))
        counts = "SELECT (SELECT count(*) FROM door), (SELECT count(*) FROM acting)"
        assert await database.read(lambda connection: connection.execute(counts).fetchone()) == (1, 1)
