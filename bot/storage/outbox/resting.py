"""Rest: until when a chat wants no digest, because it paused or because of its quiet hours."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from bot.storage.times import instant, milliseconds
from content.schedule import Quiet

LOOK_AGAIN: Final = 3_600_000
"""A pause may be ended any moment, so it is looked at again after so many milliseconds."""
GRACE: Final = 6 * 3_600_000
"""A message put off stays good for so long after the rest it was put off for (delivery.md 3.7)."""
_FOR_GOOD: Final = 365 * 86_400_000
"""A pause longer than a year has no end anybody waits for: what is queued then expires."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What a chat wants of the clock, as its row has it."""

    zone: str | None
    quiet_from: str | None
    quiet_to: str | None
    paused_until: int | None

    def quiet_until(self, at: int, zone: str) -> int | None:
        """Return when the quiet hours of now end, None outside of them; ``zone`` is meant where the chat names none."""
        if not self.quiet_from or not self.quiet_to:
            return None
        quiet = Quiet(dt.time.fromisoformat(self.quiet_from), dt.time.fromisoformat(self.quiet_to))
        try:
            end = quiet.end(instant(at), self.zone or zone)
        except KeyError:  # a zone this machine does not know (any more)
            end = quiet.end(instant(at), zone)
        return milliseconds(end) if end is not None else None

    def digest_from(self, at: int, zone: str) -> tuple[int, int | None] | None:
        """Return when a digest may be tried again and until when it is then good at least; None where it may go now."""
        if self.paused_until is not None and self.paused_until > at:
            if self.paused_until - at > _FOR_GOOD:
                return at + LOOK_AGAIN, None
            return min(self.paused_until, at + LOOK_AGAIN), self.paused_until + GRACE
        end = self.quiet_until(at, zone)
        return (end, end + GRACE) if end is not None else None
