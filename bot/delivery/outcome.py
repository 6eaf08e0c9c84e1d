"""What became of an attempt to send, and what follows from it (telegram-facts.md 1.2 and 1.6, delivery.md 3.3)."""

import random
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.storage.outbox import Claimed, Priority, Settled


class Fate(Enum):
    """The kinds of outcome; everything not surely unsent is unknown."""

    SENT = "the server accepted it"
    UNCHANGED = "an edit that changes nothing: it says already what it should"
    FLOOD = "not sent: too many requests"
    UNREACHED = "not sent: no connection"
    UNKNOWN = "nobody can tell"
    MIGRATED = "not sent: the group became a supergroup"
    UNREADABLE = "not sent: the server cannot parse the entities"
    NO_THREAD = "not sent: the forum topic is gone or closed"
    NO_MESSAGE = "not done: the message to change is not there"
    NOT_OURS = "not done: the message to change is somebody else's, or too old"
    CHAT_GONE = "not sent: blocked, kicked, deactivated or deleted"
    REFUSED = "not sent: the server will never take it"
    RESTRICTED = "not sent: no right to write there"
    TOKEN = "not sent: the token is not valid"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attempt's fate, with what the server said."""

    fate: Fate
    mid: int | None = None
    retry_after: float = 0.0
    """Seconds."""
    migrate_to: int | None = None
    said: str = ""
    """The server's own words, without anything of ours."""


GENERAL: Final = (None, 0, 1)
"""The general topic: Telegram wants no number for it and refuses 1 (telegram-facts.md 1.2)."""
_LONGEST_BACKOFF: Final = 300.0
_MOST_TRIES: Final = 8
_MOST_DOUBTS: Final = 2
"""How often an alert of unknown outcome is sent again: better twice than never, but not for ever."""
_LATE: Final = 30_000
"""For so many milliseconds a message of unknown outcome may still arrive."""
_OF_A_TOPIC: Final = ("message_thread_id", "reply_parameters")
"""A reply stands in the topic of the message it answers, whatever topic is named."""


def settle(message: Claimed, outcome: Outcome, now: int) -> Settled:
    """Return the state the message goes to after ``outcome`` at ``now`` (milliseconds since 1970)."""
    fate = outcome.fate

    def to(state: str, **more: object) -> Settled:
        return Settled(message.id, message.chat, state, err=outcome.said or None, **more)  # type: ignore[arg-type]

    if fate in (Fate.SENT, Fate.UNCHANGED) or (fate is Fate.NO_MESSAGE and message.op == "delete"):
        return Settled(message.id, message.chat, "sent", mid=outcome.mid)
    if fate in (Fate.FLOOD, Fate.TOKEN):
        return to("queued", not_before=now + round(outcome.retry_after * 1000))
    if fate is Fate.UNREACHED:
        return to("queued", not_before=now + backoff(message.attempt))
    if fate is Fate.UNKNOWN:
        return _in_doubt(message, outcome, now)
    if fate is Fate.MIGRATED and outcome.migrate_to == message.chat:
        return to("queued", not_before=now + backoff(message.attempt))
    if fate is Fate.MIGRATED and outcome.migrate_to not in (None, message.chat) and message.attempt < _MOST_TRIES:
        return to("queued", migrate_to=outcome.migrate_to)
    if fate is Fate.UNREADABLE and (plain := without_entities(message)):
        return to("queued", body=plain)
    if fate is Fate.NO_THREAD and message.bid is not None and message.op == "send":
        return to("held") if message.thread in GENERAL else to("queued", general=True)
    if fate is Fate.NO_THREAD and "message_thread_id" in message.body:
        return to("queued", body={name: value for name, value in message.body.items() if name not in _OF_A_TOPIC})
    # A failing edit says nothing about whether the chat can be written to.
    strike = message.op == "send" and fate in (Fate.RESTRICTED, Fate.CHAT_GONE)
    return to("dead", strike=strike, gone=fate is Fate.CHAT_GONE)


def _in_doubt(message: Claimed, outcome: Outcome, now: int) -> Settled:
    """An unknown outcome: edits are repeated, a reply is said once more, the rest waits until it can arrive no more."""
    if message.op != "send":
        state = "queued" if message.attempt < _MOST_TRIES else "dead"
        return Settled(message.id, message.chat, state, not_before=now + backoff(message.attempt), err=outcome.said)
    if message.prio is not Priority.REPLY:
        return Settled(message.id, message.chat, "unknown", not_before=now + _LATE, err=outcome.said)
    if message.doubted:
        return Settled(message.id, message.chat, "dead", err=outcome.said)
    again = now + backoff(message.attempt)
    return Settled(message.id, message.chat, "queued", not_before=again, err=outcome.said, doubt=True)


def undecided(message: Claimed) -> Settled:
    """Return what becomes of a message when nothing will tell any more whether it arrived (delivery.md 2.1).

    An alert is sent again, for it is worse missed than read twice; a word to an operator too. A digest waits for a
    moderator's word. What changes a message is repeated.
    """
    if message.op != "send":
        return Settled(message.id, message.chat, "queued", err="repeated: its outcome was unknown")
    urgent = message.prio in (Priority.ALERT, Priority.ALERT_CORRECTION)
    if (urgent and message.doubted < _MOST_DOUBTS) or (message.prio > Priority.DIGEST and not message.doubted):
        return Settled(message.id, message.chat, "queued", err="sent again: its outcome was unknown", doubt=True)
    if message.prio > Priority.DIGEST:
        return Settled(message.id, message.chat, "dead", err="its outcome is unknown")
    return Settled(message.id, message.chat, "held", err="its outcome is unknown")


def without_entities(message: Claimed) -> dict[str, object] | None:
    """Return the body as plain text, or None when it has no entities left to drop."""
    if not {"entities", "caption_entities"} & message.body.keys():
        return None
    return {name: value for name, value in message.body.items() if name not in ("entities", "caption_entities")}


def backoff(attempt: int) -> int:
    """Return how long to wait before the next attempt: 2^n seconds with jitter, at most five minutes, in milliseconds."""
    return round(min(_LONGEST_BACKOFF, 2.0 ** min(attempt, 10)) * random.uniform(0.5, 1.0) * 1000)  # noqa: S311
