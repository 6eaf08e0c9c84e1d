"""What the bot says of itself: who it is, names, descriptions, commands, menu button, default rights."""

import re
from collections.abc import Callable
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.methods.target import find_chat
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import World
from bot.sandbox.world.member import CHANNEL_RIGHTS, GROUP_RIGHTS, RIGHTS

SIMPLE_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}


def get_me(world: World, _call: Call) -> Record:
    """Return the bot."""
    return {
        **world.bot_user(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }


def read_language(call: Call) -> str:
    """Return the language of a call, empty for everybody's; raise Telegram's refusal for what is no code."""
    code = call.text("language_code")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("Invalid language code specified")
    return code


def read_scope(world: World, call: Call) -> Record:
    """Return the scope of a list of commands; raise Telegram's refusals."""
    given = call.json("scope", "BotCommandScope")
    if given is None:
        return {"type": "default"}
    if not isinstance(given, dict):
        raise bad_request("BotCommandScope must be an Object")
    kind = given.get("type")
    if kind in SIMPLE_SCOPES:
        return {"type": kind}
    if kind not in CHAT_SCOPES:
        raise bad_request("Can't parse BotCommandScope: Unsupported type specified")
    if not given.get("chat_id"):
        raise bad_request(
            "Can't parse BotCommandScope: Can't find field \"chat_id\""
            if "chat_id" not in given
            else "Can't parse BotCommandScope: Empty chat_id specified"
        )
    chat = find_chat(world, Call.of("", {"chat_id": given["chat_id"]}), write=False, members=True)
    scope: Record = {"type": kind, "chat_id": chat.id}
    if kind == "chat_member":
        number = int(given.get("user_id") or 0)
        if number <= 0:
            raise bad_request(
                "Can't parse BotCommandScope: Invalid user_id specified"
                if "user_id" in given
                else "Can't parse BotCommandScope: Can't find field \"user_id\""
            )
        scope["user_id"] = number
    if kind == "chat_administrators" and chat.kind == "private":
        raise bad_request("PEER_ID_INVALID")
    return scope


def _key(scope: Record) -> str:
    return ":".join(str(value) for value in scope.values())


def set_my_commands(world: World, call: Call) -> bool:
    """Set the command menu of a scope and language."""
    given = call.json("commands", "commands") or []
    if not isinstance(given, list):
        raise bad_request("Expected an Array of BotCommand")
    if len(given) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(one) for one in given]
    scope, language = read_scope(world, call), read_language(call)
    world.profile.scopes[_key(scope)] = scope
    if commands:
        world.profile.commands[_key(scope), language] = commands
    else:
        world.profile.commands.pop((_key(scope), language), None)
    world.journal.publish({"type": "commands", "commands": world.profile.listed()})
    return True


def _command(given: Any) -> Record:
    if not isinstance(given, dict):
        raise bad_request("Can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if name not in given:
            raise bad_request(f"Can't parse BotCommand: Can't find field \"{name}\"")
    command, description = str(given["command"]).strip().removeprefix("/"), str(given["description"]).strip()
    if not command:
        raise bad_request("Command must be non-empty")
    if len(command) > 32:
        raise bad_request("Command length must not exceed 32")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > 256:
        raise bad_request("Command description length must not exceed 256")
    if not re.fullmatch(r"[a-z0-9_]+", command):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": command, "description": description}


def get_my_commands(world: World, call: Call) -> list[Record]:
    """Return the command menu of exactly this scope and language."""
    return world.profile.commands.get((_key(read_scope(world, call)), read_language(call)), [])


def delete_my_commands(world: World, call: Call) -> bool:
    """Take the command menu of a scope and language away."""
    world.profile.commands.pop((_key(read_scope(world, call)), read_language(call)), None)
    world.journal.publish({"type": "commands", "commands": world.profile.listed()})
    return True


def wording(name: str, field: str, limit: int) -> tuple[Callable[[World, Call], bool], Callable[[World, Call], Record]]:
    """Return the methods that set and get a text about the bot, by language."""

    def kept(world: World) -> dict[str, str]:
        texts: dict[str, str] = getattr(world.profile, field)
        return texts

    def set_text(world: World, call: Call) -> bool:
        language = read_language(call)
        text = call.text(name).strip()
        if len(text) > limit:
            raise bad_request(f"bot {name.replace('_', ' ')} is too long")
        if text:
            kept(world)[language] = text
        else:
            kept(world).pop(language, None)
        return True

    def get_text(world: World, call: Call) -> Record:
        language = read_language(call)
        fallback = world.profile.first_name if name == "name" else ""
        return {name: kept(world).get(language) or kept(world).get("") or fallback}

    return set_text, get_text


def set_menu_button(world: World, call: Call) -> bool:
    """Set the button beside the field one writes in, for everybody or for one private chat."""
    given = call.json("menu_button", "menu button") or {"type": "default"}
    if not isinstance(given, dict):
        raise bad_request("Can't parse menu button: MenuButton must be an Object")
    if given.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("Can't parse menu button: MenuButton has unsupported type")
    if call.text("chat_id"):
        chat = find_chat(world, call, write=False)
        if chat.kind != "private":
            raise bad_request("PEER_ID_INVALID")
        chat.menu_button = given
    else:
        world.profile.menu_button = {"type": "commands"} if given["type"] == "default" else given
    return True


def get_menu_button(world: World, call: Call) -> Record:
    """Return the button beside the field one writes in."""
    if call.text("chat_id"):
        button = find_chat(world, call, write=False).menu_button
        return button if button is not None else {"type": "default"}
    return world.profile.menu_button


def set_default_rights(world: World, call: Call) -> bool:
    """Set which rights the bot asks for when it is made an administrator."""
    given = call.json("rights", "ChatAdministratorRights") or {}
    if not isinstance(given, dict):
        raise bad_request("Can't parse ChatAdministratorRights: ChatAdministratorRights must be an Object")
    names = (*RIGHTS, *(CHANNEL_RIGHTS if call.flag("for_channels") else GROUP_RIGHTS), "is_anonymous")
    rights = {name: bool(given.get(name, False)) for name in names}
    if call.flag("for_channels"):
        world.profile.channel_rights = rights
    else:
        world.profile.group_rights = rights
    return True


def get_default_rights(world: World, call: Call) -> Record:
    """Return which rights the bot asks for when it is made an administrator."""
    channels = call.flag("for_channels")
    kept = world.profile.channel_rights if channels else world.profile.group_rights
    names = (*RIGHTS, *(CHANNEL_RIGHTS if channels else GROUP_RIGHTS), "is_anonymous")
    return kept if kept is not None else dict.fromkeys(names, False)
