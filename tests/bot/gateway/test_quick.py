"""Quick answers: started at once, never awaited, never in the way."""

import asyncio
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.gateway.quick import Quick, QuickAnswer
from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError, NotSentError


class FakeTelegram(Telegram):
    """Counts calls and holds them until let go."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.fault = fault
        self.made = 0
        self.go = asyncio.Event()

    async def call(self, method: str, parameters: Any = None, **more: Any) -> Any:
        self.made += 1
        await self.go.wait()
        if self.fault:
            raise self.fault


ANSWER = QuickAnswer("answerCallbackQuery", {"callback_query_id": "q"})


@pytest.mark.parametrize(
    "fault", [None, BadRequest("query is too old"), RetryAfter(1), NotSentError("x"), DoubtfulError("x")]
)
async def test_closing_waits_for_what_is_on_its_way_and_a_failure_is_forgotten(fault: Exception | None) -> None:
    telegram = FakeTelegram(fault)
    quick = Quick(telegram)
    quick.do(ANSWER)
    telegram.go.set()
    await quick.close()
    assert telegram.made == 1


async def test_a_flood_of_presses_is_bounded() -> None:
    telegram = FakeTelegram()
    quick = Quick(telegram)
    for _ in range(500):
        quick.do(ANSWER)
    await asyncio.sleep(0)
    assert telegram.made == 64
    telegram.go.set()
    await quick.close()
    quick.do(ANSWER)
    await quick.close()
    assert telegram.made == 65
