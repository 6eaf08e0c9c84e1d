"""The process: started, told to stop, killed and started again as an operator does it, with real signals and sockets."""

import asyncio
import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from bot.delivery.worker import IN_FLIGHT
from bot.storage.database import DATABASE
from tests.bot.gateway.bad_server import bad_server, HANG
from tests.bot.town import PACK
from tests.journeys.machine import CONFIG, Machine, OTHER_TOKEN


async def test_it_answers_and_ends_cleanly_when_told_to(machine: Machine) -> None:
    amina = machine.world.person("Amina", "fr", started=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        running = await machine.start()
        amina.say("/start")
        answer = await machine.world.next_message(amina, timeout=20)
        assert "riverains" in answer["text"]
        running.signal(number)
        assert await running.end(5) == 0
        assert running.out == ""
        events = [json.loads(line)["event"] for line in running.err.splitlines()]
        assert "app.ready" in events
    assert machine.world.violations == []
    # Ended cleanly, the database is one file again.
    assert sorted(file.name for file in machine.data.iterdir()) == sorted(["lock", DATABASE])


async def test_it_tells_telegram_its_menus_and_which_updates_it_wants(machine: Machine) -> None:
    running = await machine.start()
    await machine.world.next_call("setMyDescription", timeout=20)
    for _ in range(100):
        if len([call for call in machine.world.calls if call.method == "setMyCommands"]) == 12:
            break
        await asyncio.sleep(0.05)
    assert machine.world.updates.allowed == [
        "message",
        "channel_post",
        "callback_query",
        "inline_query",
        "my_chat_member",
        "chat_member",
    ]
    shown = {(each["scope"]["type"], each["language_code"]) for each in machine.world.profile.listed()}
    assert ("all_private_chats", "fr") in shown
    assert ("all_group_chats", "en") in shown
    assert [call for call in machine.world.calls if not call.ok] == []
    running.signal(signal.SIGTERM)
    assert await running.end(5) == 0


async def test_the_listener_says_how_it_is(machine: Machine) -> None:
    port = _free_port()
    running = await machine.start(listen=f"127.0.0.1:{port}")
    amina = machine.world.person("Amina", "fr", started=True)
    amina.say("/start")
    await machine.world.next_message(amina, timeout=20)
    async with aiohttp.ClientSession() as session:
        for path, says in (("/healthz", "ok"), ("/readyz", "ok"), ("/metrics", "riverain_ready 1.0")):
            async with session.get(f"http://127.0.0.1:{port}{path}") as answer:
                assert answer.status == 200
                assert says in await answer.text()
    running.signal(signal.SIGTERM)
    assert await running.end(5) == 0


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_killed_three_times_with_a_hundred_commands_waiting_it_answers_every_one(machine: Machine) -> None:
    """What was in flight at a kill may be said twice, nothing may be lost (delivery.md 2.1)."""
    people = [machine.world.person(f"Person {number}", "fr", started=True) for number in range(100)]
    machine.world.fault("sendMessage", "latency", times=10_000, seconds=0.05)
    for person in people:
        person.say("/start")
    for enough in (1, 30, 65):
        running = await machine.start()
        async with asyncio.timeout(20):
            while sum(len(person.messages) for person in people) < enough:
                await machine.world.bell.heard()
        running.signal(signal.SIGKILL)
        assert await running.end() == -signal.SIGKILL
    assert any(not person.messages for person in people)
    running = await machine.start()
    async with asyncio.timeout(20):
        while not all(person.messages for person in people):
            await machine.world.bell.heard()
    await asyncio.sleep(0.5)
    running.signal(signal.SIGTERM)
    assert await running.end(5) == 0
    twice = sum(len(person.messages) - 1 for person in people)
    assert max(len(person.messages) for person in people) <= 4
    assert twice <= 3 * IN_FLIGHT
    states = _rows(machine, "SELECT state, count(*) FROM outbox GROUP BY state")
    assert states == [("sent", 100)]
    assert _rows(machine, "SELECT DISTINCT state, raw FROM inbox") == [("done", "")]


def _rows(machine: Machine, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(machine.data / DATABASE)) as connection:
        return connection.execute(query).fetchall()


async def test_killed_at_the_moment_it_acknowledges_a_hundred_commands_it_answers_each_once_in_the_next_run(
    machine: Machine,
) -> None:
    people = [machine.world.person(f"Person {number}", "fr", started=True) for number in range(100)]
    machine.world.fault("sendMessage", "flood", retry_after=1, times=1000)
    for person in people:
        person.say("/start")
    running = await machine.start()
    async with asyncio.timeout(20):
        while machine.world.updates.pending:
            await machine.world.bell.heard()
    running.signal(signal.SIGKILL)
    await running.end()
    assert [person for person in people if person.messages] == []
    machine.world.faults.coming.clear()
    running = await machine.start()
    async with asyncio.timeout(20):
        while not all(person.messages for person in people):
            await machine.world.bell.heard()
    running.signal(signal.SIGTERM)
    assert await running.end(5) == 0
    assert [len(person.messages) for person in people] == [1] * 100


async def test_told_to_stop_while_a_server_keeps_silent_a_second_signal_ends_it_and_the_answer_is_not_lost(
    machine: Machine,
) -> None:
    amina = machine.world.person("Amina", "fr", started=True)
    for number, code in ((signal.SIGINT, 0), (signal.SIGTERM, -signal.SIGTERM)):
        machine.world.fault("sendMessage", "hang")
        amina.say("/start")
        calls = len(machine.world.calls)
        running = await machine.start()
        await machine.world.next_call("sendMessage", after=calls, timeout=20)
        running.signal(number)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.4):
                await running.process.wait()
        running.signal(number)
        assert await running.end(3) == code
    running = await machine.start()
    for _ in range(2):
        assert (await machine.world.next_message(amina, timeout=20))["text"]
    running.signal(signal.SIGTERM)
    assert await running.end(5) == 0


