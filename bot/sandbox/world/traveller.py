"""A traveller: whoever moves the clock in the world's place, because what is due on the way wants its time."""

from datetime import datetime
from typing import Protocol


class Traveller(Protocol):
    """Moves a world's clock with ``World.jump``, in as many steps as it likes."""

    @property
    def heading(self) -> datetime | None:
        """Where it is going; None while it rests."""
        ...

    def go(self, at: datetime) -> None:
        """Start moving the clock to ``at`` (aware); on the way already, change the aim."""
        ...

    def go_on(self) -> None:
        """Start moving the clock to the next moment at which something is due."""
        ...
