"""The ports to what is kept about a chat and about those who curate: very little."""

from dataclasses import dataclass
from datetime import datetime, UTC
from typing import Final, Protocol

from content.schedule import Quiet
from handlers.request import Chat

FOR_GOOD: Final = datetime(9000, 1, 1, tzinfo=UTC)
"""Paused until resumed."""


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of thing held about a chat, for /mydata and /privacy."""

    what: str
    """A key of the catalogue's ``held.*`` texts."""
    content: object
    """Plain data, as it will stand in the file."""
    days: int | None
    """How long it is kept; None until asked to be forgotten."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a chat wants to be written to."""

    zone: str | None = None
    """Its time zone; None: the pack's."""
    quiet: Quiet | None = None
    paused_until: datetime | None = None
    """Nothing it follows is sent before; ``FOR_GOOD`` until it is taken up again."""


class Chats(Protocol):
    """What is kept about a chat: very little."""

    async def language(self, chat: int) -> str | None:
        """Return the language chosen there, or None."""
        ...

    async def choose_language(self, chat: int, language: str) -> None:
        """Keep the language chosen there."""
        ...

    async def manner(self, chat: int) -> Manner:
        """Return how the chat wants to be written to."""
        ...

    async def choose_zone(self, chat: int, zone: str | None) -> None:
        """Keep the chat's time zone; None: the pack's."""
        ...

    async def keep_quiet(self, chat: int, quiet: Quiet | None) -> None:
        """Keep the chat's quiet hours, or that it has none."""
        ...

    async def pause(self, chat: int, until: datetime | None) -> None:
        """Send the chat nothing it follows before ``until``; None takes it up again."""
        ...

    async def held(self, chat: int) -> list[Held]:
        """Return everything held about the chat."""
        ...

    async def forget(self, chat: int, now: datetime) -> int:
        """Remove everything held about the chat and cancel what is queued for it; return how many rows went."""
        ...


class Moderators(Protocol):
    """Who curates. Operators count as moderators and are not listed here."""

    async def all(self) -> list[int]:
        """Return the Telegram ids of the moderators."""
        ...

    async def appoint(self, person: int, by: int | None, now: datetime) -> bool:
        """Make somebody a moderator; False where they were one."""
        ...

    async def dismiss(self, person: int) -> bool:
        """End it; False where they were none."""
        ...


class Doors(Protocol):
    """Links into the private chat that act for a group: random, used once, 15 minutes (security.md 6.1)."""

    async def open(self, chat: Chat, command: str, now: datetime) -> str:
        """Return the token of a new door to ``command`` for the group or channel ``chat``; only its hash is kept."""
        ...
