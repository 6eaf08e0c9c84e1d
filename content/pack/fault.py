"""A fault: what is wrong in one field of one file, in a sentence a person can act on."""

from dataclasses import dataclass
from typing import Final

CAP: Final = 200
"""Faults told one by one; of the others only the number is kept, or a broken pack would fill the memory."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong; as text, one line: ``measures/m-x.yaml: status: 'broken' is not allowed; write one of …``."""

    file: str
    """Relative to the pack's folder."""
    field: str
    """Its path, lists counted from one: ``evidence[1].source``; empty where the whole file is meant."""
    says: str
    overdue: bool = False
    """Nothing in the file is wrong, but a day has passed by which a person had to look again."""

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.field, self.says) if part)


class Faults:
    """Faults as they are found: the first of them, and how many there were."""

    def __init__(self, cap: int = CAP) -> None:
        """Keep no more than ``cap``."""
        self._cap = cap
        self._kept: list[Fault] = []
        self.count = 0

    def add(self, fault: Fault) -> None:
        """Take one more."""
        self.count += 1
        if len(self._kept) < self._cap:
            self._kept.append(fault)

    @property
    def room(self) -> bool:
        """Whether one more would be kept: costly advice (a name that is nearly right) is for those alone."""
        return len(self._kept) < self._cap

    def kept(self) -> tuple[Fault, ...]:
        """Return those kept, by file and field; the last says how many more there were."""
        found = sorted(self._kept)
        if self.count > len(found):
            found.append(Fault("", "", f"and {self.count - len(found)} more"))
        return tuple(found)
