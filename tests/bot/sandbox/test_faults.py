"""Every fault on demand, as a real client meets it, and whether the message was stored all the same."""

import asyncio
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.bot.sandbox.conftest import Scene

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")

UPDATE = {
    "poll_answer": {
        "poll_id": "1",
        "user": {"id": 1, "is_bot": False, "first_name": "x"},
        "option_ids": [0],
        "option_persistent_ids": ["0"],
    }
}
FAULTS: list[tuple[str, dict[str, Any], type[TelegramError], str, str, bool]] = [
    # Seven seconds, in the words PTB has for them before or after PTB_TIMEDELTA is set.
    ("flood", {"retry_after": 7}, RetryAfter, "retry in 7 seconds|retry in 0:00:07", "", False),
    ("blocked", {}, Forbidden, "bot was blocked by the user", "", False),
    ("deactivated", {}, Forbidden, "user is deactivated", "", False),
    ("kicked", {}, Forbidden, "bot was kicked from the supergroup chat", "", False),
    ("kicked_group", {}, Forbidden, "bot was kicked from the group chat", "", False),
    ("not_member", {}, Forbidden, "bot is not a member of the supergroup chat", "", False),
    ("no_initiate", {}, Forbidden, "bot can't initiate conversation with a user", "", False),
    ("migrated", {"migrate_to_chat_id": -100123}, ChatMigrated, "-100123", "", False),
    ("topic_closed", {}, BadRequest, "TOPIC_CLOSED", "", False),
    ("topic_deleted", {}, BadRequest, "message thread not found", "", False),
    ("no_rights", {}, BadRequest, "not enough rights to send text messages to the chat", "", False),
    ("no_write_access", {}, BadRequest, "have no write access to the chat", "", False),
    ("chat_not_found", {}, BadRequest, "chat not found", "", False),
    ("unauthorized", {}, InvalidToken, "unauthorized", "", False),
    ("conflict", {}, Conflict, "terminated by other getUpdates request", "", False),
    ("server_error", {}, NetworkError, "restart", "", False),
    ("refuse", {"code": 400, "description": "Bad Request: PEER_FLOOD"}, BadRequest, "PEER_FLOOD", "", False),
    ("bad_gateway", {}, NetworkError, "bad gateway", "", False),
    ("bad_gateway_after", {}, NetworkError, "bad gateway", "", True),
    ("hang", {}, TimedOut, "timed out", "ReadTimeout", False),
    ("hang_after", {}, TimedOut, "timed out", "ReadTimeout", True),
    ("close", {}, NetworkError, "RemoteProtocolError", "RemoteProtocolError", False),
    ("close_after", {}, NetworkError, "RemoteProtocolError", "RemoteProtocolError", True),
    ("half", {}, NetworkError, "RemoteProtocolError", "RemoteProtocolError", True),
    ("broken_json", {}, TelegramError, "invalid server response", "JSONDecodeError", True),
]


@pytest.mark.parametrize(
    ("kind", "details", "error", "words", "cause", "stored"), FAULTS, ids=[fault[0] for fault in FAULTS]
)
async def test_a_fault_is_met_once_as_a_real_client_would_meet_it(
    scene: Scene, kind: str, details: dict[str, Any], error: type[TelegramError], words: str, cause: str, stored: bool
) -> None:
    scene.world.fault("sendMessage", kind, **details)
    with pytest.raises(error) as met:
        await scene.bot.send_message(scene.alice.id, "x", read_timeout=0.2)
    assert type(met.value) is error
    assert any(each.lower() in str(met.value).lower() for each in words.split("|"))
    if cause:
        assert type(met.value.__cause__).__name__ == cause
    assert len(scene.alice.messages) == stored
    assert await scene.bot.send_message(scene.alice.id, "y")


async def test_an_answer_can_be_late(scene: Scene) -> None:
    scene.world.fault("*", "latency", seconds=0.2)
    began = asyncio.get_running_loop().time()
    await scene.bot.get_me()
    assert asyncio.get_running_loop().time() - began > 0.15


async def test_a_late_call_is_carried_out_though_its_client_has_gone(scene: Scene) -> None:
    scene.world.fault("sendMessage", "latency", seconds=0.3)
    with pytest.raises(TimedOut):
        await scene.bot.send_message(scene.alice.id, "x", read_timeout=0.1)
    assert (await scene.world.next_message(scene.alice, timeout=2))["text"] == "x"


async def test_a_poll_nobody_waits_for_takes_nothing(scene: Scene) -> None:
    poll = asyncio.create_task(scene.bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    poll.cancel()
    await asyncio.sleep(0.05)
    scene.world.inject({**UPDATE, "update_id": 1})
    assert [update.update_id for update in await scene.bot.get_updates(offset=5)] == [1]


async def test_a_fault_keeps_to_its_chat_and_its_count(scene: Scene) -> None:
    bruno = scene.world.person("Bruno", started=True)
    scene.world.fault("*", "blocked", times=2, chat=scene.alice)
    assert await scene.bot.send_message(bruno.id, "x")
    for _ in range(2):
        with pytest.raises(Forbidden):
            await scene.bot.send_message(scene.alice.id, "x")
    assert await scene.bot.send_message(scene.alice.id, "x")


async def test_updates_come_backwards_or_twice(scene: Scene) -> None:
    scene.alice.say("un")
    scene.alice.say("deux")
    scene.world.fault("getUpdates", "reorder")
    assert [update.message.text for update in await scene.bot.get_updates() if update.message] == ["deux", "un"]
    scene.world.fault("getUpdates", "repeat")
    assert [update.message.text for update in await scene.bot.get_updates() if update.message] == [
        "un",
        "un",
        "deux",
        "deux",
    ]


async def test_an_unknown_fault_is_refused(scene: Scene) -> None:
    with pytest.raises(ValueError, match="No fault is called 'earthquake'"):
        scene.world.fault("*", "earthquake")
