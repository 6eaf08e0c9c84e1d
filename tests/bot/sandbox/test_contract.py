"""The machine-readable Bot API, and what departs from it."""

from telegram.constants import BOT_API_VERSION

from bot.sandbox import SandboxRequest, World
from bot.sandbox.api import answer
from bot.sandbox.call import Call
from bot.sandbox.contract import contract
from bot.sandbox.methods import METHODS


def version(text: str) -> tuple[int, ...]:
    """Return a version as numbers."""
    return tuple(int(part) for part in text.split("."))


def test_the_specification_is_no_older_than_the_client() -> None:
    assert version(contract().version) >= version(BOT_API_VERSION)


def test_every_modelled_method_exists() -> None:
    assert [name for name in METHODS if name not in contract().methods] == []
    assert contract().method("SENDMESSAGE") == "sendMessage"


def test_a_call_departs_by_an_unknown_a_missing_or_a_wrong_parameter() -> None:
    faults = contract().faults_of_call(
        Call.of(
            "sendMessage",
            {"chat_id": 1, "txt": "x", "message_thread_id": "abc", "reply_markup": {"inline_keyboard": [[{}]]}},
        )
    )
    assert faults == [
        "sendMessage: unknown parameter 'txt'",
        "sendMessage: message_thread_id is 'abc', not Integer",
        "sendMessage: reply_markup.inline_keyboard[0][0].text is missing",
        "sendMessage: required parameter 'text' is missing",
    ]


def test_an_answer_departs_by_what_it_lacks() -> None:
    assert contract().faults_of_answer("getMe", {"id": 1, "is_bot": True}) == ["answer to getMe.first_name is missing"]
    assert contract().faults_of_update(
        {"update_id": 1, "message": {"message_id": 1, "date": "x", "chat": {"id": 1, "type": "private"}}}
    ) == ["update.message.date is 'x', not Integer"]


async def test_departures_are_collected_and_never_change_the_answer() -> None:
    world = World()
    alice = world.person("Alice", started=True)
    reply = await answer(world, world.token, "sendmessage", {"chat_id": alice.id, "text": "x", "colour": "red"})
    assert reply.status == 200
    assert world.violations == ["sendMessage: unknown parameter 'colour'"]


async def test_the_request_needs_no_opening() -> None:
    world = World()
    async with SandboxRequest(world) as request:
        status, body = await request.do_request(f"https://api.telegram.org/bot{world.token}/getMe", "POST")
    assert status == 200
    assert b'"is_bot": true' in body