# Refused starts


async def test_a_second_instance_on_the_same_data_is_refused_and_the_first_goes_on(machine: Machine) -> None:
    first = await machine.start()
    amina = machine.world.person("Amina", "fr", started=True)
    amina.say("/start")
    await machine.world.next_message(amina, timeout=20)
    asked = len([call for call in machine.world.calls if call.method == "getMe"])
    line = await machine.refuse()
    assert line == (
        f"Another Riverain already runs on {machine.data}. Stop it first, or name another directory in RIVERAIN_DATA."
    )
    assert len([call for call in machine.world.calls if call.method == "getMe"]) == asked
    amina.say("/start")
    assert await machine.world.next_message(amina)
    first.signal(signal.SIGTERM)
    assert await first.end(5) == 0


WRONG: tuple[tuple[dict[str, str | None], str], ...] = (
    ({"token": None}, "RIVERAIN_TOKEN is not set"),
    ({"token": OTHER_TOKEN.split(":")[1]}, "RIVERAIN_TOKEN does not look like a token"),
    ({"token": None, "token_file": "/nowhere/token"}, "RIVERAIN_TOKEN_FILE=/nowhere/token"),
    ({"token": OTHER_TOKEN}, "does not know this token"),
    ({"api_url": "localhost"}, "RIVERAIN_API_URL=localhost"),
    ({"log": "loud"}, "RIVERAIN_LOG=loud"),
    ({"operators": OTHER_TOKEN}, "RIVERAIN_OPERATORS="),
    ({"listen": "8080"}, "RIVERAIN_LISTEN=8080"),
    ({"listen": "192.0.2.1:8080"}, "RIVERAIN_LISTEN=192.0.2.1:8080"),
    ({"webhook_url": "https://example.org"}, "RIVERAIN_WEBHOOK_SECRET_FILE"),
    ({"tokken": "x"}, "RIVERAIN_TOKKEN is not a setting"),
    ({"env_file": "/nowhere/env"}, "RIVERAIN_ENV_FILE=/nowhere/env"),
    ({"data": "/dev/null/data"}, "RIVERAIN_DATA=/dev/null/data"),
)


async def test_a_wrong_setting_stops_the_start_with_its_name(machine: Machine) -> None:
    taken = f"127.0.0.1:{machine.server.port}"
    wrong: list[tuple[dict[str, str | None], str]] = [*WRONG, ({"listen": taken}, f"RIVERAIN_LISTEN={taken} ")]
    at_once = asyncio.Semaphore(3)

    async def said(number: int, settings: dict[str, str | None]) -> str:
        async with at_once:
            data = machine.folder / f"data-{number}"
            data.mkdir()
            shutil.copy(machine.data / DATABASE, data)
            return await machine.refuse(**({"data": str(data)} | settings))

    lines = await asyncio.gather(*(said(number, settings) for number, (settings, _) in enumerate(wrong)))
    for line, (settings, says) in zip(lines, wrong, strict=True):
        assert says in line, settings


