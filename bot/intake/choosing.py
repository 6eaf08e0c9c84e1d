"""Choosing: which entries of a feed are new, and in which order they are looked at; nothing a feed does makes it flood."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from bot.intake.reading.records import FeedEntry
from content.fold import fold
from content.intake import canonical

FIRST: Final = 5
"""Articles the first fetch of a feed may bring (delivery.md, fault 70)."""
LATER: Final = 20
"""Articles any later one may bring."""
OLDEST: Final = timedelta(days=90)
"""What is older is no news, whenever we meet it."""
LATE: Final = timedelta(days=7)
"""How long before a feed last answered an article of it may be dated that was not in it then."""
_AHEAD: Final = timedelta(hours=1)
"""How far a publisher's clock may be ahead of ours."""


def marks(entry: FeedEntry) -> tuple[str, ...]:
    """Return what an entry is met again by: one of these is enough.

    Its address; its GUID with its title or its day, for there are feeds that give one GUID to many and feeds that give one
    article a new address; its title with its day, for there are feeds that give everything new GUIDs and addresses.
    """
    title, at = fold(entry.title), entry.published.isoformat() if entry.published else ""
    named = [("url", canonical(entry.url)), ("guid title", entry.guid, title)]
    if at:
        named.append(("guid at", entry.guid, at))
        if title:
            named.append(("title at", title, at))
    return tuple(blake2b("\0".join(one).encode(), digest_size=16).hexdigest() for one in named)


def fresh(entries: Iterable[FeedEntry], met: Collection[str]) -> list[FeedEntry]:
    """Return the entries that were not met before, each once, in the feed's order."""
    seen = set(met)
    kept = []
    for entry in entries:
        own = marks(entry)
        if seen.isdisjoint(own):
            kept.append(entry)
        seen.update(own)
    return kept


def newest_first(entries: Sequence[FeedEntry], now: datetime) -> list[FeedEntry]:
    """Return the entries by date, then those without one, or with one still to come, in the feed's order."""
    dated = [(at, -place, entry) for place, entry in enumerate(entries) if (at := dated_at(entry, now)) is not None]
    undated = [entry for entry in entries if dated_at(entry, now) is None]
    return [*(entry for _, _, entry in sorted(dated, key=lambda one: one[:2], reverse=True)), *undated]


def dated_at(entry: FeedEntry, now: datetime) -> datetime | None:
    """Return when an entry was published, None where it says nothing or something that has not come yet."""
    at = entry.published or entry.updated
    return None if at is None or at > now + _AHEAD else min(at, now)


def old(at: datetime | None, answered_at: datetime | None, now: datetime) -> bool:
    """Return whether an article of that date is no news: older than three months, or than what its feed was read for last."""
    since = now - OLDEST
    if answered_at is not None:
        since = max(since, answered_at - LATE)
    return at is not None and at < since
