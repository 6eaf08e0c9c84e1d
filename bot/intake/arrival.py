"""An arrival: an article that came in and may become a proposal, or why it does not."""

from dataclasses import dataclass
from enum import StrEnum

from content.intake import canonical, Draft, Piece


class Dropped(StrEnum):
    """Why an entry of a feed goes no further, beside what ``content.intake.Why`` names; counted by this name."""

    OLD = "old"
    """Older than what the feed was read for last."""
    OVER = "over"
    """More came at once than one fetch may bring."""
    KNOWN = "known"
    """There is a proposal or an article of it."""
    EXCLUDED = "excluded"
    """Its address or publisher is among the exclusions, perhaps only where it redirects to."""
    NO_ADDRESS = "no-address"
    """It leads to no public address of the web."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article as it was read, ready to be held against what is known."""

    draft: Draft
    piece: Piece
    """With the publisher's words; compared, and never shown."""
    addresses: tuple[str, ...]
    """Every address it was met under, in the form they are compared in."""
    feed: str | None = None
    unread: str | None = None
    """Why the page itself was not read, as the last part of a text's key; None where it was."""
    placed: bool = True
    """Whether it is about the neighbourhood; where not, a moderator wants it nevertheless."""

    @property
    def original(self) -> str:
        """The publisher's words, for the comparison with a summary."""
        return "\n".join(part for part in (self.piece.title, self.piece.text) if part)


def addresses(*urls: str | None) -> tuple[str, ...]:
    """Return the addresses in the form they are compared in, each once."""
    return tuple(dict.fromkeys(canonical(url) for url in urls if url))
