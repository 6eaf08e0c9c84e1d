"""Roles: what the person who asks may do, at the moment of asking."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from telegram.error import TelegramError

from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError, NotSentError
from handlers.request import Person

ANONYMOUS: Final = frozenset({1087968824, 136817688, 777000})
"""GroupAnonymousBot, Channel Bot and Telegram itself: the same id everywhere, never a person (security.md 6.1)."""
_FRESH: Final = timedelta(seconds=60)
_MOST_KEPT: Final = 1000


class Roles:
    """Operators are named in the settings; group admins are asked of Telegram, at most once a minute each."""

    def __init__(self, telegram: Telegram, operators: tuple[int, ...]) -> None:
        """Ask over ``telegram``."""
        self._telegram = telegram
        self._operators = frozenset(operators)
        self._known: dict[tuple[int, int], tuple[datetime, bool]] = {}

    def person(self, user: int | None, *, group_admin: bool = False) -> Person:
        """Return the person with that id, who holds no role when Telegram hides who it is."""
        if user is None or user in ANONYMOUS:
            return Person(None, group_admin=group_admin)
        return Person(user, operator=user in self._operators, group_admin=group_admin)

    async def is_admin(self, chat: int, user: int, now: datetime) -> bool:
        """Return whether the person administers the group now; no when Telegram does not answer."""
        if user in ANONYMOUS:
            return False
        known = self._known.get((chat, user))
        if known and now - known[0] < _FRESH:
            return known[1]
        try:
            member = await self._telegram.call("getChatMember", {"chat_id": chat, "user_id": user}, seconds=10)
        except (TelegramError, NotSentError, DoubtfulError):
            return False
        if not isinstance(member, Mapping):
            return False
        admin = member.get("status") in ("creator", "administrator")
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[chat, user] = (now, admin)
        return admin
