"""``/pause``: for a time, until a day, or until resumed; nothing but the pause changes."""

import datetime as dt

import pytest

from content.schedule import Quiet
from handlers.pause import pause
from handlers.ports import FOR_GOOD, Manner
from handlers.request import Chat, ChatKind
from handlers.until import until
from tests.handlers.world import ask, NOW, pressable, pressing, services, spoken, world

PARIS = "Europe/Paris"


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("3 days", 3), ("3 jours", 3), ("3 j", 3), ("un jour", 1), ("a day", 1), ("jour", 1), ("day", 1), ("1 semaine", 7),
        ("pour deux semaines", 14), ("for two weeks", 14), ("week", 7), ("un mois", 30), ("month", 30), ("365 days", 365),
        ("Pendant 10 JOURS", 10),
    ],
)  # fmt: skip
def test_a_length_of_time_counts_from_now(typed: str, days: int) -> None:
    assert until(typed, NOW, PARIS) == NOW + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        ("until 12 December", "2026-12-11T23:00"), ("jusqu’au 12 décembre", "2026-12-11T23:00"), ("jusqu'au 1er mars", "2027-02-28T23:00"),
        ("12/12", "2026-12-11T23:00"), ("12/12/2026", "2026-12-11T23:00"), ("2026-12-12", "2026-12-11T23:00"),
        ("until December 12", "2026-12-11T23:00"), ("until the 3rd of", None), ("1 juillet", "2027-06-30T22:00"),
        ("until 3 Jan", "2027-01-02T23:00"), ("until July 4 2027", "2027-07-03T22:00"),
    ],
)  # fmt: skip
def test_a_date_is_the_beginning_of_that_day_on_the_local_clock(typed: str, ends: str | None) -> None:
    expected = dt.datetime.fromisoformat(ends).replace(tzinfo=dt.UTC) if ends else None
    assert until(typed, NOW, PARIS) == expected


@pytest.mark.parametrize("typed", ["until resumed", "jusqu’à nouvel ordre", "sans limite", "good", "forever"])
def test_until_resumed_has_no_end(typed: str) -> None:
    assert until(typed, NOW, PARIS) == FOR_GOOD


@pytest.mark.parametrize(
    "typed",
    [
        "0 days", "366 days", "13 months", "99999999999999999999 days", "22/11/2026", "2026-11-21", "2029-01-01", "31/02", "bientôt",
        "3 lunes", "", "🙂", "0000-00-00", "12 12 12", "x" * 4000,
    ],
)  # fmt: skip
async def test_what_is_past_too_far_or_no_time_is_refused_with_what_is_allowed(typed: str) -> None:
    assert until(typed, NOW, PARIS) is None
    if typed:
        store = world()
        text = spoken(await pause(ask("pause", typed), services(store)))
        assert "rien n’a changé" in text
        assert "un an au plus" in text
        assert store.manners == {}


@pytest.mark.parametrize(
    ("language", "said", "kept"),
    [
        ("fr", "En pause jusqu’au 25 novembre 2026, 11 h.", "Tous les réglages sont gardés."),
        ("en", "Paused until 25 November 2026, 11:00.", "All settings are kept."),
    ],
)
async def test_it_says_until_when_and_that_settings_stay(language: str, said: str, kept: str) -> None:
    store = world()
    store.manners[42] = Manner("Europe/Paris", Quiet(dt.time(22), dt.time(8)))
    text = spoken(await pause(ask("pause", "3 days", language=language), services(store)))
    assert said in text
    assert kept in text
    ends = NOW + dt.timedelta(days=3)
    assert store.manners[42] == Manner("Europe/Paris", Quiet(dt.time(22), dt.time(8)), ends)


@pytest.mark.parametrize(
    ("label", "ends"),
    [
        ("Pause : 1 jour", NOW + dt.timedelta(days=1)), ("Pause : 1 semaine", NOW + dt.timedelta(days=7)),
        ("Pause : 1 mois", NOW + dt.timedelta(days=30)), ("Pause sans limite", FOR_GOOD),
    ],
)  # fmt: skip
async def test_each_length_is_a_button_and_then_it_can_be_ended(label: str, ends: dt.datetime) -> None:
    store = world()
    asked = ask("pause")
    reply = await pause(asked, services(store))
    assert "Pas de pause en cours." in spoken(reply)
    assert ("pause", "off") not in pressable(reply)
    reply = await pause(pressing(reply, label, asked), services(store))
    assert store.manners[42].paused_until == ends
    reply = await pause(pressing(reply, "Reprendre", asked), services(store))
    assert "C’est reparti" in spoken(reply)
    assert store.manners[42].paused_until is None


async def test_a_pause_without_end_is_said_so() -> None:
    store = world()
    store.manners[42] = Manner(paused_until=FOR_GOOD)
    assert "jusqu’à nouvel ordre" in spoken(await pause(ask("pause"), services(store)))


async def test_a_pause_that_is_over_is_none() -> None:
    store = world()
    store.manners[42] = Manner(paused_until=NOW)
    assert "Pas de pause en cours." in spoken(await pause(ask("pause"), services(store)))
    assert "Pas de pause en cours." in spoken(await pause(ask("pause", "off"), services(store)))


async def test_a_link_pauses_nothing() -> None:
    store = world()
    await pause(ask("pause", "good", asked_as="start"), services(store))
    assert store.manners == {}


async def test_in_private_an_admin_pauses_the_group() -> None:
    store = world()
    await pause(ask("pause", "week", acting_for=Chat(-7, ChatKind.GROUP)), services(store))
    assert list(store.manners) == [-7]
