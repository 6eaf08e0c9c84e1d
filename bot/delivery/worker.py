"""The delivery worker: claims, sends and settles, woken by the commit that queued something."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Final, Protocol
from weakref import WeakValueDictionary

import structlog

from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.crash import reached
from bot.delivery.halts import Halts
from bot.delivery.notices import Notices, tell
from bot.delivery.outcome import Fate, GENERAL, Outcome, settle, undecided
from bot.delivery.probe import Probe, Search
from bot.storage.outbox import Claimed, Outbox, Priority, Settled
from bot.storage.times import milliseconds

log = structlog.get_logger()

IN_FLIGHT: Final = 16
"""Messages on their way at once: a crash leaves at most so many in doubt."""
BROADCASTS_IN_FLIGHT: Final = 4
"""Of them, other than replies: of these a crash leaves few, for they are not simply said again."""
DIGESTS_IN_FLIGHT: Final = 3
"""Of those, not urgent: an alert does not wait for four digests the server is slow to take."""
_LONGEST_SLEEP: Final = 60.0
_PAUSE: Final = 1.0
"""Seconds before the next try when the database is locked or full."""
_LAST_TRIES: Final = 3
"""How often what was sent is tried to be written down while stopping; else it is in doubt at the next start."""


class Sender(Protocol):
    """Makes one attempt to send a message; never raises."""

    async def send(self, message: Claimed) -> Outcome:
        """Return what became of it."""
        ...


class DeliveryWorker:
    """Empties the outbox as fast as it is allowed to."""

    def __init__(
        self, outbox: Outbox, halts: Halts, sender: Sender, clock: Clock, notices: Notices, probe: Probe | None = None
    ) -> None:
        """Send what ``outbox`` holds; without ``probe``, what is in doubt follows the policy of its kind."""
        self._outbox = outbox
        self._halts = halts
        self._sender = sender
        self._clock = clock
        self._notices = notices
        self._probe = probe
        self._breaker = Breaker()
        self._breaker_told = False
        self._wake = asyncio.Event()
        self._settled: list[Settled] = []
        self._flying: dict[asyncio.Task[None], Priority] = {}
        self._asking: set[asyncio.Task[None]] = set()
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        """Held while something is sent or looked at in a chat: nothing is looked at whose number is not known yet."""
        self._stopping = False
        self.next_at: int | None = None
        """When something that waits may go, in milliseconds since 1970; None when only a new message can."""
        self.idle = asyncio.Event()
        """Set while nothing is queued that could go now and nothing is on its way."""

    def wake(self) -> None:
        """Say that something was queued."""
        self.idle.clear()
        self._wake.set()

    def stop(self) -> None:
        """Claim nothing more; ``run`` returns once what is on its way has been settled."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Work until stopped."""
        await self._halts.load()
        if held := await self._outbox.held():  # an earlier run may have ended before it could ask about them
            await tell(self._notices.held(held))
        while not self._stopping:
            self._wake.clear()
            await self._safely(self._turn)
            if not self._flying and not self._asking and not self._settled and not self._wake.is_set():
                self.idle.set()
            await self._sleep()
        if under_way := [*self._flying, *self._asking]:
            await asyncio.wait(under_way)
        for _ in range(_LAST_TRIES):
            await self._safely(self._turn)
            if not self._settled:
                return

    async def _safely(self, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except Exception as fault:  # the database may be locked or full: wait and try again, nothing is lost
            log.error("delivery.turn_failed", fault=type(fault).__name__, says=str(fault))
            await asyncio.sleep(_PAUSE)
            self._wake.set()

    async def _turn(self) -> None:
        now = self._clock.now()
        if blamed := self._breaker.to_blame(milliseconds(now)):
            await self._outbox.switch_off(blamed, now)
        settled, self._settled = self._settled, []
        room, broadcasts, digests = self._room()
        if not settled and room <= 0:
            return
        try:
            turn = await self._outbox.turn(settled, now, room, broadcasts, digests)
        except BaseException:
            self._settled = settled + self._settled
            raise
        if settled:
            reached("committed")
            for each in settled:
                if self._probe is not None and each.mid:
                    self._probe.written(each.chat, each.mid)
        if turn.claimed:
            reached("claim")
        for message in turn.claimed:
            task = asyncio.create_task(self._send(message))
            self._flying[task] = message.prio
            task.add_done_callback(lambda done: self._flying.pop(done, None))
        self.next_at = turn.wake_at
        if turn.wake_at is not None and turn.wake_at <= milliseconds(now):
            self._wake.set()  # not everything that may go now was looked at
        if held := [each.id for each in settled if each.state == "held"]:
            await tell(self._notices.held(held))
        if not self._stopping:
            await self._resolve(turn.doubtful, milliseconds(now))

    def _room(self) -> tuple[int, int, int]:
        """Return how many messages there is room for: of any kind, other than replies, and not urgent."""
        if self._stopping:
            return 0, 0, 0
        flying = self._flying.values()
        broadcasts = sum(prio is not Priority.REPLY for prio in flying)
        digests = sum(prio >= Priority.PUSH for prio in flying)
        return IN_FLIGHT - len(flying), BROADCASTS_IN_FLIGHT - broadcasts, DIGESTS_IN_FLIGHT - digests

    async def _send(self, message: Claimed) -> None:
        async with self._alone_in(message.chat):
            outcome = await self._sender.send(message)
            if self._probe is not None and outcome.fate is Fate.SENT and outcome.mid and message.op == "send":
                self._probe.sent(message.chat, outcome.mid)
        at = milliseconds(self._clock.now())
        if outcome.fate is Fate.SENT:
            reached("sent")
        elif outcome.fate is Fate.FLOOD:
            seconds = await self._halts.obey(message.chat, outcome.retry_after, message.started_at, at)
            outcome = replace(outcome, retry_after=seconds)
        elif outcome.fate is Fate.TOKEN:
            self._halts.token_refused(at)
            await tell(self._notices.token_refused())
        settled = settle(message, outcome, at)
        await self._watch(message, settled, at)
        await self._tell_of(message, outcome, settled)
        if self._probe is not None and settled.state == "sent" and settled.mid and message.doubted:
            await tell(self._probe.seek_earlier(message, settled.mid))
        self._settled.append(settled)
        # Here, not in a callback of the task: its place must be free in the turn this wakes.
        if (task := asyncio.current_task()) is not None:
            self._flying.pop(task, None)
        self._wake.set()

    def _alone_in(self, chat: int) -> asyncio.Lock:
        return self._chats.setdefault(chat, asyncio.Lock())

    async def _watch(self, message: Claimed, settled: Settled, at: int) -> None:
        """Notice when so many chats refuse that Telegram is to blame."""
        if message.op != "send" or not (settled.strike or settled.state == "sent"):
            return
        self._breaker.note(message.chat, refused=settled.strike, at=at)
        if not self._breaker.tripped:
            self._breaker_told = False
        elif not self._breaker_told:
            self._breaker_told = True
            await tell(self._notices.breaker(self._breaker.refusing))

    async def _tell_of(self, message: Claimed, outcome: Outcome, settled: Settled) -> None:
        if settled.general and message.bid is not None and message.thread not in GENERAL:
            await tell(self._notices.thread_gone(message.chat, message.thread or 0, message.bid))
        if outcome.fate is Fate.UNREADABLE and settled.body:
            await tell(self._notices.unreadable(message.bid))

    async def _resolve(self, doubtful: Sequence[Claimed], at: int) -> None:
        """Search for what is in doubt, or let it follow the policy of its kind."""
        resolved = {each.id for each in self._settled}  # while the turn was under way
        unwritten = {each.chat for each in self._settled}  # what is known there is not all in the store yet
        for message in doubtful:
            if message.id in resolved or message.chat in unwritten:
                continue
            if self._probe is None or not await self._probe.takes(message, at):
                self._settled.append(undecided(message))
                self._wake.set()
        for search in self._probe.due(at) if self._probe is not None else ():
            task = asyncio.create_task(self._ask(search))
            self._asking.add(task)
            task.add_done_callback(self._asking.discard)

    async def _ask(self, search: Search) -> None:
        assert self._probe is not None
        try:
            async with self._alone_in(search.message.chat):
                settled = await self._probe.ask(search)
        except Exception as fault:  # the database may be locked or full
            log.error("delivery.probe_failed", fault=type(fault).__name__)
            await asyncio.sleep(_PAUSE)
            settled = None
        if settled is not None:
            reached("probe")
            self._settled.append(settled)
        if (task := asyncio.current_task()) is not None:
            self._asking.discard(task)
        self._wake.set()

    async def _sleep(self) -> None:
        if self._wake.is_set():
            return
        waits = [_LONGEST_SLEEP]
        if self._probe is not None and (asks_at := self._probe.next_at()) is not None:
            self.next_at = asks_at if self.next_at is None else min(asks_at, self.next_at)
        if self.next_at is not None:
            waits.append((self.next_at - milliseconds(self._clock.now())) / 1000)
        try:
            async with asyncio.timeout(max(0.001, min(waits))):
                await self._wake.wait()
        except TimeoutError:
            pass
