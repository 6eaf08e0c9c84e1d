"""A request: somebody asks for a command, by typing it, pressing a button, following a link or sharing a place."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from markupsafe import Markup

from content.texts import Texts


class ChatKind(StrEnum):
    """Where it was asked."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Chat:
    """The chat a request came from."""

    id: int
    kind: ChatKind
    thread: int | None = None
    """The forum topic of the group, where it has them; None for the general one."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks, as far as it matters: no name is ever read. Rights are those of the moment of asking."""

    id: int | None
    """None where Telegram does not say (an anonymous admin, a channel)."""
    operator: bool = False
    moderator: bool = False
    group_admin: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """A place somebody shared: degrees. Used for this answer, never kept."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Request:
    """One command asked for."""

    command: str
    """The canonical name (``latest``, never ``actus``)."""
    args: str
    """What followed it, trimmed; free text or slugs."""
    chat: Chat
    person: Person
    texts: Texts
    """In the language to answer in."""
    now: dt.datetime
    """The instant, aware, in UTC."""
    page: int = 1
    pressed: bool = False
    """A button was pressed, or a link followed: ``args`` are ours."""
    position: Position | None = None
    asked_as: str = ""
    """The name it was typed by."""
    awaited: str | None = None
    """Where ``args`` answer a question of ours: the arguments the question was asked with (see the port ``Awaiting``)."""
    acting_for: Chat | None = None
    """The group or channel an admin of it asks for, from the private chat; its rights were checked with Telegram just now."""
    acting: int | None = None
    """The number the buttons of the answer carry to act for it further."""

    @property
    def about(self) -> Chat:
        """The chat the command is about: the one acted for, else the one it was asked in."""
        return self.acting_for or self.chat

    @property
    def language(self) -> str:
        """The language to answer in."""
        return self.texts.language

    @property
    def private(self) -> bool:
        """Whether it was asked in a private chat."""
        return self.chat.kind is ChatKind.PRIVATE

    def text(self, key: str, **values: object) -> Markup:
        """Return the sentence ``key`` in the request's language, values escaped."""
        return self.texts.text(key, **values)

    def asking(self, command: str, args: str = "") -> "Request":
        """Return the same request for another command, from its first page."""
        return replace(self, command=command, args=args, page=1)
