"""Distances: right enough to walk by, too coarse to find somebody by."""

from hypothesis import given
from hypothesis import strategies as st

from content.distance import coarse, distance

_POINT = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_a_degree_of_latitude_is_about_111_kilometres() -> None:
    assert round(distance((48.0, 2.0), (49.0, 2.0)) / 1000) == 111


def test_two_town_halls_of_paris_are_about_two_kilometres_apart() -> None:
    assert 1900 < distance((48.8825, 2.3820), (48.8719, 2.3575)) < 2300


def test_the_other_side_of_the_date_line_is_near() -> None:
    assert distance((0.0, 179.999), (0.0, -179.999)) < 300


def test_a_distance_is_told_in_steps_of_100_metres_and_never_as_nothing() -> None:
    assert [coarse(metres) for metres in (0, 3, 149, 151, 1249)] == [100, 100, 100, 200, 1200]


@given(_POINT, _POINT)
def test_it_is_as_far_there_as_back_and_never_more_than_half_the_earth(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    there, back = distance(one, other), distance(other, one)
    assert abs(there - back) < 1
    assert 0 <= there < 20_100_000
