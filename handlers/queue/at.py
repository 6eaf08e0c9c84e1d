"""At: what a button of the queue is about: a step, a proposal as it was shown, and what the step needs besides."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from handlers.ports import Proposal
from handlers.reply import Button

SHOW: Final = "s"
NEXT: Final = "n"
PUBLISH: Final = "p"
WRITE: Final = "e"
TOPICS: Final = "t"
PLACES: Final = "l"
ONGOING: Final = "o"
STORY: Final = "m"
JOIN: Final = "j"
DOUBLE: Final = "d"
REFUSE: Final = "r"
LATER: Final = "w"
SOURCE: Final = "u"


@dataclass(frozen=True, slots=True)
class At:
    """One step, on one proposal, at one version of it."""

    step: str
    number: int
    version: int = 0
    rest: str = ""

    def __str__(self) -> str:
        return f"{self.step} {self.number} {self.version} {self.rest}".rstrip()


def read(args: str) -> At | None:
    """Return what the arguments ask for; None for other arguments."""
    step, _, rest = args.partition(" ")
    number, _, rest = rest.partition(" ")
    version, _, rest = rest.partition(" ")
    if not (number.isdecimal() and (version or "0").isdecimal()):
        return None
    return At(step, int(number), int(version or "0"), rest)


def to(label: str, step: str, proposal: Proposal, rest: str = "", *, in_place: bool = True) -> Button:
    """Return the button that asks for a step on the proposal as it is shown."""
    return Button(label, "queue", str(At(step, proposal.id, proposal.version, rest)), in_place=in_place)


def mark(slug: str) -> str:
    """Return a short mark of a slug, for a button that has no room for the slug itself."""
    return blake2b(slug.encode(), digest_size=4).hexdigest()
