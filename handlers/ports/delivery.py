"""The ports to what was sent: broadcasts, who has them, who has not, who is uncertain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handlers.reply import Reply


class AlertKind(StrEnum):
    """What an urgent alert is about; danger and health open with the emergency numbers."""

    DANGER = "danger"
    HEALTH = "health"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one broadcast."""

    id: int
    kind: str
    """``digest``, ``alert``, ``news`` …"""
    title: str
    made_at: datetime
    states: Mapping[str, int]
    """How many messages are in each state: sent, queued, sending, unknown, held, expired, cancelled, dead."""
    expanding: bool = False
    """Not every recipient has its row yet."""
    doubted: int = 0
    """Of those sent: how many were sent again after an attempt of unknown outcome, so may have arrived twice."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One chat's copy of a broadcast."""

    message: int
    """Its number in the outbox."""
    chat: int
    chat_kind: str
    state: str
    err: str | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How delivery stands as a whole."""

    states: Mapping[str, int]
    due: int
    """Schedules whose digest of today is still to come."""
    last_digest: datetime | None
    """When a digest last arrived somewhere."""
    silent: Sequence[tuple[str, datetime]]
    """Sources of news that do not answer, each with since when."""


class Ledger(Protocol):
    """The account of what was sent."""

    async def standing(self, now: datetime) -> Standing:
        """Return how delivery stands."""
        ...

    async def recent(self, limit: int = 10) -> Sequence[Account]:
        """Return the latest broadcasts, the newest first."""
        ...

    async def account(self, broadcast: int) -> Account | None:
        """Return what became of a broadcast, or None."""
        ...

    async def recipients(self, broadcast: int, states: Sequence[str], limit: int = 50) -> Sequence[Recipient]:
        """Return copies of a broadcast that are in one of the states."""
        ...

    async def copy(self, message: int) -> tuple[Account, Recipient] | None:
        """Return a copy by its number in the outbox, with its broadcast; None where it is none."""
        ...

    async def resend(self, broadcast: int, now: datetime) -> int:
        """Queue again the copies that surely did not arrive (held, expired, dead, cancelled); return how many."""
        ...

    async def decide(self, message: int, *, arrived: bool, now: datetime) -> bool:
        """Settle a held message: it arrived, or it is sent again; False where it is not held any more."""
        ...


class Alerts(Protocol):
    """Urgent alerts."""

    async def reach(self, item: str, now: datetime) -> int:
        """Return how many chats an alert on the item would go to."""
        ...

    async def preview(self, item: str, kind: AlertKind, language: str, now: datetime) -> Reply | None:
        """Return the text an alert would have; None where the item cannot be shown."""
        ...

    async def send(self, item: str, kind: AlertKind, by: int | None, now: datetime) -> int | None:
        """Queue the alert, once an item and revision; return the broadcast's number, None where it was sent already."""
        ...
