"""Partial dates: three forms, an order, and never more exact than they were said."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from content.dates import PartialDate

DAYS = st.dates().map(dt.date.isoformat)
FORMS = st.one_of(DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))


class Dated(BaseModel):
    on: PartialDate


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2020-11-19", "day", dt.date(2020, 11, 19), dt.date(2020, 11, 19)),
        ("2024-02", "month", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2023-12", "month", dt.date(2023, 12, 1), dt.date(2023, 12, 31)),
        ("2023", "year", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
        ("9999-12", "month", dt.date(9999, 12, 1), dt.date(9999, 12, 31)),
    ],
)
def test_a_date_spans_the_days_it_may_mean(text: str, precision: str, first: dt.date, last: dt.date) -> None:
    date = PartialDate(text)
    assert (date.precision, date.first, date.last, str(date)) == (precision, first, last, text)


@pytest.mark.parametrize(
    "text",
    ["", "24", "2024-5", "2024-13", "2023-02-29", "2024-05-32", "2024/05/01", "mai 2024", "2024-05-01T00:00", "0000",
     "2024\n", "2024-05-31\n", " 2024", "２０２４", "٢٠٢٤", "2024-", "-2024"],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate(text)
    with pytest.raises(ValidationError):
        Dated.model_validate({"on": text})


@given(FORMS)
def test_a_date_reads_back_from_what_it_writes(text: str) -> None:
    date = PartialDate(text)
    assert PartialDate(str(date)) == date
    assert hash(PartialDate(text)) == hash(date)
    assert Dated.model_validate_json(Dated(on=date).model_dump_json()).on == date
    assert date.first <= date.last


@given(FORMS, FORMS)
def test_the_order_is_total_and_by_the_first_day(one: str, two: str) -> None:
    first, second = PartialDate(one), PartialDate(two)
    assert [first < second, first == second, first > second].count(True) == 1
    if first.first < second.first:
        assert first < second


def test_of_dates_that_begin_together_the_vaguest_comes_first() -> None:
    days = [PartialDate(text) for text in ("2020-01-01", "2020", "2020-01")]
    assert [str(day) for day in sorted(days)] == ["2020", "2020-01", "2020-01-01"]


def test_yaml_may_give_a_date_or_a_number() -> None:
    assert str(Dated.model_validate({"on": dt.date(2024, 5, 31)}).on) == "2024-05-31"
    assert str(Dated.model_validate({"on": 2024}).on) == "2024"


@pytest.mark.parametrize("value", [None, True, [], 20_24.5, dt.datetime(2024, 5, 31, tzinfo=dt.UTC)])
def test_other_types_are_refused_with_a_sentence(value: object) -> None:
    with pytest.raises(ValidationError, match="is not a date"):
        Dated.model_validate({"on": value})


def test_a_date_is_not_equal_to_a_text() -> None:
    assert PartialDate("2024") != "2024"
