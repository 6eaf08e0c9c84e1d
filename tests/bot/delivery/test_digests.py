"""Digests: each due slot is served once, caught up when it was missed, skipped when it is too late."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta, UTC

import pytest

from bot.delivery import digests
from bot.storage.schedules import Slot
from content.news import Filter
from content.schedule import WhenEmpty
from handlers.telling import tell_digest
from tests.bot.delivery.bureau import ALICE, article, Bureau, GROUP

SLOT = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
"""Half past six in Paris, on the day the tests begin."""
SUNDAY = date(2026, 11, 22)


async def slots(office: Bureau, schedule: int) -> list[Slot]:
    return await office.tables.schedules.slots(schedule)


async def states(office: Bureau, schedule: int) -> list[tuple[date, str]]:
    return [(each.day, each.state) for each in await slots(office, schedule)]


async def test_a_slot_is_served_when_it_is_due_and_once(office: Bureau) -> None:
    made = await office.schedule(thread=4)
    await office.publish(article("a-1"))
    assert await office.digests.next_due(office.now) == SLOT
    assert await office.digests.due(SLOT - timedelta(seconds=1)) == 0
    assert await office.digests.due(SLOT) == 1
    for later in (0, 1, 3600):
        assert await office.digests.due(SLOT + timedelta(seconds=later)) == 0
    ((chat, thread, text),) = await office.copies()
    assert (chat, thread) == (GROUP, 4)
    assert "Titre a-1" in text
    assert await states(office, made.id) == [(SUNDAY, "sent")]
    ((dedupe, kind, title, items),) = await office.ask("SELECT dedupe, kind, title, items FROM broadcast")
    assert (dedupe, kind) == (f"digest:{made.id}:2026-11-22", "digest")
    assert "22" in title
    assert "a-1" in json.loads(items)
    (expires,) = await office.ask("SELECT expires_at FROM outbox")
    assert expires == round((SLOT + timedelta(hours=6)).timestamp() * 1000)


async def test_what_it_told_is_told_by_no_other_message(office: Bureau) -> None:
    await office.follow(GROUP, Filter())
    await office.schedule()
    await office.schedule(at=time(20))
    await office.publish(article("a-1"))
    assert await office.digests.due(SLOT) == 1
    await office.matcher.match(SLOT)
    assert await office.news.flush(SLOT) == 0
    assert await office.digests.due(SLOT + timedelta(minutes=90)) == 1
    assert ["a-1" in text for _, _, text in await office.copies()] == [True, False]


@pytest.mark.parametrize(("state", "told"), [("expired", True), ("dead", True), ("sent", False), ("held", False)])
async def test_news_that_could_not_be_delivered_is_in_the_next_digest_and_in_no_other(
    state: str, told: bool, office: Bureau
) -> None:
    await office.follow(GROUP)
    await office.schedule()
    await office.schedule(at=time(20))
    await office.told(article("a-1"))
    await office.run("UPDATE outbox SET state = ?", state)
    assert await office.digests.due(SLOT) == 1
    assert await office.digests.due(SLOT + timedelta(minutes=90)) == 1
    assert ["Titre a-1" in text for _, _, text in await office.copies()] == [True, told, False]


async def test_news_of_the_seconds_before_is_told_by_the_next(office: Bureau) -> None:
    """What was written while the digest was made has an earlier time than the digest and was not in it."""
    await office.schedule()
    await office.digests.due(SLOT)
    office.clock.set(SLOT - timedelta(seconds=3))
    await office.publish(article("a-1", date="2026-11-22"))
    assert await office.digests.due(SLOT + timedelta(days=1)) == 1
    assert "Titre a-1" in (await office.copies())[-1][2]


@pytest.mark.parametrize(("late", "sent"), [(5 * 60, True), (6 * 60, True), (6 * 60 + 1, False), (23 * 60, False)])
async def test_it_is_caught_up_for_six_hours(late: int, sent: bool, office: Bureau) -> None:
    made = await office.schedule()
    await office.publish(article("a-1"))
    now = SLOT + timedelta(minutes=late)
    assert await office.digests.due(now) == int(sent)
    assert await states(office, made.id) == [(SUNDAY, "sent" if sent else "skipped")]
    assert [(each.schedule.id, each.day) for each in office.skipped] == ([] if sent else [(made.id, SUNDAY)])
    if sent:  # it has an hour to arrive at least
        (expires,) = await office.ask("SELECT expires_at FROM outbox")
        assert expires == round(max(SLOT + timedelta(hours=6), now + timedelta(hours=1)).timestamp() * 1000)
    assert await office.digests.due(now) == 0
    assert len(office.skipped) == int(not sent)
    # What was skipped is told by the next.
    assert await office.digests.due(SLOT + timedelta(days=1)) == 1
    assert ("Titre a-1" in (await office.copies())[-1][2]) is not sent


async def test_a_pause_skips_without_a_word(office: Bureau) -> None:
    made = await office.schedule()
    await office.tables.chats.pause(GROUP, SLOT + timedelta(hours=1))
    assert await office.digests.due(SLOT) == 0
    assert (await states(office, made.id), office.skipped) == ([(SUNDAY, "skipped")], [])


async def test_with_nothing_new_it_says_so_or_keeps_silent_as_chosen(office: Bureau) -> None:
    says = await office.schedule()
    silent = await office.schedule(ALICE, empty=WhenEmpty.SKIP)
    assert await office.digests.due(SLOT) == 1
    ((chat, _, text),) = await office.copies()
    assert (chat, "Rien de nouveau" in text) == (GROUP, True)
    assert await states(office, says.id) == [(SUNDAY, "sent")]
    assert await states(office, silent.id) == [(SUNDAY, "empty")]


async def test_a_digest_made_after_its_hour_starts_tomorrow(office: Bureau) -> None:
    made = await office.schedule(at=time(8))
    assert await office.digests.due(office.now) == 0
    assert await states(office, made.id) == []
    assert await office.digests.due(datetime(2026, 11, 23, 7, 0, tzinfo=UTC)) == 1


async def test_one_moved_to_an_hour_that_is_past_starts_tomorrow_and_nobody_is_told_of_it(office: Bureau) -> None:
    made = await office.schedule()
    moved = replace(made, at=time(1), days=(6,))
    await office.tables.schedules.keep(moved, office.now)
    assert await office.digests.due(office.now) == 0
    assert office.skipped == []
    assert await office.digests.next_due(office.now) == datetime(2026, 11, 29, 0, 0, tzinfo=UTC)


async def test_one_moved_to_a_later_hour_of_a_day_it_was_sent_comes_tomorrow(office: Bureau) -> None:
    made = await office.schedule()
    await office.digests.due(SLOT)
    (kept,) = await office.tables.schedules.of(GROUP)
    moved = await office.tables.schedules.keep(replace(kept, at=time(21)), SLOT + timedelta(hours=1))
    assert moved.coming(SLOT + timedelta(hours=1)) == (date(2026, 11, 23), datetime(2026, 11, 23, 20, 0, tzinfo=UTC))
    assert await office.digests.due(SLOT + timedelta(hours=3)) == 0
    assert (await states(office, made.id))[0] == (SUNDAY, "sent")


async def test_a_clock_that_goes_back_serves_no_slot_twice_and_hides_no_news(office: Bureau) -> None:
    made = await office.schedule()
    ahead = SLOT + timedelta(days=40)
    assert await office.digests.due(ahead) == 1
    office.clock.set(SLOT - timedelta(hours=1))
    assert await office.digests.due(office.now) == 0
    await office.publish(article("a-1", date="2026-11-22"))
    assert await office.digests.due(SLOT) == 1
    assert "Titre a-1" in (await office.copies())[-1][2]
    assert len(await slots(office, made.id)) == 2


async def test_a_chat_switched_off_has_its_slot_left_open(office: Bureau) -> None:
    made = await office.schedule()
    await office.tables.chats.left(GROUP, "group")
    assert await office.digests.due(SLOT) == 0
    assert await states(office, made.id) == []
    await office.tables.chats.met(GROUP, "group", SLOT)
    assert await office.digests.due(SLOT + timedelta(hours=1)) == 1


async def test_a_digest_removed_while_it_is_worded_leaves_nothing(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await office.schedule()
    real = tell_digest

    async def meanwhile(*given: object, **more: object) -> object:
        await office.tables.schedules.remove(GROUP, made.id)
        return await real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(digests, "tell_digest", meanwhile)
    assert await office.digests.due(SLOT) == 0
    for table in ("broadcast", "outbox", "slot", "told"):
        assert await office.ask(f"SELECT 1 FROM {table}") == []


async def test_one_digest_that_cannot_be_worded_holds_up_no_other(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = await office.schedule()
    await office.schedule(ALICE)
    real = tell_digest

    async def fails(schedule: object, *given: object, **more: object) -> object:
        if schedule.id == broken.id:  # type: ignore[attr-defined]
            raise ValueError("cannot be worded")
        return await real(schedule, *given, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(digests, "tell_digest", fails)
        assert await office.digests.due(SLOT) == 1
        assert await states(office, broken.id) == []
    assert await office.digests.due(SLOT + timedelta(minutes=1)) == 1


async def test_a_word_about_a_skipped_digest_that_cannot_be_said_stops_nothing(office: Bureau) -> None:
    async def fails(_: object) -> None:
        raise OSError("disk full")

    await office.schedule()
    await office.schedule(ALICE, at=time(23))
    office.digests._skipped = fails
    assert await office.digests.due(SLOT + timedelta(hours=7)) == 1


async def test_a_thousand_digests_that_are_not_due_cost_three_looks(office: Bureau) -> None:
    for chat in range(1, 101):
        await office.schedule(chat)
    looks = 0
    real = office.database.read

    async def read(work: object) -> object:
        nonlocal looks
        looks += 1
        return await real(work)  # type: ignore[arg-type]

    office.database.read = read  # type: ignore[method-assign, assignment]
    assert await office.digests.due(office.now) == 0
    assert looks <= 3
