"""Gaps: what was not found, counted without who; and the hands of those who wish to be told."""

from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.gaps import GapTable, MOST_HANDS
from bot.storage.search import open_search
from content.pack.manifest import Synonyms
from handlers.kept import kept_for
from handlers.ports import Gap
from tests.bot.conftest import NOON

MODERATOR, ALICE, BERNARD = 1, 7, 8
SAUNA, PADEL = "sauna", "padel"


@pytest.fixture
def gaps(database: Database) -> GapTable:
    return GapTable(database)


async def miss(database: Database, words: str, times: int = 1, days_ago: int = 0, language: str = "fr") -> None:
    day = (NOON - timedelta(days=days_ago)).date().isoformat()
    await database.write(
        lambda connection: connection.execute("INSERT INTO missed VALUES(?, ?, ?, ?)", (words, language, day, times))
    )


async def test_what_was_missed_this_week_is_grouped_the_most_asked_first(gaps: GapTable, database: Database) -> None:
    await miss(database, SAUNA, 2)
    await miss(database, SAUNA, 3, 6)
    await miss(database, PADEL, 4)
    await miss(database, PADEL, 1, language="en")
    await miss(database, "piscine", 99, 9)
    assert await gaps.list(NOON) == [Gap(SAUNA, "fr", 5, 0), Gap(PADEL, "fr", 4, 0), Gap(PADEL, "en", 1, 0)]
    assert (await gaps.list(NOON, 30))[0] == Gap("piscine", "fr", 99, 0)


async def test_a_raised_hand_counts_with_what_was_missed_by_the_same_words(
    gaps: GapTable, database: Database, clock: MovableClock
) -> None:
    async with open_search(database, clock, Synonyms) as search:
        await search.missed("Où est le sauna ?", "fr")
    assert await gaps.raise_hand(ALICE, "le SAUNA, où est-il", "fr", NOON)
    assert await gaps.raise_hand(BERNARD, "sauna", "fr", NOON)
    assert await gaps.list(NOON) == [Gap(SAUNA, "fr", 1, 2)]


async def test_who_waits_is_listed_also_where_nobody_asked_this_week(gaps: GapTable) -> None:
    await gaps.raise_hand(ALICE, SAUNA, "fr", NOON - timedelta(days=20))
    assert await gaps.list(NOON) == [Gap(SAUNA, "fr", 0, 1)]


async def test_a_hand_is_raised_once_and_five_at_most(gaps: GapTable) -> None:
    words = ["sauna", "padel", "hammam", "bowling", "escrime", "judo"]
    assert [await gaps.raise_hand(ALICE, word, "fr", NOON) for word in words] == [True] * MOST_HANDS + [False]
    assert not await gaps.raise_hand(ALICE, "sauna", "fr", NOON)
    assert await gaps.raise_hand(BERNARD, "sauna", "fr", NOON)


@pytest.mark.parametrize("query", ["", "06 12 34 56 78", "@quelquun"])
async def test_a_hand_needs_words_that_may_be_kept(gaps: GapTable, query: str) -> None:
    assert not await gaps.raise_hand(ALICE, query, "fr", NOON)
    assert await gaps.list(NOON) == []


class TestAnswered:
    async def test_who_waited_is_told_once_each_in_their_language(self, gaps: GapTable, database: Database) -> None:
        await miss(database, SAUNA, 3)
        for chat in (ALICE, BERNARD):
            await gaps.raise_hand(chat, SAUNA, "fr", NOON)
        await gaps.raise_hand(ALICE, PADEL, "fr", NOON)
        await ChatTable(database).choose_language(BERNARD, "en")
        assert await gaps.answer(SAUNA, "fr", "bains", MODERATOR, NOON) == [(ALICE, "fr"), (BERNARD, "en")]
        assert await gaps.answer(SAUNA, "fr", "bains", MODERATOR, NOON) == []
        assert await gaps.list(NOON) == [Gap(PADEL, "fr", 0, 1)]

    async def test_in_another_language_it_is_another_gap(self, gaps: GapTable, database: Database) -> None:
        await miss(database, SAUNA, language="en")
        await gaps.raise_hand(ALICE, SAUNA, "en", NOON)
        assert await gaps.answer(SAUNA, "fr", "bains", MODERATOR, NOON) == []
        assert await gaps.list(NOON) == [Gap(SAUNA, "en", 1, 1)]

    async def test_what_is_still_not_found_later_is_a_gap_again(self, gaps: GapTable, database: Database) -> None:
        await miss(database, SAUNA, 3, 2)
        await gaps.answer(SAUNA, "fr", "bains", MODERATOR, NOON - timedelta(days=1))
        assert await gaps.list(NOON) == []
        await miss(database, SAUNA)
        assert await gaps.list(NOON) == [Gap(SAUNA, "fr", 1, 0)]


async def test_hands_come_down_after_their_time(gaps: GapTable, database: Database) -> None:
    await gaps.raise_hand(ALICE, SAUNA, "fr", NOON)
    await gaps.raise_hand(BERNARD, SAUNA, "fr", NOON + timedelta(days=1))
    await gaps.answer(PADEL, "fr", "bains", MODERATOR, NOON)
    await gaps.tidy(NOON + kept_for("hands"))
    assert len(await gaps.answer(SAUNA, "fr", "x", MODERATOR, NOON)) == 2
    await gaps.raise_hand(ALICE, SAUNA, "fr", NOON)
    await gaps.tidy(NOON + kept_for("hands") + timedelta(hours=1))
    query = "SELECT (SELECT count(*) FROM hand), (SELECT count(*) FROM gap_answered)"
    assert await database.read(lambda connection: connection.execute(query).fetchone()) == (0, 0)
