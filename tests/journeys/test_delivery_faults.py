"""Faults of delivery: whatever the server does to an answer, it is said as often as promised and holds up nobody else."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import run_until, running
from bot.plan import Plan, TokenRefusedError
from bot.sandbox import Person, World
from bot.sandbox.world.journal import LoggedCall
from bot.storage.database import DATABASE
from tests.bot.town import labels, Town, town, WorldWire


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The poller does not wait between its tries; returns how long it would have."""
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)
        await asyncio.sleep(0)

    monkeypatch.setattr("bot.gateway.poll._sleep", wait)
    return waited


async def later(running: Town, seconds: float) -> None:
    """Let time pass for the bot, and wait for what it then does."""
    running.clock.advance(timedelta(seconds=seconds))
    running.app.wake()
    await running.settled()


def sends(world: World) -> list[LoggedCall]:
    """Return every try to send something."""
    return [call for call in world.calls if call.method.startswith("send")]


# Too many requests


async def test_after_a_429_nobody_is_sent_anything_for_the_whole_time(
    quarter: Town, amina: Person, joe: Person
) -> None:
    quarter.world.fault("sendMessage", "flood", chat=amina, retry_after=7)
    assert await quarter.ask(amina, "/start") == []
    for seconds in (0, 3, 3.9):
        assert await quarter.ask(joe, "/start") == []
        await later(quarter, seconds)
    assert len(sends(quarter.world)) == 1
    await later(quarter, 0.2)
    assert len(joe.messages) == 3
    await later(quarter, 2)  # the chat itself a moment later, so that not all come back at once (delivery.md 3.6)
    assert len(amina.messages) == 1


async def test_a_429_is_obeyed_by_the_next_run_as_well(tmp_path: Path, paris: Path) -> None:
    async with town(tmp_path / "data", template=paris) as before:
        world = before.world
        amina, joe = (world.person(name, "fr", started=True) for name in ("Amina", "Joe"))
        world.fault("sendMessage", "flood", retry_after=30)
        await before.ask(amina, "/start")
    async with town(tmp_path / "data", template=paris, world=world) as after:
        await later(after, 29)
        assert await after.ask(joe, "/start") == []
        assert len(sends(world)) == 1
        await later(after, 1.1)
        assert len(joe.messages) == 1
        await later(after, 2)
        assert len(amina.messages) == 1


async def test_a_429_while_others_are_on_their_way_stops_what_comes_after_them(quarter: Town) -> None:
    people = [quarter.world.person(f"Person {number}", "fr", started=True) for number in range(50)]
    quarter.world.fault("sendMessage", "flood", chat=people[0], retry_after=9)
    quarter.world.fault("sendMessage", "latency", chat=people[1], seconds=0.2)
    for person in people:
        person.say("/start")
    await quarter.settled()
    await asyncio.sleep(0.3)
    await quarter.settled()
    tried = len(sends(quarter.world))
    assert tried <= 32  # those that were on their way with it
    await later(quarter, 8.9)
    assert len(sends(quarter.world)) == tried
    await later(quarter, 0.2)
    await later(quarter, 2)
    assert [len(person.messages) for person in people] == [1] * 50


@pytest.mark.parametrize(
    "parameters", [{"retry_after": 0}, {}, {"retry_after": -5}, {"retry_after": "soon"}, {"retry_after": None}]
)
async def test_a_429_without_a_usable_time_is_a_second(
    parameters: dict[str, object], quarter: Town, amina: Person, joe: Person
) -> None:
    quarter.world.fault("sendMessage", "refuse", code=429, description="Too Many Requests", parameters=parameters)
    await quarter.ask(amina, "/start")
    assert await quarter.ask(joe, "/start") == []
    await later(quarter, 0.9)
    assert len(sends(quarter.world)) == 1
    await later(quarter, 0.2)
    await later(quarter, 2)
    assert (len(amina.messages), len(joe.messages)) == (1, 1)


async def test_a_429_for_days_is_tried_again_after_an_hour(quarter: Town, amina: Person) -> None:
    quarter.world.fault("sendMessage", "flood", retry_after=100_000)
    await quarter.ask(amina, "/start")
    await later(quarter, 3599)
    assert len(sends(quarter.world)) == 1
    await later(quarter, 3)
    amina.say("/start")  # the first is too old to be an answer by now
    await quarter.settled()
    assert len(amina.messages) == 1


