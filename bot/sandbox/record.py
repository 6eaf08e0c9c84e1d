"""The JSON object, as Telegram's Bot API writes and reads it."""

from typing import Any, TypeAlias

Record: TypeAlias = dict[str, Any]
