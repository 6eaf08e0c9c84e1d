"""Slots: one instant a calendar day, on the nights the clocks change as on all others."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from content.schedule import EVERY_DAY, instant, latest_slot, next_slot

DAY = dt.timedelta(days=1)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def clock(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "day", "time", "utc"),
    [
        ("Europe/Paris", "2026-07-01", "08:00", "2026-07-01T06:00"),
        ("Europe/Paris", "2026-12-01", "08:00", "2026-12-01T07:00"),
        # Put back at 03:00: 02:30 comes twice, the first counts (delivery.md, fault 24).
        ("Europe/Paris", "2026-10-25", "02:30", "2026-10-25T00:30"),
        ("Europe/Paris", "2026-10-25", "02:00", "2026-10-25T00:00"),
        ("Europe/Paris", "2026-10-25", "03:00", "2026-10-25T02:00"),
        ("Europe/Paris", "2026-10-25", "01:59", "2026-10-24T23:59"),
        # Put forward at 02:00: 02:30 is not, the gap ends at 03:00 (fault 23).
        ("Europe/Paris", "2027-03-28", "02:30", "2027-03-28T01:00"),
        ("Europe/Paris", "2027-03-28", "02:00", "2027-03-28T01:00"),
        ("Europe/Paris", "2027-03-28", "02:59", "2027-03-28T01:00"),
        ("Europe/Paris", "2027-03-28", "03:00", "2027-03-28T01:00"),
        ("Europe/Paris", "2027-03-28", "01:59", "2027-03-28T00:59"),
        # Half an hour, at two in the morning, in October forward and in April back.
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30"),
        ("Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-03T15:30"),
        ("Australia/Lord_Howe", "2027-04-04", "01:45", "2027-04-03T14:45"),
        ("Australia/Lord_Howe", "2027-04-04", "02:00", "2027-04-03T15:30"),
        # At midnight: a day that begins at one, and one that is 25 hours long.
        ("America/Santiago", "2026-09-06", "00:00", "2026-09-06T04:00"),
        ("America/Santiago", "2026-09-06", "00:30", "2026-09-06T04:00"),
        ("America/Santiago", "2026-09-06", "01:00", "2026-09-06T04:00"),
        ("America/Santiago", "2027-04-03", "23:30", "2027-04-04T02:30"),
        ("America/Santiago", "2027-04-04", "00:00", "2027-04-04T04:00"),
        # Over midnight: the evening's last hour is not; it ends as the next day begins.
        ("America/Nuuk", "2027-03-27", "23:30", "2027-03-28T01:00"),
        ("America/Nuuk", "2027-03-28", "00:00", "2027-03-28T01:00"),
    ],
)
def test_a_local_time_is_one_instant(zone: str, day: str, time: str, utc: str) -> None:
    assert instant(dt.date.fromisoformat(day), clock(time), zone) == at(utc)


def test_of_a_time_that_comes_twice_the_last_can_be_had() -> None:
    night = dt.date(2026, 10, 25)
    assert instant(night, clock("02:30"), "Europe/Paris", last=True) == at("2026-10-25T01:30")
    assert instant(night, clock("03:00"), "Europe/Paris", last=True) == at("2026-10-25T02:00")
    assert instant(dt.date(2027, 3, 28), clock("02:30"), "Europe/Paris", last=True) == at("2027-03-28T01:00")


def test_a_mark_on_the_time_itself_does_not_choose_the_second() -> None:
    assert instant(dt.date(2026, 10, 25), dt.time(2, 30, fold=1), "Europe/Paris") == at("2026-10-25T00:30")


@pytest.mark.parametrize("zone", ["Europe/Paris", "Australia/Lord_Howe", "America/Santiago", "America/Nuuk"])
@pytest.mark.parametrize("time", ["00:00", "00:30", "01:45", "02:15", "02:30", "08:00", "23:30", "23:59"])
def test_walking_through_a_year_each_day_comes_once_and_in_order(zone: str, time: str) -> None:
    """Both ways agree: the slot that is next is the latest once it has come."""
    now = at("2026-06-01T00:00")
    days = []
    while now < at("2027-06-01T00:00"):
        found = next_slot(EVERY_DAY, clock(time), zone, now)
        assert found is not None
        day, due = found
        assert due > now
        assert latest_slot(EVERY_DAY, clock(time), zone, due) == (day, due)
        before = latest_slot(EVERY_DAY, clock(time), zone, due - dt.timedelta(seconds=1))
        assert before is not None
        assert before[0] == day - DAY
        days.append(day)
        now = due
    assert days == [days[0] + number * DAY for number in range(len(days))]


def test_the_weekday_is_that_of_the_place() -> None:
    """Monday 7:00 in Auckland is Sunday evening in UTC."""
    monday = next_slot((0,), clock("07:00"), "Pacific/Auckland", at("2026-11-20T12:00"))
    assert monday == (dt.date(2026, 11, 23), at("2026-11-22T18:00"))
    assert monday[0].weekday() == 0
    assert monday[1].astimezone(ZoneInfo("Pacific/Auckland")).hour == 7


@pytest.mark.parametrize(
    ("now", "latest", "following"),
    [
        ("2026-11-22T07:00", "2026-11-15T07:30", "2026-11-22T07:30"),
        ("2026-11-22T07:30", "2026-11-22T07:30", "2026-11-29T07:30"),
        ("2026-11-22T07:31", "2026-11-22T07:30", "2026-11-29T07:30"),
    ],
)
def test_a_weekly_slot_is_found_whether_today_or_a_week_away(now: str, latest: str, following: str) -> None:
    before = latest_slot((6,), clock("08:30"), "Europe/Paris", at(now))
    after = next_slot((6,), clock("08:30"), "Europe/Paris", at(now))
    assert (before and before[1], after and after[1]) == (at(latest), at(following))


def test_without_a_weekday_nothing_is_ever_due() -> None:
    assert latest_slot((), clock("08:00"), "Europe/Paris", at("2026-11-22T10:00")) is None
    assert next_slot((), clock("08:00"), "Europe/Paris", at("2026-11-22T10:00")) is None