async def test_a_429_while_polling_waits_as_long_and_loses_nothing(
    at_once: list[float], quarter: Town, amina: Person
) -> None:
    quarter.world.fault("getUpdates", "flood", retry_after=11)
    await quarter.ask(amina, "/start")
    assert await quarter.ask(amina, "/start")
    assert at_once == [11]
    assert len(amina.messages) == 2


# An answer nobody knows the end of


@pytest.mark.parametrize(
    ("kind", "copies"),
    [
        ("server_error", 1), ("bad_gateway", 1), ("hang", 1), ("close", 1),
        ("bad_gateway_after", 2), ("hang_after", 2), ("close_after", 2), ("half", 2), ("broken_json", 2),
    ],
)  # fmt: skip
async def test_a_reply_of_unknown_fate_is_said_once_more_and_no_more(
    kind: str, copies: int, quarter: Town, amina: Person, joe: Person
) -> None:
    quarter.world.fault("sendMessage", kind, chat=amina)
    amina.say("/start")
    assert await quarter.ask(joe, "/start")
    for seconds in (1, 2, 4, 60, 600, 3600):
        await later(quarter, seconds)
    assert len(amina.messages) == copies
    assert len({message["text"] for message in amina.messages}) == 1
    assert (await quarter.app.outbox.counts()) == {"sent": 2}
    assert await quarter.ask(amina, "/start")


@pytest.mark.parametrize("kind", ["server_error", "half"])
async def test_a_reply_of_unknown_fate_twice_is_given_up(kind: str, quarter: Town, amina: Person) -> None:
    quarter.world.fault("sendMessage", kind, times=2)
    await quarter.ask(amina, "/start")
    for seconds in (4, 60, 600):
        await later(quarter, seconds)
    assert len(sends(quarter.world)) == 2
    assert len(amina.messages) == (2 if kind == "half" else 0)
    assert (await quarter.app.outbox.counts()) == {"dead": 1}
    assert await quarter.ask(amina, "/start")


@pytest.mark.parametrize(
    ("kind", "tries"), [("server_error", 4), ("hang", 4), ("half", 2), ("close_after", 2), ("bad_gateway_after", 2)]
)
async def test_an_edit_of_unknown_fate_is_repeated_until_it_stands(
    kind: str, tries: int, quarter: Town, amina: Person
) -> None:
    (choice,) = await quarter.ask(amina, "/language")
    assert "English" in labels(choice)
    quarter.world.fault("editMessageText", kind, times=3)
    await quarter.press(amina, choice, "English")
    for _ in range(4):
        await later(quarter, 20)
    (changed,) = amina.messages
    assert "✓ English" in labels(changed)
    assert len([call for call in quarter.world.calls if call.method == "editMessageText"]) == tries
    assert (await quarter.app.outbox.counts()) == {"sent": 2}


async def test_a_later_answer_does_not_overtake_one_that_is_tried_again(quarter: Town, amina: Person) -> None:
    quarter.world.fault("sendMessage", "server_error")
    await quarter.ask(amina, "/about")
    assert await quarter.ask(amina, "/privacy") == []
    await later(quarter, 3)
    about, privacy = (message["text"] for message in amina.messages)
    assert about != privacy
    (typed,) = await quarter.ask(amina, "/about")
    assert typed["text"] == about


async def test_an_answer_that_could_not_be_given_for_half_an_hour_is_none_any_more(
    quarter: Town, amina: Person, joe: Person
) -> None:
    quarter.world.fault("sendMessage", "flood", retry_after=1801)
    await quarter.ask(amina, "/start")
    await later(quarter, 1804)
    assert amina.messages == []
    assert await quarter.ask(joe, "/start")
    assert await quarter.ask(amina, "/start")


# Polls that bring nothing readable


@pytest.mark.parametrize("kind", ["server_error", "bad_gateway", "broken_json", "half", "close", "close_after", "hang"])
async def test_no_update_is_lost_or_doubled_by_a_poll_that_failed(
    kind: str, at_once: list[float], quarter: Town, amina: Person
) -> None:
    quarter.world.fault("getUpdates", kind, times=4)
    for _ in range(3):
        assert await quarter.ask(amina, "/start")
    assert len(amina.messages) == 3
    assert len(at_once) == 4
    assert at_once == sorted(at_once)


