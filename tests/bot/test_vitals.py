"""Vital signs: a loop that no longer comes round is noticed, one that merely waits is not."""

import asyncio
import time
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.vitals import Vitals


def vitals(*, beat: float = 0, busy: float | None = None, polled: float | None = None) -> tuple[Vitals, asyncio.Event]:
    """Return vital signs of loops that last came round, began their round or polled so many seconds ago."""
    now, failed = time.monotonic(), asyncio.Event()
    rounds = (SimpleNamespace(busy_since=None), SimpleNamespace(busy_since=None if busy is None else now - busy))
    made = Vitals(cast("Any", SimpleNamespace(beat=now - beat)), cast("Any", SimpleNamespace(rounds=rounds)), failed)
    if polled is not None:
        made.poller = cast("Any", SimpleNamespace(beat=now - polled))
    return made, failed


@pytest.mark.parametrize(
    ("beat", "busy", "alive"),
    [(0, None, True), (119, None, True), (121, None, False), (0, 1700, True), (0, 1900, False), (0, 0, True)],
)
def test_a_loop_that_is_stuck_is_no_life(beat: float, busy: float | None, alive: bool) -> None:
    assert vitals(beat=beat, busy=busy)[0].alive() is alive


def test_a_bot_that_cannot_go_on_is_not_alive() -> None:
    made, failed = vitals()
    failed.set()
    assert not made.alive()


@pytest.mark.parametrize(("polled", "ready"), [(None, True), (179, True), (181, False)])
def test_a_deaf_bot_is_alive_and_not_ready(polled: float | None, ready: bool) -> None:
    made, _ = vitals(polled=polled)
    assert (made.alive(), made.ready()) == (True, ready)
    names = {metric.name for metric in made.registry().collect()}
    assert names == {"riverain_ready", "riverain_seconds_since_poll"}
