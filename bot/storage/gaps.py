"""Gaps: what people searched and did not find, and the hands of those who wish to be told once it is answered."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.storage.database import Database
from bot.storage.times import milliseconds
from content.search.privacy import countable
from handlers.kept import kept_for
from handlers.ports import Gap

MOST_HANDS: Final = 5
"""Questions a chat may wait for the answer of at a time."""

# What was answered is a gap again where it was not found on a later day.
_GAPS: Final = """
SELECT words, language, sum(times), sum(hands) FROM (
  SELECT m.words, m.language, sum(m.times) AS times, 0 AS hands FROM missed m
    LEFT JOIN gap_answered a ON a.words = m.words AND a.language = m.language
    WHERE m.day >= :since AND (a.at IS NULL OR m.day > date(a.at / 1000, 'unixepoch')) GROUP BY m.words, m.language
  UNION ALL
  SELECT words, language, 0, count(*) FROM hand GROUP BY words, language)
GROUP BY words, language ORDER BY sum(times) DESC, sum(hands) DESC, words, language
"""


class GapTable:
    """Tables ``missed``, ``hand`` and ``gap_answered``; implements the port ``Gaps`` of the handlers."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    async def list(self, now: datetime, days: int = 7) -> Sequence[Gap]:
        """Return what was not found, grouped, the most asked first; what was answered since is left out."""
        since = (now - timedelta(days=days)).date().isoformat()
        rows = await self._database.read(lambda connection: connection.execute(_GAPS, {"since": since}).fetchall())
        return [Gap(*row) for row in rows]

    async def raise_hand(self, chat: int, query: str, language: str, now: datetime) -> bool:
        """Tell the chat once it is answered; False where its hand is up already, or 5 are, or no word may be kept."""
        words = countable(query, language)
        if not words:
            return False
        values = {"chat": chat, "words": words, "language": language, "at": milliseconds(now), "most": MOST_HANDS}
        done = await self._database.write(
            lambda connection: (
                connection.execute(
                    "INSERT INTO hand(chat, words, language, at) SELECT :chat, :words, :language, :at"
                    " WHERE (SELECT count(*) FROM hand WHERE chat = :chat) < :most ON CONFLICT DO NOTHING",
                    values,
                ).rowcount
            )
        )
        return bool(done)

    async def answer(self, words: str, language: str, slug: str, by: int, now: datetime) -> Sequence[tuple[int, str]]:
        """Note which item answers it; return the chats to be told, each with its language, and take their hands down."""

        def settle(connection: sqlite3.Connection) -> Sequence[tuple[int, str]]:
            connection.execute(
                "INSERT OR REPLACE INTO gap_answered VALUES(?, ?, ?, ?, ?)",
                (words, language, slug, by, milliseconds(now)),
            )
            # The chat's own choice of a language wins over the one it searched in.
            told = connection.execute(
                "SELECT h.chat, coalesce(c.language, h.language) FROM hand h LEFT JOIN chat c ON c.id = h.chat"
                " WHERE h.words = ? AND h.language = ? ORDER BY h.chat",
                (words, language),
            ).fetchall()
            connection.execute("DELETE FROM hand WHERE words = ? AND language = ?", (words, language))
            return told

        return await self._database.write(settle)

    async def tidy(self, now: datetime) -> None:
        """Take down hands that were up long enough, and forget what was answered before that."""
        old = milliseconds(now - kept_for("hands"))
        answered = milliseconds(now - kept_for("answered"))

        def remove(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM hand WHERE at < ?", (old,))
            connection.execute("DELETE FROM gap_answered WHERE at < ?", (answered,))

        await self._database.write(remove)
