"""``/quiet``: hours as people write them; what is not understood, and what a link asks, changes nothing."""

import datetime as dt

import pytest

from content.schedule import Quiet
from handlers.ports import Manner
from handlers.quiet import quiet, read
from handlers.request import Chat, ChatKind
from tests.handlers.world import ask, pressable, pressing, services, spoken, world

NIGHT = Quiet(dt.time(22), dt.time(8))


def time(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("22-8", "22:00", "08:00"), ("22:30-7", "22:30", "07:00"), ("22h-8h", "22:00", "08:00"),
        ("22h30 7h", "22:30", "07:00"), ("de 22 h à 8 h", "22:00", "08:00"), ("De 22\u00a0h\u00a030 à 7\u00a0h", "22:30", "07:00"),
        ("from 10pm to 8am", "22:00", "08:00"), ("10:30 p.m. – 7 a.m.", "22:30", "07:00"), ("22:00–08:00", "22:00", "08:00"),
        ("entre 22h et 7h30", "22:00", "07:30"), ("22 heures à 8 heures", "22:00", "08:00"), ("22h jusqu’à 8h", "22:00", "08:00"),
        ("minuit-7h", "00:00", "07:00"), ("midnight to noon", "00:00", "12:00"), ("24-6", "00:00", "06:00"),
        ("12am-6am", "00:00", "06:00"), ("13-15", "13:00", "15:00"), ("10 8", "10:00", "08:00"), ("٢٢-٨", "22:00", "08:00"),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(typed: str, since: str, until: str) -> None:
    assert read(typed) == Quiet(time(since), time(until))


@pytest.mark.parametrize(
    "typed",
    [
        "22",
        "228",
        "1210",
        "25-8",
        "22-8-9",
        "-22-8",
        "8-8",
        "22:70-8",
        "13pm-8am",
        "0am-8am",
        "la nuit",
        "",
        "22h",
        "9" * 4000,
    ],
)
async def test_what_is_no_pair_of_hours_is_refused_and_changes_nothing(typed: str) -> None:
    assert read(typed) is None
    if typed:
        store = world()
        store.manners[42] = Manner(quiet=NIGHT)
        text = spoken(await quiet(ask("quiet", typed), services(store)))
        assert "rien n’a changé" in text
        assert "/silence 22-8" in text
        assert store.manners[42].quiet == NIGHT


@pytest.mark.parametrize(
    ("language", "said", "meaning"),
    [
        ("fr", "Heures calmes : de 22 h 30 à 7 h (heure locale, Europe/Paris).", "Seule une alerte urgente passe."),
        ("en", "Quiet hours: from 22:30 to 07:00 (local time, Europe/Paris).", "Only an urgent alert passes."),
    ],
)
async def test_they_are_kept_said_back_with_the_clock_they_go_by_and_explained(
    language: str, said: str, meaning: str
) -> None:
    store = world()
    text = spoken(await quiet(ask("quiet", "22h30-7", language=language), services(store)))
    assert store.manners[42].quiet == Quiet(dt.time(22, 30), dt.time(7))
    assert said in text
    assert meaning in text


async def test_a_chat_with_a_clock_of_its_own_is_told_that_one() -> None:
    store = world()
    store.manners[42] = Manner(zone="Europe/Lisbon", quiet=NIGHT)
    assert "Europe/Lisbon" in spoken(await quiet(ask("quiet"), services(store)))


@pytest.mark.parametrize("typed", ["off", "OFF", "non", "Aucune", "désactiver", "none"])
async def test_they_are_given_up_in_either_language(typed: str) -> None:
    store = world()
    store.manners[42] = Manner(quiet=NIGHT)
    assert "plus d’heures calmes" in spoken(await quiet(ask("quiet", typed), services(store)))
    assert store.manners[42].quiet is None


async def test_common_hours_are_offered_and_one_press_keeps_them() -> None:
    store = world()
    asked = ask("quiet")
    reply = await quiet(asked, services(store))
    assert "Pas d’heures calmes." in spoken(reply)
    assert ("quiet", "off") in pressable(reply)
    reply = await quiet(pressing(reply, "de 22 h à 8 h", asked), services(store))
    assert store.manners[42].quiet == NIGHT
    labels = [each.label for row in reply.buttons for each in row]
    assert [label for label in labels if label.startswith("✓")] == ["✓ de 22\u00a0h à 8\u00a0h"]


async def test_a_link_shows_them_and_changes_nothing() -> None:
    store = world()
    reply = await quiet(ask("quiet", "22-8", asked_as="start"), services(store))
    assert store.manners == {}
    assert "Pas d’heures calmes." in spoken(reply)


async def test_in_private_an_admin_sets_them_for_the_group() -> None:
    store = world()
    await quiet(ask("quiet", "22-8", acting_for=Chat(-7, ChatKind.GROUP)), services(store))
    assert list(store.manners) == [-7]


async def test_a_pause_and_a_clock_stay() -> None:
    store = world()
    ends = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    store.manners[42] = Manner("Europe/Lisbon", None, ends)
    await quiet(ask("quiet", "22-8"), services(store))
    assert store.manners[42] == Manner("Europe/Lisbon", NIGHT, ends)
