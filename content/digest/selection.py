"""Selection: the news of a digest, grouped by topic, the newest first, up to a number; the rest is counted."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from content.cards.change import Change
from content.records import Article, Contact, Figure, Publish

OFFICIAL: Final = frozenset({"official", "court"})
"""The voices of an authority itself."""
_PRESS: Final = frozenset({"press-agency", "press", "broadcaster", "local-press", "specialist-press"})


@dataclass(frozen=True, slots=True)
class Story:
    """Articles on one event, the official voices first."""

    keys: tuple[str, ...]
    """What it is told once by; several where a ruling and the one that reversed it are one story."""
    articles: tuple[Article, ...]

    @property
    def date(self) -> dt.date:
        """The day of its newest article; the first of all days where none has a date."""
        return max((each.date.last for each in self.articles if each.date), default=dt.date.min)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics of its articles, in their order."""
        return tuple(dict.fromkeys(slug for each in self.articles for slug in each.topics))


@dataclass(frozen=True, slots=True)
class Move:
    """A change of a measure."""

    keys: tuple[str, ...]
    """What it is told once by: several revisions may be told as one change."""
    change: Change
    date: dt.date
    """The day it counts by: that of its source, else the day it became known."""


@dataclass(frozen=True, slots=True)
class Group:
    """The stories of one topic."""

    topic: str | None
    """Its slug; None for stories without a topic."""
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """How many publishers speak, by the kind of their voice."""

    official: int = 0
    press: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True)
class Selection:
    """What a digest tells."""

    groups: tuple[Group, ...] = ()
    moves: tuple[Move, ...] = ()
    rest: int = 0
    """How many stories and changes there are beyond."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What is told, each key once."""
        return tuple(dict.fromkeys(key for keys in self.told for key in keys))

    @property
    def told(self) -> tuple[tuple[str, ...], ...]:
        """The keys of each story and of each change."""
        return (*(story.keys for story in self.stories), *(move.keys for move in self.moves))

    @property
    def stories(self) -> tuple[Story, ...]:
        """Its stories, in the order they stand."""
        return tuple(story for group in self.groups for story in group.stories)


def select(stories: Iterable[Story], moves: Iterable[Move], wanted: Sequence[str], most: int) -> Selection:
    """Return at most ``most`` stories and changes, the newest first; ``wanted`` are the topics the digest is about, in order.

    Each story stands under one topic: the first of those wanted it has, else the first it has.
    """
    candidates: list[Story | Move] = sorted((*moves, *stories), key=lambda each: each.date, reverse=True)
    told = candidates[: max(most, 0)]
    groups: dict[str | None, list[Story]] = {}
    for story in told:
        if isinstance(story, Story):
            groups.setdefault(_heading(story, wanted), []).append(story)
    ordered = sorted(groups.items(), key=lambda group: group[0] is None)
    return Selection(
        tuple(Group(topic, tuple(under)) for topic, under in ordered),
        tuple(move for move in told if isinstance(move, Move)),
        len(candidates) - len(told),
    )


def voices(articles: Iterable[Article]) -> Voices:
    """Return how many publishers the articles have, each counted once in each of its voices."""
    spoken = {(each.source, _voice(each)) for each in articles}
    kinds = [kind for _, kind in spoken]
    return Voices(kinds.count("official"), kinds.count("press"), kinds.count("other"))


def of_the_week(
    figures: Iterable[Figure], contacts: Iterable[Contact], topics: Sequence[str], today: dt.date
) -> Figure | Contact | None:
    """Return the figure or the contact of the week ``today`` is in: one week the one, one week the other.

    The same for everybody all week. Figures are those of ``topics``, where it names some; neither is past its review. Who
    calls passes what may be shown. Never a position: a stance is not told alone (content policy, section 7, rule 20).
    """
    numbers: list[Figure | Contact] = [
        each
        for each in sorted(figures, key=lambda each: each.slug)
        if _sound(each, today) and (not topics or set(topics) & set(each.topics))
    ]
    bodies: list[Figure | Contact] = [
        each for each in sorted(contacts, key=lambda each: each.slug) if _sound(each, today)
    ]
    week = (today - dt.timedelta(days=today.weekday())).toordinal() // 7
    first, second = (numbers, bodies) if week % 2 else (bodies, numbers)
    chosen = first or second
    return chosen[week // 2 % len(chosen)] if chosen else None


def same_week(one: dt.date, other: dt.date) -> bool:
    """Return whether both days are in one week, Monday to Sunday."""
    return one.isocalendar()[:2] == other.isocalendar()[:2]


def _heading(story: Story, wanted: Sequence[str]) -> str | None:
    return next((slug for slug in wanted if slug in story.topics), next(iter(story.topics), None))


def _voice(article: Article) -> str:
    kind = article.reliability
    return "official" if kind in OFFICIAL else "press" if kind in _PRESS else "other"


def _sound(item: Figure | Contact, today: dt.date) -> bool:
    return item.publish is Publish.OK and not item.stale(today)
