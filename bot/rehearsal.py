"""Rehearsal: the days of a pack are played again; whatever is due on the way happens in its time, by the bot itself."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta, UTC
from pathlib import Path
from typing import Final

from bot.app import App
from bot.operations.pack import import_pack
from bot.plan import StartError
from bot.storage import times
from bot.storage.database import DATABASE, open_database
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.rewinding import rewind
from bot.storage.search import SearchIndex
from content.dates import PartialDate
from content.news.judging import imagined
from content.records import Article, Figure, Item, Measure, Position, State
from content.schedule import instant

STEP: Final = timedelta(minutes=15)
"""The clock goes on by so much at most; what is due at an instant of its own is met at that instant."""
_FARTHEST: Final = timedelta(days=31)
"""The clock of a running bot goes farther than this in one leap: nobody looks at a year of digests."""
_LEAST: Final = timedelta(milliseconds=10)
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PUBLISHED_AT: Final = time(9)
"""When of its day an item of a pack is published, in the pack's own time zone: before the digests of the evening."""
_DATED: Final = ("article", "measure", "figure", "position")
_MOST: Final = 100_000
_PATIENCE: Final = 5.0
"""Real seconds one step may take before the clock goes on all the same: a call may hang."""

Later = tuple[datetime, Callable[[App], Awaitable[object]]]
"""Something that happens at an instant of the rehearsal."""


async def store_of(
    folder: Path, pack: Path, first: Callable[[Sequence[Item]], date | None], today: datetime
) -> list[Later]:
    """Make a store of the pack in ``folder`` as it stood before a day; return what its files date from then on, for its time.

    ``first`` chooses that day from the dated items; None: the pack as it is. Raises StartError for a pack with faults.
    """
    async with open_database(folder / DATABASE) as database:
        index = SearchIndex()
        await database.write(index.refresh)
        items = ItemTable(database, index)
        report = await import_pack(database, items, pack, today)
        if report.faults:
            raise StartError("\n".join(str(fault) for fault in report.faults[:20]))
        # What the import put into the log is no news of those days.
        await database.write(lambda connection: rewind(connection, _LONG_AGO))
        dated = [item for kind in _DATED for item in await items.newest(kind, limit=_MOST)]
        start = first(dated)
        knowledge = Knowledge(database, items)
        await knowledge.refresh()
        zone = knowledge.zone()
        later: list[Later] = []
        for item in dated:
            day = _day(item)
            if start is not None and day is not None and day.first >= start:
                later.append((instant(day.last, _PUBLISHED_AT, zone), _publishing(item)))
                await items.erase(item.slug)
        return sorted(later, key=lambda each: each[0])


def days_with_news(items: Iterable[Item]) -> list[date]:
    """Return the days on which something was news, by the items' own exact dates, the earliest first."""
    told = (imagined(item, date.min, date.max) for item in items)
    return sorted({each.at.date() for each in told if each is not None})


async def play(
    app: App,
    move: Callable[[datetime], None],
    end: Callable[[], datetime],
    later: list[Later],
    step: timedelta = STEP,
    patience: float | None = None,
) -> None:
    """Let the clock go on to ``end`` from one due moment to the next, by ``move``; take from ``later`` what happens meanwhile.

    Each moment is waited for to the end, or for ``patience`` seconds of real time.
    """
    while (now := app.clock.now()) < end():
        await _happen(app, later, patience)
        then = await _next(app, app.clock.now(), step)
        happens = (at for at, _ in later[:1] if at > now)
        move(max(app.clock.now(), min(end(), then, *happens)))


async def _happen(app: App, later: list[Later], patience: float | None) -> None:
    """Let happen whatever is due by now."""
    while later and later[0][0] <= app.clock.now():
        await later.pop(0)[1](app)
    app.wake()
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            await app.settled()


def _publishing(item: Item) -> Callable[[App], Awaitable[object]]:
    return lambda app: app.items.put(item, State.PUBLISHED, None, None, app.clock.now())


def _day(item: Item) -> PartialDate | None:
    """Return the day, month or year an item is from."""
    match item:
        case Article() | Position():
            return item.date
        case Measure():
            return item.status_as_of
        case Figure():
            return item.as_of
        case _:
            return None


async def _next(app: App, now: datetime, step: timedelta) -> datetime:
    """Return the next instant at which something may be due or may go, ``step`` from now at the latest."""
    due = await app.planner.next_due(now)
    free = app.delivery.next_at
    candidates = [at for at in (due, None if free is None else times.instant(free)) if at is not None and at > now]
    return max(now + _LEAST, min([now + step, *candidates]))


class Journey:
    """Moves the clock of a running bot: forward by way of all that is due, back and far away at once."""

    def __init__(self, app: App, jump: Callable[[datetime], None], later: list[Later]) -> None:
        """Move ``app``'s clock with ``jump``; what is in ``later`` happens when its time has come."""
        self._app = app
        self._jump = jump
        self._later = later
        self._task: asyncio.Task[None] | None = None
        self.heading: datetime | None = None
        """Where it is going; None while it rests."""

    def go(self, at: datetime) -> None:
        """Start moving the clock to ``at``; on the way already, change the aim."""
        now = self._app.clock.now()
        if not now < at <= now + _FARTHEST:
            self._jump(at)
        self._start(at)

    def go_on(self) -> None:
        """Start moving the clock to the next moment at which something is due."""
        if self._task is None:
            self._task = asyncio.create_task(self._to_next())

    async def close(self) -> None:
        """Stay where the clock is."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _start(self, at: datetime) -> None:
        self.heading = at
        if self._task is None:
            self._task = asyncio.create_task(self._travel())

    async def _to_next(self) -> None:
        due = await self._app.planner.next_due(self._app.clock.now())
        if due is None:
            self._task = None
            return
        self.heading = self.heading or due
        await self._travel()

    async def _travel(self) -> None:
        def aim() -> datetime:
            return self.heading or self._app.clock.now()

        try:
            await play(self._app, self._jump, aim, self._later, _FARTHEST, _PATIENCE)
            await _happen(self._app, self._later, _PATIENCE)
            self._app.wake()  # what has just arrived may be to be pinned
        finally:
            self._task = self.heading = None