async def test_without_a_pack_and_without_content_the_start_is_refused(machine: Machine) -> None:
    refused = await machine.start(data=str(machine.folder / "new"), pack=str(machine.folder / "nowhere"))
    assert await refused.end() == CONFIG
    assert str(machine.folder / "nowhere") in refused.err


def _scribble(file: Path) -> None:
    file.write_bytes(b"this is no database" * 500)


def _tear(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192 : len(content) // 2] = os.urandom(len(content) // 2 - 8192)
    file.write_bytes(content)


def _from_the_future(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO migration VALUES(9999, 'x')")
        connection.commit()


@pytest.mark.parametrize(
    ("how", "what_to_do"),
    [(_scribble, "backup"), (_tear, "backup"), (_from_the_future, "Install that version")],
)
async def test_a_database_that_cannot_be_used_stops_the_start_and_says_what_to_do(
    how: Callable[[Path], None], what_to_do: str, machine: Machine
) -> None:
    file = machine.data / DATABASE
    how(file)
    before = file.read_bytes()
    line = await machine.refuse()
    assert str(file) in line
    assert what_to_do in line
    assert file.read_bytes()[100:] == before[100:]  # but for the header


# A server out of reach


async def test_told_to_stop_while_the_server_is_out_of_reach_it_ends_at_once(machine: Machine) -> None:
    running = await machine.start(api_url=f"http://127.0.0.1:{_free_port()}")
    await running.line("app.server_not_reached", stream="err")
    running.signal(signal.SIGTERM)
    assert await running.end(2) == 0


async def test_told_to_stop_while_the_server_keeps_silent_it_ends_at_once(machine: Machine) -> None:
    async with bad_server(HANG, HANG) as silent:
        running = await machine.start(api_url=silent.url)
        async with asyncio.timeout(20):
            while not silent.asked:
                await asyncio.sleep(0.02)
        running.signal(signal.SIGTERM)
        assert await running.end(2) == 0


async def test_a_token_revoked_while_it_runs_ends_it_with_a_sentence(machine: Machine) -> None:
    running = await machine.start()
    await running.line("app.ready", stream="err")
    machine.world.revoked = True
    machine.world.inject({"hologram": {}})
    assert await running.end(10) == CONFIG
    assert "does not know this token" in running.err.splitlines()[-1]


# The stand-in and the demo


async def test_the_demo_starts_from_nothing_and_leaves_nothing_behind(machine: Machine) -> None:
    shutil.rmtree(machine.data)
    taken = str(machine.server.port)
    running = await machine.start("demo", "--port", taken, "--pack", str(PACK), token=None, log=None, data=None)
    url = (await running.line("Open")).split()[1]
    assert not url.endswith(f":{taken}")
    assert list(machine.data.iterdir())
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as page:
            assert page.status == 200
        async with session.get(f"{url}/control/world") as seen:
            world = await seen.json()
    said = [message["text"] for messages in world["messages"].values() for message in messages if message["from_bot"]]
    assert any("éclairage" in text.lower() for text in said)
    assert any("C’est noté" in text for text in said)  # somebody follows something already
    running.signal(signal.SIGINT)
    assert await running.end(5) == 0
    assert running.err == ""
    assert running.out.rstrip().endswith("Ended.")
    assert list(machine.folder.iterdir()) == []


async def test_the_demo_is_not_served_to_the_neighbours(machine: Machine) -> None:
    refused = await machine.start("demo", "--host", "0.0.0.0", "--pack", str(PACK))
    assert await refused.end() != 0
    assert (
        refused.err == "The demo listens on this machine only: --host takes 127.0.0.1, ::1 or localhost, not 0.0.0.0.\n"
    )


async def test_the_stand_in_alone_serves_a_bot_and_ends(machine: Machine) -> None:
    stand_in = await machine.start("sandbox", "--port", "0", "--token", OTHER_TOKEN.replace("Other", "Fake!"[:4]))
    line = await stand_in.line("Bot API:")
    url = line.split()[2].replace("<method>", "getMe")
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert (await answer.json())["result"]["username"] == "riverain_bot"
    stand_in.signal(signal.SIGINT)
    assert await stand_in.end(5) == 0
    assert stand_in.err == ""
