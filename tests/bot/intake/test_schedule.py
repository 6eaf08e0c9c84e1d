"""The schedule: a quarter of an hour when all is well, up to a day when not, and what the server asks for always."""

from datetime import datetime, timedelta, UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.schedule import LONGEST, next_poll, Outcome

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def minutes(outcome: Outcome, failures: int = 0, chance: float = 0.5, retry_after: float | None = None) -> float:
    found = next_poll(outcome, NOW, failures=failures, chance=chance, retry_after=retry_after)
    return (found.at - NOW).total_seconds() / 60


@pytest.mark.parametrize("outcome", [Outcome.FRESH, Outcome.UNCHANGED])
def test_a_success_is_followed_by_a_quarter_of_an_hour_give_or_take_a_fifth(outcome: Outcome) -> None:
    assert [minutes(outcome, chance=chance) for chance in (0.0, 0.5, 1.0)] == [12.0, 15.0, 18.0]


def test_each_failure_doubles_the_wait_up_to_a_day() -> None:
    waits = [minutes(Outcome.FAILED, failures) for failures in range(9)]
    assert waits == [30, 60, 120, 240, 480, 960, 1440, 1440, 1440]


def test_failures_are_counted_and_a_success_forgets_them() -> None:
    failed = next_poll(Outcome.FAILED, NOW, failures=4, chance=0.5)
    assert (failed.failures, failed.disable) == (5, False)
    for outcome in (Outcome.FRESH, Outcome.UNCHANGED):
        assert next_poll(outcome, NOW, failures=5, chance=0.5).failures == 0


def test_what_is_gone_should_be_switched_off() -> None:
    gone = next_poll(Outcome.GONE, NOW, failures=0, chance=0.5)
    assert (gone.disable, gone.at - NOW, gone.failures) == (True, LONGEST, 1)


def test_what_the_server_asks_for_is_obeyed_up_to_a_day_and_never_shortens() -> None:
    assert minutes(Outcome.FAILED, retry_after=7200.0) == 120
    assert minutes(Outcome.FRESH, retry_after=7200.0) == 120
    assert minutes(Outcome.FAILED, retry_after=1.0) == 30
    assert minutes(Outcome.FAILED, retry_after=1e300) == 1440


@given(
    st.sampled_from(Outcome),
    st.integers(0, 10**9),
    st.floats(0, 1),
    st.none() | st.floats(allow_nan=False, allow_infinity=True),
)
def test_no_wait_is_shorter_than_twelve_minutes_or_longer_than_a_day(
    outcome: Outcome, failures: int, chance: float, retry_after: float | None
) -> None:
    found = next_poll(outcome, NOW, failures=failures, chance=chance, retry_after=retry_after)
    assert timedelta(minutes=12) <= found.at - NOW <= LONGEST
