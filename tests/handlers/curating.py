"""Those who curate, in memory: proposals, items, the audit, gaps, corrections, pushes, behind the same ports as the real tables."""

import datetime as dt
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from content.fold import fold
from content.intake import canonical, Draft, Rules, rules
from content.pack.manifest import Wording
from content.records import Contact, Item, State
from handlers.ports import (
    Act,
    Chase,
    Curation,
    Decision,
    FeedStanding,
    Gap,
    Proposal,
    Proposed,
    PushPlan,
)

_WAITING: Final = (Decision.NEW, Decision.LATER)
ANSWER_WITHIN: Final = dt.timedelta(minutes=15)


@dataclass
class Tray:
    """Proposals."""

    kept: dict[int, Proposal] = field(default_factory=dict)
    alike: dict[int, list[str]] = field(default_factory=dict)
    """Slugs of articles that tell the same, by the number of the proposal."""
    links: list[tuple[str, str, int | None, str]] = field(default_factory=list)
    """Links that were taken in: address, kind, person, language."""
    becomes: Proposed | None = None
    """What becomes of every link; None: it is taken, or known."""
    decided: list[tuple[int, Decision, int, str | None, str | None]] = field(default_factory=list)
    """Decisions: number, state, by whom, slug, reason."""

    def add(self, draft: Draft, made_at: dt.datetime, **fields: Any) -> Proposal:
        """Let a draft wait; return its proposal."""
        made = Proposal(max(self.kept, default=0) + 1, 1, Decision.NEW, draft, made_at, **fields)
        self.kept[made.id] = made
        return made

    async def waiting(self, now: dt.datetime) -> int:
        """Return how many wait."""
        return sum(each.state in _WAITING for each in self.kept.values())

    async def next(self, after: int, now: dt.datetime) -> Proposal | None:
        """Return the first that waits behind that number, those put off last."""
        order = sorted(
            (each for each in self.kept.values() if each.state in _WAITING),
            key=lambda each: (each.state is Decision.LATER, each.id),
        )
        numbers = [each.id for each in order]
        start = numbers.index(after) + 1 if after in numbers else 0
        if after and after not in numbers:
            return next((each for each in order if each.id > after), None)
        return order[start] if start < len(order) else None

    async def get(self, number: int) -> Proposal | None:
        """Return the proposal whatever its state."""
        return self.kept.get(number)

    async def edit(self, number: int, version: int, **fields: Any) -> Proposal | None:
        """Change it; None where it changed since, or is decided."""
        known = self.kept.get(number)
        if known is None or known.version != version or known.state not in _WAITING:
            return None
        assert set(fields) <= {"title", "summary", "ongoing", "draft"}
        self.kept[number] = replace(known, version=version + 1, **fields)
        return self.kept[number]

    async def decide(
        self,
        number: int,
        version: int,
        state: Decision,
        by: int,
        now: dt.datetime,
        *,
        slug: str | None = None,
        reason: str | None = None,
    ) -> bool:
        """Decide it or put it off; False where somebody else was faster."""
        known = self.kept.get(number)
        if known is None or known.version != version or known.state not in _WAITING:
            return False
        original = known.original if state in _WAITING else ""
        self.kept[number] = replace(
            known, version=version + 1, state=state, slug=slug, reason=reason, original=original
        )
        self.decided.append((number, state, by, slug, reason))
        return True

    async def propose(self, url: str, kind: str, person: int | None, language: str, now: dt.datetime) -> Proposed:
        """Take a link in."""
        if self.becomes is not None and self.becomes is not Proposed.TAKEN:
            return self.becomes
        if not url.lower().startswith(("http://", "https://")):
            return Proposed.NO_LINK
        if any(canonical(known) == canonical(url) for known, *_ in self.links):
            return Proposed.WAITS
        self.links.append((url, kind, person, language))
        return Proposed.TAKEN

    async def like(self, proposal: Proposal) -> Sequence[str]:
        """Return the slugs of articles that tell the same."""
        return self.alike.get(proposal.id, [])


