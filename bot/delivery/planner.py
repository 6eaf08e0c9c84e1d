"""The planner: at each knock it looks at what the database says is due, and queues it; a late or doubled knock is harmless."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, UTC
from typing import Final

import structlog

from bot.clock import Clock
from bot.delivery.alerts import AlertTeller
from bot.delivery.digests import DigestTeller
from bot.delivery.matching import Matcher
from bot.delivery.news import NewsTeller
from bot.delivery.pins import Pins
from bot.delivery.rounds import Rounds
from bot.delivery.silent import SilentSources
from bot.logs import where
from bot.storage.outbox import Outbox

log = structlog.get_logger()

SANE_FROM: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Before this program was written no clock that is right can stand: nothing is planned until it does not (fault 75)."""


class Planner:
    """Turns what happened and what is due into messages."""

    def __init__(
        self,
        matcher: Matcher,
        news: NewsTeller,
        digests: DigestTeller,
        alerts: AlertTeller,
        silent: SilentSources,
        pins: Pins,
        outbox: Outbox,
        clock: Clock,
        queued: Callable[[], None],
        before: Callable[[datetime], Awaitable[None]],
        sane_from: datetime | None = SANE_FROM,
        corrections: Callable[[datetime], Awaitable[object]] | None = None,
    ) -> None:
        """Plan with the given parts; ``queued`` is called when something was queued, ``before`` awaited early in each round.

        Before ``sane_from`` the clock is wrong and nothing is planned; None: any time may be (a rehearsal).
        """
        self._matcher = matcher
        self._news = news
        self._digests = digests
        self._alerts = alerts
        self._silent = silent
        self._pins = pins
        self._outbox = outbox
        self._clock = clock
        self._queued = queued
        self._before = before
        self._sane_from = sane_from
        self._corrections = corrections
        # An alert does not wait until a hundred thousand chats have their news: it has rounds of its own.
        self.rounds = (
            Rounds("alerts", lambda: self.alert(self._clock.now())),
            Rounds("all", lambda: self.round(self._clock.now())),
        )
        """The rounds for alerts, and those for everything else."""

    def wake(self) -> None:
        """Look again now."""
        for each in self.rounds:
            each.wake()

    def wake_alerts(self) -> None:
        """Look for alerts again now."""
        self.rounds[0].wake()

    def stop(self) -> None:
        """Plan nothing more; ``run`` returns after the rounds at hand."""
        for each in self.rounds:
            each.stop()

    async def run(self) -> None:
        """Work until stopped."""
        await asyncio.gather(*(each.run() for each in self.rounds))

    async def alert(self, now: datetime) -> None:
        """Give everybody an alert concerns their copy, and follow what is corrected."""
        if self._sane(now):
            await self._alone("alerts", self._alerts.expand, now)
            if self._corrections is not None:
                await self._alone("corrections", self._corrections, now)

    async def round(self, now: datetime) -> None:
        """Queue everything else that is due."""
        if not self._sane(now):
            log.critical(
                "planner.clock_wrong", says=f"the clock says {now:%Y-%m-%d}: nothing is planned until it is set right"
            )
            return
        await self._alone("expiry", self._outbox.expire, now)
        await self._alone("members", self._before, now)
        await self._alone("silent", self._silent.look, now)
        await self._alone("match", self._matcher.match, now)
        await self._alone("digests", self._digests.due, now)
        await self._alone("news", self._news.flush, now)
        await self._alone("pins", self._pins.pin, now)

    async def next_due(self, now: datetime) -> datetime | None:
        """Return the next instant at which something is due that is known now; None where nothing is."""
        due = [at for at in (await self._digests.next_due(now), await self._news.next_due(now)) if at is not None]
        return min(due, default=None)

    def _sane(self, now: datetime) -> bool:
        return self._sane_from is None or now >= self._sane_from

    async def _alone(self, step: str, work: Callable[[datetime], Awaitable[object]], now: datetime) -> None:
        """Do one step; what it queued may go at once. One that fails holds up no other and is tried in the next round."""
        try:
            done = await work(now)
        except Exception as fault:
            log.error("planner.step_failed", step=step, fault=type(fault).__name__, where=where(fault))
            return
        if done:
            log.info("planner.queued", step=step, count=done if isinstance(done, int) else None)
            self._queued()
