"""Following: what people asked to be told reaches them once, when they want it, in the right place and language."""

from datetime import datetime, timedelta, UTC
from pathlib import Path

import pytest

from bot.sandbox import Chat, Person
from content.records import State
from tests.bot.town import labels, Town, town
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
    pressable,
    publish,
    told,
    until,
)


def at_paris(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """Return an instant of winter 2026 by the clocks of Paris."""
    return datetime(2026, month, day, hour - 1, minute, tzinfo=UTC)


# Where, what, how often, in which language


async def test_a_person_is_told_what_they_follow_at_once_and_once(quarter: Town, amina: Person, joe: Person) -> None:
    await follow(quarter, amina, "police")
    await follow(quarter, joe, "police")
    await publish(quarter, article("a-1"))
    await passed(quarter, hours=1)
    (french,), (english,) = told(amina, "a-1"), told(joe, "a-1")
    assert "Titre a-1" in french["text"]
    assert "Title a-1" in english["text"]
    assert "20 novembre 2026" in plain(french["text"])
    assert pressable(french, "Signaler une erreur")
    assert pressable(french, "Mes abonnements")


async def test_a_topic_of_a_group_a_group_and_a_channel_are_told_in_their_place(
    quarter: Town, group: Chat, samir: Person
) -> None:
    topic = group.topic("Infos", samir)
    plain_group = quarter.world.group("Voisins", owner=samir, quiet=True)
    channel = quarter.world.channel("Canal", owner=samir)
    await quarter.settled()
    await follow(quarter, samir, "police", group, topic)
    await follow(quarter, samir, "police", plain_group)
    samir.say("/subscribe police", chat=channel)
    await quarter.settled()
    (door,) = [row[0]["url"] for row in channel.messages[-1]["reply_markup"]["inline_keyboard"]]
    (form,) = await quarter.ask(samir, f"/start {door.split('start=')[1]}")
    await quarter.press(samir, form, "Dès que")
    await quarter.press(samir, now(quarter, form), "Confirmer")
    await publish(quarter, article("a-1"))
    (in_topic,) = told(group, "Titre a-1")
    assert in_topic["message_thread_id"] == topic.id
    assert not pressable(in_topic, "Mes abonnements")
    assert len(told(plain_group, "Titre a-1")) == 1
    assert len(told(channel, "Titre a-1")) == 1
    assert told(samir, "Titre a-1") == []


async def test_in_a_group_only_its_admins_may(quarter: Town, group: Chat, amina: Person) -> None:
    (refused,) = await quarter.ask(amina, "/subscribe@riverain_bot police", group)
    assert "administrateurs" in refused["text"]
    assert labels(refused) == []
    assert await quarter.app.services.subscriptions.of(group.id) == []


async def test_an_anonymous_admin_follows_for_the_group_by_a_private_link(
    quarter: Town, group: Chat, amina: Person
) -> None:
    group.promote(amina, anonymous=True)
    (door,) = await quarter.ask(amina, "/subscribe@riverain_bot police", group)
    (row,) = door["reply_markup"]["inline_keyboard"]
    (form,) = await quarter.ask(amina, f"/start {row[0]['url'].split('start=')[1]}")
    await quarter.press(amina, form, "Dès que")
    await quarter.press(amina, now(quarter, form), "Confirmer")
    await publish(quarter, article("a-1"))
    assert (len(told(group, "Titre a-1")), told(amina, "Titre a-1")) == (1, [])


async def test_a_place_words_and_exclusions_narrow_what_is_told(quarter: Town, amina: Person, joe: Person) -> None:
    await follow(quarter, amina, "stalingrad")
    await follow(quarter, joe, "police -football")
    await publish(
        quarter,
        article("a-place", topics=[], places=["place-stalingrad"]),
        article("a-game", summary={"fr": "Un match de football.", "en": "A football match."}),
        article("a-calm"),
    )
    assert (len(told(amina, "a-place")), told(amina, "a-game"), told(amina, "a-calm")) == (1, [], [])
    assert (told(joe, "a-place"), told(joe, "a-game"), len(told(joe, "a-calm"))) == ([], [], 1)


async def test_one_measure_is_followed_and_its_changes_are_told(quarter: Town, amina: Person) -> None:
    await publish(quarter, measure("m-lampes"), measure("m-bancs"))
    (form,) = await quarter.ask(amina, "/follow m-lampes")
    await choose(quarter, amina, form, "Dès que")
    await choose(quarter, amina, form, "Confirmer")
    await quarter.app.services.chats.keep_quiet(amina.id, None)
    await publish(quarter, measure("m-lampes", status="under_way"), measure("m-bancs", status="under_way"))
    (changed,) = [each for each in told(amina, "Mesure m-lampes") if pressable(each, "Mes abonnements")]
    assert "m-bancs" not in changed["text"]


@pytest.mark.parametrize(
    ("every", "silent_at", "told_at"),
    [
        ("Une fois par jour", at_paris(23, 7, 59), at_paris(23, 8)),
        ("Une fois par semaine", at_paris(23, 7, 59), at_paris(23, 8)),
    ],
)
async def test_what_is_followed_daily_or_weekly_comes_at_eight_in_one_message(
    every: str, silent_at: datetime, told_at: datetime, quarter: Town, amina: Person
) -> None:
    await follow(quarter, amina, "police", every=every)
    await publish(quarter, article("a-1"))
    await publish(quarter, article("a-2"))
    await until(quarter, silent_at)
    assert told(amina, "Titre a-") == []
    await until(quarter, told_at)
    (message,) = told(amina, "Titre a-")
    assert "Titre a-1" in message["text"]
    assert "Titre a-2" in message["text"]
    # The next: tomorrow, or in a week.
    await publish(quarter, article("a-3"))
    await until(quarter, at_paris(24, 8))
    assert len(told(amina, "Titre a-3")) == (1 if "jour" in every else 0)
    await until(quarter, at_paris(30, 8))
    assert len(told(amina, "Titre a-3")) == 1


async def test_what_is_followed_in_english_is_told_in_english_to_a_french_reader(quarter: Town, amina: Person) -> None:
    (form,) = await quarter.ask(amina, "/subscribe police")
    for choice in ("Dès que", "English", "Confirmer"):
        await quarter.press(amina, now(quarter, form), choice)
    await publish(quarter, article("a-1"))
    assert "Title a-1" in told(amina, "a-1")[0]["text"]


# The price, the list, pause, unsubscribe


async def test_the_price_is_told_before_with_the_message_to_see(quarter: Town, amina: Person) -> None:
    await publish(quarter, article("a-1", date="2026-11-03"), article("a-2", date="2026-11-01"))
    before = len(amina.messages)
    (form,) = await quarter.ask(amina, "/subscribe police")
    assert "2 messages ces 30 derniers jours, le dernier le 3 novembre 2026" in plain(form["text"])
    (sample,) = await quarter.press(amina, form, "Voir ce message")
    assert "Titre a-1" in sample["text"]
    assert "Exemple" in sample["text"]
    assert await quarter.app.services.subscriptions.of(amina.id) == []
    await passed(quarter, days=1)
    assert len(amina.messages) == before + 2


async def test_one_list_has_all_subscriptions_and_unsubscribing_keeps_the_rest(quarter: Town, amina: Person) -> None:
    await follow(quarter, amina, "police")
    await follow(quarter, amina, "stalingrad", every="Une fois par semaine")
    await quarter.ask(amina, "/quiet 21 7")
    await quarter.ask(amina, "/setup 18h30")
    (listed,) = await quarter.ask(amina, "/subscriptions")
    assert "Police" in listed["text"]
    assert "Stalingrad" in listed["text"]
    (form,) = await quarter.ask(amina, "/unsubscribe police")
    await quarter.press(amina, form, labels(form)[0])
    left = await quarter.app.services.subscriptions.of(amina.id)
    assert [each.filter.places for each in left] == [("place-stalingrad",)]
    manner = await quarter.app.services.chats.manner(amina.id)
    assert manner.quiet is not None
    assert await quarter.app.services.chats.language(amina.id) is None
    await publish(quarter, article("a-1"))
    assert told(amina, "Titre a-1") == []


async def test_a_pause_puts_off_what_comes_until_it_ends_or_is_ended(quarter: Town, amina: Person, joe: Person) -> None:
    for person, words in ((amina, "/pause 3 jours"), (joe, "/pause")):
        await follow(quarter, person, "police")
        (form,) = await quarter.ask(person, words)
    await quarter.press(joe, form, "Pause without end") if pressable(
        form, "Pause without end"
    ) else await quarter.press(joe, form, labels(form)[-2])
    await publish(quarter, article("a-1"))
    await passed(quarter, days=2, hours=23)
    assert (told(amina, "a-1"), told(joe, "a-1")) == ([], [])
    await passed(quarter, hours=2)
    assert (len(told(amina, "a-1")), told(joe, "a-1")) == (1, [])
    (form,) = await quarter.ask(joe, "/pause")
    await quarter.press(joe, form, "Resume")
    await passed(quarter, minutes=1)
    assert len(told(joe, "a-1")) == 1


async def test_what_waits_for_a_subscription_goes_with_it(quarter: Town, amina: Person) -> None:
    await follow(quarter, amina, "police", every="Une fois par jour")
    await publish(quarter, article("a-1"))
    (form,) = await quarter.ask(amina, "/unsubscribe police")
    await quarter.press(amina, form, labels(form)[0])
    await until(quarter, at_paris(23, 8, 1))
    assert told(amina, "Titre a-1") == []


# One story, once, a person


async def test_an_item_that_matches_several_subscriptions_is_told_once(quarter: Town, amina: Person) -> None:
    await follow(quarter, amina, "police")
    await follow(quarter, amina, "stalingrad")
    await follow(quarter, amina, "tout", every="Une fois par jour")
    await publish(quarter, article("a-1", places=["place-stalingrad"]))
    await until(quarter, at_paris(23, 8, 1))
    assert len(told(amina, "Titre a-1")) == 1


async def test_a_second_paper_on_the_same_story_is_not_told_again(quarter: Town, amina: Person) -> None:
    await follow(quarter, amina, "police")
    await publish(quarter, article("a-1", story="s-1"))
    await publish(quarter, article("a-2", story="s-1", source="le-parisien"))
    assert len(told(amina, "Titre a-")) == 1


async def test_what_stood_in_a_group_of_mine_is_not_sent_to_me(
    quarter: Town, group: Chat, samir: Person, amina: Person
) -> None:
    lea = quarter.world.person("Léa", "fr", started=True)
    for person in (amina, lea):
        await follow(quarter, person, "police")
    await follow(quarter, samir, "police", group)
    await looked(quarter)
    await publish(quarter, article("a-1"))
    await passed(quarter, minutes=2)
    assert (len(told(group, "Titre a-1")), told(amina, "Titre a-1"), len(told(lea, "Titre a-1"))) == (1, [], 1)
    # Who leaves is told again, once Telegram was asked again.
    group.leave(amina)
    await passed(quarter, days=4)
    await publish(quarter, article("a-2", date="2026-11-25"))
    await passed(quarter, minutes=2)
    assert len(told(amina, "Titre a-2")) == 1


@pytest.mark.parametrize("fault", ["not_enough_rights", "chat_not_found"])
async def test_where_the_copy_in_the_group_fails_i_get_it_myself(
    fault: str, quarter: Town, group: Chat, samir: Person, amina: Person
) -> None:
    await follow(quarter, amina, "police")
    await follow(quarter, samir, "police", group)
    await looked(quarter)
    quarter.world.fault("sendMessage", "refuse", chat=group, code=400, description=f"Bad Request: {fault}")
    await publish(quarter, article("a-1"))
    await passed(quarter, minutes=1)
    await passed(quarter, minutes=1)
    assert (told(group, "Titre a-1"), len(told(amina, "Titre a-1"))) == ([], 1)


async def test_nobody_waits_all_night_for_the_copy_of_a_group_in_its_quiet_hours(
    quarter: Town, group: Chat, samir: Person, amina: Person
) -> None:
    await follow(quarter, amina, "police")
    await quarter.ask(samir, "/setup@riverain_bot 18h30", group)
    await quarter.press(samir, group.messages[-1], "Démarrer")
    await quarter.ask(samir, "/quiet@riverain_bot 18 8", group)
    await until(quarter, at_paris(22, 18, 29))
    await publish(quarter, article("a-0"))  # sent at once: the group was told nothing yet
    assert len(told(amina, "Titre a-0")) == 1
    await quarter.app.items.put(article("a-1"), State.PUBLISHED, None, None, quarter.clock.now())
    await until(quarter, at_paris(22, 18, 30))
    assert told(group, "Titre a-1") == []
    await passed(quarter, minutes=5)
    assert told(amina, "Titre a-1") == []
    await passed(quarter, minutes=7)
    assert len(told(amina, "Titre a-1")) == 1


# Quiet hours


async def test_quiet_hours_queue_and_merge(quarter: Town, amina: Person) -> None:
    await follow(quarter, amina, "police")
    await quarter.ask(amina, "/quiet 22 8")
    await until(quarter, at_paris(22, 22, 30))
    for number in (1, 2, 3):
        await publish(quarter, article(f"a-{number}", date="2026-11-22"))
        await passed(quarter, hours=1)
    assert told(amina, "Titre a-") == []
    await until(quarter, at_paris(23, 7, 59))
    assert told(amina, "Titre a-") == []
    await until(quarter, at_paris(23, 8))
    (merged,) = told(amina, "Titre a-")
    assert all(f"Titre a-{number}" in merged["text"] for number in (1, 2, 3))
    assert "cette nuit" in plain(merged["text"]).lower() or "hier" in plain(merged["text"]).lower()


@pytest.mark.parametrize(
    ("evening", "still", "morning"),
    [
        # Clocks go back at three: 2:30 comes twice, and is quiet both times.
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 5, 59, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)),
        # Clocks go forward at two: seven in the morning is an hour nearer.
        (datetime(2027, 3, 27, 22, 30, tzinfo=UTC), datetime(2027, 3, 28, 4, 59, tzinfo=UTC), datetime(2027, 3, 28, 5, tzinfo=UTC)),
    ],
)  # fmt: skip
async def test_quiet_hours_are_right_on_both_nights_the_clocks_change(
    evening: datetime, still: datetime, morning: datetime, tmp_path: Path, quarter: Town, amina: Person
) -> None:
    quarter.clock.set(evening - timedelta(hours=4))
    await follow(quarter, amina, "police")
    await quarter.ask(amina, "/quiet 23 7")
    await until(quarter, evening)
    await publish(quarter, article("a-1", date=evening.date().isoformat()))
    await until(quarter, still)
    assert told(amina, "Titre a-1") == []
    await until(quarter, morning)
    assert len(told(amina, "Titre a-1")) == 1


