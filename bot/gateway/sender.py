"""The sender: one attempt to say one message, and the fate the server's answer stands for."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.delivery.outcome import Fate, Outcome
from bot.gateway.bodies import CHART, chart_of
from bot.gateway.telegram import NotKnownError, Telegram
from bot.gateway.wire import DoubtfulError, File, NotSentError
from bot.storage.outbox import Claimed
from content.charts.drawing import draw

# Substrings of Telegram's refusals, lower case (telegram-facts.md 1.2).
_SAID: Final[Mapping[str, Fate]] = {
    "message is not modified": Fate.UNCHANGED,
    "can't parse entities": Fate.UNREADABLE,
    "message thread not found": Fate.NO_THREAD,
    "topic_closed": Fate.NO_THREAD,
    "topic_deleted": Fate.NO_THREAD,
    "not enough rights": Fate.RESTRICTED,
    "have no write access": Fate.RESTRICTED,
    "chat_write_forbidden": Fate.RESTRICTED,
    "chat_restricted": Fate.RESTRICTED,
    "channel_private": Fate.RESTRICTED,
}


class TelegramSender:
    """Sends outbox messages over the Bot API."""

    def __init__(self, telegram: Telegram) -> None:
        """Send over ``telegram``."""
        self._telegram = telegram

    async def send(self, message: Claimed) -> Outcome:
        """Return what became of one attempt; never raises."""
        try:
            body, files = await _prepared(message)
            result = await self._telegram.call(message.method, body, files=files)
        except Exception as fault:
            return fate(fault)
        return Outcome(Fate.SENT, mid=_message_id(result))


async def _prepared(message: Claimed) -> tuple[Mapping[str, Any], Mapping[str, File]]:
    """Return the parameters, and the picture drawn from its frozen figures where there is one."""
    if CHART not in message.body:
        return message.body, {}
    body = {name: value for name, value in message.body.items() if name != CHART}
    picture = await asyncio.to_thread(draw, chart_of(message.body[CHART]))
    return {**body, "photo": "attach://picture"}, {"picture": File("chart.png", picture, "image/png")}


def _message_id(result: object) -> int | None:
    if isinstance(result, dict) and isinstance(result.get("message_id"), int):
        return int(result["message_id"])
    return None


def fate(fault: Exception) -> Outcome:
    """Return the outcome an error of a call stands for: what is not surely unsent is unknown."""
    said = str(fault)[:300] if isinstance(fault, TelegramError) else type(fault).__name__
    if isinstance(fault, RetryAfter):
        wait = fault.retry_after
        return Outcome(
            Fate.FLOOD, retry_after=float(wait if isinstance(wait, int) else wait.total_seconds()), said=said
        )
    if isinstance(fault, ChatMigrated):
        return Outcome(Fate.MIGRATED, migrate_to=fault.new_chat_id, said=said)
    if isinstance(fault, NotKnownError):
        # The bot has started, so the token has the right shape: this server lacks the method. Nobody is to blame for it.
        return Outcome(Fate.REFUSED, said=said)
    if isinstance(fault, InvalidToken):
        return Outcome(Fate.TOKEN, retry_after=60, said=said)
    if isinstance(fault, Forbidden):
        return Outcome(Fate.CHAT_GONE, said=said)
    if isinstance(fault, BadRequest):
        for words, kind in _SAID.items():
            if words in said.lower():
                return Outcome(kind, said=said)
        return Outcome(Fate.REFUSED, said=said)
    if isinstance(fault, (NotSentError, Conflict)):
        return Outcome(Fate.UNREACHED, said=said)
    return Outcome(
        Fate.UNKNOWN, said=said if isinstance(fault, (TelegramError, DoubtfulError)) else type(fault).__name__
    )
