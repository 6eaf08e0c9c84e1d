"""An exclusion: a source that never enters, and why."""

from typing import Literal

from content.language import Line
from content.records.record import Record


class Exclusion(Record):
    """Hosts and outlets never linked and never read (content policy, section 8)."""

    kind: Literal["exclusion"] = "exclusion"
    title: Line
    reason: Line
    hosts: tuple[str, ...] = ()
