"""What became of an attempt to send, and what follows from it (telegram-facts.md 1.2 and 1.6, delivery.md 3.3)."""

import random
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.storage.outbox import Claimed, Settled


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


_LONGEST_BACKOFF: Final = 300.0
_MOST_TRIES: Final = 8
_OF_A_TOPIC: Final = ("message_thread_id", "reply_parameters")
"""A reply stands in the topic of the message it answers, whatever topic is named."""


def settle(message: Claimed, outcome: Outcome, now: int) -> Settled:
    """Return the state the message goes to after ``outcome`` at ``now`` (milliseconds since 1970)."""
    fate = outcome.fate

    def to(state: str, **more: object) -> Settled:
        return Settled(message.id, message.chat, state, err=outcome.said or None, **more)  # type: ignore[arg-type]

    if fate in (Fate.SENT, Fate.UNCHANGED):
        return Settled(message.id, message.chat, "sent", mid=outcome.mid)
    if fate in (Fate.FLOOD, Fate.TOKEN):
        return to("queued", not_before=now + round(outcome.retry_after * 1000))
    if fate is Fate.UNREACHED:
        return to("queued", not_before=now + backoff(message.attempt))
    if fate is Fate.UNKNOWN:
        return _doubtful(message, outcome, now)
    if fate is Fate.MIGRATED and outcome.migrate_to == message.chat:
        return to("queued", not_before=now + backoff(message.attempt))
    if fate is Fate.MIGRATED and outcome.migrate_to not in (None, message.chat) and message.attempt < _MOST_TRIES:
        return to("queued", migrate_to=outcome.migrate_to)
    if fate is Fate.UNREADABLE and (plain := without_entities(message)):
        return to("queued", body=plain)
    if fate is Fate.NO_THREAD and "message_thread_id" in message.body:
        return to("queued", body={name: value for name, value in message.body.items() if name not in _OF_A_TOPIC})
    return to("dead", strike=fate in (Fate.RESTRICTED, Fate.CHAT_GONE), gone=fate is Fate.CHAT_GONE)


def _doubtful(message: Claimed, outcome: Outcome, now: int) -> Settled:
    """An unknown outcome: edits are repeated, a reply is said once more, the rest waits for the policy of its kind."""
    if message.op != "send" or (message.prio == 2 and message.attempt < 2):
        state = "queued" if message.attempt < _MOST_TRIES else "dead"
        return Settled(message.id, message.chat, state, not_before=now + backoff(message.attempt), err=outcome.said)
    if message.prio == 2:
        return Settled(message.id, message.chat, "dead", err=outcome.said)
    return Settled(message.id, message.chat, "unknown", not_before=now + 30_000, err=outcome.said)


def without_entities(message: Claimed) -> dict[str, object] | None:
    """Return the body as plain text, or None when it has no entities left to drop."""
    if not {"entities", "caption_entities"} & message.body.keys():
        return None
    return {name: value for name, value in message.body.items() if name not in ("entities", "caption_entities")}


def backoff(attempt: int) -> int:
    """Return how long to wait before the next attempt: 2^n seconds with jitter, at most five minutes, in milliseconds."""
    return round(min(_LONGEST_BACKOFF, 2.0 ** min(attempt, 10)) * random.uniform(0.5, 1.0) * 1000)  # noqa: S311
