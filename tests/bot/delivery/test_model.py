"""The outbox and the gate against a simple model: whatever happens in whatever order, nothing is lost or said twice."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import initialize, invariant, rule, RuleBasedStateMachine

from bot.clock import MovableClock
from bot.delivery.gate import Gate
from bot.delivery.halts import Halts
from bot.delivery.outcome import Fate, Outcome, settle, undecided
from bot.storage.database import open_database
from bot.storage.gate import GateTable
from bot.storage.outbox import Claimed, Outbox, Outgoing, Priority, Settled
from bot.storage.times import milliseconds
from tests.bot.conftest import NOON
from tests.bot.delivery.desk import Told

CHATS = (1, 2, -5, -6)
FATES = st.sampled_from(
    [Fate.SENT] * 4 + [Fate.UNKNOWN] * 3 + [Fate.FLOOD, Fate.UNREACHED, Fate.CHAT_GONE, Fate.RESTRICTED, Fate.REFUSED]
)
Result = TypeVar("Result")


@dataclass
class Said:
    """What the model knows of one message."""

    chat: int
    prio: Priority
    op: str
    expires_at: int | None
    state: str = "queued"
    arrived: int = 0
    doubted: int = 0
    flights: list[int] = field(default_factory=list)


class Model(RuleBasedStateMachine):
    """Runs the real outbox and gate beside the model."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = MovableClock(NOON, stopped=True)
        self.said: dict[int, Said] = {}
        self.flying: dict[int, Claimed] = {}
        self.settled: list[Settled] = []
        self.calls: dict[int, list[tuple[int, Priority]]] = {chat: [] for chat in CHATS}
        self.stack = AsyncExitStack()
        self.mid = 0
        self.boots = 0

    def do(self, work: Awaitable[Result]) -> Result:
        return self.loop.run_until_complete(work)

    @property
    def at(self) -> int:
        return milliseconds(self.clock.now())

    @initialize()
    def start(self) -> None:
        self.do(self._open())

    async def _open(self) -> None:
        self.database = await self.stack.enter_async_context(open_database(self.folder / "m.db"))
        await self.database._hop(self.database._writer, lambda c: c.execute("PRAGMA synchronous=OFF"))
        self.boots += 1
        gate = Gate()
        self.outbox = Outbox(self.database, str(self.boots), gate)
        self.halts = Halts(gate, GateTable(self.database), Told())
        await self.halts.load()

    @rule(
        chat=st.sampled_from(CHATS),
        prio=st.sampled_from(list(Priority)),
        op=st.sampled_from(["send", "send", "send", "edit"]),
        life=st.sampled_from([None, None, 20, 600]),
        count=st.sampled_from([1, 1, 2, 25]),
    )
    def enqueue(self, chat: int, prio: Priority, op: str, life: int | None, count: int) -> None:
        expires = timedelta(seconds=life) if life else None
        each = Outgoing(chat, "sendMessage", {"text": "x"}, op=op, prio=prio, expires_in=expires)
        self.do(self.database.write(lambda c: Outbox.put(c, [each] * count, self.clock.now())))
        for number in range(len(self.said) + 1, len(self.said) + 1 + count):
            self.said[number] = Said(chat, prio, op, self.at + life * 1000 if life else None)

    @rule(
        room=st.sampled_from([1, 3, 16]),
        fates=st.lists(st.tuples(st.one_of(st.none(), FATES), st.booleans()), min_size=1, max_size=12),
        pause=st.sampled_from([0.05, 1.1, 31]),
    )
    def work(self, room: int, fates: list[tuple[Fate | None, bool]], pause: float) -> None:
        """Claim and send, as long as there are fates for what is sent; without one it stays on its way."""
        left = iter(fates)
        for _ in fates:
            self.claim(room)
            for number in sorted(self.flying):
                fate, arrives = next(left, (None, False))
                if fate is not None:
                    self.land(number, fate, arrives=arrives)
            self.wait(pause)

    def claim(self, room: int) -> None:
        turn = self.do(self.outbox.turn(self.settled, self.clock.now(), room, 4, 3))
        self._settle_in_the_model()
        for message in turn.claimed:
            said = self.said[message.id]
            assert said.state == "queued"
            assert said.expires_at is None or said.expires_at > self.at
            assert message.chat not in {each.chat for each in self.flying.values()}
            assert self._first(message), "an earlier message of its kind waits"
            said.state = "sending"
            self.flying[message.id] = message
            self.calls[message.chat].append((self.at, message.prio))
        assert sum(each.prio is not Priority.REPLY for each in turn.claimed) <= 4
        assert sum(each.prio >= Priority.PUSH for each in turn.claimed) <= 3
        for message in turn.doubtful:
            assert self.said[message.id].state == "unknown"
            self.settled.append(undecided(message))

    def _first(self, message: Claimed) -> bool:
        return not any(
            each.chat == message.chat and each.prio is message.prio and number < message.id
            and (each.state in ("sending", "unknown")
                 or (each.state == "queued" and (each.expires_at is None or each.expires_at > self.at)))
            for number, each in self.said.items()
        )  # fmt: skip

    def _settle_in_the_model(self) -> None:
        for outcome in self.settled:
            said = self.said[outcome.id]
            said.state = outcome.state
            said.doubted += outcome.doubt
            if outcome.gone:
                for each in self.said.values():
                    if each.chat == outcome.chat and each.prio is Priority.REPLY and each.state == "queued":
                        each.state = "cancelled"
        self.settled = []

    def land(self, number: int, fate: Fate, *, arrives: bool) -> None:
        message = self.flying.pop(number)
        said = self.said[message.id]
        said.arrived += fate is Fate.SENT or (fate is Fate.UNKNOWN and arrives)
        self.mid += fate is Fate.SENT
        outcome = Outcome(fate, mid=self.mid if fate is Fate.SENT else None, retry_after=2)
        if fate is Fate.FLOOD:
            self.do(self.halts.obey(message.chat, 2, message.started_at, self.at))
        self.settled.append(settle(message, outcome, self.at))

    @rule(seconds=st.sampled_from([0.05, 1.1, 5, 31, 61, 400]))
    def wait(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))

    def all_goes_well_for(self, seconds: int) -> None:
        """As a worker would: from one thing that may go to the next, everything arriving."""
        end = self.at + seconds * 1000
        for _ in range(200):
            self.claim(16)
            busy = bool(self.flying or self.settled)
            for number in sorted(self.flying):
                message = self.flying.pop(number)
                self.said[number].arrived += 1
                self.mid += 1
                self.settled.append(settle(message, Outcome(Fate.SENT, mid=self.mid), self.at))
            if busy:
                continue
            wake = self.do(self.outbox.turn([], self.clock.now(), 0)).wake_at
            if wake is None or wake > end:
                break
            assert wake > self.at, "it turns in circles"
            self.clock.advance(timedelta(milliseconds=wake - self.at))

    @rule()
    def expire(self) -> None:
        late = [
            each for number, each in self.said.items()
            if each.state == "queued" and each.expires_at is not None and each.expires_at <= self.at
        ]  # fmt: skip
        assert self.do(self.outbox.expire(self.clock.now())) == len(late)
        for each in late:
            each.state = "expired"

    @rule(data=st.data())
    def crash(self, data: st.DataObject) -> None:
        """What was on its way may have arrived; what was known of it is lost with the process."""
        for number in [*self.flying]:
            self.said[number].arrived += data.draw(st.booleans())
        self.flying, self.settled = {}, []
        self.do(self.stack.aclose())
        self.do(self._open())
        self.do(self.outbox.recover(self.clock.now()))
        for said in self.said.values():
            if said.state in ("sending", "unknown"):
                again = said.op != "send" or said.prio is Priority.REPLY
                over = said.op == "send" and said.doubted >= 2
                said.state = ("dead" if over else "queued") if again else "unknown"
                said.doubted += again and said.op == "send"

    @invariant()
    def nothing_is_lost(self) -> None:
        if self.boots:
            rows = self.do(
                self.database.read(lambda c: c.execute("SELECT id, state, doubted FROM outbox ORDER BY id").fetchall())
            )
            assert rows == [(number, each.state, each.doubted) for number, each in sorted(self.said.items())]

    @invariant()
    def nothing_is_said_twice_without_saying_so(self) -> None:
        for each in self.said.values():
            assert each.op != "send" or each.arrived <= 1 + each.doubted
            assert each.state != "sent" or each.arrived >= 1

    @invariant()
    def no_group_is_written_to_too_often(self) -> None:
        for calls in (self.calls[-5], self.calls[-6]):
            times = [at for at, _ in calls]
            assert all(later - earlier >= 60_000 for earlier, later in zip(times, times[18:], strict=False))
            assert all(later - earlier >= 1100 for earlier, later in pairwise(times))
            for at, prio in calls[-3:]:
                if prio >= Priority.PUSH:
                    assert sum(at - 60_000 < other <= at for other in times) <= 14

    def teardown(self) -> None:
        """In the end all goes well: whatever may still go, goes."""
        try:
            if self.boots:
                for number in sorted(self.flying):
                    self.said[number].arrived += 1
                    self.settled.append(settle(self.flying.pop(number), Outcome(Fate.SENT, mid=9000), self.at))
                for _ in range(40):
                    self.all_goes_well_for(600)
                    self.wait(60)
                self.expire()
                assert {each.state for each in self.said.values()} <= {"sent", "held", "expired", "cancelled", "dead"}
                self.nothing_is_lost()
                self.nothing_is_said_twice_without_saying_so()
                self.no_group_is_written_to_too_often()
        finally:
            self.do(self.stack.aclose())
            self.loop.close()
            shutil.rmtree(self.folder)


TestModel: Any = Model.TestCase
TestModel.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
