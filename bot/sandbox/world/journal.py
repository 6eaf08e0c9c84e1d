"""What happened: every call with its answer, departures from the contract, answers to presses, and events for who looks on."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.record import Record
from bot.sandbox.world.bell import Bell


@dataclass(frozen=True)
class LoggedCall:
    """A call and its answer."""

    n: int
    at: datetime
    method: str
    params: Record
    ok: bool
    code: int
    description: str
    result: Any = None

    def record(self) -> Record:
        """Return the call as the control interface shows it."""
        return {
            "n": self.n,
            "at": self.at.isoformat(),
            "method": self.method,
            "params": self.params,
            "ok": self.ok,
            "code": self.code,
            "description": self.description,
        }


@dataclass(frozen=True)
class Toast:
    """The bot's answer to a press: a line at the top of the screen, an alert, or an address that opens."""

    person: int
    text: str
    alert: bool
    url: str

    def record(self) -> Record:
        """Return the toast as an event."""
        return {"type": "toast", "person": self.person, "text": self.text, "alert": self.alert, "url": self.url}


@dataclass
class Journal:
    """The world's memory of itself."""

    bell: Bell
    calls: deque[LoggedCall] = field(default_factory=lambda: deque(maxlen=20_000))
    violations: list[str] = field(default_factory=list)
    toasts: list[Toast] = field(default_factory=list)
    listeners: set["asyncio.Queue[Record]"] = field(default_factory=set)

    def log(self, call: LoggedCall) -> None:
        """Remember a call."""
        self.calls.append(call)
        self.publish({"type": "call", "call": call.record()})

    def violate(self, faults: list[str]) -> None:
        """Remember departures from the contract, each sentence once in a row."""
        for fault in faults:
            if fault not in self.violations[-50:]:
                self.violations.append(fault)
                self.publish({"type": "violation", "text": fault})

    def publish(self, event: Record) -> None:
        """Tell whoever looks on; one who does not read is left behind."""
        for queue in self.listeners:
            if not queue.full():
                queue.put_nowait(event)
        self.bell.ring()

    def listen(self) -> "asyncio.Queue[Record]":
        """Return a queue that receives every event from now on; hand it back with ``unlisten``."""
        queue: asyncio.Queue[Record] = asyncio.Queue(maxsize=10_000)
        self.listeners.add(queue)
        return queue

    def unlisten(self, queue: "asyncio.Queue[Record]") -> None:
        """Stop sending events to a queue."""
        self.listeners.discard(queue)
