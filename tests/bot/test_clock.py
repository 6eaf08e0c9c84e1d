"""The clock that moves."""

from datetime import datetime, timedelta, timezone, UTC

from bot.clock import MovableClock, SystemClock

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_a_stopped_clock_moves_only_when_told() -> None:
    clock = MovableClock(NOON, stopped=True)
    assert clock.now() == clock.now() == NOON
    clock.advance(timedelta(hours=1))
    assert clock.now() == NOON + timedelta(hours=1)
    clock.advance(timedelta(hours=-2))
    assert clock.now() == NOON - timedelta(hours=1)


def test_a_running_clock_runs_on_from_where_it_was_set() -> None:
    clock = MovableClock(NOON)
    assert timedelta(0) <= clock.now() - NOON < timedelta(seconds=5)
    clock.set(NOON - timedelta(days=400))
    assert clock.now() - NOON < timedelta(days=-399)


def test_every_time_is_utc_whatever_it_was_set_with() -> None:
    paris = timezone(timedelta(hours=1))
    for clock in (
        MovableClock(NOON.astimezone(paris), stopped=True),
        MovableClock(NOON.astimezone(paris)),
        SystemClock(),
    ):
        assert clock.now().utcoffset() == timedelta(0)
    stopped = MovableClock(stopped=True)
    stopped.set(NOON.astimezone(paris))
    assert (stopped.now(), stopped.now().utcoffset()) == (NOON, timedelta(0))


def test_who_waits_for_an_hour_is_told_of_each_move() -> None:
    clock = MovableClock(NOON)
    moves = []
    clock.on_move(lambda: moves.append(clock.now()))
    clock.advance(timedelta(hours=1))
    clock.set(NOON)
    assert len(moves) == 2
