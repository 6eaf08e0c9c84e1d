"""Crashes: the process is killed at each point, killed again while it recovers, and everybody has what is owed, once.

Real processes, real signals, the stand-in over sockets; residents talk in between (delivery.md 2.1 and 4, faults 1 to 11).
"""

import asyncio
import re
import signal
from collections.abc import Sequence

import pytest

from bot.delivery.worker import BROADCASTS_IN_FLIGHT, IN_FLIGHT
from bot.sandbox import Person
from tests.bot.town import button
from tests.journeys.machine import Machine, Running
from tests.journeys.owed import Neighbourhood, neighbourhood

PLAIN, FAST = "bot", "tests.journeys.unpaced"
SERVER = {"received": "hang", "stored": "hang_after"}
"""Points on the server's side: it got the request and stored nothing; it stored it and never answered."""


async def killed(machine: Machine, here: Neighbourhood, point: str, module: str, probe: str) -> None:
    """Start the bot, and see it killed at a point of its own or of the server's."""
    where, _, _ = point.partition(":")
    if where in SERVER:
        target = here.followers[1]
        machine.world.fault("sendMessage", SERVER[where], chat=target)
        running = await start(machine, here, module, probe)
        await machine.world.bell.until(lambda: not machine.world.faults.coming or None, 30)
        await asyncio.sleep(0.02)
        running.signal(signal.SIGKILL)
    else:
        running = await start(machine, here, module, probe, point)
        if where == "probe":
            await _probed(running, here)
    assert await running.end(60) == -signal.SIGKILL, running.err[-2000:]
    here.half_a_minute_off()


async def _probed(running: Running, here: Neighbourhood) -> None:
    """Kill the bot ourselves once nothing is open: how much the kill before left to be probed is chance, perhaps nothing."""
    calm_for = 0
    while running.process.returncode is None and calm_for < 10:
        calm_for = calm_for + 1 if here.done() else 0
        await asyncio.sleep(0.1)
    if running.process.returncode is None:
        running.signal(signal.SIGKILL)


async def start(machine: Machine, here: Neighbourhood, module: str, probe: str, crash: str | None = None) -> Running:
    return await machine.start(
        module=module, probe=probe, crash=crash, operators=str(here.claire.id), pack=str(machine.folder / "none")
    )


async def calm(here: Neighbourhood, seconds: float = 60.0) -> None:
    """Return once nothing is due or open any more."""
    async with asyncio.timeout(seconds):
        while not here.done():
            await asyncio.sleep(0.05)


async def play(
    machine: Machine, points: Sequence[str], probe: str, module: str, *, migrating: bool = False
) -> Neighbourhood:
    """Let everything fall due, kill the bot at each of the points in turn, and let it finish."""
    here = await neighbourhood(machine.world, machine.data)
    if migrating:
        here.small.migrate()
    for point in points:
        here.chat()
        await killed(machine, here, point, module, probe)
    here.chat()
    running = await start(machine, here, module, probe)
    await calm(here)
    await decide(here)
    await calm(here)
    running.signal(signal.SIGTERM)
    assert await running.end(20) == 0
    return here


async def decide(here: Neighbourhood) -> None:
    """Let the operator press, truthfully, for every message that is held."""
    held = {row for (row,) in here.rows("SELECT id FROM outbox WHERE state = 'held'")}
    async with asyncio.timeout(20):
        while {row for row, _ in asked_about(here.claire)} < held:
            await asyncio.sleep(0.05)
    found = here.count().copies
    for row, message in asked_about(here.claire):
        if row in held:
            here.claire.press(message, button(message, "Il est arrivé" if found[row] else "Le renvoyer"))
            held.remove(row)
    async with asyncio.timeout(20):
        while here.rows("SELECT 1 FROM outbox WHERE state = 'held'"):
            await asyncio.sleep(0.05)


def asked_about(person: Person) -> list[tuple[int, dict[str, object]]]:
    """Return the messages of the outbox somebody is asked about, each with where they are."""
    found = []
    for message in person.messages:
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for key in row:
                if match := re.search(r"=status:1:a \d+ (\d+)\Z", key.get("callback_data", "")):
                    found.append((int(match[1]), message))
    return found


PROBED: tuple[tuple[str, tuple[str, str]], ...] = (
    (PLAIN, ("planned:1", "planned:1")),
    (PLAIN, ("expand:1", "enqueue:2")),
    (FAST, ("enqueue:1", "enqueued:1")),
    (FAST, ("enqueued:1", "expand:2")),
    (FAST, ("claim:2", "claim:1")),
    (FAST, ("claim:4", "probe:1")),
    (FAST, ("received", "received")),
    (FAST, ("stored", "probe:1")),
    (FAST, ("sent:3", "sent:2")),
    (FAST, ("sent:22", "probe:1")),
    (FAST, ("committed:2", "committed:3")),
    (FAST, ("inbox:1", "inbox:1")),
)
UNPROBED: tuple[tuple[str, tuple[str, str]], ...] = (
    (PLAIN, ("claim:2", "sent:4")),
    (FAST, ("received", "stored")),
    (FAST, ("sent:3", "committed:2")),
    (FAST, ("sent:22", "committed:1")),
)


def named(points: Sequence[tuple[str, tuple[str, str]]]) -> list[str]:
    """Return the names of the tests."""
    return [f"{first} then {second}" for _, (first, second) in points]


@pytest.mark.parametrize(("module", "points"), PROBED, ids=named(PROBED))
async def test_with_the_probe_everybody_has_everything_once(
    machine: Machine, module: str, points: Sequence[str]
) -> None:
    here = await play(machine, points, "on", module)
    counted = here.count()
    assert len(counted.copies) == 27
    assert counted.lost == []
    assert counted.twice == {}
    assert sum(counted.doubted.values()) == 0
    missing, again = here.replies()
    assert missing == 0
    assert again <= IN_FLIGHT * len(points)


@pytest.mark.parametrize(("module", "points"), UNPROBED, ids=named(UNPROBED))
async def test_without_it_only_alerts_come_twice_and_a_moderator_decides_about_the_rest(
    machine: Machine, module: str, points: Sequence[str]
) -> None:
    here = await play(machine, points, "off", module)
    counted = here.count()
    assert len(counted.copies) == 27
    assert counted.lost == []
    assert set(counted.twice) <= {"alert"}
    for row, count in counted.copies.items():
        assert count <= 1 + counted.doubted[row]
    assert sum(counted.doubted.values()) <= BROADCASTS_IN_FLIGHT * len(points)
    missing, again = here.replies()
    assert missing == 0
    assert again <= IN_FLIGHT * len(points)


async def test_killed_while_a_group_becomes_a_supergroup_its_settings_are_in_one_chat_and_its_digest_comes_once(
    machine: Machine,
) -> None:
    points = ("migrate:1", "migrate:1")
    here = await play(machine, points, "on", FAST, migrating=True)
    counted = here.count()
    assert (counted.lost, counted.twice) == ([], {})
    assert here.replies()[0] == 0
    new = here.groups[-1].id
    for table in ("schedule", "subscription", "subscription_handle"):
        assert here.rows(f"SELECT count(*) FROM {table} WHERE chat = {here.small.id}") == [(0,)]
        assert here.rows(f"SELECT count(*) FROM {table} WHERE chat = {new}") == [(1,)]
    assert here.rows(f"SELECT active, migrated_to FROM chat WHERE id = {here.small.id}") == [(0, new)]
    assert [message for message in here.small.messages if "⚠" in message.get("text", "")] == []
