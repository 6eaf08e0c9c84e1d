"""Telegram's published sending limits: about one message a second in a chat, 20 a minute in a group, 30 a second in all."""

import math
from collections import defaultdict, deque

from bot.sandbox.refusal import too_many_requests

# "Short bursts" are tolerated within a chat (Bots FAQ); how short is not published.
BURST = 3
RULES = {"chat": (BURST, float(BURST)), "group": (20, 60.0), "all": (30, 1.0)}


class Limits:
    """Counts what was sent when; times in seconds of the world's clock."""

    def __init__(self) -> None:
        """Start with nothing sent."""
        self._sent: dict[tuple[str, int], deque[float]] = defaultdict(deque)

    def check(self, chat: int, *, is_group: bool, now: float) -> None:
        """Count one message, or raise the 429 with the seconds after which there is room again."""
        keys = [("chat", chat), ("all", 0), *([("group", chat)] if is_group else [])]
        wait = max(self._wait(key, now) for key in keys)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for key in keys:
            self._sent[key].append(now)

    def _wait(self, key: tuple[str, int], now: float) -> float:
        count, seconds = RULES[key[0]]
        sent = self._sent[key]
        while sent and not now - seconds < sent[0] <= now:
            sent.popleft()
        return sent[0] + seconds - now if len(sent) >= count else 0.0
