"""What chats follow: kept, changed and removed without touching anything else, and walked in chunks of whole chats."""

from collections.abc import Iterable
from datetime import time, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.storage import pending
from bot.storage import subscriptions as module
from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.memberships import MembershipTable
from bot.storage.subscriptions import Follower, SubscriptionTable
from content.news import Every, Filter
from content.schedule import Quiet
from handlers.ports import FOR_GOOD
from tests.bot.conftest import NOON

ALICE, BOB, GROUP = 7, 8, -100
LIGHT, PARK = Filter(topics=("lighting",)), Filter(topics=("parks",), places=("stalingrad",))
FIRST = -(2**63)


@pytest.fixture
def table(database: Database) -> SubscriptionTable:
    return SubscriptionTable(database)


async def ask(database: Database, query: str, *values: object) -> list[Any]:
    rows = await database.read(lambda connection: connection.execute(query, values).fetchall())
    return [row[0] if len(row) == 1 else row for row in rows]


async def wait_for(database: Database, *rows: tuple[int, str, tuple[int, ...]]) -> None:
    put = [pending.Row(chat, None, story, 1, "fr", NOON, wanted_by) for chat, story, wanted_by in rows]
    await database.write(lambda connection: pending.put(connection, put))


class TestFollowing:
    async def test_what_is_followed_comes_back_as_it_was_said(self, table: SubscriptionTable) -> None:
        kept = await table.add(GROUP, 5, PARK, Every.DAILY, "en", NOON)
        assert (kept.chat, kept.thread, kept.filter, kept.every, kept.language, kept.made_at) == (
            GROUP, 5, PARK, Every.DAILY, "en", NOON,
        )  # fmt: skip
        assert await table.get(GROUP, kept.id) == kept
        assert await table.find(GROUP, 5, PARK) == kept
        assert await table.find(GROUP, None, PARK) is None
        assert await table.find(GROUP, 5, LIGHT) is None

    async def test_a_number_is_only_of_use_in_its_own_chat(self, table: SubscriptionTable) -> None:
        kept = await table.add(ALICE, None, LIGHT, Every.NOW, "fr", NOON)
        assert await table.get(BOB, kept.id) is None
        assert await table.change(BOB, kept.id, every=Every.WEEKLY) is None
        assert not await table.remove(BOB, kept.id)
        assert await table.get(ALICE, kept.id) == kept

    async def test_following_again_changes_how_often_and_makes_no_second_one(
        self, table: SubscriptionTable, database: Database
    ) -> None:
        first = await table.add(ALICE, None, Filter(topics=("b", "a")), Every.NOW, "fr", NOON)
        again = await table.add(ALICE, None, Filter(topics=("a", "b")), Every.WEEKLY, "en", NOON + timedelta(days=1))
        assert (again.id, again.every, again.language, again.made_at) == (first.id, Every.WEEKLY, "en", NOON)
        assert await table.of(ALICE) == [again]
        assert await ask(database, "SELECT handle FROM subscription_handle") == ["topic:a", "topic:b"]

    async def test_threads_of_a_group_follow_each_for_themselves(self, table: SubscriptionTable) -> None:
        for thread in (None, 3, 4):
            await table.add(GROUP, thread, LIGHT, Every.NOW, "fr", NOON)
        assert [each.thread for each in await table.of(GROUP)] == [None, 3, 4]

    async def test_how_often_and_the_language_change_alone(self, table: SubscriptionTable) -> None:
        kept = await table.add(ALICE, None, LIGHT, Every.NOW, "fr", NOON)
        changed = await table.change(ALICE, kept.id, every=Every.WEEKLY)
        assert changed is not None
        assert (changed.every, changed.language) == (Every.WEEKLY, "fr")
        changed = await table.change(ALICE, kept.id, language="en")
        assert changed is not None
        assert (changed.every, changed.language) == (Every.WEEKLY, "en")

    async def test_a_number_is_never_given_twice(self, table: SubscriptionTable) -> None:
        """A button of an old list must not act on what is followed since."""
        first = await table.add(ALICE, None, LIGHT, Every.NOW, "fr", NOON)
        await table.remove(ALICE, first.id)
        assert (await table.add(ALICE, None, PARK, Every.NOW, "fr", NOON)).id > first.id


