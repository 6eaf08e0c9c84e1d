"""Polling: updates are kept and committed before the next offset acknowledges them."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter

from bot.clock import Clock
from bot.delivery.crash import reached
from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError
from bot.storage.inbox import Inbox

log = structlog.get_logger()

ALLOWED: Final = ("message", "channel_post", "callback_query", "inline_query", "my_chat_member", "chat_member")
"""Asked for at every start, since the server remembers the last choice (telegram-facts.md 1.4)."""
POLL_SECONDS: Final = 30
_LONGEST_WAIT: Final = 30.0
_LONGEST_HALT: Final = 3600.0
_sleep = asyncio.sleep
_CONFLICT_PAGE: Final = 60.0
_HELD: Final = 0.2
"""Seconds an empty poll takes at least on a server that holds it open."""


def usable(update: object) -> bool:
    """Return whether the update has an id the inbox can keep it by."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 2**63


class Poller:
    """Asks for updates, one long poll after the other."""

    def __init__(
        self,
        telegram: Telegram,
        inbox: Inbox,
        clock: Clock,
        kept: Callable[[], None],
        token_refused: Callable[[], None],
    ) -> None:
        """Keep updates in ``inbox`` and call ``kept``; ``token_refused`` when the server no longer knows the bot."""
        self._telegram = telegram
        self._inbox = inbox
        self._clock = clock
        self._kept = kept
        self._token_refused = token_refused
        self._offset: int | None = None
        self._wait = 0.0
        self._conflict_since: float | None = None
        self.beat = time.monotonic()
        """When a poll last returned well, for the health check."""

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            asked = time.monotonic()
            try:
                updates = await self._ask()
            except InvalidToken:
                log.critical("poll.token_refused")
                self._token_refused()
                self._wait = _LONGEST_WAIT
            except Conflict as fault:
                self._note(fault)
                if "webhook" in str(fault).lower():
                    await self._remove_webhook()
            except Exception as fault:  # whatever a server makes a library raise: a bot that polls no more is deaf
                self._note(fault)
            else:
                # A server that does not hold the poll open is asked a few times a second, not as fast as it answers.
                at_once = not updates and time.monotonic() - asked < _HELD
                self._wait, self._conflict_since = (_HELD if at_once else 0.0), None
                self.beat = time.monotonic()
                await self._keep(updates)
            if self._wait:
                await _sleep(self._wait)

    async def _remove_webhook(self) -> None:
        """Remove the webhook an earlier run left on the server; the updates that wait there stay."""
        try:
            await self._telegram.call("deleteWebhook", {"drop_pending_updates": False}, seconds=15)
        except Exception as fault:  # the next poll will say so again
            log.warning("poll.webhook_stays", fault=type(fault).__name__)
        else:
            self._wait = 0.0

    async def _ask(self) -> list[Any]:
        parameters = {"timeout": POLL_SECONDS, "limit": 100, "allowed_updates": list(ALLOWED), "offset": self._offset}
        updates = await self._telegram.call("getUpdates", parameters, seconds=POLL_SECONDS + 15)
        if not isinstance(updates, list):
            raise DoubtfulError("getUpdates did not answer with a list")
        return updates

    async def _keep(self, updates: list[Any]) -> None:
        known = [update for update in updates if usable(update)]
        if len(known) < len(updates):
            log.error("poll.update_without_id", count=len(updates) - len(known))
            self._wait = 1.0 if not known else 0.0
        while known:
            try:
                await self._inbox.keep(known, self._clock.now())
            except Exception as fault:  # a locked or full database: not acknowledged, so not lost
                log.error("poll.not_kept", fault=type(fault).__name__)
                await _sleep(1)
                continue
            reached("inbox")
            self._offset = max(update["update_id"] for update in known) + 1
            self._kept()
            return

    def _note(self, fault: Exception) -> None:
        """Back off, and say what is wrong once it lasts."""
        self._wait = min(_LONGEST_WAIT, max(1.0, self._wait * 1.6))
        if isinstance(fault, RetryAfter):
            wait = fault.retry_after
            seconds = float(wait if isinstance(wait, int) else wait.total_seconds())
            self._wait = min(max(seconds, 1.0), _LONGEST_HALT)
        if isinstance(fault, Conflict):
            now = time.monotonic()
            self._conflict_since = self._conflict_since or now
            if now - self._conflict_since > _CONFLICT_PAGE:
                log.critical("poll.conflict", says="another program uses this bot's token, or a webhook is set")
                self._conflict_since = now
                return
        log.warning("poll.failed", fault=type(fault).__name__, wait=round(self._wait, 1))
