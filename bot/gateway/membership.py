"""Memberships: Telegram is asked which of the bot's groups a subscriber is in, so that nobody is told twice what stood there."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog
from telegram.error import BadRequest, Forbidden, RetryAfter

from bot.gateway.reading import present
from bot.gateway.telegram import Telegram
from bot.storage.memberships import MembershipTable

log = structlog.get_logger()

FRESH: Final = timedelta(days=3)
"""How long an answer is believed: who left a group must not go without news for long."""
_AT_ONCE: Final = 20
"""Questions a knock: a large town is gone through in days, a neighbourhood at once."""
_SECONDS: Final = 5.0
_PAUSE: Final = timedelta(minutes=5)
"""Nothing is asked for so long where Telegram says it was asked too much."""


class Memberships:
    """Keeps what is known of who is in which group fresh."""

    def __init__(self, telegram: Telegram, table: MembershipTable) -> None:
        """Ask over ``telegram``, note in ``table``."""
        self._telegram = telegram
        self._table = table
        self._not_before: datetime | None = None

    async def check(self, now: datetime) -> None:
        """Ask about some of those nothing fresh is known of; what Telegram does not answer is asked again later.

        All at once and for a few seconds only, for digests and news wait for it.
        """
        if self._not_before is not None and self._not_before - _PAUSE <= now < self._not_before:
            return
        unknown = await self._table.unknown(now - FRESH, _AT_ONCE)
        if not unknown:
            return
        try:
            async with asyncio.timeout(_SECONDS):
                answers = await asyncio.gather(
                    *(self._ask(person, chat, now) for person, chat in unknown), return_exceptions=True
                )
        except TimeoutError:
            log.info("membership.not_answered", fault="TimeoutError")
            return
        faults = [each for each in answers if each is not None]
        if faults:
            log.info("membership.not_answered", count=len(faults), fault=type(faults[0]).__name__)
        if any(isinstance(each, RetryAfter) for each in faults):
            self._not_before = now + _PAUSE

    async def _ask(self, person: int, chat: int, now: datetime) -> None:
        """Ask Telegram whether somebody is in a group, and note what it says; where it refuses to say, they are not."""
        try:
            member = await self._telegram.call("getChatMember", {"chat_id": chat, "user_id": person}, seconds=_SECONDS)
        except (BadRequest, Forbidden):
            member = None
        inside = isinstance(member, Mapping) and present(str(member.get("status")), member.get("is_member"))
        await self._table.note(person, chat, member=inside, now=now)
