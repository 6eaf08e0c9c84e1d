"""The gate: how fast messages may go to all chats together and to each, below what Telegram publishes (delivery.md 3.5)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from bot.storage.gate import WINDOW
from bot.storage.outbox import Priority

_CUT: Final = 0.7
"""What each refusal for too many requests leaves of the rate."""
_MINUTE: Final = 60_000
_MOST_CHATS: Final = 4096
"""Private chats remembered before those that no longer matter are forgotten."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages a second, and how many may go at once after a pause."""

    overall: float = 25.0
    burst: int = 3
    """With the rate, 28 in the fullest second: two below what Telegram publishes, for messages that are late on their way."""
    slowest: float = 5.0
    """However often Telegram refuses."""
    digests: float = 20.0
    """What is not urgent leaves the rest to alerts and replies."""
    digest_burst: int = 3
    private: float = 1.0
    private_burst: int = 3
    group_gap: float = 1.1
    """Seconds between two calls to a group."""
    group_window: int = 18
    """Calls to a group in any minute; Telegram allows 20 …"""
    group_digests: int = 14
    """… and what is not urgent leaves some to replies."""


UNPACED: Final = Rates(1e6, 1_000_000, 1e6, 1e6, 1_000_000, 1e6, 1_000_000, 0.0, 1_000_000, 1_000_000)
"""As fast as it goes: for a server of our own, which has no limits."""


class _Bucket:
    """One rate with its burst: the time by which all that was let through would be due, were it let through evenly."""

    __slots__ = ("due",)

    def __init__(self) -> None:
        self.due = 0.0

    def opens(self, at: int, rate: float, burst: int) -> int:
        # Where the clock was put back, no more is owed than a whole burst.
        self.due = min(self.due, at + burst * 1000 / rate)
        return ceil(self.due - (burst - 1) * 1000 / rate)

    def take(self, at: int, rate: float) -> None:
        self.due = max(self.due, at) + 1000 / rate


class Gate:
    """Knows what went when, and until when nothing may go. Times are milliseconds since 1970."""

    def __init__(self, rates: Rates | None = None) -> None:
        """Keep to ``rates`` (by default those of delivery.md)."""
        self.rates = rates or Rates()
        self.closed_until = 0
        self._all = _Bucket()
        self._digests = _Bucket()
        self._private: dict[int, _Bucket] = {}
        self._rate = self.rates.overall
        self._refused_at = 0
        self._refused_chat: int | None = None

    def overall(self, prio: int, at: int) -> int:
        """Return when a message of that priority may go, as far as all chats together are concerned."""
        rate = self.rate(at)
        opens = max(self.closed_until, self._all.opens(at, rate, self.rates.burst))
        if prio >= Priority.PUSH:
            opens = max(opens, self._digests.opens(at, self._digest_rate(rate), self.rates.digest_burst))
        return opens

    def chat(self, chat: int, prio: int, stamps: Sequence[int], at: int) -> int:
        """Return when a message may go to that chat; ``stamps`` says when a group was last written to."""
        if chat > 0:
            bucket = self._private.get(chat)
            return bucket.opens(at, self.rates.private, self.rates.private_burst) if bucket else 0
        most = self.rates.group_digests if prio >= Priority.PUSH else self.rates.group_window
        opens = stamps[-1] + round(self.rates.group_gap * 1000) if stamps else 0
        return max(opens, stamps[-most] + WINDOW) if len(stamps) >= most else opens

    def take(self, chat: int, prio: int, at: int) -> None:
        """Count a message that goes."""
        rate = self.rate(at)
        self._all.take(at, rate)
        if prio >= Priority.PUSH:
            self._digests.take(at, self._digest_rate(rate))
        if chat > 0:
            if len(self._private) >= _MOST_CHATS:
                self._private = {chat: bucket for chat, bucket in self._private.items() if bucket.due > at}
            self._private.setdefault(chat, _Bucket()).take(at, self.rates.private)

    def full(self, stamps: Sequence[int]) -> bool:
        """Return whether a group was written to as often as it ever is: then Telegram's limit is likely its own."""
        return len(stamps) >= self.rates.group_window

    def rate(self, at: int) -> float:
        """Return the messages a second allowed to all chats together: one more for each minute without a refusal."""
        minutes = max(0, at - self._refused_at) // _MINUTE
        return min(self.rates.overall, self._rate + minutes)

    def _digest_rate(self, rate: float) -> float:
        return rate * self.rates.digests / self.rates.overall

    def close(self, until: int) -> None:
        """Let nothing through before ``until``; a deadline only ever moves later."""
        self.closed_until = max(self.closed_until, until)

    def slow_down(self, chat: int, at: int) -> bool:
        """Go slower, for Telegram refused; return whether it refused another chat within the last minute."""
        another = self._refused_chat not in (None, chat) and at - self._refused_at <= _MINUTE
        self._rate = max(min(self.rates.slowest, self.rates.overall), self.rate(at) * _CUT)
        self._refused_at, self._refused_chat = at, chat
        return another

    def kept(self) -> str:
        """Return what a later run must know of the rate."""
        return json.dumps({"rate": self._rate, "at": self._refused_at, "chat": self._refused_chat})

    def restore(self, closed_until: int, kept: str | None) -> None:
        """Go on where an earlier run ended."""
        self.close(closed_until)
        if kept:
            found = json.loads(kept)
            self._rate, self._refused_at, self._refused_chat = found["rate"], found["at"], found["chat"]