async def test_a_conflict_for_a_while_is_waited_out(at_once: list[float], quarter: Town, amina: Person) -> None:
    quarter.world.fault("getUpdates", "conflict", times=10)
    amina.say("/start")
    await quarter.settled()
    amina.say("/start")
    await quarter.settled()
    assert len(amina.messages) == 2
    assert len(at_once) == 10
    assert max(at_once) == 30
    assert not quarter.app.failure.happened.is_set()


# The token


async def _until_refused(running: Town) -> None:
    with pytest.raises(TokenRefusedError):
        async with asyncio.timeout(5):
            await run_until(asyncio.Event(), running.app)


async def test_a_token_refused_while_polling_ends_the_bot(at_once: list[float], quarter: Town, amina: Person) -> None:
    assert await quarter.ask(amina, "/start")
    quarter.world.revoked = True
    quarter.world.inject({"hologram": {}})  # so that the poll that waits returns
    await _until_refused(quarter)
    assert len(sends(quarter.world)) == 1  # no answer was needed to find out


async def test_a_token_refused_while_sending_ends_the_bot_and_the_next_run_says_what_was_owed(
    tmp_path: Path, paris: Path
) -> None:
    data = tmp_path / "data"
    async with town(data, template=paris) as before:
        world = before.world
        people = [world.person(f"Person {number}", "fr", started=True) for number in range(40)]
        world.fault("sendMessage", "unauthorized", times=99)
        for person in people:
            person.say("/start")
        await _until_refused(before)
        await before.settled()
        counts = await before.app.outbox.counts()
        assert counts == {"queued": 40}
        assert len(sends(world)) <= 32
    world.faults.coming.clear()
    async with town(data, template=paris, world=world) as after:
        await later(after, 61)
        assert [len(person.messages) for person in people] == [1] * 40


async def test_a_token_refused_at_the_start_is_said_at_once(tmp_path: Path, paris: Path) -> None:
    world = World()
    world.revoked = True
    with pytest.raises(TokenRefusedError):
        async with town(tmp_path / "data", template=paris, world=world):
            pass


async def test_a_server_out_of_reach_at_the_start_is_waited_for(tmp_path: Path, paris: Path) -> None:
    world = World()
    world.fault("getMe", "bad_gateway")
    async with town(tmp_path / "data", template=paris, world=world) as started:
        amina = world.person("Amina", "fr", started=True)
        assert await started.ask(amina, "/start")


async def test_a_server_that_knows_no_such_method_is_no_refused_token(quarter: Town, amina: Person) -> None:
    """Telegram answers 404 to a method it does not know, and 401 to a token it does not know."""
    missing: dict[str, Any] = {"code": 404, "description": "Not Found"}
    quarter.world.fault("sendVenue", "refuse", **missing, times=99)
    quarter.world.fault("sendPhoto", "refuse", **missing, times=99)
    for text in ("/open c-mairie-19", "/open f-inserm-surdose", "/start"):
        assert await quarter.ask(amina, text)
    assert not quarter.app.failure.happened.is_set()


# Groups that are not what they were


async def test_migration_told_by_a_refusal_is_followed_once_even_when_the_new_chat_says_it_again(
    quarter: Town, amina: Person
) -> None:
    old = quarter.world.group("Petit groupe", quiet=True)
    old.join(amina, quiet=True)
    before = len(quarter.world.updates.pending)
    amina.say("/latest@riverain_bot", old)
    new = old.migrate()
    del quarter.world.updates.pending[before + 1 :]
    quarter.world.fault("sendMessage", "migrated", chat=new, migrate_to_chat_id=new.id, times=3)
    await quarter.settled()
    for _ in range(3):
        await later(quarter, 60)
    assert old.messages == []
    assert len(sends(quarter.world)) <= 5
    assert await quarter.ask(amina, "/latest@riverain_bot", new)


