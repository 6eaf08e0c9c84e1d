"""``/digest``: what digests a chat has, changed, seen and stopped, each by itself."""

import datetime as dt

import pytest

from content.news import Filter
from content.schedule import Schedule, WhenEmpty
from handlers.digest import digest
from handlers.reply import Entry
from handlers.request import ChatKind, Request
from handlers.setup import setup
from tests.handlers.world import ask, both, item, pressable, pressing, services, spoken, Store, world


def store(*schedules: Schedule) -> Store:
    known = world(item("topic", "eclairage", title=both("Éclairage", "Lighting")))
    known.timetable.kept = {each.id: each for each in schedules}
    return known


def schedule(number: int = 1, **more: object) -> Schedule:
    values = {"chat": 42, "at": dt.time(18, 30), "zone": "Europe/Paris", "language": "fr", "id": number, **more}
    return Schedule(**values)  # type: ignore[arg-type]


def in_group(args: str = "", *, pressed: bool = False) -> Request:
    return ask("digest", args, kind=ChatKind.GROUP, pressed=pressed)


async def test_a_chat_without_one_is_offered_to_set_one_up() -> None:
    reply = await digest(in_group(), services(store()))
    assert pressable(reply) == [("setup", ""), ("digest", "h"), ("digest", "e")]
    assert "pas encore" in spoken(reply)


async def test_the_only_one_is_shown_with_all_there_is_to_know() -> None:
    known = store(schedule(thread=5, days=(0, 2), filter=Filter(topics=("eclairage",)), pin=True))
    text = spoken(await digest(in_group(), services(known)))
    for words in (
        "lundi et mercredi",
        "18 h 30",
        "Éclairage",
        "sujet du groupe",
        "je le dis",
        "épinglé",
        "demain à 18 h 30",
    ):
        assert words in text


async def test_a_day_further_off_is_named() -> None:
    text = spoken(await digest(in_group(), services(store(schedule(days=(4,))))))
    assert "vendredi 27 novembre 2026 à 18 h 30" in text


async def test_several_are_listed_and_each_opens() -> None:
    known = store(schedule(1), schedule(2, at=dt.time(8), thread=9), schedule(3, chat=43))
    reply = await digest(in_group(), services(known))
    assert [block.opens.args for block in reply.blocks if isinstance(block, Entry)] == ["1", "2"]
    assert "8 h" in spoken(await digest(in_group("2", pressed=True), services(known)))


async def test_a_change_keeps_the_digest_and_what_it_has_told() -> None:
    told = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
    known = store(schedule(told_until=told, made_at=told, thread=5, most=4))
    asked = in_group()
    reply = await digest(asked, services(known))
    for label in ("Heure", "8 h 30", "Garder"):
        asked = pressing(reply, label, asked)
        reply = await setup(asked, services(known))
    (kept,) = known.timetable.kept.values()
    assert (kept.id, kept.at, kept.told_until, kept.made_at) == (1, dt.time(8, 30), told, told)
    assert (kept.thread, kept.most, kept.empty) == (5, 4, WhenEmpty.SAY)
    assert reply.posts == ()


@pytest.mark.parametrize("args", ["1 7:15", "7:15"])
async def test_a_typed_time_changes_the_digest_once_kept(args: str) -> None:
    known = store(schedule())
    asked = in_group(args)
    reply = await digest(asked, services(known))
    assert known.timetable.kept[1].at == dt.time(18, 30)
    await setup(pressing(reply, "Garder", asked), services(known))
    assert known.timetable.kept[1].at == dt.time(7, 15)


async def test_a_typed_time_where_there_is_none_sets_one_up() -> None:
    known = store()
    asked = in_group("7:15")
    await setup(pressing(await digest(asked, services(known)), "Démarrer", asked), services(known))
    assert known.timetable.kept[1].at == dt.time(7, 15)


async def test_stopping_asks_first_and_then_stops_that_one_alone() -> None:
    known = store(schedule(1), schedule(2))
    asked = in_group("1", pressed=True)
    sure = await digest(pressing(await digest(asked, services(known)), "Arrêter", asked), services(known))
    assert known.timetable.kept.keys() == {1, 2}
    assert "18 h 30" in spoken(sure)
    await digest(pressing(sure, "L’arrêter", asked), services(known))
    assert known.timetable.kept.keys() == {2}


@pytest.mark.parametrize("args", ["z 1", "x 1"])
async def test_a_typed_stop_stops_nothing(args: str) -> None:
    known = store(schedule())
    await digest(in_group(args), services(known))
    assert known.timetable.kept.keys() == {1}


@pytest.mark.parametrize("args", ["9", "z 9", "x 9", "z", "z 3"])
async def test_a_button_of_a_digest_that_is_gone_or_of_another_chat_stops_nothing(args: str) -> None:
    known = store(schedule(1), schedule(3, chat=43))
    reply = await digest(in_group(args, pressed=True), services(known))
    assert "n’existe plus" in spoken(reply)
    assert known.timetable.kept.keys() == {1, 3}


async def test_a_group_can_have_everything_about_it_erased_after_a_question() -> None:
    known = store(schedule())
    known.languages = {42: "fr", 43: "en"}
    asked = in_group()
    sure = await digest(pressing(await digest(asked, services(known)), "Tout effacer", asked), services(known))
    assert known.languages == {42: "fr", 43: "en"}
    await digest(pressing(sure, "Tout effacer", asked), services(known))
    assert known.languages == {43: "en"}
    assert ("digest", "e") not in pressable(await digest(ask("digest"), services(known)))


async def test_typed_words_of_that_button_erase_nothing() -> None:
    known = store()
    known.languages = {42: "fr"}
    for args in ("e", "w"):
        await digest(in_group(args), services(known))
    assert known.languages == {42: "fr"}


async def test_keeping_a_digest_that_was_stopped_meanwhile_begins_again() -> None:
    known = store(schedule())
    asked = in_group()
    asked = pressing(await digest(asked, services(known)), "Changer", asked)
    reply = await setup(asked, services(known))
    known.timetable.kept.clear()
    again = await setup(pressing(reply, "Garder", asked), services(known))
    assert known.timetable.kept == {}
    assert "je reprends" in spoken(again)
