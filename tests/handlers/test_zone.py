"""The time zone of a chat: named in words, kept for its digests and quiet hours, never changed by anything else."""

import datetime as dt

import pytest

from content.schedule import Schedule
from handlers import BY_NAME
from tests.handlers.world import ask, NOW, services, spoken, world


@pytest.mark.parametrize("command", ["quiet", "setup"])
@pytest.mark.parametrize("typed", ["Europe/London", "europe/london", " EUROPE/LONDON "])
async def test_a_named_zone_is_kept_and_the_digests_follow_it(command: str, typed: str) -> None:
    store = world()
    await store.timetable.keep(Schedule(42, dt.time(18, 30), "Europe/Paris", "fr"), NOW)
    answer = spoken(await BY_NAME[command].handler(ask(command, typed), services(store)))
    assert "Europe/London" in answer
    assert (await store.manner(42)).zone == "Europe/London"
    assert [each.zone for each in await store.timetable.of(42)] == ["Europe/London"]


@pytest.mark.parametrize("typed", ["Europe/Atlantis", "Mars/Olympus", "a/b/c", "22-8", "Europe"])
async def test_an_unknown_zone_changes_nothing_and_the_answer_says_what_can_be_written(typed: str) -> None:
    store = world()
    answer = spoken(await BY_NAME["quiet"].handler(ask("quiet", typed), services(store)))
    assert ("Europe/Paris" in answer) or ("22" in answer)
    assert (await store.manner(42)).zone is None


async def test_a_press_names_no_zone() -> None:
    store = world()
    await BY_NAME["quiet"].handler(ask("quiet", "Europe/London", pressed=True), services(store))
    assert (await store.manner(42)).zone is None