@pytest.mark.parametrize("how", ["deleted", "closed"])
async def test_an_answer_to_a_topic_that_is_gone_goes_to_the_general_one_once(
    how: str, quarter: Town, amina: Person
) -> None:
    group = quarter.world.group("Riverains", forum=True, quiet=True)
    group.join(amina, quiet=True)
    topic = group.topic("Entraide")
    amina.say("/latest@riverain_bot", group, topic)
    if how == "deleted":
        group.delete_topic(topic)
    else:
        group.close_topic(topic)
    await quarter.settled()
    (answer,) = group.messages
    assert "message_thread_id" not in answer
    assert len(sends(quarter.world)) == 2


async def test_when_the_general_topic_is_closed_too_the_answer_is_given_up(quarter: Town, amina: Person) -> None:
    group = quarter.world.group("Riverains", forum=True, quiet=True)
    group.join(amina, quiet=True)
    topic = group.topic("Entraide")
    amina.say("/latest@riverain_bot", group, topic)
    group.delete_topic(topic)
    group.close_topic(group.general)
    await quarter.settled()
    for _ in range(3):
        await later(quarter, 60)
    assert len(sends(quarter.world)) == 2
    assert (await quarter.app.outbox.counts()) == {"dead": 1}


async def test_entities_the_server_refuses_are_left_out_once(quarter: Town, amina: Person, joe: Person) -> None:
    refused: dict[str, Any] = {
        "code": 400,
        "description": "Bad Request: can't parse entities: unsupported start tag at byte offset 3",
    }
    (fine, *_) = await quarter.ask(joe, "/latest")
    quarter.world.fault("sendMessage", "refuse", **refused)
    (plain, *_) = await quarter.ask(amina, "/latest")
    assert "entities" in fine
    assert [entity for entity in plain.get("entities", []) if entity["type"] == "text_link"] == []
    assert labels(plain)
    quarter.world.fault("sendMessage", "refuse", times=9, **refused)
    tried = len(sends(quarter.world))
    assert await quarter.ask(amina, "/latest") == []
    for _ in range(3):
        await later(quarter, 60)
    assert len(sends(quarter.world)) == tried + 2
    quarter.world.faults.coming.clear()
    assert await quarter.ask(amina, "/latest")


async def test_a_message_without_a_number_is_sent_all_the_same(quarter: Town, amina: Person) -> None:
    """Telegram gives 0 where it postpones a message (telegram-facts.md 1.3)."""
    wire = WorldWire(quarter.world)
    original = wire.post

    async def without_number(*call: object) -> tuple[int, bytes]:
        status, body = await original(*call)  # type: ignore[arg-type]
        return status, body.replace(b'"message_id": ', b'"message_id": 0, "was": ') if call[
            0
        ] == "sendMessage" else body

    wire.post = without_number  # type: ignore[method-assign, assignment]
    quarter.app.delivery._sender._telegram._wire = wire  # type: ignore[attr-defined]
    assert await quarter.ask(amina, "/start")
    await later(quarter, 600)
    assert len(amina.messages) == 1
    assert (await quarter.app.outbox.counts()) == {"sent": 1}


# Stopping in the middle of it


async def test_stopping_in_the_middle_of_answers_loses_none_and_repeats_none(tmp_path: Path, paris: Path) -> None:
    world = World()
    (tmp_path / "data").mkdir()
    shutil.copy(paris, tmp_path / "data" / DATABASE)
    people = [world.person(f"Person {number}", "fr", started=True) for number in range(60)]
    for person in people:
        person.say("/start")
        world.fault("sendMessage", "latency", chat=person, seconds=0.1)
    plan = Plan(tmp_path / "data", None, menus=False)
    runs = 0
    while not all(person.messages for person in people):
        runs += 1
        assert runs < 60
        async with running(plan, WorldWire(world), world.clock):
            await asyncio.sleep(0.05)
    assert runs > 1
    assert [len(person.messages) for person in people] == [1] * 60
    await world.close()


async def test_a_slow_server_holds_up_one_reader_and_not_the_others(quarter: Town, amina: Person, joe: Person) -> None:
    quarter.world.fault("sendMessage", "latency", chat=amina, seconds=0.5)
    amina.say("/start")
    joe.say("/start")
    message = await quarter.world.next_message(joe, timeout=0.4)
    assert message["text"]
    assert amina.messages == []
    assert (await quarter.world.next_message(amina, timeout=2))["text"]
    await quarter.settled()