# Faults on the way


async def test_what_waits_is_told_by_the_next_run(tmp_path: Path, paris: Path) -> None:
    async with town(tmp_path / "data", template=paris) as before:
        world = before.world
        amina = world.person("Amina", "fr", started=True)
        await follow(before, amina, "police", every="Une fois par jour")
        await publish(before, article("a-1"))
    async with town(tmp_path / "data", template=paris, world=world) as after:
        await until(after, at_paris(23, 8))
        await until(after, at_paris(23, 8, 1))
        assert len(told(amina, "Titre a-1")) == 1


async def test_who_asks_to_be_forgotten_is_told_nothing_of_what_waited(quarter: Town, amina: Person) -> None:
    await follow(quarter, amina, "police", every="Une fois par jour")
    await publish(quarter, article("a-1"))
    (sure,) = await quarter.ask(amina, "/forget")
    await quarter.press(amina, sure, labels(sure)[0])
    await until(quarter, at_paris(23, 8, 1))
    assert told(amina, "Titre a-1") == []
    for table in ("subscription", "pending", "told"):
        assert await asked(quarter, f"SELECT * FROM {table}") == []


async def test_a_group_that_becomes_a_supergroup_is_told_there_once(quarter: Town, samir: Person) -> None:
    basic = quarter.world.group("Voisins", owner=samir, quiet=True)
    await follow(quarter, samir, "police", basic, every="Une fois par jour")
    await publish(quarter, article("a-1"))
    grown = basic.migrate()
    await quarter.settled()
    await until(quarter, at_paris(23, 8, 1))
    assert (told(basic, "Titre a-1"), len(told(grown, "Titre a-1"))) == ([], 1)
    await publish(quarter, article("a-2"))
    await until(quarter, at_paris(24, 8, 1))
    assert len(told(grown, "Titre a-2")) == 1


async def test_who_blocks_the_bot_keeps_what_they_chose_and_comes_back_to_it(quarter: Town, amina: Person) -> None:
    await follow(quarter, amina, "police")
    amina.block()
    await quarter.settled()
    await publish(quarter, article("a-1"))
    assert len(await quarter.app.services.subscriptions.of(amina.id)) == 1
    amina.unblock()
    amina.start()
    await quarter.settled()
    await publish(quarter, article("a-2"))
    assert len(told(amina, "Titre a-2")) == 1


async def test_what_was_withdrawn_while_it_waited_is_not_told(quarter: Town, amina: Person) -> None:
    await follow(quarter, amina, "police", every="Une fois par jour")
    await publish(quarter, article("a-1"), article("a-2"))
    await quarter.app.items.set_state("a-1", State.PAUSED, None, None, quarter.clock.now())
    await until(quarter, at_paris(23, 8))
    (message,) = told(amina, "Titre a-")
    assert "Titre a-1" not in message["text"]
    assert await asked(quarter, "SELECT story FROM told") == [("a-2",)]
    assert await asked(quarter, "SELECT 1 FROM pending") == []
