"""What chats follow, and the log of what happened, in memory, behind the same ports as the real tables."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from content.news import Every, Filter, Happening, What
from content.records import Item
from handlers.ports import Correction, Sources, Subscription


def happening(item: Item, at: dt.datetime, what: What = What.NEW) -> Happening:
    """Return that something happened to an item, as the log would hold it."""
    return Happening(0, getattr(item, "story", None) or item.slug, what, at, item)


@dataclass
class Follows:
    """Subscriptions, and the stories that were told to each chat."""

    kept: list[Subscription] = field(default_factory=list)
    stories: dict[int, set[str]] = field(default_factory=dict)
    made: int = 0

    async def of(self, chat: int) -> Sequence[Subscription]:
        """Return what the chat follows, the oldest first."""
        return [each for each in self.kept if each.chat == chat]

    async def get(self, chat: int, subscription: int) -> Subscription | None:
        """Return the chat's subscription of that number, or None."""
        return next((each for each in self.kept if (each.chat, each.id) == (chat, subscription)), None)

    async def find(self, chat: int, thread: int | None, wanted: Filter) -> Subscription | None:
        """Return the chat's subscription to exactly that, or None."""
        same = (chat, thread, wanted.write())
        return next((each for each in self.kept if (each.chat, each.thread, each.filter.write()) == same), None)

    async def add(
        self, chat: int, thread: int | None, wanted: Filter, every: Every, language: str, now: dt.datetime
    ) -> Subscription:
        """Follow; what is followed already only changes."""
        if known := await self.find(chat, thread, wanted):
            return self._changed(replace(known, every=every, language=language))
        self.made += 1
        made = Subscription(self.made, chat, thread, wanted, every, language, now)
        self.kept.append(made)
        return made

    async def change(
        self, chat: int, subscription: int, *, every: Every | None = None, language: str | None = None
    ) -> Subscription | None:
        """Change how often or in what language."""
        known = await self.get(chat, subscription)
        if known is None:
            return None
        return self._changed(replace(known, every=every or known.every, language=language or known.language))

    async def remove(self, chat: int, subscription: int) -> bool:
        """Follow it no longer."""
        known = await self.get(chat, subscription)
        if known:
            self.kept.remove(known)
        return known is not None

    async def remove_all(self, chat: int) -> int:
        """Follow nothing any more."""
        gone = [each for each in self.kept if each.chat == chat]
        self.kept = [each for each in self.kept if each.chat != chat]
        return len(gone)

    async def told(self, chat: int, stories: Collection[str]) -> frozenset[str]:
        """Return those of the stories that were told to the chat."""
        return frozenset(self.stories.get(chat, set()) & set(stories))

    def _changed(self, changed: Subscription) -> Subscription:
        self.kept = [changed if each.id == changed.id else each for each in self.kept]
        return changed


@dataclass
class Log:
    """What happened, as a list; the same is told whether it is asked for by the log or imagined."""

    happened: list[Happening] = field(default_factory=list)
    corrected: list[Correction] = field(default_factory=list)
    reading: Sources = field(default_factory=Sources)

    async def between(self, since: dt.datetime, until: dt.datetime) -> list[Happening]:
        """Return what happened after ``since`` and not after ``until``, the oldest first."""
        return sorted((each for each in self.happened if since < each.at <= until), key=lambda each: (each.at, each.id))

    async def recent(self, now: dt.datetime, days: int) -> list[Happening]:
        """Return what happened in the last ``days``."""
        return await self.between(now - dt.timedelta(days=days), now)

    async def corrections(self, since: dt.datetime) -> list[Correction]:
        """Return the corrections made after ``since``, the newest first."""
        found = [each for each in self.corrected if each.at > since]
        return sorted(found, key=lambda each: each.at, reverse=True)

    async def sources(self, now: dt.datetime) -> Sources:
        """Return how the reading of the sources goes."""
        return self.reading
