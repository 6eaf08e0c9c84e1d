"""A draft: a digest being set up. All of it travels in the buttons, so that nothing is kept until it is wanted."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final

from content.fold import fold
from content.news import Filter
from content.records import Place
from content.reference import Reference
from content.schedule import Schedule, WhenEmpty
from content.texts import languages

MOST_PLACES: Final = 4
"""A button has 47 bytes for the draft and the number of whoever acts for a group."""
_DIGITS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_OF_DAYS, _OF_TIME, _OF_PACK, _OF_PLACE = 2, 2, 2, 2
_HEAD: Final = _OF_PACK + _OF_DAYS + _OF_TIME + 1
_SELDOM: Final = 2
"""Days a week up to which an empty digest is said."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A schedule, and whether somebody chose what happens when nothing is new."""

    schedule: Schedule
    chose_empty: bool = False

    def on_days(self, days: Iterable[int]) -> "Draft":
        """Return it on other weekdays; what happens when nothing is new follows, unless that was chosen."""
        changed = replace(self.schedule, days=tuple(sorted(set(days))))
        if not self.chose_empty:
            changed = replace(changed, empty=usual(changed.days))
        return replace(self, schedule=changed)

    def with_topics(self, topics: Iterable[str]) -> "Draft":
        """Return it about other topics."""
        return self._about(topics, self.schedule.filter.places)

    def with_places(self, places: Iterable[str]) -> "Draft":
        """Return it about other places."""
        return self._about(self.schedule.filter.topics, places)

    def _about(self, topics: Iterable[str], places: Iterable[str]) -> "Draft":
        wanted = Filter(topics=tuple(sorted(set(topics))), places=tuple(sorted(set(places))))
        return replace(self, schedule=replace(self.schedule, filter=wanted))


def usual(days: Sequence[int]) -> WhenEmpty:
    """Return what happens when nothing is new while nobody chose.

    A weekly digest that does not come looks broken; a daily "nothing new" teaches people to silence the bot.
    """
    return WhenEmpty.SAY if len(days) <= _SELDOM else WhenEmpty.SKIP


def topics(reference: Reference) -> list[str]:
    """Return the topics there are, always in the same order."""
    return sorted(reference.topics)


def places(reference: Reference) -> list[str]:
    """Return the places one can choose, those that hold the most others first, always in the same order."""
    known = [place for place in reference.places.values() if place.sort != "site"]

    def order(place: Place) -> tuple[int, str]:
        return -len(reference.within(place.slug)), fold(place.title.say("fr"))

    return [place.slug for place in sorted(known, key=order)]


def write(draft: Draft, reference: Reference) -> str:
    """Return the draft as the arguments of a button; at most 24 bytes with seventeen topics and four places."""
    schedule = draft.schedule
    flags = languages().index(schedule.language) << 3
    flags |= schedule.pin | (schedule.empty is WhenEmpty.SAY) << 1 | draft.chose_empty << 2
    known = topics(reference)
    mask = sum(1 << known.index(slug) for slug in schedule.filter.topics if slug in known)
    order = places(reference)
    chosen = [order.index(slug) for slug in schedule.filter.places if slug in order][:MOST_PLACES]
    return "".join(
        (
            _pack(reference),
            _number(sum(1 << day for day in schedule.days), _OF_DAYS),
            _number(schedule.at.hour * 60 + schedule.at.minute, _OF_TIME),
            _number(flags, 1),
            _number(mask) if mask else "",
            ".",
            *(_number(index, _OF_PLACE) for index in chosen),
            ".",
            _number(schedule.id) if schedule.id else "",
        )
    )


def read(written: str, base: Schedule, reference: Reference) -> Draft | None:
    """Return the draft a button carries, on top of ``base``; None where topics or places are others than when it was made."""
    head, _, rest = written.partition(".")
    chosen, _, number = rest.partition(".")
    if not written.startswith(_pack(reference)) or len(head) < _HEAD or written.count(".") != 2:
        return None
    try:
        days, minute, flags = _value(head[2:4]), _value(head[4:6]), _value(head[6])
        mask, identity = _value(head[_HEAD:]), _value(number)
        order, known = places(reference), topics(reference)
        picked = [order[_value(chosen[at : at + _OF_PLACE])] for at in range(0, len(chosen), _OF_PLACE)]
        schedule = replace(
            base,
            id=identity,
            days=tuple(day for day in range(7) if days >> day & 1),
            at=dt.time(*divmod(minute, 60)),
            language=languages()[flags >> 3],
            pin=bool(flags & 1),
            empty=WhenEmpty.SAY if flags & 2 else WhenEmpty.SKIP,
        )
    except (ValueError, IndexError):
        return None
    if not schedule.days:
        return None
    draft = Draft(schedule, chose_empty=bool(flags & 4))
    return draft.with_topics(slug for at, slug in enumerate(known) if mask >> at & 1).with_places(picked)


def _pack(reference: Reference) -> str:
    """Return a check of the topics and places there are, since they are carried by their numbers."""
    lists = "|".join((*topics(reference), "", *places(reference)))
    return _number(int.from_bytes(blake2b(lists.encode(), digest_size=2).digest()) % 64**_OF_PACK, _OF_PACK)


def _number(value: int, width: int = 0) -> str:
    written = ""
    while value or len(written) < width:
        value, digit = divmod(value, len(_DIGITS))
        written = _DIGITS[digit] + written
    return written


def _value(written: str) -> int:
    value = 0
    for digit in written:
        value = value * len(_DIGITS) + _DIGITS.index(digit)
    return value
