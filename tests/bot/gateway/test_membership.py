"""Memberships: Telegram is asked who is in which group, some at a time, for a few seconds, and believed for three days."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.gateway import membership
from bot.gateway.membership import Memberships
from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError
from bot.storage.database import Database
from bot.storage.memberships import MembershipTable
from bot.storage.subscriptions import SubscriptionTable
from content.news import Every, Filter
from tests.bot.conftest import NOON

PARK = -100


class Answers(Telegram):
    """A Telegram that answers of each person as told."""

    def __init__(self, **answers: Any) -> None:
        self.answers = {int(name.removeprefix("p")): answer for name, answer in answers.items()}
        self.asked: list[int] = []

    async def call(self, method: str, parameters: Any = None, **more: Any) -> Any:
        assert method == "getChatMember"
        assert parameters["chat_id"] == PARK
        person = parameters["user_id"]
        self.asked.append(person)
        answer = self.answers[person]
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            await asyncio.sleep(60)
        return answer


@pytest.fixture
async def table(database: Database) -> MembershipTable:
    for chat in (PARK, 1, 2, 3):
        await SubscriptionTable(database).add(chat, None, Filter(), Every.NOW, "fr", NOON)
    return MembershipTable(database)


async def members(table: MembershipTable) -> list[int]:
    return [person for person in (1, 2, 3) if await table.member_of(person)]


async def unknown(table: MembershipTable) -> list[int]:
    return [person for person, _ in await table.unknown(NOON - timedelta(days=3), 9)]


async def test_who_is_in_a_group_is_noted_and_asked_again_after_three_days(table: MembershipTable) -> None:
    telegram = Answers(p1={"status": "member"}, p2={"status": "left"}, p3={"status": "restricted", "is_member": True})
    checking = Memberships(telegram, table)
    await checking.check(NOON)
    assert await members(table) == [1, 3]
    await checking.check(NOON + timedelta(days=3))
    assert len(telegram.asked) == 3
    telegram.answers[1] = {"status": "kicked"}
    await checking.check(NOON + timedelta(days=3, seconds=1))
    assert (len(telegram.asked), await members(table)) == (6, [3])


@pytest.mark.parametrize("refused", [BadRequest("user not found"), Forbidden("bot was kicked")])
async def test_where_telegram_refuses_to_say_they_are_not(refused: Exception, table: MembershipTable) -> None:
    await Memberships(Answers(p1=refused, p2={"status": "member"}, p3={"status": "member"}), table).check(NOON)
    assert await members(table) == [2, 3]
    assert await unknown(table) == []


@pytest.mark.parametrize("fault", [NetworkError("502"), DoubtfulError("HANGS"), {"status": "member", "odd": 1}, ["?"]])
async def test_what_is_not_answered_is_asked_again_and_does_not_stop_the_others(
    fault: Any, table: MembershipTable
) -> None:
    await Memberships(Answers(p1=fault, p2={"status": "member"}, p3={"status": "member"}), table).check(NOON)
    assert {2, 3} <= set(await members(table))
    assert await unknown(table) == ([1] if isinstance(fault, Exception) else [])


async def test_a_server_that_hangs_is_waited_for_a_moment_only(
    table: MembershipTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(membership, "_SECONDS", 0.05)
    async with asyncio.timeout(5):
        await Memberships(Answers(p1=None, p2={"status": "member"}, p3={"status": "left"}), table).check(NOON)
    assert (await members(table), await unknown(table)) == ([2], [1])


async def test_after_too_many_questions_nothing_is_asked_for_five_minutes(table: MembershipTable) -> None:
    telegram = Answers(**{f"p{person}": RetryAfter(timedelta(seconds=30)) for person in (1, 2, 3)})
    checking = Memberships(telegram, table)
    await checking.check(NOON)
    await checking.check(NOON + timedelta(minutes=4))
    assert len(telegram.asked) == 3
    await checking.check(NOON + timedelta(minutes=5))
    assert len(telegram.asked) == 6
    # A clock that was ahead does not silence it.
    await checking.check(NOON - timedelta(days=1))
    assert len(telegram.asked) == 9


async def test_a_large_town_is_asked_about_some_at_a_time(table: MembershipTable, database: Database) -> None:
    for person in range(4, 60):
        await SubscriptionTable(database).add(person, None, Filter(), Every.NOW, "fr", NOON)
    telegram = Answers(**{f"p{person}": {"status": "left"} for person in range(1, 60)})
    checking = Memberships(telegram, table)
    for asked in (20, 40, 59, 59):
        await checking.check(NOON)
        assert len(telegram.asked) == asked
    assert sorted(telegram.asked) == list(range(1, 60))
