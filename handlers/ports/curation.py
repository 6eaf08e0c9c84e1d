"""The ports of those who curate: proposals, changes of items, corrections, pushes, gaps, the audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from content.intake import Draft, Rules
from content.records import Item, State


class Decision(StrEnum):
    """Where a proposal stands."""

    NEW = "new"
    LATER = "later"
    PUBLISHED = "published"
    MERGED = "merged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that waits, or waited, for a moderator."""

    id: int
    version: int
    state: Decision
    draft: Draft
    made_at: datetime
    title: Mapping[str, str] = field(default_factory=dict)
    """A person's words, by language."""
    summary: Mapping[str, str] = field(default_factory=dict)
    ongoing: bool = False
    original: str = ""
    """The publisher's text: compared with the summary, never shown whole, blanked once decided."""
    feed: str | None = None
    person: int | None = None
    """Who proposed it, where that was a person."""
    language: str = "fr"
    slug: str | None = None
    reason: str | None = None


class Proposed(StrEnum):
    """What became of a link somebody sent."""

    TAKEN = "taken"
    """It will be read and then wait for a moderator."""
    WAITS = "waits"
    """It waits for a moderator already."""
    KNOWN = "known"
    """There is an item of it."""
    REFUSED = "refused"
    """A moderator refused it before."""
    EXCLUDED = "excluded"
    NO_LINK = "no-link"
    TOO_MANY = "too-many"


class Proposals(Protocol):
    """What waits for a decision."""

    async def waiting(self, now: datetime) -> int:
        """Return how many proposals wait."""
        ...

    async def next(self, after: int, now: datetime) -> Proposal | None:
        """Return the first that waits behind the one of that number (0: the first), those put off last; None where none does."""
        ...

    async def get(self, number: int) -> Proposal | None:
        """Return the proposal whatever its state."""
        ...

    async def edit(self, number: int, version: int, **fields: Any) -> Proposal | None:
        """Change ``title``, ``summary``, ``ongoing`` or ``draft``; None where it changed since ``version``, or is decided."""
        ...

    async def decide(
        self,
        number: int,
        version: int,
        state: Decision,
        by: int,
        now: datetime,
        *,
        slug: str | None = None,
        reason: str | None = None,
    ) -> bool:
        """Decide it, or put it off; False where it changed since ``version``, or is decided: somebody else was faster."""
        ...

    async def propose(self, url: str, kind: str, person: int | None, language: str, now: datetime) -> Proposed:
        """Take a link in: ``kind`` is ``moderator`` or ``resident``. It is fetched later; who sent it hears what became of it."""
        ...

    async def like(self, proposal: Proposal) -> Sequence[str]:
        """Return the slugs of articles that seem to tell the same event, the likeliest first."""
        ...


@dataclass(frozen=True, slots=True)
class FeedStanding:
    """How the reading of one feed goes."""

    slug: str
    title: str
    enabled: bool
    answered_at: datetime | None
    failing_since: datetime | None
    fault: str | None
    taken: int = 0
    """Proposals it brought in the last 30 days."""
    dropped: int = 0
    """Entries that matched nothing in the last 30 days."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something people searched and did not find, without who."""

    words: str
    language: str
    times: int
    hands: int
    """How many wish to be told once it is answered."""


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the audit."""

    at: datetime
    by: int | None
    act: str
    """A key of the texts ``audit.act.*``."""
    subject: str
    before: str | None
    after: str | None
    why: str | None
    id: int = 0
    """Its number: lines before it are asked for by it."""


class Audit(Protocol):
    """Who did what; only ever added to."""

    async def note(
        self, act: str, subject: str, by: int | None, now: datetime, *, before: str | None = None, after: str | None = None,
        why: str | None = None,
    ) -> None:  # fmt: skip
        """Write one line."""
        ...

    async def recent(self, limit: int, before: int | None = None) -> Sequence[Act]:
        """Return the latest lines, the newest first."""
        ...


class Editor(Protocol):
    """Changes items, by people."""

    async def stored(self, slug: str) -> tuple[Item, State, int] | None:
        """Return an item whatever its state, with its revision."""
        ...

    async def put(self, item: Item, state: State, by: int, why: str | None, now: datetime) -> int:
        """Keep the item as a new revision, make it findable, and tell those who follow it; return the revision."""
        ...

    async def rules(self) -> Rules:
        """Return what a new article is held against."""
        ...

    async def aged(self, now: datetime, limit: int = 50) -> Sequence[Item]:
        """Return published items past their review date, and contacts not checked for six months, the oldest first."""
        ...

    async def feeds(self, now: datetime) -> Sequence[FeedStanding]:
        """Return how the reading of each feed goes."""
        ...


class Awaiting(Protocol):
    """What somebody's next words in the private chat are the answer to."""

    async def ask(self, person: int, what: str, args: str, now: datetime) -> None:
        """Take the next words of the person, within 15 minutes, as arguments of the command ``what`` after ``args``."""
        ...

    async def take(self, person: int, now: datetime) -> tuple[str, str] | None:
        """Return what the words now said answer, and await nothing more; None where nothing is awaited."""
        ...

    async def drop(self, person: int) -> None:
        """Await nothing more."""
        ...


