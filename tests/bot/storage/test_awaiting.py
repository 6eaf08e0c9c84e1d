"""Awaited words: the next ones, within a quarter of an hour, once."""

from datetime import timedelta

import pytest

from bot.storage.awaiting import AwaitingTable, WITHIN
from bot.storage.database import Database
from tests.bot.conftest import NOON

ALICE, BERNARD = 7, 8


@pytest.fixture
def awaiting(database: Database) -> AwaitingTable:
    return AwaitingTable(database)


async def test_the_next_words_answer_and_those_after_them_do_not(awaiting: AwaitingTable) -> None:
    await awaiting.ask(ALICE, "queue", "title 3 fr", NOON)
    assert await awaiting.take(BERNARD, NOON) is None
    assert await awaiting.take(ALICE, NOON) == ("queue", "title 3 fr")
    assert await awaiting.take(ALICE, NOON) is None


async def test_the_latest_question_is_the_one_that_is_answered(awaiting: AwaitingTable) -> None:
    await awaiting.ask(ALICE, "queue", "title 3 fr", NOON)
    await awaiting.ask(ALICE, "add", "", NOON)
    assert await awaiting.take(ALICE, NOON) == ("add", "")


async def test_who_answers_too_late_answers_nothing(awaiting: AwaitingTable) -> None:
    await awaiting.ask(ALICE, "queue", "", NOON)
    assert await awaiting.take(ALICE, NOON + WITHIN) is None
    await awaiting.ask(ALICE, "queue", "", NOON)
    assert await awaiting.take(ALICE, NOON + WITHIN - timedelta(seconds=1)) == ("queue", "")


async def test_what_is_dropped_is_awaited_no_more(awaiting: AwaitingTable) -> None:
    await awaiting.ask(ALICE, "queue", "", NOON)
    await awaiting.drop(BERNARD)
    await awaiting.drop(ALICE)
    assert await awaiting.take(ALICE, NOON) is None


async def test_questions_nobody_answered_go(awaiting: AwaitingTable, database: Database) -> None:
    await awaiting.ask(ALICE, "queue", "", NOON)
    await awaiting.ask(BERNARD, "queue", "", NOON + WITHIN)
    await awaiting.tidy(NOON + WITHIN)
    query = "SELECT person FROM awaiting"
    assert await database.read(lambda connection: connection.execute(query).fetchall()) == [(BERNARD,)]
