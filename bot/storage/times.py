"""Instants as the tables keep them: milliseconds since 1970, UTC."""

from datetime import datetime


def milliseconds(at: datetime) -> int:
    """Return an aware instant as milliseconds since 1970, UTC."""
    return round(at.timestamp() * 1000)
