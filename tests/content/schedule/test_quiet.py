"""Quiet hours: over midnight, and on the nights the clocks change."""

import datetime as dt
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from content.schedule import Quiet

PARIS = "Europe/Paris"
CHANGES = [
    dt.datetime(2026, 9, 4, tzinfo=dt.UTC),
    dt.datetime(2026, 10, 2, tzinfo=dt.UTC),
    dt.datetime(2026, 10, 23, tzinfo=dt.UTC),
    dt.datetime(2027, 3, 26, tzinfo=dt.UTC),
    dt.datetime(2027, 4, 2, tzinfo=dt.UTC),
]
"""Four days from here, the clocks change in one of the zones."""


def quiet(since: str, until: str) -> Quiet:
    return Quiet(dt.time.fromisoformat(since), dt.time.fromisoformat(until))


def end(hours: Quiet, now: str, zone: str = PARIS) -> str | None:
    """Return the end in UTC for a moment in UTC."""
    found = hours.end(dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC), zone)
    return f"{found:%Y-%m-%dT%H:%M}" if found else None


NIGHT = quiet("22:00", "08:00")


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-22T20:59", None),
        ("2026-11-22T21:00", "2026-11-23T07:00"),
        ("2026-11-22T23:30", "2026-11-23T07:00"),
        ("2026-11-23T06:59", "2026-11-23T07:00"),
        ("2026-11-23T07:00", None),
        ("2026-11-23T12:00", None),
    ],
)
def test_a_night_is_quiet_from_the_evening_to_the_morning(now: str, until: str | None) -> None:
    assert end(NIGHT, now) == until


def test_hours_within_a_day_do_not_reach_over_midnight() -> None:
    noon = quiet("12:00", "14:00")
    assert end(noon, "2026-11-22T11:00") == "2026-11-22T13:00"
    assert end(noon, "2026-11-22T13:00") is None
    assert end(noon, "2026-11-22T23:00") is None


def test_the_night_the_clocks_go_back_is_an_hour_longer() -> None:
    assert end(NIGHT, "2026-10-24T20:00") == "2026-10-25T07:00"
    assert end(NIGHT, "2026-10-25T06:59") == "2026-10-25T07:00"
    assert end(NIGHT, "2026-10-24T19:59") is None


def test_the_night_the_clocks_go_forward_is_an_hour_shorter() -> None:
    assert end(NIGHT, "2027-03-27T21:00") == "2027-03-28T06:00"
    assert end(NIGHT, "2027-03-28T06:00") is None


def test_an_end_that_comes_twice_is_the_second_so_that_nobody_is_woken() -> None:
    early = quiet("22:00", "02:30")
    assert end(early, "2026-10-25T00:45") == "2026-10-25T01:30"
    assert end(early, "2026-10-25T01:15") == "2026-10-25T01:30"
    assert end(early, "2026-10-25T01:30") is None


def test_a_beginning_that_comes_twice_is_the_first() -> None:
    late = quiet("02:30", "09:00")
    assert end(late, "2026-10-25T00:29") is None
    assert end(late, "2026-10-25T00:30") == "2026-10-25T08:00"
    assert end(late, "2026-10-25T01:10") == "2026-10-25T08:00"


def test_hours_that_begin_or_end_in_the_gap_begin_or_end_behind_it() -> None:
    assert end(quiet("22:00", "02:30"), "2027-03-28T00:30") == "2027-03-28T01:00"
    assert end(quiet("02:30", "09:00"), "2027-03-28T01:00") == "2027-03-28T07:00"
    assert end(quiet("02:30", "09:00"), "2027-03-28T00:59") is None
    assert end(quiet("02:10", "02:50"), "2027-03-28T01:00") is None


@pytest.mark.parametrize("zone", ["Europe/Paris", "Australia/Lord_Howe", "America/Santiago", "America/Nuuk"])
@pytest.mark.parametrize("hours", [("22:00", "08:00"), ("00:00", "06:00"), ("23:30", "00:30"), ("02:15", "02:45")])
def test_around_every_change_what_the_clock_on_the_wall_calls_quiet_is_quiet(zone: str, hours: tuple[str, str]) -> None:
    asked = quiet(*hours)
    over_midnight = asked.since > asked.until
    for start, quarter in product(CHANGES, range(4 * 96)):
        now = start + quarter * dt.timedelta(minutes=15)
        shown = now.astimezone(ZoneInfo(zone)).time()
        on_the_wall = (
            asked.since <= shown or shown < asked.until if over_midnight else asked.since <= shown < asked.until
        )
        found = asked.end(now, zone)
        assert not on_the_wall or found is not None, now
        if found is not None:
            assert now < found <= now + dt.timedelta(hours=11)
            assert asked.end(found, zone) is None


def test_the_same_time_twice_is_never_quiet() -> None:
    assert end(quiet("22:00", "22:00"), "2026-11-22T21:30") is None


def test_hours_that_meet_on_a_short_night_are_one() -> None:
    """Quiet from three to half past two leaves half an hour a day; the night 02:30 and 03:00 are the same, none."""
    assert end(quiet("03:00", "02:30"), "2027-03-27T12:00") == "2027-03-29T00:30"
    assert end(quiet("03:00", "02:30"), "2027-03-29T00:45") is None
