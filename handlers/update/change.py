"""Change: what a moderator is about to change of an item, kept between two messages while they choose."""

import json
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Self


@dataclass(frozen=True, slots=True)
class Change:
    """What was chosen so far; it waits beside the question that is open (see the port ``Awaiting``)."""

    slug: str
    revision: int
    """Of the item as it was shown: another one means that somebody changed it meanwhile."""
    step: str = ""
    """What the next words answer: ``value``, ``source``, ``date``; nothing where it is to be confirmed."""
    status: str = ""
    value: str = ""
    source: str = ""
    date: str = ""
    fields: tuple[str, ...] = ()

    def written(self) -> str:
        """Return it as it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return what was kept; None for other texts."""
        try:
            kept = json.loads(text)
            return cls(**{**kept, "fields": tuple(kept["fields"])})
        except (ValueError, TypeError, KeyError):
            return None

    @property
    def check(self) -> str:
        """A mark of all of it: what was read is what is confirmed."""
        return blake2b(self.written().encode(), digest_size=4).hexdigest()
