"""The editor: items changed by people, what a new article is held against, what is past its date, how feeds are read."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.storage.database import Database
from bot.storage.items import ItemTable
from bot.storage.items.rows import item_of
from bot.storage.knowledge import Knowledge
from bot.storage.times import instant, milliseconds
from content.intake import Rules, rules, Why
from content.records import Item, State
from handlers.ports import FeedStanding

CONTACT_CHECK: Final = timedelta(days=183)
"""A contact is to be called again after so long (issue 4)."""
COUNTED: Final = timedelta(days=30)
"""What feeds brought is counted over so long."""
UNMATCHED: Final = tuple(why.value for why in Why)
"""Why an entry matched nothing; what is old, known or excluded is no fault of the feed's."""
_RULED: Final = ("source", "place", "topic", "position", "exclusion")
"""Kinds an article is held against."""
_AGED: Final = """
SELECT slug, kind, body FROM item WHERE state = 'published' AND (json_extract(body, '$.review_by') < :today
  OR (kind = 'contact' AND json_extract(body, '$.checked_on') < :long_ago))
ORDER BY coalesce(json_extract(body, '$.review_by'), date(json_extract(body, '$.checked_on'), '+6 months')), slug LIMIT :limit
"""
_FEEDS: Final = """
SELECT i.slug, i.body, f.answered_at, f.failing_since, f.fault,
  (SELECT count(*) FROM proposal p WHERE p.feed = i.slug AND p.made_at >= :since),
  (SELECT coalesce(sum(d.times), 0) FROM dropped d WHERE d.feed = i.slug AND d.day >= :day AND d.why IN(SELECT value FROM json_each(:why)))
FROM item i LEFT JOIN feed_state f ON f.slug = i.slug WHERE i.kind = 'feed' AND i.state = 'published' ORDER BY i.slug
"""


class Editor:
    """Implements the port ``Editor`` of the handlers."""

    def __init__(self, database: Database, items: ItemTable, knowledge: Knowledge) -> None:
        """Change ``items``; rules are those of ``knowledge``'s documents."""
        self._database = database
        self._items = items
        self._knowledge = knowledge

    async def stored(self, slug: str) -> tuple[Item, State, int] | None:
        """Return an item whatever its state, with its revision."""
        found = await self._items.stored(slug)
        return None if found is None else (found.item, found.state, found.rev)

    async def put(self, item: Item, state: State, by: int, why: str | None, now: datetime) -> int:
        """Keep the item as a new revision, make it findable, and tell those who follow it; return the revision.

        Whoever holds something made from the items looks at their version once this is committed (``Knowledge.renew``).
        """
        return await self._items.put(item, state, by, why, now)

    async def rules(self) -> Rules:
        """Return what a new article is held against."""
        query = (
            "SELECT slug, kind, body FROM item WHERE state = 'published' AND kind IN(SELECT value FROM json_each(?))"
        )
        kinds = json.dumps(_RULED)
        rows = await self._database.read(lambda connection: connection.execute(query, (kinds,)).fetchall())
        manifest = self._knowledge.manifest
        languages = manifest.languages if manifest else ("fr", "en")
        return rules((item_of(*row) for row in rows), self._knowledge.wording, languages)

    async def aged(self, now: datetime, limit: int = 50) -> Sequence[Item]:
        """Return published items past their review date, and contacts not checked for six months, the longest overdue first."""
        today = self._today(now)
        values = {"today": today.isoformat(), "long_ago": (today - CONTACT_CHECK).isoformat(), "limit": limit}
        rows = await self._database.read(lambda connection: connection.execute(_AGED, values).fetchall())
        return [item_of(*row) for row in rows]

    async def feeds(self, now: datetime) -> Sequence[FeedStanding]:
        """Return how the reading of each feed goes, those that are not enabled included."""
        since = now - COUNTED
        values = {"since": milliseconds(since), "day": since.date().isoformat(), "why": json.dumps(UNMATCHED)}

        def look(connection: sqlite3.Connection) -> list[FeedStanding]:
            found = []
            for slug, body, answered, failing, fault, taken, dropped in connection.execute(_FEEDS, values):
                feed = json.loads(body)
                found.append(
                    FeedStanding(
                        slug, feed["title"], feed.get("enabled", False), _instant(answered), _instant(failing), fault,
                        taken, dropped,
                    )
                )  # fmt: skip
            return found

        return await self._database.read(look)

    def _today(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self._knowledge.zone())).date()


def _instant(at: int | None) -> datetime | None:
    return None if at is None else instant(at)