@dataclass
class Notebook:
    """The audit."""

    lines: list[Act] = field(default_factory=list)

    async def note(
        self, act: str, subject: str, by: int | None, now: dt.datetime, *, before: str | None = None, after: str | None = None,
        why: str | None = None,
    ) -> None:  # fmt: skip
        """Write one line."""
        self.lines.append(Act(now, by, act, subject, before, after, why, len(self.lines) + 1))

    async def recent(self, limit: int, before: int | None = None) -> Sequence[Act]:
        """Return the latest lines, the newest first."""
        return [each for each in reversed(self.lines) if before is None or each.id < before][:limit]


@dataclass
class Redaction:
    """Changes of the items of a world."""

    items: MutableMapping[str, Item]
    """What is published, and what a test put there whatever its state."""
    states: dict[str, State] = field(default_factory=dict)
    """Of what is not published."""
    withdrawn: dict[str, Item] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    changes: list[tuple[str, State, int, str | None]] = field(default_factory=list)
    """Every change: slug, state, by whom, why."""
    standings: list[FeedStanding] = field(default_factory=list)
    wording: Wording = field(default_factory=Wording)

    async def stored(self, slug: str) -> tuple[Item, State, int] | None:
        """Return an item whatever its state, with its revision."""
        item = self.items.get(slug) or self.withdrawn.get(slug)
        if item is None:
            return None
        return item, self.states.get(slug, State.PUBLISHED), self.revisions.get(slug, 1)

    async def put(self, item: Item, state: State, by: int, why: str | None, now: dt.datetime) -> int:
        """Keep the item as a new revision."""
        known = await self.stored(item.slug)
        self.revisions[item.slug] = known[2] + 1 if known else 1
        self.states[item.slug] = state
        self.items.pop(item.slug, None)
        self.withdrawn.pop(item.slug, None)
        (self.items if state is State.PUBLISHED else self.withdrawn)[item.slug] = item
        self.changes.append((item.slug, state, by, why))
        return self.revisions[item.slug]

    async def rules(self) -> Rules:
        """Return what a new article is held against."""
        return rules(self.items.values(), self.wording, ("fr", "en"))

    async def aged(self, now: dt.datetime, limit: int = 50) -> Sequence[Item]:
        """Return items past their review date and contacts not checked for six months, the oldest first."""
        today, long_ago = now.date(), (now - dt.timedelta(days=183)).date()
        old = [
            each
            for each in self.items.values()
            if each.stale(today) or (isinstance(each, Contact) and each.checked_on < long_ago)
        ]
        return sorted(old, key=lambda each: (each.checked_on, each.slug))[:limit]

    async def feeds(self, now: dt.datetime) -> Sequence[FeedStanding]:
        """Return how the reading of each feed goes."""
        return self.standings


@dataclass
class Questions:
    """What somebody's next words are the answer to."""

    asked: dict[int, tuple[str, str, dt.datetime]] = field(default_factory=dict)

    async def ask(self, person: int, what: str, args: str, now: dt.datetime) -> None:
        """Take the next words of the person as arguments of a command."""
        self.asked[person] = (what, args, now + ANSWER_WITHIN)

    async def take(self, person: int, now: dt.datetime) -> tuple[str, str] | None:
        """Return what the words now said answer, and await nothing more."""
        what, args, until = self.asked.pop(person, ("", "", now))
        return (what, args) if until > now else None

    async def drop(self, person: int) -> None:
        """Await nothing more."""
        self.asked.pop(person, None)


@dataclass
class Missing:
    """What people searched and did not find."""

    gaps: list[Gap] = field(default_factory=list)
    hands: dict[tuple[int, str], str] = field(default_factory=dict)
    """The language of each chat's hand, by the chat and the folded words."""
    answered: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    """By words and language: the item, and by whom."""

    async def list(self, now: dt.datetime, days: int = 7) -> Sequence[Gap]:
        """Return what was not found, the most asked first."""
        open_still = [each for each in self.gaps if (each.words, each.language) not in self.answered]
        return sorted(open_still, key=lambda each: -each.times)

    async def raise_hand(self, chat: int, query: str, language: str, now: dt.datetime) -> bool:
        """Tell the chat once it is answered."""
        if (chat, fold(query)) in self.hands or sum(known == chat for known, _ in self.hands) >= 5:
            return False
        self.hands[chat, fold(query)] = language
        return True

    async def answer(
        self, words: str, language: str, slug: str, by: int, now: dt.datetime
    ) -> Sequence[tuple[int, str]]:
        """Note which item answers it; return the chats to be told, and take their hands down."""
        self.answered[words, language] = (slug, by)
        told = [(chat, spoken) for (chat, asked), spoken in self.hands.items() if asked == words]
        self.hands = {key: spoken for key, spoken in self.hands.items() if key[1] != words}
        return told


