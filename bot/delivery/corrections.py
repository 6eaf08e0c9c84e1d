"""Corrections: what was wrong is put right in every copy, those who had it unasked are told, and the public log says so."""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.delivery.chasing import Chasing
from bot.delivery.composing import Composer
from bot.delivery.mending import Mending
from bot.storage.chases import begin_chase, ChaseTable
from bot.storage.corrections import log_correction
from bot.storage.database import Database
from bot.storage.items import ItemTable, put_item
from content.correcting import headline
from content.language import Translated
from content.records import Item, State
from content.texts import languages, texts
from handlers.ports import Chase, Services


class CorrectionDesk:
    """Implements the port ``Corrections`` of the handlers, and follows the copies."""

    def __init__(
        self,
        database: Database,
        items: ItemTable,
        chases: ChaseTable,
        services: Callable[[], Services],
        composer: Composer,
        queued: Callable[[], None],
    ) -> None:
        """Word corrections with ``services`` and ``composer``; ``queued`` is called after each chunk of copies."""
        self._database = database
        self._items = items
        self._chases = chases
        self._chasing = Chasing(database, chases, Mending(services, composer), queued)

    async def reach(self, slug: str) -> int:
        """Return how many messages state facts of the item."""
        return await self._chases.reach(slug)

    async def correct(
        self, before: Item, after: Item, said: str, is_right: str, why: str, by: int, now: dt.datetime
    ) -> int:
        """Keep the right item, write the public line, and start changing every copy; return the chase's number."""
        spoken = {}
        for code in languages():
            if found := headline(before, after, texts(code)):
                spoken[code] = (found.said, found.right)
        body = {"before": _plain(before), "after": _plain(after), "said": said, "right": is_right, "why": why}
        return await self._begin("correction", after, State.PUBLISHED, body, spoken, by, now)

    async def retract(self, item: Item, why: str, by: int, now: dt.datetime) -> int:
        """Withdraw the item and every copy: deleted below 47 hours, else edited to say so; return the chase's number."""
        title = getattr(item, "title", item.slug)
        spoken = {code: (title.say(code), "") for code in languages()} if isinstance(title, Translated) else {}
        said = title.say(languages()[0]) if isinstance(title, Translated) else str(title)
        body = {"before": _plain(item), "after": _plain(item), "said": said, "right": "", "why": why}
        return await self._begin("retraction", item, State.RETRACTED, body, spoken, by, now)

    async def _begin(
        self, kind: str, item: Item, state: State, body: Mapping[str, Any], spoken: Mapping[str, tuple[str, str]], by: int,
        now: dt.datetime,
    ) -> int:  # fmt: skip
        """Keep the item, write the log and open the chase, all or nothing."""

        def keep(connection: sqlite3.Connection) -> int:
            rev = put_item(connection, self._items.indexer, item, state, by=by, why=body["why"], at=now)
            log_correction(connection, item.slug, kind, body["said"], body["right"], body["why"], rev, spoken, now)
            if state is State.RETRACTED:
                # An alert under way goes to nobody more.
                connection.execute(
                    "UPDATE broadcast SET state = 'cancelled', audience = NULL"
                    " WHERE audience IS NOT NULL AND json_extract(audience, '$.item') = ?",
                    (item.slug,),
                )
            return begin_chase(connection, kind, item.slug, rev, body, by, now)

        return await self._database.write(keep)

    async def recall(self, broadcast: int, by: int, now: dt.datetime) -> int | None:
        """Withdraw a broadcast: what waits is cancelled, what arrived removed or struck; None where there is none."""

        def keep(connection: sqlite3.Connection) -> int | None:
            query = "UPDATE broadcast SET state = 'cancelled', audience = NULL WHERE id = ?"
            if not connection.execute(query, (broadcast,)).rowcount:
                return None
            return begin_chase(connection, "recall", str(broadcast), 0, {}, by, now)

        return await self._database.write(keep)

    async def chase(self, number: int) -> Chase | None:
        """Return how far a chase came."""
        return await self._chases.account(number)

    async def chases(self, limit: int = 10) -> Sequence[Chase]:
        """Return the latest chases, the newest first."""
        return await self._chases.accounts(limit)

    async def follow(self, now: dt.datetime) -> int:
        """Look at the copies of everything under way; return how many were changed, removed, answered under or told."""
        return await self._chasing.follow(now)


def _plain(item: Item) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(item.model_dump_json(exclude_defaults=True))
    return {**found, "kind": item.kind, "slug": item.slug}
