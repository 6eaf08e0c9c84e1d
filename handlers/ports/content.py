"""The ports to what the bot knows: items, search, the pack's documents, the log of what happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from content.news import Happening
from content.pack.manifest import Disambiguation, Emergency, Manifest, Synonyms, Wording
from content.records import Item, Status
from content.reference import Reference


@dataclass(frozen=True, slots=True)
class Hit:
    """One item a search found."""

    slug: str
    kind: str
    title: str
    language: str
    """The language the match was found in."""
    score: float
    """From 0 to 1; comparable within one answer only."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found, best first, and how sure it is."""

    hits: tuple[Hit, ...] = ()
    sure: bool = False
    """The first hit stands for what was asked."""
    close: bool = False
    """The first two are too near each other to choose for the reader."""
    read_as: str | None = None
    """The words really searched for, where they differ from what was typed (a corrected typo)."""
    language: str = "fr"
    """The language it was found in; another than the reader's is said so."""
    incomplete: bool = False
    """Time ran out; these are the hits found until then."""


class Search(Protocol):
    """Finds items by what people type."""

    async def find(
        self, query: str, language: str, *, literal: bool = False, kinds: Iterable[str] | None = None, limit: int = 10
    ) -> Findings:
        """Return the published items that answer ``query``; ``literal`` searches the words exactly as typed."""
        ...

    async def missed(self, query: str, language: str) -> None:
        """Count a question nothing answered, by its folded content words, with no chat and no person attached."""
        ...


class Items(Protocol):
    """Reads published items; drafts, paused and retracted ones are never returned."""

    async def get(self, slug: str) -> Item | None:
        """Return the item, or None."""
        ...

    async def some(self, slugs: Iterable[str]) -> list[Item]:
        """Return those of the items that are published, in the order asked for."""
        ...

    async def newest(
        self,
        kind: str,
        *,
        topics: Iterable[str] = (),
        places: Iterable[str] = (),
        status: Status | None = None,
        limit: int = 300,
    ) -> Sequence[Item]:
        """Return items of a kind, newest first (those without a date last): of any of the topics and any of the places."""
        ...


class Packs(Protocol):
    """The pack's documents and its reference items, as the store now holds them."""

    @property
    def manifest(self) -> Manifest | None:
        """What the pack says of itself; None while the store is empty."""
        ...

    @property
    def emergency(self) -> Emergency | None:
        """The fixed emergency texts."""
        ...

    @property
    def wording(self) -> Wording:
        """The wording guide."""
        ...

    @property
    def synonyms(self) -> Synonyms:
        """Words that mean the same."""
        ...

    @property
    def disambiguation(self) -> Disambiguation:
        """Ambiguous words."""
        ...

    @property
    def reference(self) -> Reference:
        """Places, topics, needs, contacts, sources and terms, by slug and by name."""
        ...


@dataclass(frozen=True, slots=True)
class Sources:
    """How the reading of the sources of news goes."""

    read: int = 0
    """Sources read in the last two days."""
    silent: tuple[tuple[str, datetime], ...] = ()
    """Names of those that do not answer, each with since when."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the public log of corrections."""

    slug: str
    at: datetime
    said: str
    is_right: str
    """Empty: it was withdrawn."""
    why: str
    spoken: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What was said and what is right, by language, where that is known."""

    def told(self, language: str) -> tuple[str, str]:
        """Return what was said and what is right, in that language where it is known."""
        return self.spoken.get(language, (self.said, self.is_right))


class News(Protocol):
    """The log of what happened to items, and of what had to be corrected."""

    async def between(self, since: datetime, until: datetime) -> list[Happening]:
        """Return what may be told that entered the store after ``since`` and not after ``until``, the oldest first."""
        ...

    async def recent(self, now: datetime, days: int) -> list[Happening]:
        """Return, imagined from the items' own dates, what would have been told in the last ``days``, the oldest first."""
        ...

    async def corrections(self, since: datetime) -> list[Correction]:
        """Return the corrections made after ``since``, the newest first."""
        ...

    async def sources(self, now: datetime) -> Sources:
        """Return how the reading of the sources goes; none read and none silent while no feed is enabled."""
        ...
