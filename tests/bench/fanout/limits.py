"""Telegram's published limits, enforced to the letter: stricter than Telegram, which calls them approximate."""

from collections import deque
from math import ceil
from typing import Final

ALL_A_SECOND: Final = 30
"""Messages to all chats together within any second (Bots FAQ, "Broadcasting to Users")."""
PRIVATE_BURST: Final = 3
"""Messages one private chat may get at once, before it is one a second (Bots FAQ: "short bursts")."""
GROUP_A_MINUTE: Final = 20
"""Messages and edits one group may get within any minute (Bots FAQ; edits: tdlib/td issues 2592 and 3034)."""


class Window:
    """At most so many within any stretch of time."""

    def __init__(self, most: int, seconds: float) -> None:
        """Nothing happened yet."""
        self._most = most
        self._seconds = seconds
        self._times: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Return the seconds until one more has room; 0 now."""
        while self._times and now - self._times[0] >= self._seconds:
            self._times.popleft()
        return 0.0 if len(self._times) < self._most else self._times[0] + self._seconds - now

    def add(self, now: float) -> None:
        """Count one."""
        self._times.append(now)


class Bucket:
    """One a second after a burst."""

    def __init__(self, burst: int) -> None:
        """Full."""
        self._burst = burst
        self._left = float(burst)
        self._at = 0.0

    def wait(self, now: float) -> float:
        """Return the seconds until one more has room; 0 now."""
        self._left = min(float(self._burst), self._left + now - self._at)
        self._at = now
        return max(0.0, 1.0 - self._left)

    def add(self, now: float) -> None:
        """Count one."""
        self._left -= 1.0


class Limits:
    """What each message must pass; only what is accepted counts."""

    def __init__(self) -> None:
        """Nothing was sent yet."""
        self._all = Window(ALL_A_SECOND, 1.0)
        self._chats: dict[int, Window | Bucket] = {}

    def retry_after(self, chat: int, now: float) -> int:
        """Return 0 where the message is accepted, else the whole seconds to wait: as few as would do."""
        own = self._chats.get(chat)
        if own is None:
            own = self._chats[chat] = Window(GROUP_A_MINUTE, 60.0) if chat < 0 else Bucket(PRIVATE_BURST)
        wait = max(self._all.wait(now), own.wait(now))
        if wait > 0:
            return max(1, ceil(wait))
        self._all.add(now)
        own.add(now)
        return 0
