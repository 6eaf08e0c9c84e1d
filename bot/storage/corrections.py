"""The public log of corrections."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime

from bot.storage.times import milliseconds


def log_correction(
    connection: sqlite3.Connection, slug: str, kind: str, said: str, is_right: str, why: str, rev: int,
    spoken: Mapping[str, tuple[str, str]], now: datetime,
) -> None:  # fmt: skip
    """Write one public line, within the caller's transaction; ``spoken`` says by language what was said and what is right."""
    connection.execute(
        "INSERT INTO correction(slug, at, said, is_right, why, kind, rev, spoken) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        (slug, milliseconds(now), said, is_right, why, kind, rev, json.dumps(spoken, ensure_ascii=False)),
    )
