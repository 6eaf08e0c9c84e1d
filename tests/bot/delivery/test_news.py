"""News: what waits becomes one message when it is due, merged, in the chat's own language, and never what was told there."""

import json
from datetime import datetime, timedelta, UTC

import pytest

from bot.delivery import news
from bot.storage import pending
from bot.storage.pending import Row
from content.news import Every, Filter
from content.records import State
from handlers.telling import tell_news
from tests.bot.delivery.bureau import ALICE, article, BOB, Bureau, CHANNEL, GROUP, POLICING

HOUSING = Filter(topics=("housing",))


async def test_each_chat_gets_one_copy_in_its_language_and_place(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.follow(BOB, language="en")
    await office.follow(GROUP, thread=4)
    await office.follow(CHANNEL, kind="channel")
    assert await office.told(article("a-1")) == 4
    copies = {chat: (thread, text) for chat, thread, text in await office.copies()}
    assert copies[GROUP][0] == 4
    assert "Titre a-1" in copies[ALICE][1]
    assert "Title a-1" in copies[BOB][1]
    assert "Titre a-1" in copies[CHANNEL][1]
    assert await office.ask("SELECT kind, title, prio FROM broadcast") == [("news", "Titre a-1", 4)]
    # The text of a chat many read has no button of one person's.
    keys = {
        row[0]: row[1]
        for row in await office.ask("SELECT language, body ->> '$.reply_markup.inline_keyboard' FROM broadcast_body")
    }
    assert "subscriptions" in keys["fr"]
    assert "subscriptions" not in keys["fr-group"]
    assert await office.ask("SELECT 1 FROM pending") == []


async def test_what_is_due_together_is_one_message_that_names_every_item(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.follow(BOB, HOUSING)
    assert await office.told(article("a-1"), article("a-2"), article("a-3", topics=["policing", "housing"])) == 2
    first, second = sorted(await office.copies())
    assert [first[2].count(f"Titre a-{number}") for number in (1, 2, 3)] == [1, 1, 1]
    assert "a-1" not in second[2]
    items = [sorted(json.loads(items)) for items in await office.ask("SELECT items FROM broadcast ORDER BY id")]
    assert sorted(items) == [["a-1", "a-2", "a-3"], ["a-3"]]
    assert await office.ask("SELECT story FROM told WHERE chat = ? ORDER BY story", ALICE) == ["a-1", "a-2", "a-3"]


async def test_of_more_than_ten_the_rest_is_counted_and_all_are_told(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.told(*(article(f"a-{number}") for number in range(12)))
    ((_, _, text),) = await office.copies()
    assert 1 <= text.count("Titre a-") <= 10
    assert len(await office.ask("SELECT story FROM told")) == 12
    assert await office.news.flush(office.now) == 0


async def test_quiet_hours_and_a_pause_put_off(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.follow(BOB)
    await office.quiet(ALICE, 9, 12)
    await office.tables.chats.pause(BOB, office.now + timedelta(days=1))
    assert await office.told(article("a-1")) == 0
    noon = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
    assert await office.news.next_due(office.now) == noon
    assert await office.news.flush(noon - timedelta(seconds=1)) == 0
    assert await office.news.flush(noon) == 1
    assert await office.news.flush(office.now + timedelta(days=1)) == 1


class TestGroups:
    """What a group was told counts for who is in it."""

    @pytest.fixture(autouse=True)
    async def among(self, office: Bureau) -> None:
        await office.follow(ALICE)
        await office.follow(GROUP)
        await office.tables.memberships.note(ALICE, GROUP, member=True, now=office.now)

    async def test_in_the_same_round_the_group_gets_it_and_the_person_waits_for_that(self, office: Bureau) -> None:
        assert await office.told(article("a-1")) == 1
        assert [chat for chat, _, _ in await office.copies()] == [GROUP]
        assert await office.news.next_due(office.now) == office.now + timedelta(minutes=1)

    async def test_once_it_arrived_there_the_person_is_not_told(self, office: Bureau) -> None:
        await office.told(article("a-1"))
        await office.arrived()
        assert await office.news.flush(office.now + timedelta(minutes=1)) == 0
        assert await office.ask("SELECT 1 FROM pending") == []

    @pytest.mark.parametrize("state", ["dead", "expired", "cancelled", "held"])
    async def test_where_it_did_not_arrive_the_person_is_told(self, state: str, office: Bureau) -> None:
        await office.told(article("a-1"))
        await office.run("UPDATE outbox SET state = ?", state)
        assert await office.news.flush(office.now + timedelta(minutes=1)) == 1
        assert [chat for chat, _, _ in await office.copies()] == [GROUP, ALICE]

    async def test_nobody_waits_longer_than_ten_minutes_for_it(self, office: Bureau) -> None:
        await office.told(article("a-1"))
        for minute in range(1, 11):
            assert await office.news.flush(office.now + timedelta(minutes=minute)) == 0
        assert await office.news.flush(office.now + timedelta(minutes=11)) == 1

    async def test_only_what_is_new_to_the_person_is_told(self, office: Bureau) -> None:
        await office.follow(ALICE, HOUSING)
        await office.told(article("a-1"))
        await office.arrived()
        await office.publish(article("a-2", topics=["housing"]))
        later = office.now + timedelta(minutes=1)
        await office.matcher.match(later)
        assert await office.news.flush(later) == 1
        (text,) = [text for chat, _, text in await office.copies() if chat == ALICE]
        assert "a-1" not in text

    async def test_who_is_not_in_the_group_is_told(self, office: Bureau) -> None:
        await office.tables.memberships.note(ALICE, GROUP, member=False, now=office.now)
        assert await office.told(article("a-1")) == 2


async def test_a_town_is_told_chunk_by_chunk_under_one_broadcast(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "CHUNK", 3)
    for chat in range(1, 11):
        await office.follow(chat, language="en" if chat % 2 else "fr")
    assert await office.told(article("a-1")) == 10
    assert await office.ask("SELECT count(*) FROM broadcast") == [1]
    assert sorted(chat for chat, _, _ in await office.copies()) == list(range(1, 11))


async def test_a_crash_between_two_chunks_loses_nobody_and_tells_nobody_twice(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news, "CHUNK", 3)
    for chat in range(1, 8):
        await office.follow(chat)
    await office.publish(article("a-1"))
    await office.matcher.match(office.now)

    def crash(point: str) -> None:
        if point == "enqueued":
            raise OSError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(news, "reached", crash)
        with pytest.raises(OSError, match="killed"):
            await office.news.flush(office.now)
    assert await office.news.flush(office.now + timedelta(minutes=3)) == 4
    assert sorted(chat for chat, _, _ in await office.copies()) == list(range(1, 8))


async def test_what_was_withdrawn_is_dropped_and_not_counted_as_told(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.follow(BOB, HOUSING)
    await office.publish(article("a-1"), article("a-2"), article("a-3", topics=["housing"]))
    await office.matcher.match(office.now)
    for slug in ("a-1", "a-3"):
        await office.items.set_state(slug, State.PAUSED, None, None, office.now)
    assert await office.news.flush(office.now) == 1
    ((chat, _, text),) = await office.copies()
    assert (chat, "a-1" in text) == (ALICE, False)
    assert await office.ask("SELECT chat, story FROM told") == [(ALICE, "a-2")]
    assert await office.ask("SELECT 1 FROM pending") == []
    assert await office.ask("SELECT count(*) FROM broadcast") == [1]


async def test_a_chat_switched_off_is_passed_over_and_gets_it_once_it_is_back(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.publish(article("a-1"))
    await office.matcher.match(office.now)
    await office.tables.chats.left(ALICE, "private")
    assert await office.news.flush(office.now) == 0
    await office.tables.chats.met(ALICE, "private", office.now)
    assert await office.news.flush(office.now) == 1


async def test_who_unsubscribes_or_is_forgotten_while_it_is_worded_gets_nothing(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.follow(ALICE)
    await office.follow(BOB)
    await office.publish(article("a-1"))
    await office.matcher.match(office.now)
    real = tell_news

    async def meanwhile(*given: object) -> object:
        await office.tables.subscriptions.remove_all(ALICE)
        await office.tables.chats.forget(BOB, office.now)
        return await real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(news, "tell_news", meanwhile)
    assert await office.news.flush(office.now) == 0
    for table in ("outbox", "told", "pending", "broadcast"):
        assert await office.ask(f"SELECT 1 FROM {table}") == []


async def test_one_story_that_cannot_be_worded_holds_up_no_other_and_is_tried_again(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.follow(ALICE)
    await office.follow(BOB, HOUSING)
    await office.publish(article("a-1"), article("a-2", topics=["housing"]))
    await office.matcher.match(office.now)
    real = tell_news

    async def fails(told: object, request: object, services: object) -> object:
        if [each.story for each in told] == ["a-1"]:  # type: ignore[attr-defined]
            raise ValueError("cannot be worded")
        return await real(told, request, services)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(news, "tell_news", fails)
        assert await office.news.flush(office.now) == 1
        assert [chat for chat, _, _ in await office.copies()] == [BOB]
        assert await office.news.flush(office.now + timedelta(minutes=59)) == 0
    assert await office.news.flush(office.now + timedelta(hours=1)) == 1


async def test_news_that_waits_for_a_chat_expires_after_a_day(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.told(article("a-1"))
    expires = round((office.now + timedelta(days=1)).timestamp() * 1000)
    assert await office.ask("SELECT expires_at FROM outbox") == [expires]
    assert await office.ask("SELECT expires_at FROM broadcast") == [expires]


async def test_a_look_when_nothing_is_due_reads_nothing_of_what_waits(office: Bureau) -> None:
    await office.follow(ALICE, POLICING, Every.DAILY)
    rows = [Row(ALICE, None, f"s-{n}", n, "fr", office.now + timedelta(hours=1)) for n in range(20_000)]
    await office.database.write(lambda connection: pending.put(connection, rows))
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    await office.database.read(lambda connection: connection.set_progress_handler(count, 100))
    assert await office.news.flush(office.now) == 0
    await office.database.read(lambda connection: connection.set_progress_handler(None, 0))
    assert steps < 10
