"""What goes into the outbox, what comes out of it to be sent, and what became of that."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Any


class Priority(IntEnum):
    """Who goes first (delivery.md 3.4)."""

    ALERT = 0
    ALERT_CORRECTION = 1
    REPLY = 2
    PUSH = 3
    DIGEST = 4
    HOUSEKEEPING = 5


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to be said: a Bot API method with its parameters, frozen."""

    chat: int
    method: str
    body: dict[str, Any]
    op: str = "send"
    part: int = 0
    prio: Priority = Priority.REPLY
    keep: bool = True
    """False: the body goes as soon as the message is settled."""
    items: tuple[str, ...] = ()
    expires_in: timedelta | None = None
    chat_kind: str = "private"


@dataclass(frozen=True, slots=True)
class Claimed:
    """One message this process is sending, or one of which nobody knows whether it arrived."""

    id: int
    chat: int
    method: str
    body: dict[str, Any]
    """Of a broadcast's copy: without chat and thread, its buttons unsigned."""
    op: str
    prio: Priority
    attempt: int
    bid: int | None = None
    """The broadcast it is a copy of."""
    thread: int | None = None
    doubted: int = 0
    """How many earlier attempts may have arrived as well."""
    mid_floor: int = 0
    """The last message number known there before it was sent; its own can only be greater."""
    started_at: int = 0
    """When the attempt began, in milliseconds since 1970."""
    target: int | None = None
    """The message of the outbox it edits, deletes or answers."""
    target_mid: int | None = None
    """Its number in the chat."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a claimed message."""

    id: int
    chat: int
    state: str
    """``sent``, ``queued`` (again), ``unknown``, ``held``, ``dead``."""
    mid: int | None = None
    not_before: int = 0
    err: str | None = None
    body: dict[str, Any] | None = None
    """A body to try instead (plain text after a parse fault)."""
    doubt: bool = False
    """It is queued again although this attempt may have arrived."""
    general: bool = False
    """Its topic is gone: it goes to the general one."""
    strike: bool = False
    """The chat refused for good."""
    gone: bool = False
    """The chat cannot be written to at all (blocked, kicked)."""
    migrate_to: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn of the outbox brought."""

    claimed: list[Claimed]
    doubtful: list[Claimed]
    """Messages that may no longer arrive late, and of which nobody knows whether they arrived."""
    wake_at: int | None
    """When something may go that may not go now, in milliseconds since 1970; None where only a new message can."""
