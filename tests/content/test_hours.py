"""Opening hours, at the minutes where they are easily got wrong."""

import datetime as dt
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.hours import state
from content.records import Opening

PARIS: Final = "Europe/Paris"

TOWN_HALL: Final = Opening.model_validate(
    {
        "hours": [
            {"days": ["mon", "tue", "wed", "fri"], "since": "08:30", "until": "17:00"},
            {"days": ["tue"], "since": "13:00", "until": "17:00", "nth": 1},
            {"days": ["thu"], "since": "08:30", "until": "19:30"},
            {"days": ["sat"], "since": "09:30", "until": "12:00", "service": {"fr": "état civil", "en": "registry"}},
        ]
    }
)
EVERY_DAY: Final = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
NIGHT_LINE: Final = Opening.model_validate({"hours": [{"days": EVERY_DAY, "since": "08:00", "until": "02:00"}]})
ROUND_THE_CLOCK: Final = Opening.model_validate({"hours": [{"days": EVERY_DAY, "since": "00:00", "until": "00:00"}]})


def at(text: str) -> dt.datetime:
    """Return the instant written in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def local(moment: dt.datetime | None) -> str:
    """Return an instant as its own clock shows it."""
    assert moment is not None
    return moment.strftime("%a %d %H:%M %z")


def test_a_body_without_hours_is_neither_open_nor_closed() -> None:
    assert state(None, at("2026-11-23T10:00"), PARIS).open is None
    assert state(Opening(), at("2026-11-23T10:00"), PARIS).open is None


def test_a_line_that_is_always_open_is_open_on_public_holidays_too() -> None:
    found = state(Opening(always=True), at("2026-12-25T03:00"), PARIS)
    assert found.open is True
    assert found.until is None
    assert not found.holidays_unknown


def test_hours_are_read_on_the_clocks_of_the_place_and_not_of_the_server() -> None:
    # 07:40 in winter UTC is 08:40 in Paris; 16:10 UTC is 17:10 there.
    assert state(TOWN_HALL, at("2026-11-23T07:40"), PARIS).open is True
    assert state(TOWN_HALL, at("2026-11-23T16:10"), PARIS).open is False


def test_the_opening_minute_is_open_and_the_closing_minute_is_closed() -> None:
    assert state(TOWN_HALL, at("2026-11-23T07:30"), PARIS).whole
    assert state(TOWN_HALL, at("2026-11-23T15:59"), PARIS).whole
    assert state(TOWN_HALL, at("2026-11-23T16:00"), PARIS).open is False


def test_what_is_closed_says_when_it_opens_next() -> None:
    found = state(TOWN_HALL, at("2026-11-22T10:00"), PARIS)
    assert found.open is False
    assert local(found.since) == "Mon 23 08:30 +0100"
    assert found.holidays_unknown


def test_a_line_open_past_midnight_belongs_to_the_day_it_began_on() -> None:
    found = state(NIGHT_LINE, at("2026-11-24T00:30"), PARIS)
    assert found.open is True
    assert local(found.until) == "Tue 24 02:00 +0100"
    assert state(NIGHT_LINE, at("2026-11-24T01:00"), PARIS).open is False
    assert local(state(NIGHT_LINE, at("2026-11-24T01:00"), PARIS).since) == "Tue 24 08:00 +0100"


def test_a_weekend_line_open_past_midnight_is_still_open_on_monday_at_one() -> None:
    sunday = Opening.model_validate({"hours": [{"days": ["sun"], "since": "20:00", "until": "02:00"}]})
    assert state(sunday, at("2026-11-23T00:00"), PARIS).open is True
    assert state(sunday, at("2026-11-22T00:00"), PARIS).open is False


def test_the_first_tuesday_of_a_month_replaces_the_hours_of_other_tuesdays() -> None:
    first, second = at("2026-12-01T09:00"), at("2026-12-08T09:00")
    assert state(TOWN_HALL, first, PARIS).open is False
    assert local(state(TOWN_HALL, first, PARIS).since) == "Tue 01 13:00 +0100"
    assert state(TOWN_HALL, second, PARIS).open is True


def test_a_fifth_sunday_is_found_however_far_it_is() -> None:
    fifth = Opening.model_validate({"hours": [{"days": ["sun"], "since": "10:00", "until": "11:00", "nth": 5}]})
    assert local(state(fifth, at("2026-11-29T10:00"), PARIS).since) == "Sun 31 10:00 +0100"


def test_a_saturday_service_is_open_but_the_body_itself_is_not() -> None:
    found = state(TOWN_HALL, at("2026-11-21T09:00"), PARIS)
    assert found.open is True
    assert not found.whole
    assert found.service is not None
    assert found.service["en"] == "registry"


def test_on_the_night_clocks_go_back_a_line_closes_at_the_first_sounding_of_its_hour() -> None:
    # On 25 October 2026 three o'clock (01:00 UTC) becomes two o'clock again.
    assert state(NIGHT_LINE, at("2026-10-24T23:59"), PARIS).open is True
    assert state(NIGHT_LINE, at("2026-10-25T00:00"), PARIS).open is False
    assert state(NIGHT_LINE, at("2026-10-25T00:30"), PARIS).open is False
    assert local(state(NIGHT_LINE, at("2026-10-25T00:30"), PARIS).since) == "Sun 25 08:00 +0100"


def test_on_the_night_clocks_go_forward_nothing_opens_an_hour_late() -> None:
    # On 29 March 2026 two o'clock (01:00 UTC) becomes three o'clock.
    assert state(NIGHT_LINE, at("2026-03-29T00:59"), PARIS).open is True
    assert state(NIGHT_LINE, at("2026-03-29T01:00"), PARIS).open is False
    assert state(NIGHT_LINE, at("2026-03-29T06:00"), PARIS).open is True


def test_hours_that_follow_each_other_without_a_gap_have_no_end() -> None:
    found = state(ROUND_THE_CLOCK, at("2026-11-24T22:59"), PARIS)
    assert found.open is True
    assert found.until is None
    assert found.holidays_unknown


def test_two_stretches_that_touch_close_when_the_second_one_does() -> None:
    opening = Opening.model_validate(
        {
            "hours": [
                {"days": ["mon"], "since": "09:00", "until": "12:00"},
                {"days": ["mon"], "since": "12:00", "until": "15:00"},
            ]
        }
    )
    assert local(state(opening, at("2026-11-23T09:00"), PARIS).until) == "Mon 23 15:00 +0100"


@given(st.integers(0, 2 * 365 * 24 * 60))
def test_what_is_said_of_the_next_change_is_true(minutes: int) -> None:
    moment = at("2026-01-01T00:00") + dt.timedelta(minutes=minutes)
    for opening in (TOWN_HALL, NIGHT_LINE):
        found = state(opening, moment, PARIS)
        change = found.until if found.open else found.since
        assert change is not None
        assert change > moment
        later = state(opening, change, PARIS)
        assert later.open is not found.open
        # In UTC: taking a second off a wall clock would land in the hour that spring leaves out.
        before = state(opening, change.astimezone(dt.UTC) - dt.timedelta(seconds=1), PARIS)
        assert before.open is found.open


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Montreal", "Asia/Kathmandu"])
def test_other_neighbourhoods_have_their_own_clocks(zone: str) -> None:
    found = state(NIGHT_LINE, at("2026-11-24T18:00"), zone)
    assert found.until is not None
    assert found.until.strftime("%H:%M") == "02:00"
