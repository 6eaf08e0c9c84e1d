"""Digests and alerts: in their place at their hour, once a day whatever the clock does, and what is said where something fails."""

import asyncio
import datetime as dt
import os
import sys
from dataclasses import replace
from datetime import datetime, timedelta, UTC
from pathlib import Path
from typing import Any

import pytest

from bot.operations.status import status
from bot.sandbox import Chat, Person
from bot.simulate import simulate
from content.news import Filter
from content.records import State
from content.schedule import Schedule, WhenEmpty
from handlers.ports import AlertKind
from tests.bot.storage.polls import answered, failed
from tests.bot.town import labels, Message, Town, town
from tests.handlers.world import item
from tests.journeys.story import (
    article,
    asked,
    choose,
    follow,
    looked,
    measure,
    now,
    passed,
    plain,
    publish,
    sentence,
    told,
    until,
)

EVENING = dt.time(18, 30)


def at_paris(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of November 2026 by the clocks of Paris."""
    return datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)


async def scheduled(quarter: Town, chat: Chat | Person, **more: Any) -> Schedule:
    """Give a chat a daily digest at half past six in the evening, with its first one behind it."""
    more.setdefault("told_until", quarter.clock.now() - timedelta(seconds=1))
    made = Schedule(chat.id, more.pop("at", EVENING), "Europe/Paris", more.pop("language", "fr"), **more)
    return await quarter.app.services.schedules.keep(made, quarter.clock.now())


def digests(chat: Chat | Person) -> list[Message]:
    """Return the digests that stand there."""
    name = sentence("digest.title", weekday="", date="").strip()
    return told(chat, name)


# Setting up, and what a digest says


async def test_an_admin_sets_up_a_topic_and_has_the_digest_there_every_evening(
    quarter: Town, group: Chat, samir: Person
) -> None:
    group.promote_bot()
    topic = group.topic("Infos", samir)
    await quarter.settled()
    (wizard,) = await quarter.ask(samir, "/setup@riverain_bot", group, topic)
    await choose(quarter, samir, wizard, "Épingler")
    await choose(quarter, samir, wizard, "Aperçu")
    preview = now(quarter, wizard)
    assert preview["text"].startswith("Aperçu.")
    (charter,) = await choose(quarter, samir, preview, "Démarrer")
    for words in ("Ce qu’il garde", "ne publie jamais", "Qui modère", "Pour l’arrêter"):
        assert words in charter["text"]
    await until(quarter, at_paris(22, 18, 29))
    assert digests(group) == []
    await until(quarter, at_paris(22, 18, 30))
    (first,) = digests(group)
    assert first["message_thread_id"] == topic.id
    assert sentence("digest.first") in plain(first["text"])
    # What the admin was shown is what came.
    assert [line for line in preview["text"].splitlines() if line.startswith("•")] == [
        line for line in first["text"].splitlines() if line.startswith("•")
    ]
    assert group.pinned == [first["message_id"]]
    await publish(quarter, article("a-1", date="2026-11-23"))
    await until(quarter, at_paris(23, 18, 30))
    (_, second) = digests(group)
    assert second["message_thread_id"] == topic.id
    assert "Titre a-1" in second["text"]
    assert "depuis le 22 novembre 2026" in plain(second["text"])
    assert group.pinned == [second["message_id"]]
    pins = [call for call in quarter.world.calls if call.method == "pinChatMessage"]
    assert [call.params["disable_notification"] for call in pins] == ["true", "true"]


async def test_where_the_bot_may_not_pin_the_digest_stands_and_that_is_no_strike(quarter: Town, group: Chat) -> None:
    await scheduled(quarter, group, pin=True)
    for day in (22, 23, 24):
        await until(quarter, at_paris(day, 18, 30))
    assert (len(digests(group)), group.pinned) == (3, [])
    assert await asked(quarter, "SELECT active, strikes FROM chat WHERE id = ?", group.id) == [(1, 0)]


async def test_a_digest_has_stories_by_topic_changes_corrections_and_its_sources(quarter: Town, group: Chat) -> None:
    await publish(quarter, measure("m-1"))
    await quarter.settled()
    await passed(quarter, minutes=1)
    await scheduled(quarter, group)
    await publish(
        quarter,
        article("a-police", reliability="official"),
        article("a-homes", topics=["housing"]),
        measure("m-1", status="under_way"),
    )
    await _feeds(quarter, answering=3, silent_since=at_paris(17, 12))
    await _correction(quarter, "a-police", at_paris(22, 17))
    await until(quarter, at_paris(22, 18, 30))
    text = plain(digests(group)[-1]["text"])
    for words in (
        "\nPolice\n", "Titre a-police", "\nHébergement\n", "Titre a-homes", sentence("digest.measures"), "Mesure m-1",
        sentence("digest.corrections"), "Il faut lire « treize »", "Sources citées : 1 officielle",
        "3 sources lues, 1 ne répond pas", "depuis mardi", "112",
    ):  # fmt: skip
        assert words in text, words
    # Neither the correction nor the news comes again.
    await until(quarter, at_paris(23, 18, 30))
    text = plain(digests(group)[-1]["text"])
    assert "Rien de nouveau depuis le 22 novembre 2026" in text
    assert "Il faut lire" not in text
    # The first of the week has a figure or a contact of the week.
    assert "de la semaine" in text


async def test_a_digest_is_capped_and_the_rest_is_behind_see_more(quarter: Town, group: Chat, amina: Person) -> None:
    await scheduled(quarter, group, most=2)
    await publish(quarter, *(article(f"a-{number}") for number in range(5)))
    await until(quarter, at_paris(22, 18, 30))
    (digest,) = digests(group)
    assert digest["text"].count("Titre a-") == 2
    assert "Et 3 autres faits" in plain(digest["text"])
    door = next(row[0]["url"] for row in digest["reply_markup"]["inline_keyboard"] if row[0]["text"] == "Voir plus")
    (listed,) = await quarter.ask(amina, f"/start {door.split('start=')[1]}")
    assert "Titre a-" in listed["text"]


async def test_nothing_new_is_said_or_skipped_as_the_group_chose(quarter: Town, group: Chat, amina: Person) -> None:
    await scheduled(quarter, group)
    await scheduled(quarter, amina, empty=WhenEmpty.SKIP)
    await until(quarter, at_paris(22, 18, 30))
    assert "Rien de nouveau" in digests(group)[0]["text"]
    assert digests(amina) == []
    await publish(quarter, article("a-1"))
    await until(quarter, at_paris(23, 18, 30))
    assert "Titre a-1" in digests(amina)[0]["text"]


async def test_topics_places_language_and_days_are_those_chosen(quarter: Town, joe: Person) -> None:
    await scheduled(quarter, joe, language="en", days=(0, 2), filter=Filter(topics=("policing",), places=("paris-19",)))
    await publish(
        quarter,
        article("a-here", places=["place-stalingrad"]),
        article("a-there", places=["pantin"]),
        article("a-other", topics=["housing"], places=["paris-19"]),
    )
    await until(quarter, at_paris(22, 23))
    assert told(joe, "Title a-") == []
    await until(quarter, at_paris(23, 18, 30))
    (digest,) = told(joe, "Title a-here")
    assert "a-there" not in digest["text"]
    assert "a-other" not in digest["text"]
    for day in (24, 25, 26):
        await until(quarter, at_paris(day, 18, 30))
    assert len([each for each in joe.messages if "Nothing new" in each["text"]]) == 1


async def test_what_was_told_at_once_is_not_in_the_digest_and_what_the_digest_told_is_not_told_again(
    quarter: Town, group: Chat, samir: Person
) -> None:
    await follow(quarter, samir, "police", group)
    await scheduled(quarter, group)
    await publish(quarter, article("a-1"), article("a-2", topics=["housing"], story="s-2"))
    assert len(told(group, "Titre a-1")) == 1
    await until(quarter, at_paris(22, 18, 30))
    (digest,) = digests(group)
    assert "Titre a-1" not in digest["text"]
    assert "Titre a-2" in digest["text"]
    await publish(quarter, article("a-3", story="s-2"))
    assert told(group, "Titre a-3") == []


async def test_two_digests_of_one_chat_do_not_repeat_each_other(quarter: Town, group: Chat) -> None:
    await scheduled(quarter, group)
    await scheduled(quarter, group, at=dt.time(20))
    await publish(quarter, article("a-1"))
    await until(quarter, at_paris(22, 18, 30))
    await until(quarter, at_paris(22, 20))
    assert (len(digests(group)), len(told(group, "Titre a-1"))) == (2, 1)


# Slots: once a day, late, too late, on a clock that is wrong


async def test_a_slot_missed_by_five_hours_is_caught_up_by_the_next_run(tmp_path: Path, paris: Path) -> None:
    world, group = await _before(tmp_path, paris)
    async with town(tmp_path / "data", template=paris, world=world, operators=(600_000_001,)) as after:
        await until(after, at_paris(23, 23, 30))
        (digest,) = digests(group)
        assert "lundi" in digest["text"].lower()
        assert told(world.people[600_000_001], "digest") == []


async def test_a_slot_missed_by_thirty_hours_is_skipped_with_a_word_to_the_moderators_said_once(
    tmp_path: Path, paris: Path
) -> None:
    world, group = await _before(tmp_path, paris)
    claire = world.people[600_000_001]
    async with town(tmp_path / "data", template=paris, world=world, operators=(claire.id,)) as after:
        await until(after, at_paris(24, 17))  # of Monday, thirty hours late less one
        await passed(after, minutes=1)
        assert digests(group) == []
        (word,) = told(claire, "n’est pas parti")
        assert "23 novembre 2026" in plain(word["text"])
        # What was not told is told by the next.
        await until(after, at_paris(24, 18, 30))
        assert "Titre a-1" in digests(group)[0]["text"]
        assert len(told(claire, "n’est pas parti")) == 1


async def _before(tmp_path: Path, paris: Path) -> tuple[Any, Chat]:
    """Run the bot until Monday at noon with a digest at half past six, and move the clock on while it is down."""
    async with town(tmp_path / "data", template=paris) as before:
        world = before.world
        claire = world.person("Claire", "fr", started=True)
        assert claire.id == 600_000_001
        group = world.group("Riverains", owner=claire, quiet=True)
        await scheduled(before, group)
        await until(before, at_paris(22, 18, 30))
        assert len(digests(group)) == 1
        group.remove(digests(group)[0]["message_id"])
        await until(before, at_paris(23, 12))
        await publish(before, article("a-1", date="2026-11-23"))
    world.clock.set(at_paris(23, 23, 30))
    return world, group


async def test_a_clock_an_hour_ahead_or_back_makes_no_second_digest_and_loses_no_news(
    quarter: Town, group: Chat
) -> None:
    await scheduled(quarter, group)
    await until(quarter, at_paris(22, 17, 45))
    quarter.clock.advance(timedelta(hours=1))  # wrong: it says 18:45
    await looked(quarter)
    assert len(digests(group)) == 1
    quarter.clock.advance(timedelta(hours=-1))  # and put right
    await passed(quarter, minutes=15)
    await publish(quarter, article("a-1", date="2026-11-22"))
    await until(quarter, at_paris(22, 18, 30))
    await passed(quarter, hours=1)
    assert len(digests(group)) == 1
    await until(quarter, at_paris(23, 18, 30))
    assert len(digests(group)) == 2
    assert "Titre a-1" in digests(group)[-1]["text"]


@pytest.mark.parametrize(
    ("before", "due", "after"),
    [
        # 02:30 does not exist that night: the first instant after the gap.
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC), datetime(2027, 3, 28, 3, tzinfo=UTC)),
        # 02:30 comes twice: the first counts.
        (datetime(2026, 10, 25, 0, 29, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC)),
    ],
)  # fmt: skip
async def test_half_past_two_comes_once_on_the_nights_the_clocks_change(
    before: datetime, due: datetime, after: datetime, quarter: Town, group: Chat
) -> None:
    quarter.clock.set(before - timedelta(hours=3))
    await scheduled(quarter, group, at=dt.time(2, 30))
    await until(quarter, before)
    assert digests(group) == []
    await until(quarter, due)
    assert len(digests(group)) == 1
    for _ in range(8):
        await passed(quarter, minutes=15)
    await until(quarter, after)
    assert len(digests(group)) == 1
    await until(quarter, after + timedelta(days=1))
    assert len(digests(group)) == 2


async def test_a_restart_between_changes_nothing(tmp_path: Path, paris: Path) -> None:
    async with town(tmp_path / "data", template=paris) as before:
        world = before.world
        owner = world.person("Samir", "fr", started=True)
        group = world.group("Riverains", owner=owner, quiet=True)
        await scheduled(before, group)
        await until(before, at_paris(22, 18, 30))
    async with town(tmp_path / "data", template=paris, world=world) as after:
        await passed(after, minutes=1)
        assert len(digests(group)) == 1
        await until(after, at_paris(23, 18, 30))
        assert len(digests(group)) == 2


async def test_a_digest_moved_to_an_hour_that_is_past_starts_tomorrow(
    quarter: Town, group: Chat, samir: Person
) -> None:
    made = await scheduled(quarter, group)
    await quarter.app.services.schedules.keep(replace(made, at=dt.time(8)), quarter.clock.now())
    await passed(quarter, hours=2)
    assert digests(group) == []
    await until(quarter, at_paris(23, 8))
    assert len(digests(group)) == 1


async def test_quiet_hours_of_the_group_put_a_digest_off_and_do_not_let_it_expire(
    quarter: Town, group: Chat, samir: Person
) -> None:
    await scheduled(quarter, group)
    await quarter.ask(samir, "/quiet@riverain_bot 18 8", group)
    await until(quarter, at_paris(22, 18, 30))
    await until(quarter, at_paris(23, 7, 59))
    assert digests(group) == []
    await until(quarter, at_paris(23, 8, 1))
    assert len(digests(group)) == 1


async def test_a_paused_chat_gets_no_digest_and_afterwards_all_the_news(quarter: Town, amina: Person) -> None:
    await scheduled(quarter, amina)
    await quarter.ask(amina, "/pause 3 jours")
    await publish(quarter, article("a-1"))
    for day in (22, 23, 24):
        await until(quarter, at_paris(day, 18, 30))
    assert digests(amina) == []
    await until(quarter, at_paris(25, 18, 30))
    assert "Titre a-1" in digests(amina)[0]["text"]


async def test_a_digest_that_waits_goes_with_the_group_that_becomes_a_supergroup(quarter: Town, samir: Person) -> None:
    basic = quarter.world.group("Voisins", owner=samir, quiet=True)
    await scheduled(quarter, basic)
    await quarter.ask(samir, "/quiet@riverain_bot 18 20", basic)
    await publish(quarter, article("a-1"))
    await until(quarter, at_paris(22, 18, 30))
    grown = basic.migrate()
    await quarter.settled()
    await until(quarter, at_paris(22, 20, 1))
    assert (digests(basic), len(digests(grown))) == ([], 1)
    await until(quarter, at_paris(23, 18, 30))
    await until(quarter, at_paris(23, 20, 1))
    assert len(digests(grown)) == 2


async def test_a_group_that_asks_to_be_forgotten_while_its_digest_waits_gets_none(
    quarter: Town, group: Chat, samir: Person
) -> None:
    await scheduled(quarter, group)
    await quarter.ask(samir, "/quiet@riverain_bot 18 20", group)
    await until(quarter, at_paris(22, 18, 30))
    await quarter.app.services.chats.forget(group.id, quarter.clock.now())
    await until(quarter, at_paris(23, 20))
    assert digests(group) == []
    assert await asked(quarter, "SELECT 1 FROM outbox WHERE chat = ? AND bid IS NOT NULL", group.id) == []


async def test_a_group_the_bot_was_thrown_out_of_gets_no_digest_and_its_settings_stay(
    quarter: Town, group: Chat
) -> None:
    await scheduled(quarter, group)
    group.kick_bot()
    await quarter.settled()
    await until(quarter, at_paris(22, 18, 30))
    assert digests(group) == []
    assert len(await quarter.app.services.schedules.of(group.id)) == 1
    group.add_bot()
    await quarter.settled()
    await until(quarter, at_paris(23, 18, 30))
    assert len(digests(group)) == 1


async def test_a_fault_in_one_step_does_not_stop_the_others(
    quarter: Town, group: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("a fault of our own")

    await scheduled(quarter, group)
    monkeypatch.setattr(quarter.app.tables.feeds, "dark", fails)
    monkeypatch.setattr(quarter.app.tables.news, "waiting", fails)
    await until(quarter, at_paris(22, 18, 30))
    assert len(digests(group)) == 1


# A source gone dark


async def test_a_source_that_is_dark_for_days_is_told_once_and_blames_nobody(
    quarter: Town, amina: Person, joe: Person
) -> None:
    await follow(quarter, amina, "police")
    await follow(quarter, joe, "police")
    (form,) = await quarter.ask(joe, "/unsubscribe police")
    await quarter.press(joe, form, labels(form)[0])
    before = len(amina.messages), len(joe.messages)
    await _feeds(quarter, answering=1, silent_since=at_paris(22, 12))
    await until(quarter, at_paris(25, 11))
    assert len(amina.messages) == before[0]
    await until(quarter, at_paris(25, 13))
    (word,) = amina.messages[before[0] :]
    assert "22 novembre 2026" in plain(word["text"])
    for _ in range(5):
        await passed(quarter, days=1)
    assert (len(amina.messages), len(joe.messages)) == (before[0] + 1, before[1])


# Alerts


async def test_an_alert_goes_ahead_of_everything_with_emergency_numbers_also_in_quiet_hours(
    quarter: Town, group: Chat, samir: Person, amina: Person, joe: Person
) -> None:
    await follow(quarter, amina, "police")
    await follow(quarter, joe, "stalingrad")
    await follow(quarter, samir, "police", group)
    await quarter.ask(amina, "/quiet 8 20")
    await publish(quarter, article("a-1"))
    assert told(amina, "Titre a-1") == []
    await _alert(quarter, "a-1")
    (alert,) = told(amina, "Alerte")
    assert "112" in alert["text"].splitlines()[0] or "112" in plain(alert["text"]).split("Alerte")[0]
    assert "20 novembre 2026" in plain(alert["text"])
    assert "disable_notification" not in quarter.world.calls[-1].params
    assert len(told(group, "Alerte")) == 1
    assert told(joe, "Alert") == []
    # Who has the alert is not told the news it is about.
    await until(quarter, at_paris(22, 20, 1))
    assert len(told(amina, "Titre a-1")) == 1


async def test_an_alert_reaches_no_chat_that_is_paused_and_is_sent_once_an_item(
    quarter: Town, amina: Person, joe: Person
) -> None:
    for person in (amina, joe):
        await follow(quarter, person, "police")
    await quarter.ask(joe, "/pause 1 day")
    await publish(quarter, article("a-1"))
    assert await quarter.app.services.alerts.reach("a-1", quarter.clock.now()) == 1
    await _alert(quarter, "a-1")
    assert await quarter.app.services.alerts.send("a-1", AlertKind.DANGER, None, quarter.clock.now()) is None
    await looked(quarter)
    assert (len(told(amina, "Alerte")), told(joe, "Alert:")) == (1, [])


# What is seen without waiting


async def test_the_status_command_tells_of_it_while_the_bot_runs(quarter: Town, group: Chat) -> None:
    await scheduled(quarter, group)
    await until(quarter, at_paris(22, 18, 30))
    told_by_command = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "status", stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "RIVERAIN_DATA": str(quarter.data)},
    )  # fmt: skip
    async with asyncio.timeout(30):
        out, _ = await told_by_command.communicate()
    text = plain(out.decode())
    assert told_by_command.returncode == 0
    assert "1 sent" in text
    title = sentence("digest.title", weekday="dimanche", date="22 novembre 2026")
    assert any("digest" in line and title in line for line in text.splitlines())
    lines = await status(quarter.data, at_paris(22, 17))
    assert "still due today: 0" in lines[0]


async def test_simulate_says_what_the_running_bot_sends_over_the_same_days_and_changes_nothing(
    tmp_path: Path, paris: Path
) -> None:
    start = datetime(2026, 10, 22, 22, 0, tzinfo=UTC)
    news = [
        (start + timedelta(hours=11), article("a-1", date="2026-10-23")),
        (start + timedelta(days=1, hours=23), article("a-2", date="2026-10-24", topics=["housing"])),
        (start + timedelta(days=2, hours=3), article("a-3", date="2026-10-25")),
        (start + timedelta(days=4, hours=2), article("a-4", date="2026-10-26", story="s")),
        (start + timedelta(days=4, hours=5), article("a-5", date="2026-10-26", story="s")),
    ]
    async with town(tmp_path / "data", template=paris) as running:
        running.clock.set(start - timedelta(days=1))
        world = running.world
        samir, amina = (world.person(name, "fr", started=True) for name in ("Samir", "Amina"))
        group = world.group("Riverains", owner=samir, forum=True, quiet=True)
        topic = group.topic("Infos", samir)
        group.join(amina, quiet=True)
        await running.settled()
        await follow(running, amina, "police")
        await follow(running, samir, "police", every="Une fois par semaine")
        await follow(running, amina, "hébergement", every="Une fois par jour")
        await running.ask(amina, "/quiet 22 7")
        await scheduled(running, group, thread=topic.id)
        await publish(running, article("a-0", date="2026-10-21"))
        await _due(running, start - timedelta(seconds=1))
        before = len(world.calls)
        for at, each in news:
            await _due(running, at)
            await publish(running, each)
        await _due(running, start + timedelta(days=7))
        sent = [
            (int(call.params["chat_id"]), call.params.get("message_thread_id"), call.params["text"])
            for call in world.calls[before:]
            if call.method == "sendMessage" and call.ok
        ]
    files = _files(tmp_path / "data")
    said: list[str] = []
    count = await simulate(tmp_path / "data", None, dt.date(2026, 10, 23), 7, said.append, start + timedelta(days=8))
    assert _files(tmp_path / "data") == files
    assert count == len(said) == len(sent)
    assert sorted(text for _, _, text in sent) == sorted(each.split("\n", 1)[1].removesuffix("\n") for each in said)
    heads = [each.split("\n", 1)[0] for each in said]
    assert sum(f"group {group.id}, topic {topic.id}" in head for head in heads) == 7
    assert heads[0].startswith("── Fri 2026-10-23")
    assert any("2026-10-25 18:30 CET" in head for head in heads)
    assert any("2026-10-24 18:30 CEST" in head for head in heads)


async def _due(quarter: Town, end: datetime) -> None:
    """Move the clock to ``end`` by way of every quarter of an hour, as the scheduler's knocks would."""
    while quarter.clock.now() < end:
        await until(quarter, min(end, quarter.clock.now() + timedelta(minutes=15)))


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


async def _feeds(quarter: Town, *, answering: int, silent_since: datetime) -> None:
    """Enable some feeds that were read just now, and one that has not answered for long."""
    for number in range(answering + 1):
        feed = item("feed", f"feed-{number}", title=f"Flux {number}", url="https://example.org/feed", enabled=True)
        await quarter.app.items.put(feed, State.PUBLISHED, None, None, quarter.clock.now())
        if number:
            await answered(quarter.app.database, feed.slug, quarter.clock.now())
        else:
            await failed(quarter.app.database, feed.slug, silent_since)


async def _correction(quarter: Town, slug: str, at: datetime) -> None:
    values = (slug, round(at.timestamp() * 1000))
    await quarter.app.database.write(
        lambda connection: connection.execute(
            "INSERT INTO correction(slug, at, said, is_right, why) VALUES(?, ?, 'douze', 'treize', 'Une faute de frappe.')",
            values,
        )
    )


async def _alert(quarter: Town, slug: str) -> None:
    assert await quarter.app.services.alerts.send(slug, AlertKind.DANGER, None, quarter.clock.now()) is not None
    quarter.app.planner.wake_alerts()
    await quarter.settled()