class Gaps(Protocol):
    """What people searched and did not find."""

    async def list(self, now: datetime, days: int = 7) -> Sequence[Gap]:
        """Return what was not found, grouped, the most asked first; what was answered since is left out."""
        ...

    async def raise_hand(self, chat: int, query: str, language: str, now: datetime) -> bool:
        """Tell the chat once it is answered; False where its hand is up already, or 5 are."""
        ...

    async def answer(self, words: str, language: str, slug: str, by: int, now: datetime) -> Sequence[tuple[int, str]]:
        """Note which item answers it; return the chats to be told, each with its language, and take their hands down."""
        ...


@dataclass(frozen=True, slots=True)
class Chase:
    """What was done about the copies of an item or a broadcast."""

    id: int
    kind: str
    """``correction``, ``retraction``, ``recall``."""
    subject: str
    states: Mapping[str, int]
    """How many copies: ``sent`` changed or removed, ``early`` before they left, ``answered`` under, ``queued`` still to be,
    ``unsure`` may have arrived or not, ``dead`` could not be reached."""
    open: bool = False
    """Not every copy was looked at yet."""
    made_at: datetime | None = None


class Corrections(Protocol):
    """Corrections that follow every copy."""

    async def reach(self, slug: str) -> int:
        """Return how many messages state facts of the item."""
        ...

    async def correct(
        self, before: Item, after: Item, said: str, is_right: str, why: str, by: int, now: datetime
    ) -> int:
        """Keep the right item, write the public line, and start changing every copy; return the chase's number."""
        ...

    async def retract(self, item: Item, why: str, by: int, now: datetime) -> int:
        """Withdraw the item and every copy: deleted below 47 hours, else edited to say so; return the chase's number."""
        ...

    async def recall(self, broadcast: int, by: int, now: datetime) -> int | None:
        """Withdraw a broadcast: what waits is cancelled, what arrived removed or struck; None where there is none."""
        ...

    async def chase(self, number: int) -> Chase | None:
        """Return how far a chase came."""
        ...

    async def chases(self, limit: int = 10) -> Sequence[Chase]:
        """Return the latest chases, the newest first."""
        ...


@dataclass(frozen=True, slots=True)
class PushPlan:
    """A digest to be sent now."""

    schedule: int
    chat: int
    kind: str
    thread: int | None
    language: str
    quiet_until: datetime | None
    """When the chat's quiet hours end, where it is in them."""


class Pushes(Protocol):
    """Digests that moderators send now."""

    async def plans(self, now: datetime) -> Sequence[PushPlan]:
        """Return where a digest can be pushed: every schedule of an active group or channel."""
        ...

    async def push(self, schedules: Sequence[int], by: int, now: datetime) -> Sequence[int]:
        """Queue the digests, to leave in 60 seconds; return the broadcasts' numbers."""
        ...

    async def cancel(self, broadcasts: Sequence[int], by: int, now: datetime) -> int:
        """Call off what has not left yet; return how many copies that were."""
        ...
