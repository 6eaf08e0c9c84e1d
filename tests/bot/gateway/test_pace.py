"""Pace: whoever floods the bot is told once and then not answered for a minute; nobody else notices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.pace import Counter, Verdict

ANSWER, WARN, DROP = Verdict.ANSWER, Verdict.WARN, Verdict.DROP
MINUTE = 60_000
AMINA, JOE = 7, 8


@pytest.fixture
def counter() -> Counter:
    return Counter(20)


def flood(counter: Counter, count: int, at: int = 0, who: int = AMINA, first: int = 1) -> list[Verdict]:
    return [counter.judge(who, first + number, at) for number in range(count)]


def test_twenty_are_answered_one_is_warned_about_and_the_rest_is_dropped(counter: Counter) -> None:
    assert flood(counter, 1000) == [ANSWER] * 20 + [WARN] + [DROP] * 979


def test_another_person_is_answered_meanwhile(counter: Counter) -> None:
    flood(counter, 1000)
    assert flood(counter, 20, who=JOE, first=2000) == [ANSWER] * 20


def test_after_a_minute_of_silence_it_begins_anew_however_much_was_asked_meanwhile(counter: Counter) -> None:
    flood(counter, 21)
    assert flood(counter, 500, at=MINUTE - 1, first=100) == [DROP] * 500
    assert flood(counter, 22, at=MINUTE, first=1000) == [ANSWER] * 20 + [WARN, DROP]


def test_one_every_three_seconds_is_never_too_many(counter: Counter) -> None:
    assert {counter.judge(AMINA, number, number * 3_000) for number in range(200)} == {ANSWER}


def test_an_update_tried_again_is_judged_the_same_and_not_counted_again(counter: Counter) -> None:
    first = flood(counter, 40)
    for _ in range(5):
        assert flood(counter, 40) == first
    assert flood(counter, 1, first=100) == [DROP]


@pytest.mark.parametrize("back", [2 * MINUTE, 86_400_000])
def test_a_clock_put_back_silences_nobody_for_so_long(back: int, counter: Counter) -> None:
    now = 100_000_000
    flood(counter, 21, at=now)
    assert counter.judge(AMINA, 100, now - back) is ANSWER


def test_it_remembers_some_thousand_people_and_forgets_the_quietest(counter: Counter) -> None:
    flood(counter, 21)
    for who in range(100, 100 + 5000):
        counter.judge(who, who, 0)
    assert len(counter._minutes) <= 4096


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20_000)), max_size=200))
def test_nobody_is_answered_more_than_twenty_times_in_any_minute(steps: list[tuple[int, int]]) -> None:
    counter, at = Counter(20), 0
    answered: dict[int, list[int]] = {}
    for number, (who, wait) in enumerate(steps):
        at += wait
        if counter.judge(who, number, at) is ANSWER:
            answered.setdefault(who, []).append(at)
    for times in answered.values():
        assert all(later - early >= MINUTE for early, later in zip(times, times[20:], strict=False))
