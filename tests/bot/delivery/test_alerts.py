"""Alerts: an urgent word to everybody who follows the item's topics and places, once, ahead of everything else."""

import json
from datetime import datetime, time, timedelta, UTC

import pytest

from bot.delivery import alerts
from bot.storage.schedules import ScheduleTable
from content.news import Every, Filter
from content.records import ITEM, State
from content.schedule import Schedule
from handlers.ports import AlertKind
from tests.bot.delivery.bureau import ALICE, article, BOB, Bureau, GROUP, POLICING

DANGER, OTHER = AlertKind.DANGER, AlertKind.OTHER


async def sent(office: Bureau, slug: str = "a-1", kind: AlertKind = DANGER) -> int:
    number = await office.alerts.send(slug, kind, 99, office.now)
    assert number is not None
    await office.alerts.expand(office.now)
    return number


async def test_it_goes_to_every_chat_that_follows_what_it_is_about_once_and_in_its_language(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.follow(ALICE, Filter())
    await office.follow(BOB, Filter(places=("paris-19",)), Every.WEEKLY, language="en")
    await office.follow(GROUP, thread=4)
    await office.follow(9, Filter(topics=("housing",)))
    await office.publish(article("a-1", places=["place-stalingrad"]))
    number = await sent(office)
    copies = {chat: (thread, text) for chat, thread, text in await office.copies()}
    assert set(copies) == {ALICE, BOB, GROUP}
    assert copies[GROUP][0] == 4
    assert "Titre a-1" in copies[ALICE][1]
    assert "Title a-1" in copies[BOB][1]
    assert await office.ask("SELECT DISTINCT prio FROM outbox") == [0]
    ((kind, by, items, expires),) = await office.ask(
        "SELECT kind, by_user, items, expires_at FROM broadcast WHERE id = ?", number
    )
    assert (kind, by, json.loads(items)) == ("alert", 99, ["a-1"])
    assert expires == round((office.now + timedelta(hours=2)).timestamp() * 1000)
    assert office.woken >= 1


@pytest.mark.parametrize("kind", AlertKind)
async def test_danger_and_health_open_with_the_emergency_numbers(kind: AlertKind, office: Bureau) -> None:
    await office.follow(ALICE)
    await office.publish(article("a-1"))
    await sent(office, kind=kind)
    ((_, _, text),) = await office.copies()
    assert ("112" in text.split("\n\n")[0]) is (kind is not OTHER)


async def test_it_is_sent_once_an_item_and_revision(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.publish(article("a-1"))
    await sent(office)
    assert await office.alerts.send("a-1", OTHER, 99, office.now) is None
    await office.publish(article("a-1", summary={"fr": "Autre.", "en": "Other."}))
    await sent(office)
    assert len(await office.copies()) == 2


async def test_what_is_not_published_or_may_not_be_told_unasked_is_no_alert(office: Bureau) -> None:
    await office.items.put(article("a-draft"), State.DRAFT, None, None, office.now)
    await office.publish(article("a-court", ongoing_case=True))
    for slug in ("a-draft", "a-court", "a-none"):
        assert await office.alerts.send(slug, DANGER, None, office.now) is None
        assert await office.alerts.preview(slug, DANGER, "fr", office.now) is None
        assert await office.alerts.reach(slug, office.now) == 0


async def test_the_reach_told_before_is_the_number_of_chats_it_then_goes_to(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "CHUNK", 3)
    for chat in range(1, 9):
        await office.follow(chat)
        await office.follow(chat, Filter())
    await office.tables.chats.pause(1, office.now + timedelta(days=1))
    await office.tables.chats.left(2, "private")
    await office.publish(article("a-1"))
    assert await office.alerts.reach("a-1", office.now) == 6
    await sent(office)
    assert sorted(chat for chat, _, _ in await office.copies()) == [3, 4, 5, 6, 7, 8]


async def test_a_crash_in_the_middle_loses_nobody_and_tells_nobody_twice(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "CHUNK", 3)
    for chat in range(1, 9):
        await office.follow(chat)
    await office.publish(article("a-1"))
    await office.alerts.send("a-1", DANGER, None, office.now)
    points = 0

    def crash(point: str) -> None:
        nonlocal points
        points += 1
        if points == 2:
            raise OSError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(alerts, "reached", crash)
        with pytest.raises(OSError, match="killed"):
            await office.alerts.expand(office.now)
    assert len(await office.copies()) == 3
    assert await office.alerts.expand(office.now) == 5
    assert await office.alerts.expand(office.now) == 0
    assert sorted(chat for chat, _, _ in await office.copies()) == list(range(1, 9))


async def test_what_is_withdrawn_meanwhile_goes_to_nobody_more(office: Bureau) -> None:
    await office.follow(ALICE)
    await office.publish(article("a-1"))
    await office.alerts.send("a-1", DANGER, None, office.now)
    await office.items.set_state("a-1", State.RETRACTED, None, None, office.now)
    assert await office.alerts.expand(office.now) == 0
    assert await office.copies() == []
    assert await office.tables.broadcasts.expanding() == []


async def test_who_has_the_alert_is_not_told_the_news_it_is_about(office: Bureau) -> None:
    await office.follow(ALICE, POLICING, Every.DAILY)
    await office.follow(BOB)
    await office.follow(GROUP)
    await office.schedule()
    await office.tables.chats.pause(BOB, office.now + timedelta(hours=1))
    await office.publish(article("a-1", story="s-1"))
    await office.matcher.match(office.now)
    await sent(office)
    office.clock.advance(timedelta(days=1))
    await office.told(article("a-2", story="s-1"))
    assert [chat for chat, _, _ in await office.copies()] == [GROUP, ALICE, BOB]
    assert await office.digests.due(datetime(2026, 11, 23, 17, 30, tzinfo=UTC)) == 1
    assert "Rien de nouveau" in (await office.copies())[-1][2]


async def test_an_alert_on_a_measure_tells_the_change_it_is_about(office: Bureau) -> None:
    await office.follow(ALICE)
    (slug,) = await office.ask("SELECT min(slug) FROM item WHERE kind = 'measure' AND state = 'published'")
    measure = await office.items.get(slug)
    assert measure is not None
    await office.publish(ITEM.validate_python({**measure.model_dump(), "topics": ["policing"], "status": "ended"}))
    await office.matcher.match(office.now)
    assert len(await office.ask("SELECT 1 FROM pending")) == 1
    await sent(office, slug)
    assert await office.news.flush(office.now) == 0


async def test_a_group_whose_digest_is_about_it_gets_the_alert_in_the_digests_topic_once(office: Bureau) -> None:
    await office.follow(ALICE)
    schedules = ScheduleTable(office.database)
    policing, housing = Filter(topics=(POLICING.topics[0],)), Filter(topics=("housing",))
    for wanted, chat, thread in ((policing, GROUP, 7), (policing, ALICE, None), (housing, BOB, None)):
        await schedules.keep(
            Schedule(chat, time(18, 30), "Europe/Paris", "fr", thread=thread, filter=wanted), office.now
        )
    await office.publish(article("a-1"))
    assert await office.alerts.reach("a-1", office.now) == 2
    await sent(office)
    assert sorted((chat, thread) for chat, thread, _ in await office.copies()) == [(GROUP, 7), (ALICE, None)]
