"""The probe: asks Telegram whether a message of unknown outcome arrived (delivery.md 2.1).

An edit that puts exactly its own keyboard under it answers "not modified" only for that very message.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import structlog

from bot.clock import Clock
from bot.delivery.gate import Gate
from bot.delivery.halts import Halts
from bot.delivery.outcome import backoff, Fate, Outcome, undecided
from bot.storage.gate import GateTable
from bot.storage.outbox import Claimed, Outbox, Priority, Settled
from bot.storage.times import milliseconds

log = structlog.get_logger()

MOST_CANDIDATES: Final = 20
"""Messages looked at: each costs one of the group's calls a minute."""
TOO_OLD: Final = 3_600_000
"""After so many milliseconds too much was said there since."""
AT_ONCE: Final = 4
"""Messages searched for at the same time."""
_TAIL: Final = 3
"""So many numbers in a row that are no message: the chat ends before them."""
_MOST_TRIES: Final = 5
_LATER: Final = 30_000
_EXISTS: Final = (Fate.SENT, Fate.NOT_OURS)
_AGAIN: Final = (Fate.UNREACHED, Fate.UNKNOWN, Fate.TOKEN)


class Looker(Protocol):
    """Looks at one message; never raises."""

    async def look(self, message: Claimed, mid: int) -> Outcome:
        """Put the keyboard of ``message`` under the message ``mid``: UNCHANGED where it is that very one."""
        ...


@dataclass
class Search:
    """The search for one message."""

    message: Claimed
    candidates: Sequence[int]
    """Message numbers, in the order they are looked at."""
    sure: bool
    """It is known where its number would begin."""
    later: int | None = None
    """The number of the copy sent again, where an earlier one is looked for."""
    next_at: int = 0
    asking: bool = False
    tries: int = 0
    answers: list[Fate] = field(default_factory=list)
    bounded: bool = False
    """It is known where its number would end: something was sent there since."""

    @property
    def mid(self) -> int:
        """The number looked at now."""
        return self.candidates[len(self.answers)]

    @property
    def absent(self) -> bool:
        """Whether it surely did not arrive, all candidates being looked at.

        Nothing at the last numbers is the end of the chat only where the search began near its end, or where the bot
        is shown other people's messages: else they may be messages it is not shown.
        """
        if self.bounded:
            return True
        ended = not any(answer in _EXISTS for answer in self.answers[-_TAIL:])
        return ended and (self.sure or any(answer in _EXISTS for answer in self.answers))

    def end_before(self, mid: int) -> None:
        """Look at no number from ``mid`` on."""
        below = [each for each in self.candidates if each < mid]
        self.bounded = self.bounded or len(below) < len(self.candidates)
        self.candidates = below
        del self.answers[len(below) :]


