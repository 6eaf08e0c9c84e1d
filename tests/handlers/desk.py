"""The moderators' desk in memory: schedules, the ledger, alerts, moderators, doors, behind the same ports as the real tables."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from markupsafe import Markup

from content.schedule import Schedule
from handlers.ports import Account, AlertKind, Recipient, Standing
from handlers.reply import Reply, say
from handlers.request import Chat

_SURELY_NOT: frozenset[str] = frozenset({"held", "expired", "dead", "cancelled"})


@dataclass
class Timetable:
    """Schedules of digests."""

    kept: dict[int, Schedule] = field(default_factory=dict)

    async def of(self, chat: int) -> Sequence[Schedule]:
        """Return the chat's schedules, the oldest first."""
        return [each for _, each in sorted(self.kept.items()) if each.chat == chat]

    async def get(self, chat: int, schedule: int) -> Schedule | None:
        """Return the chat's schedule of that number, or None."""
        found = self.kept.get(schedule)
        return found if found is not None and found.chat == chat else None

    async def keep(self, schedule: Schedule, now: dt.datetime) -> Schedule:
        """Keep a new schedule or a changed one."""
        new = replace(schedule, id=max(self.kept, default=0) + 1, made_at=now) if not schedule.id else schedule
        self.kept[new.id] = new
        return new

    async def remove(self, chat: int, schedule: int) -> bool:
        """Send that digest no more."""
        if await self.get(chat, schedule) is None:
            return False
        del self.kept[schedule]
        return True


@dataclass
class Book:
    """The account of what was sent."""

    accounts: dict[int, Account] = field(default_factory=dict)
    copies: dict[int, list[Recipient]] = field(default_factory=dict)
    """By broadcast."""
    now: Standing = field(default_factory=lambda: Standing({}, 0, None, ()))
    resent: list[int] = field(default_factory=list)
    decided: list[tuple[int, bool]] = field(default_factory=list)

    async def standing(self, now: dt.datetime) -> Standing:
        """Return how delivery stands."""
        return self.now

    async def recent(self, limit: int = 10) -> Sequence[Account]:
        """Return the latest broadcasts, the newest first."""
        return [each for _, each in sorted(self.accounts.items(), reverse=True)][:limit]

    async def account(self, broadcast: int) -> Account | None:
        """Return what became of a broadcast, or None."""
        return self.accounts.get(broadcast)

    async def recipients(self, broadcast: int, states: Sequence[str], limit: int = 50) -> Sequence[Recipient]:
        """Return copies of a broadcast that are in one of the states."""
        return [each for each in self.copies.get(broadcast, []) if each.state in states][:limit]

    async def copy(self, message: int) -> tuple[Account, Recipient] | None:
        """Return a copy by its number, with its broadcast."""
        found = ((self.accounts[bid], each) for bid, copies in self.copies.items() for each in copies)
        return next(((account, each) for account, each in found if each.message == message), None)

    async def resend(self, broadcast: int, now: dt.datetime) -> int:
        """Queue again the copies that surely did not arrive."""
        self.resent.append(broadcast)
        copies = self.copies.get(broadcast, [])
        self.copies[broadcast] = [
            replace(each, state="queued") if each.state in _SURELY_NOT else each for each in copies
        ]
        self._count(broadcast)
        return sum(each.state in _SURELY_NOT for each in copies)

    async def decide(self, message: int, *, arrived: bool, now: dt.datetime) -> bool:
        """Settle a held message."""
        for broadcast, copies in self.copies.items():
            for place, each in enumerate(copies):
                if each.message == message and each.state == "held":
                    self.decided.append((message, arrived))
                    copies[place] = replace(each, state="sent" if arrived else "queued")
                    self._count(broadcast)
                    return True
        return False

    def _count(self, broadcast: int) -> None:
        copies = [each.state for each in self.copies[broadcast]]
        if broadcast in self.accounts:
            states = {state: copies.count(state) for state in dict.fromkeys(copies)}
            self.accounts[broadcast] = replace(self.accounts[broadcast], states=states)


@dataclass
class Siren:
    """Urgent alerts."""

    chats: int = 3
    """How many chats an alert goes to."""
    unshowable: set[str] = field(default_factory=set)
    sent: list[tuple[str, AlertKind, int | None]] = field(default_factory=list)

    async def reach(self, item: str, now: dt.datetime) -> int:
        """Return how many chats an alert on the item would go to."""
        return self.chats

    async def preview(self, item: str, kind: AlertKind, language: str, now: dt.datetime) -> Reply | None:
        """Return the text an alert would have, which names what it was made of."""
        if item in self.unshowable:
            return None
        return say(Markup("{}: {} ({})").format(kind.value, item, language))

    async def send(self, item: str, kind: AlertKind, by: int | None, now: dt.datetime) -> int | None:
        """Queue the alert, once an item."""
        if any(known == item for known, _, _ in self.sent):
            return None
        self.sent.append((item, kind, by))
        return len(self.sent)


@dataclass
class Curators:
    """Moderators."""

    people: dict[int, int | None] = field(default_factory=dict)
    """Who made each a moderator."""

    async def all(self) -> list[int]:
        """Return the moderators."""
        return sorted(self.people)

    async def appoint(self, person: int, by: int | None, now: dt.datetime) -> bool:
        """Make somebody a moderator; False where they were one."""
        new = person not in self.people
        self.people.setdefault(person, by)
        return new

    async def dismiss(self, person: int) -> bool:
        """End it; False where they were none."""
        known = person in self.people
        self.people.pop(person, None)
        return known


@dataclass
class Doors:
    """Doors into the private chat: each token, and what it opens."""

    opened: dict[str, tuple[Chat, str]] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def open(self, chat: Chat, command: str, now: dt.datetime) -> str:
        """Return the token of a new door."""
        token = f"token{next(self._numbers)}"
        self.opened[token] = (chat, command)
        return token
