"""Matching: each thing that happened is compared once with what chats follow, and waits until each of them is to be told."""

from datetime import datetime, timedelta, UTC
from typing import Any

import pytest

from bot.delivery import matching
from content.news import Every, Filter
from content.news.matching import matches
from tests.bot.delivery.bureau import ALICE, article, BOB, Bureau, GROUP, POLICING
from tests.handlers.world import item

EIGHT_ON_MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


async def waiting(office: Bureau) -> list[Any]:
    return await office.ask("SELECT chat, thread, story, due_at, wanted_by FROM pending ORDER BY chat, story")


def at(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


async def test_what_happened_waits_for_each_chat_that_follows_it(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.follow(GROUP, thread=4)
    await office.follow(BOB, Filter(topics=("housing",)))
    await office.publish(article("a-1"))
    assert await office.matcher.match(office.now) == 2
    now = at(office.now)
    assert await waiting(office) == [(GROUP, 4, "a-1", now, "[2]"), (ALICE, 0, "a-1", now, "[1]")]


async def test_it_is_compared_once(office: Bureau) -> None:
    await office.publish(article("a-1"))
    assert await office.matcher.match(office.now) == 0
    await office.follow(ALICE)
    assert await office.matcher.match(office.now) == 0
    assert await office.ask("SELECT DISTINCT state FROM news") == ["done"]


@pytest.mark.parametrize(
    ("every", "due"), [(Every.NOW, None), (Every.DAILY, EIGHT_ON_MONDAY), (Every.WEEKLY, EIGHT_ON_MONDAY)]
)
async def test_daily_is_at_eight_and_weekly_on_monday_at_eight_by_the_clocks_of_the_chat(
    every: Every, due: datetime | None, office: Bureau
) -> None:
    await office.follow(ALICE, every=every)
    await office.follow(BOB, every=every)
    await office.tables.chats.choose_zone(BOB, "America/New_York")
    await office.publish(article("a-1"))
    await office.matcher.match(office.now)
    first, second = [row[3] for row in await waiting(office)]
    assert first == at(due or office.now)
    assert (
        second == at(office.now if due is None else datetime(2026, 11, 23, 13, 0, tzinfo=UTC)) or every is Every.DAILY
    )
    if every is Every.DAILY:  # half past four in the morning there: eight is still to come
        assert second == at(datetime(2026, 11, 22, 13, 0, tzinfo=UTC))


async def test_of_several_subscriptions_the_soonest_counts_and_all_of_them_are_known(office: Bureau) -> None:
    await office.follow(ALICE, every=Every.WEEKLY)
    await office.follow(ALICE, Filter(), Every.NOW)
    await office.follow(ALICE, Filter(topics=("housing",)))
    await office.publish(article("a-1"))
    assert await office.matcher.match(office.now) == 1
    assert await waiting(office) == [(ALICE, 0, "a-1", at(office.now), "[1, 2]")]


async def test_a_town_is_gone_through_chunk_by_chunk_and_from_where_a_crash_left_it(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "CHUNK", 3)
    chats = list(range(1, 11))
    for chat in chats:
        await office.follow(chat)
    await office.publish(article("a-1"))
    left = 2

    def crash(point: str) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(matching, "reached", crash)
        with pytest.raises(OSError, match="killed"):
            await office.matcher.match(office.now)
    assert await office.ask("SELECT cursor FROM news") == [6]
    assert await office.matcher.match(office.now) == 4
    assert [row[0] for row in await waiting(office)] == chats


async def test_what_tells_nothing_is_passed_over(office: Bureau) -> None:
    await office.follow(ALICE, Filter())
    await office.publish(article("a-old", date="2019-01-01"), item("topic", "t-new"))
    assert await office.matcher.match(office.now) == 0
    assert await office.ask("SELECT DISTINCT state FROM news") == ["done"]


async def test_one_thing_that_cannot_be_compared_holds_up_no_other(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.follow(ALICE)
    await office.publish(article("a-1"), article("a-2"))
    real = matches

    def fails(wanted: Filter, told: Any, reference: Any) -> bool:
        if told.story == "a-1":
            raise ValueError("cannot be read")
        return real(wanted, told, reference)

    monkeypatch.setattr(matching, "matches", fails)
    assert await office.matcher.match(office.now) == 1
    assert [row[2] for row in await waiting(office)] == ["a-2"]
    assert await office.matcher.match(office.now + timedelta(hours=1)) == 0


async def test_words_and_exclusions_decide_among_those_who_follow_the_topic(office: Bureau) -> None:
    await office.follow(ALICE, Filter(topics=POLICING.topics, without=("football",)))
    await office.follow(BOB, Filter(words=("football",)))
    await office.publish(article("a-1", summary={"fr": "Un match de football.", "en": "A football match."}))
    await office.matcher.match(office.now)
    assert [row[0] for row in await waiting(office)] == [BOB]
