"""Vital signs: whether the loops come round and updates arrive, for health checks and metrics."""

import asyncio
import time
from typing import Final

from prometheus_client import CollectorRegistry, Gauge

from bot.delivery.planner import Planner
from bot.gateway.dispatch import Dispatcher
from bot.gateway.poll import Poller

_DEAF_AFTER: Final = 180.0
"""Seconds without a good poll after which the bot is not ready."""
_STUCK_AFTER: Final = 120.0
_ROUND_STUCK_AFTER: Final = 1800.0
"""A round of the planner that gives a hundred thousand chats their news takes minutes."""


class Vitals:
    """Feels the pulse of a running bot."""

    def __init__(self, dispatcher: Dispatcher, planner: Planner, failure: asyncio.Event) -> None:
        """Watch ``dispatcher`` and ``planner``; ``failure`` is set once the bot cannot go on."""
        self._dispatcher = dispatcher
        self._planner = planner
        self._failure = failure
        self.poller: Poller | None = None
        """Who asks for updates; None where a webhook brings them."""

    def alive(self) -> bool:
        """Return whether the loops still come round."""
        now = time.monotonic()
        rounds = [each.busy_since for each in self._planner.rounds if each.busy_since is not None]
        stuck = now - self._dispatcher.beat >= _STUCK_AFTER or any(now - each >= _ROUND_STUCK_AFTER for each in rounds)
        return not self._failure.is_set() and not stuck

    def ready(self) -> bool:
        """Return whether updates arrive: the process may be up and deaf (telegram-facts.md, fact 3)."""
        return self.alive() and self._since_poll() < _DEAF_AFTER

    def registry(self) -> CollectorRegistry:
        """Return the metrics."""
        found = CollectorRegistry()
        Gauge("riverain_ready", "1 while updates arrive", registry=found).set_function(lambda: float(self.ready()))
        poll = Gauge("riverain_seconds_since_poll", "Seconds since updates were last asked for well", registry=found)
        poll.set_function(self._since_poll)
        return found

    def _since_poll(self) -> float:
        return time.monotonic() - self.poller.beat if self.poller else 0.0
