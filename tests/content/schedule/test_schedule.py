"""The next digest: one a local day, also where its hour was changed."""

import datetime as dt

import pytest

from content.schedule import Schedule

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
"""Sunday, 13:00 in Paris."""


def digest(at: int, told: dt.datetime | None = None, days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)) -> Schedule:
    return Schedule(-1, dt.time(at), "Europe/Paris", "fr", days, told_until=told)


@pytest.mark.parametrize(
    ("schedule", "day"),
    [
        (digest(18), 22),
        (digest(8), 23),
        (digest(18, NOON - dt.timedelta(days=1)), 22),
        (digest(18, NOON - dt.timedelta(hours=1)), 23),
        (digest(18, NOON - dt.timedelta(hours=1), (6,)), 29),
        (digest(18, NOON - dt.timedelta(hours=1), ()), None),
    ],
)
def test_the_next_is_today_unless_today_has_had_its_own(schedule: Schedule, day: int | None) -> None:
    found = schedule.coming(NOON)
    assert (None if found is None else found[0].day) == day
    assert found is None or found[1].hour == schedule.at.hour - 1
