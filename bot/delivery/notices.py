"""Notices: what delivery has to tell people, as the app words and queues it."""

from collections.abc import Awaitable, Sequence
from typing import Protocol

import structlog

log = structlog.get_logger()


class Notices(Protocol):
    """Words to operators and moderators; whoever implements it sees to it that none is said again and again."""

    async def token_refused(self) -> None:
        """Telegram no longer knows the bot's token: nothing can be sent."""
        ...

    async def long_halt(self, seconds: float) -> None:
        """Telegram asked for a halt of more than five minutes."""
        ...

    async def breaker(self, count: int) -> None:
        """So many chats refuse at once that none is switched off; said once until it is over."""
        ...

    async def thread_gone(self, chat: int, thread: int, bid: int) -> None:
        """The topic a broadcast goes to is gone or closed; this copy goes to the general topic."""
        ...

    async def unreadable(self, bid: int | None) -> None:
        """Telegram could not read the formatting of a broadcast (None: of an answer); it goes as plain text."""
        ...

    async def held(self, messages: Sequence[int]) -> None:
        """Messages of the outbox, by number, wait for somebody to say whether they arrived."""
        ...


async def tell(notice: Awaitable[None]) -> None:
    """Await a notice; one that fails is logged, for no message may be held up by it."""
    try:
        await notice
    except Exception as fault:
        log.error("delivery.notice_failed", fault=type(fault).__name__)
