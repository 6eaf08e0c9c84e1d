"""Menus: what Telegram is told about the bot stays within its limits, in every language."""

from typing import Any

import pytest
from telegram.error import BadRequest, InvalidToken

from bot.gateway.menus import calls, menu, own_calls, publish_menus
from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError, NotSentError
from content.texts import languages
from handlers import COMMANDS
from handlers.command import Scope

CALLS = list(calls("fr"))


class FakeTelegram(Telegram):
    """Refuses as told, and counts."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault
        self.made = 0

    async def call(self, method: str, parameters: Any = None, **more: Any) -> Any:
        self.made += 1
        raise self.fault


def test_each_language_and_all_others_get_menus_and_descriptions() -> None:
    for code in (None, *languages()):
        mine = [method for method, parameters in CALLS if parameters.get("language_code") == code]
        assert sorted(set(mine)) == ["setMyCommands", "setMyDescription", "setMyShortDescription"]


def test_all_is_within_telegrams_limits() -> None:
    for _, parameters in CALLS:
        assert len(parameters.get("short_description", "")) <= 120
        assert len(parameters.get("description", "")) <= 512
        commands = parameters.get("commands", [])
        assert len(commands) <= 100
        assert all(1 <= len(each["command"]) <= 32 and 1 <= len(each["description"]) <= 256 for each in commands)
        assert len({each["command"] for each in commands}) == len(commands)


def test_a_group_is_offered_what_everybody_may_use_there() -> None:
    offered = {entry["command"] for entry in menu(COMMANDS, "all_group_chats", "en")}
    assert offered == {
        command.alias("en") for command in COMMANDS if command.scope is Scope.EVERYONE and not command.hidden
    }
    assert "mydata" not in offered
    assert "mydata" in {entry["command"] for entry in menu(COMMANDS, "all_private_chats", "en")}


def test_no_menu_offers_what_is_hidden_or_for_moderators_or_operators() -> None:
    kept_back = {
        command.alias("fr")
        for command in COMMANDS
        if command.hidden or command.scope in (Scope.MODERATORS, Scope.OPERATORS)
    }
    for _, parameters in CALLS:
        assert not kept_back & {entry["command"] for entry in parameters.get("commands", [])}


def test_moderators_and_operators_alone_are_shown_what_is_theirs() -> None:
    shown = {
        parameters["scope"]["chat_id"]: {entry["command"] for entry in parameters["commands"]}
        for _, parameters in own_calls((7, 8), (8,), "fr")
        if "language_code" not in parameters
    }
    assert shown.keys() == {7, 8}
    assert {"status", "alert", "setup"} <= shown[7]
    assert "moderators" not in shown[7]
    assert shown[8] - shown[7] == {"moderators"}
    assert len(list(own_calls((7,), (), "fr"))) == 1 + len(languages())


@pytest.mark.parametrize("fault", [BadRequest("x"), InvalidToken("x"), NotSentError("x"), DoubtfulError("x")])
async def test_a_server_that_refuses_them_stops_nothing(fault: Exception) -> None:
    telegram = FakeTelegram(fault)
    await publish_menus(telegram, "fr")
    assert telegram.made == len(CALLS)
