"""The breaker: when many chats refuse for good at once, Telegram is to blame, and no chat is switched off for it."""

from typing import Final

WATCHED: Final = 600_000
"""Milliseconds in which chats refuse "at once" (telegram-facts.md 1.2)."""
FEWEST: Final = 10
"""Chats below which nothing can be said …"""
SHARE: Final = 0.2
"""… and the share of them above which it is no longer them."""


class Breaker:
    """Remembers which chats took or refused a message of late. Times are milliseconds since 1970."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._seen: dict[int, tuple[int, bool]] = {}
        self._refused = 0
        self._judged: dict[int, int] = {}
        """Chats that refused, each with when it did: what the others do in the time after it counts as well."""

    def note(self, chat: int, *, refused: bool, at: int) -> None:
        """Note that a chat took a message, or refused it for good."""
        self._forget(chat)
        self._seen[chat] = (at, refused)
        self._refused += refused
        while (oldest := next(iter(self._seen))) != chat and self._seen[oldest][0] <= at - WATCHED:
            self._forget(oldest)
        if self.tripped:
            self._judged.clear()
        elif refused:
            self._judged.setdefault(chat, at)
        else:
            self._judged.pop(chat, None)

    def _forget(self, chat: int) -> None:
        _, refused = self._seen.pop(chat, (0, False))
        self._refused -= refused

    @property
    def refusing(self) -> int:
        """How many chats refused of late."""
        return self._refused

    @property
    def tripped(self) -> bool:
        """Whether too many chats refuse at once."""
        return len(self._seen) >= FEWEST and self._refused > SHARE * len(self._seen)

    def to_blame(self, at: int) -> list[int]:
        """Return, once, the chats that refused and are to blame for it: too few others did before and after."""
        found = [chat for chat, since in self._judged.items() if since <= at - WATCHED]
        for chat in found:
            del self._judged[chat]
        return found