class TestUnsubscribing:
    async def test_only_that_one_goes_and_every_setting_stays(
        self, table: SubscriptionTable, database: Database
    ) -> None:
        chats, quiet = ChatTable(database), Quiet(time(22), time(7))
        await chats.choose_language(ALICE, "en")
        await chats.keep_quiet(ALICE, quiet)
        await chats.pause(ALICE, FOR_GOOD)
        gone = await table.add(ALICE, None, LIGHT, Every.NOW, "fr", NOON)
        stays = await table.add(ALICE, None, PARK, Every.NOW, "fr", NOON)
        manner = await chats.manner(ALICE)
        assert await table.remove(ALICE, gone.id)
        assert not await table.remove(ALICE, gone.id)
        assert await table.of(ALICE) == [stays]
        assert (await chats.manner(ALICE), await chats.language(ALICE)) == (manner, "en")
        assert await ask(database, "SELECT DISTINCT subscription FROM subscription_handle") == [stays.id]

    async def test_what_waited_for_it_alone_is_not_told(self, table: SubscriptionTable, database: Database) -> None:
        gone = await table.add(ALICE, None, LIGHT, Every.NOW, "fr", NOON)
        stays = await table.add(ALICE, None, PARK, Every.NOW, "fr", NOON)
        await wait_for(
            database, (ALICE, "lamp", (gone.id,)), (ALICE, "both", (gone.id, stays.id)), (ALICE, "tree", (stays.id,))
        )
        await wait_for(database, (BOB, "lamp", (gone.id,)))
        await table.remove(ALICE, gone.id)
        assert await ask(database, "SELECT story FROM pending WHERE chat = ? ORDER BY story", ALICE) == ["both", "tree"]
        assert await ask(database, "SELECT story FROM pending WHERE chat = ?", BOB) == ["lamp"]
        await table.remove(ALICE, stays.id)
        assert await ask(database, "SELECT story FROM pending WHERE chat = ?", ALICE) == []

    async def test_a_story_that_waited_for_two_loses_one_only(
        self, table: SubscriptionTable, database: Database
    ) -> None:
        one = await table.add(ALICE, None, LIGHT, Every.NOW, "fr", NOON)
        two = await table.add(ALICE, None, PARK, Every.NOW, "fr", NOON)
        await wait_for(database, (ALICE, "x", (one.id,)))
        await wait_for(database, (ALICE, "x", (two.id,)))
        await table.remove(ALICE, one.id)
        assert await ask(database, "SELECT story FROM pending") == ["x"]

    async def test_all_go_at_once_and_the_manner_stays(self, table: SubscriptionTable, database: Database) -> None:
        await ChatTable(database).keep_quiet(ALICE, Quiet(time(22), time(7)))
        for wanted in (LIGHT, PARK):
            await table.add(ALICE, None, wanted, Every.NOW, "fr", NOON)
        await table.add(BOB, None, LIGHT, Every.NOW, "fr", NOON)
        await wait_for(database, (ALICE, "x", ()))
        assert await table.remove_all(ALICE) == 2
        assert await table.remove_all(ALICE) == 0
        assert (await ChatTable(database).manner(ALICE)).quiet is not None
        assert await ask(database, "SELECT chat FROM subscription_handle") == [BOB]
        assert await ask(database, "SELECT chat FROM pending") == []


class TestWhatWasTold:
    async def tell(self, database: Database, chat: int, story: str, state: str | None) -> None:
        def work(connection: Any) -> None:
            row = None
            if state is not None:
                row = connection.execute(
                    "INSERT INTO outbox(chat, op, method, body, prio, state, made_at) VALUES(?, 'send', 'm', '', 4, ?, 0)",
                    (chat, state),
                ).lastrowid
            pending.tell(connection, chat, [story], row, NOON)

        await database.write(work)

    async def test_what_was_told_to_the_chat_itself_counts_and_nothing_else_does(
        self, table: SubscriptionTable, database: Database
    ) -> None:
        await self.tell(database, ALICE, "a", None)
        await self.tell(database, ALICE, 'odd " story', "queued")
        await self.tell(database, BOB, "b", None)
        assert await table.told(ALICE, ["a", "b", "c", 'odd " story']) == {"a", 'odd " story'}
        assert await table.told(ALICE, []) == frozenset()

    @pytest.mark.parametrize(
        ("state", "counts"),
        [("sent", True), (None, True), ("queued", False), ("dead", False), ("expired", False), ("unknown", False)],
    )
    async def test_a_copy_in_a_group_of_mine_counts_once_it_arrived(
        self, table: SubscriptionTable, database: Database, state: str | None, counts: bool
    ) -> None:
        await MembershipTable(database).note(ALICE, GROUP, member=True, now=NOON)
        await self.tell(database, GROUP, "a", state)
        assert (await table.told(ALICE, ["a"]) == {"a"}) is counts
        assert await table.told(BOB, ["a"]) == frozenset()

    async def test_a_group_somebody_left_does_not_count(self, table: SubscriptionTable, database: Database) -> None:
        members = MembershipTable(database)
        await members.note(ALICE, GROUP, member=True, now=NOON)
        await members.note(ALICE, GROUP, member=False, now=NOON)
        await self.tell(database, GROUP, "a", "sent")
        assert await table.told(ALICE, ["a"]) == frozenset()


