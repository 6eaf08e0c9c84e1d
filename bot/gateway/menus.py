"""Menus: the commands Telegram offers, by kind of chat and language, and the bot's own words about itself."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError, NotSentError
from content.texts import languages, texts
from handlers import COMMANDS
from handlers.command import Command, Scope

log = structlog.get_logger()

_SCOPES: Final[dict[str, frozenset[Scope]]] = {
    "default": frozenset({Scope.EVERYONE}),
    "all_private_chats": frozenset({Scope.EVERYONE, Scope.ONESELF, Scope.GROUP_ADMINS}),
    "all_group_chats": frozenset({Scope.EVERYONE}),
    "all_chat_administrators": frozenset({Scope.EVERYONE, Scope.GROUP_ADMINS}),
    "moderator": frozenset({Scope.EVERYONE, Scope.ONESELF, Scope.GROUP_ADMINS, Scope.MODERATORS}),
    "operator": frozenset(Scope),
}
_OF_ALL: Final = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")


def menu(commands: Iterable[Command], scope: str, language: str) -> list[dict[str, str]]:
    """Return the menu of a scope: names in the language's own aliases, descriptions of one line."""
    words = texts(language)
    shown = [command for command in commands if command.scope in _SCOPES[scope] and not command.hidden]
    return [
        {"command": command.alias(language), "description": str(words.text(f"menu.{command.name}"))}
        for command in shown
    ]


def calls(fallback: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every call that tells Telegram about the bot; the fallback language also serves all others."""
    for language in ("", *languages()):
        code = {"language_code": language} if language else {}
        spoken = language or fallback
        for scope in _OF_ALL:
            yield "setMyCommands", {"commands": menu(COMMANDS, scope, spoken), "scope": {"type": scope}, **code}
        yield "setMyShortDescription", {"short_description": str(texts(spoken).text("bot.short_description")), **code}
        yield "setMyDescription", {"description": str(texts(spoken).text("bot.description")), **code}


def own_calls(
    moderators: Collection[int], operators: Collection[int], fallback: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the calls that show moderators and operators, in their private chats, what they alone may use."""
    for person in sorted({*moderators, *operators}):
        role = "operator" if person in operators else "moderator"
        scope = {"type": "chat", "chat_id": person}
        for language in ("", *languages()):
            code = {"language_code": language} if language else {}
            yield "setMyCommands", {"commands": menu(COMMANDS, role, language or fallback), "scope": scope, **code}


def calls_for(person: int, *, moderator: bool, operator: bool, fallback: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the calls that make somebody's own menu that of their role; who has none sees what everybody sees."""
    if moderator or operator:
        yield from own_calls((person,), (person,) if operator else (), fallback)
        return
    for language in ("", *languages()):
        code = {"language_code": language} if language else {}
        yield "deleteMyCommands", {"scope": {"type": "chat", "chat_id": person}, **code}


async def publish_menus(
    telegram: Telegram, fallback: str, moderators: Collection[int] = (), operators: Collection[int] = ()
) -> None:
    """Tell Telegram the menus; what the server refuses is noted and passed over, for the bot works without."""
    for method, parameters in (*calls(fallback), *own_calls(moderators, operators, fallback)):
        try:
            await telegram.call(method, parameters, seconds=15)
        except InvalidToken:
            # 404 also says that a server does not know the method; a refused token shows at the next poll.
            log.warning("menus.not_known", method=method)
        except (TelegramError, NotSentError, DoubtfulError) as fault:
            log.warning("menus.refused", method=method, fault=type(fault).__name__)