class Probe:
    """Searches for messages of unknown outcome, one call at a time each, as fast as the gate allows."""

    def __init__(
        self, outbox: Outbox, gate: Gate, table: GateTable, halts: Halts, looker: Looker, clock: Clock
    ) -> None:
        """Search what ``outbox`` does not know, with the calls counted by ``gate``."""
        self._outbox = outbox
        self._gate = gate
        self._table = table
        self._halts = halts
        self._looker = looker
        self._clock = clock
        self._searches: dict[int, Search] = {}
        self._unwritten: dict[int, set[int]] = {}
        """By chat, the numbers of messages sent of which the store does not know yet."""

    async def takes(self, message: Claimed, at: int) -> bool:
        """Return whether the message is, or will be, searched for; False where only the policy of its kind is left."""
        if message.id in self._searches:
            return True
        if message.op != "send" or not told_apart(message) or at - message.started_at > TOO_OLD:
            return False
        # One search a chat: what the first one finds is no candidate of the next.
        if len(self._searches) < AT_ONCE and not any(
            each.message.chat == message.chat for each in self._searches.values()
        ):
            known, sure = await self._outbox.near(message)
            known = known | {mid for mid in self._unwritten.get(message.chat, ()) if mid > message.mid_floor}
            numbers = range(message.mid_floor + 1, message.mid_floor + 1 + MOST_CANDIDATES + len(known))
            candidates = [mid for mid in numbers if mid not in known][:MOST_CANDIDATES]
            search = self._searches[message.id] = Search(message, candidates, sure)
            if known and not message.doubted:  # one at a time goes to a chat: what is known there came after it
                search.end_before(min(known))
        return True

    async def seek_earlier(self, message: Claimed, mid: int) -> None:
        """Search, behind the copy ``mid`` of an alert sent again, for an earlier one; it is then the later that goes."""
        urgent = message.prio in (Priority.ALERT, Priority.ALERT_CORRECTION)
        if not urgent or not message.doubted or not told_apart(message) or message.id in self._searches:
            return
        known, _ = await self._outbox.near(message)
        numbers = range(mid - 1, message.mid_floor, -1)
        candidates = [number for number in numbers[: MOST_CANDIDATES + len(known)] if number not in known]
        if candidates:
            self._searches[message.id] = Search(message, candidates[:MOST_CANDIDATES], sure=False, later=mid)

    def sent(self, chat: int, mid: int) -> None:
        """Note a message sent while one is searched for there: the one searched for came before it.

        To look at the new one would put the wrong keyboard under it.
        """
        self._unwritten.setdefault(chat, set()).add(mid)
        for search in self._searches.values():
            if search.message.chat == chat and search.later is None:
                search.end_before(mid)

    def written(self, chat: int, mid: int) -> None:
        """Note that the store knows of a message sent."""
        numbers = self._unwritten.get(chat, set())
        numbers.discard(mid)
        if not numbers:
            self._unwritten.pop(chat, None)

    def due(self, at: int) -> list[Search]:
        """Return the searches whose next call may be tried, each to be given to ``ask``."""
        found = [search for search in self._searches.values() if not search.asking and search.next_at <= at]
        for search in found:
            search.asking = True
        return found

    def next_at(self) -> int | None:
        """Return when the next call may be tried, in milliseconds since 1970."""
        return min((search.next_at for search in self._searches.values() if not search.asking), default=None)

    async def ask(self, search: Search) -> Settled | None:
        """Make the next call of a search where it may be made; return what became of the message once that is known."""
        now = self._clock.now()
        try:
            if len(search.answers) == len(search.candidates):
                return self._ended(search)
            # A long digest must not keep it from asking; in a group, the calls kept for replies are left to them.
            wait = await self._table.enter(
                self._gate, search.message.chat, now, overall=Priority.REPLY, prio=Priority.PUSH
            )
            if wait:
                search.next_at = wait
                return None
            outcome = await self._looker.look(search.message, search.mid)
            return await self._answered(search, outcome, milliseconds(now), milliseconds(self._clock.now()))
        finally:
            search.asking = False

    async def _answered(self, search: Search, outcome: Outcome, began: int, at: int) -> Settled | None:
        fate = outcome.fate
        if fate is Fate.FLOOD:
            seconds = await self._halts.obey(search.message.chat, outcome.retry_after, began, at)
            search.next_at = at + round(seconds * 1000)
            return None
        if fate in _AGAIN and search.tries < _MOST_TRIES:
            search.tries += 1
            search.next_at = at + backoff(search.tries)
            return None
        if fate is Fate.UNCHANGED:
            return await self._found(search)
        if fate in _AGAIN:
            return self._end(search, Settled(search.message.id, search.message.chat, "unknown", not_before=at + _LATER))
        if fate is Fate.SENT:
            log.warning("delivery.probe_met_unknown_own_message", message=search.message.id)
        search.tries = 0
        search.answers.append(fate)
        if fate not in (*_EXISTS, Fate.NO_MESSAGE):  # the chat itself refuses: nothing more can be learnt
            return self._end(search, undecided(search.message))
        return None if len(search.answers) < len(search.candidates) else self._ended(search)

    def _ended(self, search: Search) -> Settled | None:
        """Return what becomes of a message that is at none of the numbers it could be at."""
        if search.absent:
            return self._end(search, Settled(search.message.id, search.message.chat, "queued"))
        return self._end(search, undecided(search.message))

    async def _found(self, search: Search) -> Settled | None:
        if search.later is not None:
            await self._outbox.keep_earlier(search.message, search.mid, search.later, self._clock.now())
        return self._end(search, Settled(search.message.id, search.message.chat, "sent", mid=search.mid))

    def _end(self, search: Search, settled: Settled) -> Settled | None:
        """Search no more; return what became of the message, nothing where it was sent again long ago."""
        del self._searches[search.message.id]
        log.info("delivery.probed", message=search.message.id, becomes=settled.state, calls=len(search.answers) + 1)
        return settled if search.later is None else None


def told_apart(message: Claimed) -> bool:
    """Return whether the message's keyboard is like no other's, so that it can be searched for."""
    keys = message.body.get("reply_markup", {}).get("inline_keyboard", [])
    return message.bid is not None and "{message}" in json.dumps(keys)
