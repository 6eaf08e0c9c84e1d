"""Roles: what the person who asks may do, at the moment of asking."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError, NotSentError
from handlers.ports import Moderators
from handlers.request import Person

ANONYMOUS: Final = frozenset({1087968824, 136817688, 777000})
"""GroupAnonymousBot, Channel Bot and Telegram itself: the same id everywhere, never a person (security.md 6.1)."""
_FRESH: Final = timedelta(seconds=60)
_MOST_KEPT: Final = 1000


class Roles:
    """Operators are named in the settings, moderators in the store; admins are asked of Telegram, at most once a minute each."""

    def __init__(self, telegram: Telegram, operators: tuple[int, ...], moderators: Moderators) -> None:
        """Ask over ``telegram`` and of ``moderators``."""
        self._telegram = telegram
        self._moderators = moderators
        self._operators = frozenset(operators)
        self._known: dict[tuple[int, int], tuple[datetime, bool]] = {}

    async def person(self, user: int | None, *, group_admin: bool = False) -> Person:
        """Return the person with that id, who holds no role when Telegram hides who it is. Operators moderate too."""
        if user is None or user in ANONYMOUS:
            return Person(None, group_admin=group_admin)
        operator = user in self._operators
        moderator = operator or user in await self._moderators.all()
        return Person(user, operator=operator, moderator=moderator, group_admin=group_admin)

    async def is_admin(self, chat: int, user: int, now: datetime) -> bool:
        """Return whether the person administers the group or channel now; no when Telegram does not answer."""
        return await self.admin(chat, user, now) is True

    async def admin(self, chat: int, user: int, now: datetime) -> bool | None:
        """Return whether the person administers the group or channel now; None when Telegram does not answer."""
        if user in ANONYMOUS:
            return False
        known = self._known.get((chat, user))
        if known and now - known[0] < _FRESH:
            return known[1]
        try:
            member = await self._telegram.call("getChatMember", {"chat_id": chat, "user_id": user}, seconds=10)
        except (BadRequest, Forbidden):
            return False  # the person or the bot is not there
        except (TelegramError, NotSentError, DoubtfulError):
            return None
        if not isinstance(member, Mapping):
            return None
        admin = member.get("status") in ("creator", "administrator")
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[chat, user] = (now, admin)
        return admin
