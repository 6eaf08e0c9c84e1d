"""The time, as an argument: the running bot reads the system's clock, tests and the sandbox move one of their own."""

from collections.abc import Callable
from datetime import datetime, timedelta, UTC
from typing import Protocol


class Clock(Protocol):
    """Whatever can say what time it is."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that runs with the system's but can be set elsewhere, or stopped: seconds still pass unless it is stopped."""

    def __init__(self, at: datetime | None = None, *, stopped: bool = False) -> None:
        """Start at ``at`` (aware; now by default); a stopped clock moves only when told to."""
        self._offset = timedelta(0)
        self._listeners: list[Callable[[], None]] = []
        self._stopped_at: datetime | None = None
        if at is not None:
            self.set(at)
        if stopped:
            self._stopped_at = at.astimezone(UTC) if at else self.now()

    def now(self) -> datetime:
        """Return the present instant of this clock, aware, in UTC."""
        return self._stopped_at or datetime.now(UTC) + self._offset

    def set(self, at: datetime) -> None:
        """Move the clock to ``at`` (aware)."""
        if self._stopped_at is not None:
            self._stopped_at = at.astimezone(UTC)
        self._offset = at.astimezone(UTC) - datetime.now(UTC)
        for listener in self._listeners:
            listener()

    def on_move(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` whenever the clock is moved: what waits for an hour must look again."""
        self._listeners.append(listener)

    def advance(self, by: timedelta) -> None:
        """Move the clock forward, or back with a negative ``by``."""
        self.set(self.now() + by)