@dataclass
class Errata:
    """Corrections that follow every copy."""

    reached: dict[str, int] = field(default_factory=dict)
    """How many messages state facts of an item."""
    broadcasts: set[int] = field(default_factory=set)
    """What can be recalled."""
    editor: Redaction | None = None
    """Who keeps what is right."""
    known: list[Chase] = field(default_factory=list)
    said: list[tuple[str, str, str, str, int]] = field(default_factory=list)
    """Corrections: slug, what was said, what is right, why, by whom."""

    async def reach(self, slug: str) -> int:
        """Return how many messages state facts of the item."""
        return self.reached.get(slug, 0)

    async def correct(
        self, before: Item, after: Item, said: str, is_right: str, why: str, by: int, now: dt.datetime
    ) -> int:
        """Keep the right item and start changing every copy."""
        if self.editor is not None:
            await self.editor.put(after, State.PUBLISHED, by, why, now)
        self.said.append((after.slug, said, is_right, why, by))
        return self._begin("correction", after.slug, now)

    async def retract(self, item: Item, why: str, by: int, now: dt.datetime) -> int:
        """Withdraw the item and every copy."""
        if self.editor is not None:
            await self.editor.put(item, State.RETRACTED, by, why, now)
        self.said.append((item.slug, "", "", why, by))
        return self._begin("retraction", item.slug, now)

    async def recall(self, broadcast: int, by: int, now: dt.datetime) -> int | None:
        """Withdraw a broadcast."""
        return self._begin("recall", str(broadcast), now) if broadcast in self.broadcasts else None

    async def chase(self, number: int) -> Chase | None:
        """Return how far a chase came."""
        return next((each for each in self.known if each.id == number), None)

    async def chases(self, limit: int = 10) -> Sequence[Chase]:
        """Return the latest chases, the newest first."""
        return self.known[::-1][:limit]

    def _begin(self, kind: str, subject: str, now: dt.datetime) -> int:
        number = len(self.known) + 1
        copies = self.reached.get(subject, 0)
        self.known.append(Chase(number, kind, subject, {"queued": copies} if copies else {}, True, now))
        return number


@dataclass
class Pushing:
    """Digests that moderators send now."""

    planned: list[PushPlan] = field(default_factory=list)
    pushed: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By the broadcast's number: the schedule, and by whom."""
    cancelled: list[tuple[int, int]] = field(default_factory=list)
    """Broadcasts called off, each with by whom."""

    async def plans(self, now: dt.datetime) -> Sequence[PushPlan]:
        """Return where a digest can be pushed."""
        return self.planned

    async def push(self, schedules: Sequence[int], by: int, now: dt.datetime) -> Sequence[int]:
        """Queue the digests; return the broadcasts' numbers."""
        there = {each.schedule for each in self.planned}
        numbers = []
        for schedule in schedules:
            if schedule in there:
                numbers.append(len(self.pushed) + 1)
                self.pushed[numbers[-1]] = (schedule, by)
        return numbers

    async def cancel(self, broadcasts: Sequence[int], by: int, now: dt.datetime) -> int:
        """Call off what has not left yet; return how many copies that were."""
        going = [number for number in broadcasts if number in self.pushed and (number, by) not in self.cancelled]
        self.cancelled.extend((number, by) for number in going)
        return len(going)


@dataclass
class Curating:
    """All of it, for one world."""

    items: MutableMapping[str, Item]
    tray: Tray = field(default_factory=Tray)
    notebook: Notebook = field(default_factory=Notebook)
    questions: Questions = field(default_factory=Questions)
    missing: Missing = field(default_factory=Missing)
    pushing: Pushing = field(default_factory=Pushing)

    def __post_init__(self) -> None:
        """Let what is corrected be kept by who keeps the items."""
        self.redaction = Redaction(self.items)
        self.errata = Errata(editor=self.redaction)

    @property
    def ports(self) -> Curation:
        """The ports of it."""
        return Curation(
            self.tray, self.redaction, self.notebook, self.questions, self.missing, self.errata, self.pushing
        )
