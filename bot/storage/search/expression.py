"""The expressions of FTS5: a reading, in the full-text engine's own grammar."""

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Final

from content.search.reading import Group, Reading, Stage

_FREQUENT: Final = 0.05
"""Words in more than this share of the texts say nothing alone (stack.md)."""
_LEFT_OUT: Final = 6
"""One word is left out in turn of up to this many; of more, only those that tell the most stay."""


def expression(reading: Reading, frequent: Callable[[str, float], bool]) -> str | None:
    """Return what to match, or None where the reading can match nothing. Stems are quoted, so no grammar comes from outside."""
    groups = [group for group in reading.groups if group.ways]
    if reading.stage <= Stage.WIDER:
        return _all(groups) if reading.complete else None
    groups.sort(key=lambda group: -group.information)
    if reading.stage is Stage.ALL_BUT_ONE:
        return _all_but_one(groups, len(reading.groups))
    telling = [group for group in groups if not all(frequent(stem, _FREQUENT) for stem in group.ways[0].stems)]
    return _any(_group(group) for group in telling or groups[:1])


def _all_but_one(groups: list[Group], asked: int) -> str | None:
    if len(groups) < 2 or len(groups) < asked - 1:
        return None
    if len(groups) < asked:
        return _all(groups)
    kept = groups[:_LEFT_OUT]
    return _any(f"({_all(some)})" for some in combinations(kept, len(kept) - 1))


def _all(groups: Iterable[Group]) -> str:
    return " AND ".join(_group(group) for group in groups)


def _any(parts: Iterable[str]) -> str | None:
    return " OR ".join(parts) or None


def _group(group: Group) -> str:
    ways = [" AND ".join(_quoted(stem) for stem in way.stems) for way in group.ways]
    return "(" + " OR ".join(f"({way})" if " AND " in way else way for way in ways) + ")"


def _quoted(stem: str) -> str:
    return '"' + stem.replace('"', '""') + '"'
