"""Who is in which group: asked about those who follow something, new ones first, each within bounded work."""

from datetime import timedelta

import pytest

from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.memberships import MembershipTable
from bot.storage.schedules import ScheduleTable
from bot.storage.subscriptions import SubscriptionTable
from content.news import Every, Filter
from tests.bot.conftest import NOON
from tests.bot.storage.test_schedules import digest

ALICE, BOB, PARK, LANE = 7, 8, -100, -200
LATER = NOON + timedelta(days=4)


@pytest.fixture
def table(database: Database) -> MembershipTable:
    return MembershipTable(database)


async def follow(database: Database, *chats: int) -> None:
    for chat in chats:
        await SubscriptionTable(database).add(chat, None, Filter(), Every.NOW, "fr", NOON)


async def test_groups_count_while_the_bot_posts_news_there(table: MembershipTable, database: Database) -> None:
    await ScheduleTable(database).keep(digest(LANE), NOON)
    await follow(database, ALICE, PARK)
    await ChatTable(database).met(-300, "group", NOON)
    assert await table.groups() == [LANE, PARK]
    await ChatTable(database).left(PARK, "group")
    assert await table.groups() == [LANE]


async def test_a_group_somebody_is_in_is_kept_until_they_are_not(table: MembershipTable) -> None:
    await table.note(ALICE, PARK, member=True, now=NOON)
    await table.note(ALICE, LANE, member=False, now=NOON)
    assert await table.member_of(ALICE) == [(PARK, NOON)]
    await table.note(ALICE, PARK, member=False, now=NOON)
    assert await table.member_of(ALICE) == []


async def test_those_never_asked_about_come_first_then_the_longest_ago(
    table: MembershipTable, database: Database
) -> None:
    await follow(database, ALICE, BOB, PARK, LANE)
    assert sorted(await table.unknown(NOON, 9)) == [(ALICE, LANE), (ALICE, PARK), (BOB, LANE), (BOB, PARK)]
    await table.note(ALICE, PARK, member=True, now=NOON + timedelta(hours=1))
    await table.note(ALICE, LANE, member=False, now=NOON)
    await table.note(BOB, LANE, member=True, now=LATER)
    assert await table.unknown(LATER, 9) == [(BOB, PARK), (ALICE, LANE), (ALICE, PARK)]
    assert await table.unknown(LATER, 2) == [(BOB, PARK), (ALICE, LANE)]
    await table.note(BOB, PARK, member=True, now=LATER)
    assert await table.unknown(NOON, 9) == []


async def test_nobody_is_asked_about_who_follows_nothing(table: MembershipTable, database: Database) -> None:
    await follow(database, ALICE, PARK)
    await table.note(ALICE, PARK, member=True, now=NOON)
    await table.note(BOB, PARK, member=True, now=NOON)
    await SubscriptionTable(database).remove_all(ALICE)
    assert await table.unknown(LATER, 9) == []


async def test_a_town_is_gone_through_whole_however_few_are_asked_about_at_once(
    table: MembershipTable, database: Database
) -> None:
    await follow(database, PARK)
    await database.write(
        lambda connection: (
            connection.executemany(
                "INSERT INTO subscription(chat, filter, every, language, made_at) VALUES(?, '{}', 'now', 'fr', 0)",
                [(person,) for person in range(1, 1301)],
            )
            and None
        )
    )
    asked: set[int] = set()
    for _ in range(300):
        for person, chat in await table.unknown(NOON, 20):
            await table.note(person, chat, member=False, now=NOON)
            asked.add(person)
    assert asked == set(range(1, 1301))


async def test_where_all_is_known_looking_costs_the_same_however_large_the_town_is(
    table: MembershipTable, database: Database
) -> None:
    await follow(database, ALICE, PARK)
    await table.note(ALICE, PARK, member=True, now=NOON)
    at = round(NOON.timestamp() * 1000)
    rows = [(person, PARK, 0, at) for person in range(10, 20_000)]
    await database.write(
        lambda connection: connection.executemany("INSERT INTO membership VALUES(?, ?, ?, ?)", rows) and None
    )
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    await database.read(lambda connection: connection.set_progress_handler(count, 100))
    assert await table.unknown(NOON, 9) == []
    await database.read(lambda connection: connection.set_progress_handler(None, 0))
    assert steps < 20


async def test_what_was_not_confirmed_for_thirty_days_is_forgotten(table: MembershipTable) -> None:
    await table.note(ALICE, PARK, member=True, now=NOON)
    await table.tidy(NOON + timedelta(days=30))
    assert await table.member_of(ALICE) == [(PARK, NOON)]
    await table.tidy(NOON + timedelta(days=30, seconds=1))
    assert await table.member_of(ALICE) == []
