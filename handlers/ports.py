"""The ports: what commands need from the world, each as small as its use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

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
class Held:
    """One kind of thing held about a chat, for /mydata and /privacy."""

    what: str
    """A key of the catalogue's ``held.*`` texts."""
    content: object
    """Plain data, as it will stand in the file."""
    days: int | None
    """How long it is kept; None until asked to be forgotten."""


class Chats(Protocol):
    """What is kept about a chat: very little."""

    async def language(self, chat: int) -> str | None:
        """Return the language chosen there, or None."""
        ...

    async def choose_language(self, chat: int, language: str) -> None:
        """Keep the language chosen there."""
        ...

    async def held(self, chat: int) -> list[Held]:
        """Return everything held about the chat."""
        ...

    async def forget(self, chat: int) -> int:
        """Remove everything held about the chat and cancel what is queued for it; return how many rows went."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """The ports, as a command gets them."""

    items: Items
    search: Search
    packs: Packs
    chats: Chats
    bot_username: str = "riverain_bot"
    operators: int = 0
    """How many operators are named in the settings."""
