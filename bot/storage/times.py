"""Instants as the tables keep them: milliseconds since 1970, UTC."""

from datetime import datetime, timedelta, UTC
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(at: datetime) -> int:
    """Return an aware instant as milliseconds since 1970, UTC."""
    return round(at.timestamp() * 1000)


def instant(at: int) -> datetime:
    """Return milliseconds since 1970 as an aware instant, in UTC."""
    return _EPOCH + timedelta(milliseconds=at)
