"""Erratum: what a moderator is about to correct, kept between two messages while they write."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from typing import Self

KEPT, DROPPED = "kept", "dropped"


@dataclass(frozen=True, slots=True)
class Erratum:
    """What was written so far; it waits beside the question that is open (see the port ``Awaiting``)."""

    slug: str
    revision: int
    """Of the item as it was shown: another one means that somebody changed it meanwhile."""
    name: str = ""
    """Of the field that is wrong."""
    step: str = ""
    """What the next words answer: ``text.fr``, ``text.`` where there is one for all, ``why``; nothing where it is to be confirmed."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """What is right, by language; by an empty name where there is one for all."""
    others: Mapping[str, str] = field(default_factory=dict)
    """Languages whose text is right as it is (``kept``), or goes until it is written anew (``dropped``)."""
    why: str = ""

    def written(self) -> str:
        """Return it as it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, text: str | None) -> Self | None:
        """Return what was kept; None for other texts."""
        try:
            found = cls(**json.loads(text or ""))
        except (ValueError, TypeError):
            return None
        return found if isinstance(found.texts, dict) and isinstance(found.others, dict) else None

    @property
    def check(self) -> str:
        """A mark of all of it: what was read is what is confirmed."""
        return blake2b(self.written().encode(), digest_size=4).hexdigest()
