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
from bot.gateway.bodies import CHART, chart_of, DOCUMENT, document_of
from bot.gateway.buttons import Buttons
from bot.gateway.stamping import stamped
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
    "message to edit not found": Fate.NO_MESSAGE,
    "message to delete not found": Fate.NO_MESSAGE,
    "message to pin not found": Fate.NO_MESSAGE,
    "message to unpin not found": Fate.NO_MESSAGE,
    "message_id_invalid": Fate.NO_MESSAGE,
    "message can't be edited": Fate.NOT_OURS,
    "message can't be deleted": Fate.NOT_OURS,
    "chat not found": Fate.CHAT_GONE,
    "peer_id_invalid": Fate.CHAT_GONE,
    "need administrator rights in the channel": Fate.RESTRICTED,
    "not enough rights": Fate.RESTRICTED,
    "have no write access": Fate.RESTRICTED,
    "chat_write_forbidden": Fate.RESTRICTED,
    "chat_restricted": Fate.RESTRICTED,
    "channel_private": Fate.RESTRICTED,
}


class TelegramSender:
    """Sends outbox messages over the Bot API."""

    def __init__(self, telegram: Telegram, buttons: Buttons) -> None:
        """Send over ``telegram``; buttons of broadcasts are signed with ``buttons``."""
        self._telegram = telegram
        self._buttons = buttons

    async def send(self, message: Claimed) -> Outcome:
        """Return what became of one attempt; never raises."""
        try:
            body, files = await _prepared(stamped(message, self._buttons))
        except Exception as fault:  # a mistake of ours, made before anything was sent
            return Outcome(Fate.REFUSED, said=type(fault).__name__)
        try:
            result = await self._telegram.call(message.method, body, files=files)
        except Exception as fault:
            return fate(fault)
        return Outcome(Fate.SENT, mid=_message_id(result))

    async def look(self, message: Claimed, mid: int) -> Outcome:
        """Put the message's own keyboard under the message ``mid``; UNCHANGED: it is that very one; never raises."""
        markup = stamped(message, self._buttons)["reply_markup"]
        try:
            body = {"chat_id": message.chat, "message_id": mid, "reply_markup": markup}
            await self._telegram.call("editMessageReplyMarkup", body)
        except Exception as fault:
            return fate(fault)
        return Outcome(Fate.SENT, mid=mid)


async def _prepared(body: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, File]]:
    """Return the parameters, and what is attached: a picture drawn from its frozen figures, or a file."""
    if DOCUMENT in body:
        document = document_of(body[DOCUMENT])
        rest = {name: value for name, value in body.items() if name != DOCUMENT}
        file = File(document.name, document.content.encode(), "application/json")
        return {**rest, "document": "attach://document"}, {"document": file}
    if CHART not in body:
        return body, {}
    picture = await asyncio.to_thread(draw, chart_of(body[CHART]))
    rest = {name: value for name, value in body.items() if name != CHART}
    return {**rest, "photo": "attach://picture"}, {"picture": File("chart.png", picture, "image/png")}


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
