"""Headers: a wait in seconds or as a date, at most a day, and nothing from nonsense."""

from datetime import datetime, UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.headers import retry_after

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None), ("", None), ("soon", None), ("-5", None), ("1.5", None), ("٣", None), ("0", 0.0), (" 120 ", 120.0),
        ("86401", 86_400.0), ("9" * 5000, 86_400.0), ("Fri, 20 Nov 2026 10:02:00 GMT", 120.0),
        ("Fri, 20 Nov 2026 11:02:00 +0100", 120.0), ("Fri, 20 Nov 2026 10:02:00 -0000", 120.0),
        ("Fri, 20 Nov 2020 10:02:00 GMT", 0.0), ("Fri, 20 Nov 2036 10:02:00 GMT", 86_400.0),
        ("Fri, 20 Nov 99999 10:02:00 GMT", None),
    ],
)  # fmt: skip
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=50))
def test_any_header_is_a_wait_of_at_most_a_day_or_nothing(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or 0 <= seconds <= 86_400
