"""The intake: what comes in from feeds and links, as long as the bot runs; the database says what is due, others only knock."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

from bot.clock import Clock
from bot.intake.fetch import Fetcher
from bot.intake.grouping import Grouping
from bot.intake.importing import Importer, Scene
from bot.intake.links import LinkFetcher
from bot.intake.poller import FeedPoller
from bot.intake.reading.reader import Reader
from bot.intake.sketching import Sketcher
from bot.intake.turns import Turns
from bot.intake.visiting import Visitor
from bot.intake.voices import Voices
from bot.storage.database import Database
from bot.storage.entries import EntryTable
from bot.storage.feeds import FeedTable
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.links import LinkTable
from bot.storage.pieces import PieceTable
from content.records import Exclusion

_MOST_EXCLUSIONS: Final = 1000


class Intake:
    """Brings articles from the web before the people who decide."""

    def __init__(
        self,
        database: Database,
        items: ItemTable,
        knowledge: Knowledge,
        fetcher: Fetcher,
        clock: Clock,
        queued: Callable[[], None],
        gone: Callable[[str, str], Awaitable[None]],
        *,
        chance: Callable[[], float] = random.random,
        reader: Reader | None = None,
        pause: float = 1.0,
    ) -> None:
        """Fetch with ``fetcher``, which is open, into ``database``; ``queued`` is called when somebody is to be told.

        ``gone`` is awaited with slug and title each time a feed says that it will not come back. ``chance`` returns a
        random number from 0 to 1, ``pause`` is the seconds waited before each page.
        """
        entries, pieces = EntryTable(database), PieceTable(database)
        reader = reader or Reader(now=clock.now)
        self._items = items
        self._knowledge = knowledge
        self._version = -1
        self._exclusions: tuple[Exclusion, ...] = ()
        voices = Voices(entries, lambda: knowledge.reference)
        importer = Importer(Visitor(fetcher, reader, pause=pause), voices, self._scene)
        grouping = Grouping(lambda: knowledge.reference)
        self._sketcher = Sketcher(items, pieces, lambda: knowledge.reference, clock)
        self._sketching = asyncio.Lock()
        self._links = LinkFetcher(database, LinkTable(database), importer, grouping, clock, queued)
        self._feeds = FeedPoller(
            database,
            FeedTable(database),
            entries,
            fetcher,
            reader,
            importer,
            grouping,
            self._scene,
            clock,
            chance,
            gone,
        )
        # Somebody waits for their link: it does not wait for a slow feed.
        self.rounds = (Turns("links", self._fetch), Turns("feeds", self._poll))
        """The rounds for links, and those for feeds."""

    def wake(self) -> None:
        """Look again now."""
        for each in self.rounds:
            each.wake()

    def wake_links(self) -> None:
        """Look for links again now."""
        self.rounds[0].wake()

    def stop(self) -> None:
        """Take nothing more in; ``run`` returns soon, and what was under way stays due."""
        for each in self.rounds:
            each.stop()

    async def run(self) -> None:
        """Work until stopped."""
        await asyncio.gather(*(each.run() for each in self.rounds))

    async def once(self) -> None:
        """Do one round of each, raising what goes wrong: for those who do not run it."""
        await self._fetch()
        await self._poll()

    async def _fetch(self) -> None:
        await self._prepare()
        await self._links.round()

    async def _poll(self) -> None:
        await self._prepare()
        await self._feeds.round()

    async def _prepare(self) -> None:
        """Know the exclusions, and the store's own articles, as they are now."""
        async with self._sketching:
            version = await self._items.version()
            if version == self._version:
                return
            found = await self._items.newest("exclusion", limit=_MOST_EXCLUSIONS)
            self._exclusions = tuple(each for each in found if isinstance(each, Exclusion))
            await self._sketcher.catch_up()
            self._version = version

    def _scene(self) -> Scene:
        return Scene(self._knowledge.reference, self._exclusions, self._knowledge.zone())


@asynccontextmanager
async def open_intake(
    database: Database,
    items: ItemTable,
    knowledge: Knowledge,
    clock: Clock,
    queued: Callable[[], None],
    gone: Callable[[str, str], Awaitable[None]],
    allow: frozenset[tuple[str, int]] = frozenset(),
) -> AsyncIterator[Intake]:
    """Open an intake, not yet running, that reaches public servers, and the hosts and ports in ``allow``."""
    async with Fetcher(allow=allow, now=clock.now) as web:
        yield Intake(database, items, knowledge, web, clock, queued, gone)
