"""Choosing: which entries of a feed are new, and which of them come first."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.choosing import fresh, marks, newest_first, old
from bot.intake.reading.records import FeedEntry
from tests.bot.conftest import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def entry(
    guid: str = "g", url: str = "https://a.fr/a", title: str = "Un titre", at: datetime | None = NOON, updated: datetime | None = None
) -> FeedEntry:  # fmt: skip
    return FeedEntry(guid, url, title, at, updated, "")


@pytest.mark.parametrize(
    ("again", "known"),
    [
        (entry("h"), True),
        (entry(url="https://a.fr/b"), True),
        (entry(url="https://amp.a.fr/a?utm_source=rss", guid="h"), True),
        (entry(url="https://a.fr/b", title="Un autre titre"), True),
        (entry(url="https://a.fr/b", at=NOON + DAY), True),
        (entry("h", "https://a.fr/b"), True),
        (entry("h", "https://a.fr/b", at=NOON + DAY), False),
        (entry("h", "https://a.fr/b", title="Un autre titre"), False),
        (entry(url="https://a.fr/b", title="Un autre titre", at=NOON + DAY), False),
        (entry("h", "https://a.fr/b", at=None), False),
        (entry("h", "https://a.fr/b", title=""), False),
    ],
)
def test_what_is_met_again(again: FeedEntry, known: bool) -> None:
    assert (fresh([again], marks(entry())) == []) is known


def test_what_a_feed_names_twice_is_taken_once() -> None:
    assert fresh([entry(), entry("h"), entry("i", "https://a.fr/c", "Autre")], ()) == [
        entry(), entry("i", "https://a.fr/c", "Autre"),
    ]  # fmt: skip


def test_the_newest_come_first_and_then_what_has_no_date_or_one_to_come() -> None:
    given_ = [
        entry("1", at=None), entry("2", at=NOON - DAY), entry("3", at=NOON + DAY), entry("4", at=NOON - HOUR),
        entry("5", at=None, updated=NOON - 2 * HOUR), entry("6", at=NOON + HOUR / 2), entry("7", at=NOON - 900 * DAY),
    ]  # fmt: skip
    assert [one.guid for one in newest_first(given_, NOON)] == ["6", "4", "5", "2", "7", "1", "3"]


@given(st.lists(st.one_of(st.none(), st.timedeltas(timedelta(days=-4000), timedelta(days=4000))), max_size=30))
def test_no_entry_is_lost_in_the_queue(shifts: list[timedelta | None]) -> None:
    entries = [entry(str(n), at=None if shift is None else NOON + shift) for n, shift in enumerate(shifts)]
    assert sorted(one.guid for one in newest_first(entries, NOON)) == sorted(one.guid for one in entries)


@pytest.mark.parametrize(
    ("at", "answered", "is_old"),
    [
        (None, None, False),
        (NOON, NOON, False),
        (NOON - 90 * DAY, None, False),
        (NOON - 90 * DAY - HOUR, None, True),
        (NOON - 7 * DAY, NOON, False),
        (NOON - 7 * DAY - HOUR, NOON, True),
        (NOON - 20 * DAY, NOON - 15 * DAY, False),
        (NOON - 100 * DAY, NOON - 200 * DAY, True),
    ],
)
def test_what_is_no_news(at: datetime | None, answered: datetime | None, is_old: bool) -> None:
    assert old(at, answered, NOON) is is_old
