"""Rules across items: what is referred to exists, what is shown rests on what is shown, series and companions agree."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from content.language import Translated
from content.pack.checking.emergency import digits
from content.pack.checking.links import Link, links, Support, supports
from content.pack.reading import Entry
from content.pack.sentences import nearly
from content.records import Article, Contact, Figure, Item, Place, Position, Publish

_ADVISED: Final = 20
"""Missing names for which the nearest is looked for; the search is slow where a pack is large."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """What the others need to know of an item."""

    kind: str
    file: str
    shown: bool


class Across:
    """What must be remembered of each item to judge them together: little, for a pack may have many."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._facts: dict[str, _Fact] = {}
        self._unread: set[str] = set()
        self._links: list[tuple[str, Link]] = []
        self._supports: list[tuple[str, Support]] = []
        self._companions: dict[str, str] = {}
        self._within: dict[str, tuple[str, ...]] = {}
        self._series: dict[str, tuple[str, Translated, Translated]] = {}
        self._apart: list[tuple[str, str]] = []
        self._stances: dict[str, set[str]] = defaultdict(set)
        self._doubled: list[tuple[str, str]] = []
        self._advised = 0
        self.numbers: dict[str, frozenset[str]] = {}
        """The numbers each contact may show, digits alone."""

    def unread(self, slug: str) -> None:
        """Remember an item whose file has a fault of its own: that others refer to it is no second fault."""
        self._unread.add(slug)

    def take(self, entry: Entry) -> None:
        """Remember what matters of one item."""
        item, file = entry.item, entry.file
        if (first := self._facts.get(item.slug)) is not None:
            self._doubled.append((file, first.file))
            return
        self._facts[item.slug] = _Fact(item.kind, file, _is_shown(item))
        self._links.extend((file, link) for link in links(item))
        self._supports.extend((file, support) for support in supports(item))
        match item:
            case Article(companion=str(companion)):
                self._companions[item.slug] = companion
            case Place() if item.within:
                self._within[item.slug] = item.within
            case Position() if item.publish is Publish.OK:
                self._stances[item.topic].add(item.stance)
            case Contact() if _is_shown(item):
                shown = [number for name in ("phone", "sms") if item.shows(name) for number in [getattr(item, name)]]
                self.numbers[item.slug] = frozenset(digits(number) for number in shown)
            case Figure(series=str(series)):
                first_one = self._series.setdefault(series, (file, item.scope, item.unit))
                if (item.scope, item.unit) != first_one[1:]:
                    self._apart.append((file, first_one[0]))
            case _:
                pass

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """Yield file, field and sentence of each fault between items."""
        for file, first in self._doubled:
            yield file, "", f"has the same name as {first}; the name of an item is its own, whatever its kind"
        for file, link in self._links:
            yield from self._broken(file, link)
        for file, support in self._supports:
            if self._fallen(support):
                yield file, support.field, "nothing it rests on may be shown, so it may not be shown either"
        for slug, other in self._companions.items():
            if other in self._facts and self._companions.get(other) != slug:
                yield self._facts[slug].file, "companion", f"'{other}' must name this article as its companion too"
        for file, first in self._apart:
            yield file, "series", f"its scope or unit is not that of {first}; figures of one series share both"
        for slug in self._circles():
            yield self._facts[slug].file, "within", "leads back to the place itself"

    def warnings(self) -> Iterator[tuple[str, str, str]]:
        """Yield file, field and sentence of what is allowed and still not right."""
        for topic, stances in sorted(self._stances.items()):
            if len(stances) < 2 and topic in self._facts:
                yield (
                    self._facts[topic].file,
                    "",
                    "has positions of one stance alone; they are not shown before there is a second one",
                )

    def counts(self) -> dict[str, int]:
        """Return how many items there are of each kind."""
        found: dict[str, int] = defaultdict(int)
        for fact in self._facts.values():
            found[fact.kind] += 1
        return dict(found)

    def _broken(self, file: str, link: Link) -> Iterator[tuple[str, str, str]]:
        fact = self._facts.get(link.slug)
        if fact is not None and fact.kind != link.kind:
            yield file, link.field, f"'{link.slug}' is a {fact.kind}; here stands a {link.kind}"
        elif fact is None and link.slug not in self._unread:
            yield file, link.field, f"there is no {link.kind} '{link.slug}'{self._advice(link)}"

    def _advice(self, link: Link) -> str:
        self._advised += 1
        if self._advised > _ADVISED:
            return ""
        return nearly(link.slug, [slug for slug, fact in self._facts.items() if fact.kind == link.kind])

    def _fallen(self, support: Support) -> bool:
        known = [self._facts[slug].shown for slug in support.slugs if slug in self._facts]
        # A name that leads nowhere is told as such, once.
        return len(known) == len(support.slugs) and bool(known) and not any(known)

    def _circles(self) -> Iterator[str]:
        for slug in self._within:
            seen: set[str] = set()
            queue = [slug]
            while queue:
                for larger in self._within.get(queue.pop(), ()):
                    if larger == slug:
                        yield slug
                        queue = []
                        break
                    if larger not in seen:
                        seen.add(larger)
                        queue.append(larger)


def _is_shown(item: Item) -> bool:
    return item.publish is Publish.OK and (not isinstance(item, Contact) or item.display_ok)
