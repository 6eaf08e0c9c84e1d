"""Acting: an admin of a group or channel sets it up from the private chat, through a door that was made for that."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.gateway.roles import Roles
from bot.storage.doors import DoorTable
from handlers import BY_NAME
from handlers.command import Scope
from handlers.reply import Button
from handlers.request import Chat, Request

_MARK: Final = "@"


@dataclass(frozen=True, slots=True)
class Mandate:
    """A chat somebody acts for: Telegram said a minute ago at most that they administer it."""

    chat: Chat
    number: int
    """What the buttons of the answer carry."""
    command: str = ""
    """The command the door leads to, with its arguments."""


class Shut(StrEnum):
    """Why somebody may not act; told by the text ``door.<value>``."""

    OLD = "old"
    """Used, too old, forged, or somebody else's."""
    NOT_ADMIN = "not-admin"
    UNREACHED = "unreached"
    """Telegram did not say."""


class Acting:
    """Asks, each time, whether somebody may act for a chat."""

    def __init__(self, doors: DoorTable, roles: Roles) -> None:
        """Look doors up in ``doors``; ask ``roles`` who administers what."""
        self._doors = doors
        self._roles = roles

    async def through(self, token: str, person: int, now: datetime) -> Mandate | Shut:
        """Return what the door lets the person do. It is used up by whoever comes, unless Telegram does not answer."""
        ahead = await self._doors.look(token, now)
        if ahead is None:
            return Shut.OLD
        admin = await self._roles.admin(ahead[0].id, person, now)
        if admin is None:
            return Shut.UNREACHED
        door = await self._doors.take(token, now)
        if door is None:
            return Shut.OLD
        if not admin:
            return Shut.NOT_ADMIN
        chat, command = door
        return Mandate(chat, await self._doors.act(person, chat, now), command)

    async def still(self, number: int, person: int, now: datetime) -> Mandate | Shut:
        """Return what a button lets the person do who was let in before, by what Telegram says now."""
        chat = await self._doors.acting(number, person, now)
        if chat is None:
            return Shut.OLD
        admin = await self._roles.admin(chat.id, person, now)
        if admin is None:
            return Shut.UNREACHED
        return Mandate(chat, number) if admin else Shut.NOT_ADMIN

    async def begin(self, person: int, chat: Chat, now: datetime) -> int:
        """Return the number under which the person may act for the chat, as long as they administer it."""
        return await self._doors.act(person, chat, now)


def acting_for(button: Button, request: Request) -> Button:
    """Return the button as it must be written in a message by which somebody acts for a chat."""
    command = BY_NAME.get(button.command)
    if request.acting is None or command is None or command.scope is not Scope.GROUP_ADMINS:
        return button
    return replace(button, args=f"{_MARK}{request.acting} {button.args}")


def acted(args: str) -> tuple[int | None, str]:
    """Return the number a pressed button carries, None where it carries none, and its own arguments."""
    number, _, rest = args.partition(" ")
    digits = number.removeprefix(_MARK)
    return (int(digits), rest) if number.startswith(_MARK) and digits.isdecimal() else (None, args)
