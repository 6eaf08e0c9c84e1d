"""Roles: who may do what at this moment, and nobody when Telegram does not say."""

from datetime import timedelta
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.clock import MovableClock
from bot.gateway.roles import ANONYMOUS, Roles
from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError, NotSentError
from tests.handlers.desk import Curators

OPERATOR, ALICE, GROUP = 1, 7, -1001
NOBODY = Curators()


class FakeTelegram(Telegram):
    """Answers getChatMember as told."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def call(self, method: str, parameters: Any = None, **more: Any) -> Any:
        self.asked += 1
        assert (method, parameters) == ("getChatMember", {"chat_id": GROUP, "user_id": ALICE})
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_an_operator_is_one_named_in_the_settings_and_moderates_too() -> None:
    roles = Roles(FakeTelegram(), (OPERATOR,), NOBODY)
    operator = await roles.person(OPERATOR)
    assert (operator.operator, operator.moderator) == (True, True)
    alice = await roles.person(ALICE)
    assert (alice.operator, alice.moderator) == (False, False)
    assert (await roles.person(None)).id is None


async def test_a_moderator_is_one_as_long_as_the_store_says_so() -> None:
    curators = Curators({ALICE: OPERATOR})
    roles = Roles(FakeTelegram(), (OPERATOR,), curators)
    alice = await roles.person(ALICE)
    assert (alice.operator, alice.moderator) == (False, True)
    await curators.dismiss(ALICE)
    assert not (await roles.person(ALICE)).moderator


@pytest.mark.parametrize("user", sorted(ANONYMOUS))
async def test_an_account_everybody_shares_is_nobody_even_when_named_as_operator(
    user: int, clock: MovableClock
) -> None:
    roles = Roles(FakeTelegram(), (user,), Curators({user: OPERATOR}))
    person = await roles.person(user)
    assert (person.id, person.operator, person.moderator) == (None, False, False)
    assert not await roles.is_admin(GROUP, user, clock.now())


@pytest.mark.parametrize(
    ("status", "admin"),
    [("creator", True), ("administrator", True), ("member", False), ("left", False), ("kicked", False), (None, False)],
)
async def test_an_admin_is_who_telegram_says(status: str | None, admin: bool, clock: MovableClock) -> None:
    assert await Roles(FakeTelegram({"status": status}), (), NOBODY).is_admin(GROUP, ALICE, clock.now()) is admin


@pytest.mark.parametrize(
    "fault", [BadRequest("x"), TelegramError("x"), NotSentError("x"), DoubtfulError("x"), True, None, [], "creator"]
)
async def test_without_a_clear_answer_nobody_is_an_admin(fault: Any, clock: MovableClock) -> None:
    assert not await Roles(FakeTelegram(fault), (), NOBODY).is_admin(GROUP, ALICE, clock.now())


@pytest.mark.parametrize(
    ("answer", "admin"),
    [
        (BadRequest("user not found"), False),
        (Forbidden("bot was kicked"), False),
        ({"status": "member"}, False),
        (NotSentError("x"), None),
        (DoubtfulError("x"), None),
        (TelegramError("x"), None),
        ("creator", None),
    ],
)
async def test_no_answer_is_told_from_a_no(answer: Any, admin: bool | None, clock: MovableClock) -> None:
    assert await Roles(FakeTelegram(answer), (), NOBODY).admin(GROUP, ALICE, clock.now()) is admin


async def test_it_is_asked_again_after_a_minute_and_a_demotion_counts(clock: MovableClock) -> None:
    telegram = FakeTelegram({"status": "administrator"}, {"status": "member"})
    roles = Roles(telegram, (), NOBODY)
    assert await roles.is_admin(GROUP, ALICE, clock.now())
    assert await roles.is_admin(GROUP, ALICE, clock.now() + timedelta(seconds=59))
    assert telegram.asked == 1
    assert not await roles.is_admin(GROUP, ALICE, clock.now() + timedelta(seconds=61))


async def test_a_failure_is_not_remembered(clock: MovableClock) -> None:
    roles = Roles(FakeTelegram(NotSentError("x"), {"status": "creator"}), (), NOBODY)
    assert not await roles.is_admin(GROUP, ALICE, clock.now())
    assert await roles.is_admin(GROUP, ALICE, clock.now())
