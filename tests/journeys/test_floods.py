"""Floods: who asks faster than anybody reads is told so once, and everybody else is served (security.md 6.1)."""

import json
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bot.town import Town, town


@pytest.fixture
async def watched(tmp_path: Path, paris: Path) -> AsyncIterator[Town]:
    """The bot at work with its pace kept, and Claire its operator."""
    async with town(tmp_path / "data", template=paris, operators=(600_000_001,), commands=20) as running:
        running.world.person("Claire", "fr", started=True)
        yield running


async def test_who_floods_is_told_once_and_everybody_else_is_served(watched: Town) -> None:
    world = watched.world
    mallory, amina, joe = (world.person(name, "en", started=True) for name in ("Mallory", "Amina", "Joe"))
    for number in range(1000):
        mallory.say("/help")
        if number in (0, 500, 999):
            amina.say("/help")
            joe.say("/latest police")
    await watched.settled()
    assert len(amina.messages) == len(joe.messages) == 3
    assert len(mallory.messages) == 21
    assert sum(message["text"].startswith("You are faster") for message in mallory.messages) == 1
    assert "112" in mallory.messages[-1]["text"]
    assert await watched.ask(mallory, "/help") == []
    watched.clock.advance(timedelta(seconds=59))
    assert await watched.ask(mallory, "/help") == []
    watched.clock.advance(timedelta(seconds=1))
    assert len(await watched.ask(mallory, "/help")) == 1
    assert await watched.app.inbox.waiting(10) == []


async def test_who_presses_a_button_over_and_over_gets_one_toast_and_no_more(watched: Town) -> None:
    mallory = watched.world.person("Mallory", "en", started=True)
    (choice,) = await watched.ask(mallory, "/language")
    calls = len(watched.world.calls)
    data = next(key["callback_data"] for row in choice["reply_markup"]["inline_keyboard"] for key in row)
    for _ in range(300):
        mallory.press_forged(choice, data)
    await watched.settled()
    await watched.world.settled()
    answers = [call for call in watched.world.calls[calls:] if call.method == "answerCallbackQuery"]
    assert len(answers) == 20
    assert sum(toast.alert for toast in watched.world.toasts) == 1


async def test_what_a_moderator_presses_is_never_dropped(watched: Town) -> None:
    claire = watched.world.people[600_000_001]
    (choice,) = await watched.ask(claire, "/language")
    data = next(key["callback_data"] for row in choice["reply_markup"]["inline_keyboard"] for key in row)
    for _ in range(50):
        claire.press_forged(choice, data)
    await watched.settled()
    await watched.world.settled()
    assert len([call for call in watched.world.calls if call.method == "answerCallbackQuery"]) == 50


async def test_what_another_bot_is_asked_in_a_group_is_not_counted(watched: Town) -> None:
    samir = watched.world.person("Samir", "fr", started=True)
    group = watched.world.group("Riverains", forum=True, owner=samir, quiet=True)
    for _ in range(50):
        samir.say("/weather", group)
    assert len(await watched.ask(samir, "/help@riverain_bot", group)) == 1


async def test_a_storm_of_inline_queries_is_cheap_and_keeps_nobody_waiting(watched: Town) -> None:
    mallory, amina = (watched.world.person(name, "fr", started=True) for name in ("Mallory", "Amina"))
    for number in range(100):
        mallory.ask_inline(("(a+)+$ " + "x" * 300)[:256] if number else "police " + "salle " * 60)
    amina.say("/help")
    began = time.monotonic()
    await watched.settled()
    await watched.world.settled()
    assert time.monotonic() - began < 5.0  # 50 ms each at the very most
    assert len(amina.messages) == 1
    answers = [call for call in watched.world.calls if call.method == "answerInlineQuery"]
    assert len(answers) == 60
    for call in answers:
        assert int(call.params["cache_time"]) == 300
        results = call.params["results"]
        assert len(json.loads(results) if isinstance(results, str) else results) <= 20


async def test_of_an_inline_query_the_first_64_characters_count(watched: Town) -> None:
    amina = watched.world.person("Amina", "fr", started=True)
    offered = []
    for words in ("police".ljust(64), "police".ljust(64) + "zzzzqqqq" * 20):
        amina.ask_inline(words)
        await watched.world.bell.until(lambda: ((query := amina.offered()) is not None and query.results) or None, 5)
        query = amina.offered()
        assert query is not None
        offered.append([result["id"] for result in query.results or ()])
    assert offered[0] == offered[1] != []
