"""Telegram: calls of the Bot API, with python-telegram-bot's own errors for what goes wrong.

python-telegram-bot gives the objects, the errors and the constants. Its ``Bot`` is not used: polling must see raw
updates, so that one that cannot be parsed does not take its batch along, and the outbox sends bodies frozen long ago.
"""

import json
import os
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.gateway.wire import File, Wire

SEND_SECONDS: Final = 30.0
"""A send held back by the server's flood control may take longer than the usual five seconds and still arrive (PTB #1045)."""

# python-telegram-bot asks for this choice, looks it up at every access, and warns without it.
os.environ.setdefault("PTB_TIMEDELTA", "1")

_LONGEST_WAIT: Final = 10_000_000
"""Seconds; a server that asks for more (four months) is not understood."""
_BY_CODE: Final[Mapping[int, type[TelegramError]]] = {400: BadRequest, 403: Forbidden, 409: Conflict}


class NotKnownError(InvalidToken):
    """404: the token has the wrong shape, or the server does not know the method (telegram-facts.md 1.2)."""


class Telegram:
    """The Bot API, one method a call."""

    def __init__(self, wire: Wire) -> None:
        """Call over ``wire``."""
        self._wire = wire

    async def call(
        self,
        method: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        files: Mapping[str, File] | None = None,
        seconds: float = SEND_SECONDS,
    ) -> Any:
        """Return the ``result`` of a Bot API method.

        Raises a subclass of TelegramError for what the server refuses (NetworkError for its own failures, InvalidToken
        for 401 and 404), NotSentError and DoubtfulError when there was no answer.
        """
        form = {
            name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for name, value in (parameters or {}).items()
            if value is not None
        }
        status, body = await self._wire.post(method, form, files or {}, seconds)
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            answer = None
        if isinstance(answer, dict):
            if 200 <= status < 300 and answer.get("ok") is True and "result" in answer:
                return answer["result"]
            if answer.get("ok") is False:
                raise _refusal(status, answer)
        raise NetworkError(f"The server answered {status} without a readable body")


def _refusal(status: int, answer: Mapping[str, Any]) -> TelegramError:
    """Return the error a refusal stands for."""
    code = answer.get("error_code", status)
    said = str(answer.get("description", ""))[:500]
    parameters = answer.get("parameters")
    if isinstance(parameters, dict):
        if isinstance(to := parameters.get("migrate_to_chat_id"), int):
            return ChatMigrated(to)
        if isinstance(wait := parameters.get("retry_after"), int | float) and wait == wait:  # noqa: PLR0124  not NaN
            return RetryAfter(timedelta(seconds=min(max(wait, 0), _LONGEST_WAIT)))
    if code == 429:
        return RetryAfter(1)
    if code == 404:
        return NotKnownError(said)
    if code == 401:
        return InvalidToken(said)
    return (_BY_CODE.get(code, NetworkError) if isinstance(code, int) else NetworkError)(said)
