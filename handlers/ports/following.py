"""The ports to what chats follow: subscriptions, schedules of digests, and what was told already."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from content.news import Every, Filter
from content.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Subscription:
    """One thing a chat follows."""

    id: int
    chat: int
    thread: int | None
    filter: Filter
    every: Every
    language: str
    made_at: datetime


class Subscriptions(Protocol):
    """What chats follow."""

    async def of(self, chat: int) -> Sequence[Subscription]:
        """Return what the chat follows, in all its threads, the oldest first."""
        ...

    async def get(self, chat: int, subscription: int) -> Subscription | None:
        """Return the chat's subscription of that number, or None."""
        ...

    async def find(self, chat: int, thread: int | None, wanted: Filter) -> Subscription | None:
        """Return the chat's subscription to exactly that, or None."""
        ...

    async def add(
        self, chat: int, thread: int | None, wanted: Filter, every: Every, language: str, now: datetime
    ) -> Subscription:
        """Follow; what is followed already only changes how often and in what language."""
        ...

    async def change(
        self, chat: int, subscription: int, *, every: Every | None = None, language: str | None = None
    ) -> Subscription | None:
        """Change how often or in what language; None where the chat has no such subscription."""
        ...

    async def remove(self, chat: int, subscription: int) -> bool:
        """Follow it no longer, and drop what was to be told for it alone; False where there was none. Nothing else changes."""
        ...

    async def remove_all(self, chat: int) -> int:
        """Follow nothing any more; quiet hours, language and digests stay. Return how many it were."""
        ...

    async def told(self, chat: int, stories: Collection[str]) -> frozenset[str]:
        """Return those of the stories that were told to the chat, or to a group the person is in."""
        ...


class Schedules(Protocol):
    """When chats get their digests."""

    async def of(self, chat: int) -> Sequence[Schedule]:
        """Return the chat's schedules, the oldest first."""
        ...

    async def get(self, chat: int, schedule: int) -> Schedule | None:
        """Return the chat's schedule of that number, or None."""
        ...

    async def keep(self, schedule: Schedule, now: datetime) -> Schedule:
        """Keep a new schedule (``id`` 0) or a changed one; return it as kept."""
        ...

    async def remove(self, chat: int, schedule: int) -> bool:
        """Send that digest no more; False where there was none."""
        ...