class TestWalking:
    async def walk(self, table: SubscriptionTable, handles: list[str], limit: int) -> list[list[Follower]]:
        chunks, cursor = [], FIRST
        while chunk := await table.following(handles, cursor, limit):
            chunks.append(chunk)
            cursor = chunk[-1].chat
        return chunks

    @pytest.mark.parametrize("limit", [1, 2, 3, 10])
    async def test_each_follower_comes_once_and_no_chat_is_split(
        self, table: SubscriptionTable, database: Database, limit: int
    ) -> None:
        for chat in range(1, 8):
            await table.add(chat, None, LIGHT, Every.NOW, "fr", NOON)
            if chat % 2:
                await table.add(chat, None, Filter(topics=("lighting", "parks")), Every.DAILY, "en", NOON)
            if chat % 3 == 0:
                await table.add(chat, None, Filter(item="m"), Every.NOW, "fr", NOON)
        await table.add(BOB, None, Filter(topics=("other",)), Every.NOW, "fr", NOON)
        chunks = await self.walk(table, ["topic:lighting", "topic:parks", "item:m"], limit)
        chats = [[each.chat for each in chunk] for chunk in chunks]
        assert all(len(set(chunk)) <= limit for chunk in chats)
        assert all(one[-1] < two[0] for one, two in pairwise(chats))
        found = [each.subscription for chunk in chunks for each in chunk]
        expected = await ask(
            database, "SELECT DISTINCT subscription FROM subscription_handle WHERE handle != 'topic:other' ORDER BY 1"
        )
        assert sorted(found) == expected

    async def test_a_chat_that_cannot_be_written_to_is_passed_over_and_kept(
        self, table: SubscriptionTable, database: Database
    ) -> None:
        for chat in (1, 2, 3):
            await table.add(chat, None, LIGHT, Every.NOW, "fr", NOON)
        chats = ChatTable(database)
        for gone in (1, 2):
            await chats.left(gone, "private")
        chunks = await self.walk(table, ["topic:lighting"], 1)
        assert [each.chat for chunk in chunks for each in chunk] == [3]
        await chats.met(1, "private", NOON)
        assert [each.chat for each in await table.following(["topic:lighting"], FIRST, 9)] == [1, 3]

    async def test_a_follower_says_how_the_chat_wants_to_be_written_to(
        self, table: SubscriptionTable, database: Database, clock: MovableClock
    ) -> None:
        chats, until = ChatTable(database), NOON + timedelta(days=2)
        await chats.met(GROUP, "channel", clock.now())
        await chats.keep_quiet(GROUP, Quiet(time(22, 30), time(7)))
        await chats.choose_zone(GROUP, "Indian/Reunion")
        await chats.pause(GROUP, until)
        kept = await table.add(GROUP, 4, LIGHT, Every.WEEKLY, "en", NOON)
        assert await table.following(["topic:lighting"], FIRST, 9) == [
            Follower(
                kept.id,
                GROUP,
                "channel",
                4,
                "en",
                Every.WEEKLY,
                LIGHT,
                "Indian/Reunion",
                Quiet(time(22, 30), time(7)),
                until,
            )
        ]

    async def test_nobody_follows_what_has_no_handle(self, table: SubscriptionTable) -> None:
        await table.add(ALICE, None, Filter(), Every.NOW, "fr", NOON)
        assert await table.following([], FIRST, 9) == []
        assert [each.chat for each in await table.following(["any"], FIRST, 9)] == [ALICE]

    @pytest.mark.parametrize("query", ["_NEXT_CHATS", "_FOLLOWERS"])
    async def test_a_step_reads_an_index_and_sorts_nothing(self, database: Database, query: str) -> None:
        """With 100,000 subscribers a step must cost what one with ten costs."""
        sql = getattr(module, query)
        values: Iterable[object] = ("topic:x", 1, 500)
        plan = await database.read(
            lambda connection: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", tuple(values))]
        )
        assert plan[0].startswith("SEARCH h USING PRIMARY KEY (handle=? AND chat>")
        assert all(step.startswith("SEARCH") for step in plan), plan
