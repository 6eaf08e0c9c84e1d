"""Judging: what a revision of an item amounts to, for those who asked to be told."""

import datetime as dt
from collections import Counter
from typing import Any, Final

from content.dates import PartialDate
from content.news.happening import Happening, What
from content.records import Article, Contact, Evidence, Figure, Item, Measure, Position, Publish, Topic

FRESH: Final = 30
"""Days a fact counts as news; what is older when it enters the store is archive."""

_TOLD: Final = (Article, Measure, Contact, Figure, Position, Topic)
"""The kinds somebody can follow one by one."""

_EDITORS: Final = frozenset({
    "note", "checked_on", "review_by", "publish",
    "title_original", "language", "date_certainty", "leads", "url_kind", "full_text_read", "read_how", "story",
    "field", "in_seed", "series", "aliases", "related", "stance", "name", "display",
    "category", "display_ok", "display_fields", "verified", "unverified", "opening", "lat", "lon",
})  # fmt: skip
"""Fields the editor keeps and no reader sees as such."""


def judge(
    before: Item | None, after: Item, *, number: int, rev: int, at: dt.datetime, by_person: bool
) -> Happening | None:
    """Return what happened when ``after`` took the place of ``before`` at the aware instant ``at``; None where nothing is told.

    ``number`` is that of the log, ``rev`` that of the revision; ``by_person``: somebody entered it by hand. Cases still
    before the courts are told on request only (content policy, section 7, rule 4).
    """
    if after.publish is not Publish.OK or (isinstance(after, Article) and after.ongoing_case):
        return None
    known = before if before is not None and before.publish is Publish.OK and before.kind == after.kind else None
    if known is None:
        return _new(after, number, at, by_person=by_person)
    what = _changed(known, after)
    return Happening(number, f"{after.slug}@{rev}", what, at, after, known) if what else None


def imagined(item: Item, since: dt.date, until: dt.date) -> Happening | None:
    """Return what would have been told of the item on the day its source is of, from ``since`` to ``until``, both included.

    For previews: articles and measures whose date is exact to the day, at noon UTC of that day.
    """
    date = item.date if isinstance(item, Article) else item.status_as_of if isinstance(item, Measure) else None
    if date is None or date.precision != "day" or not since <= date.first <= until:
        return None
    at = dt.datetime.combine(date.first, dt.time(12), tzinfo=dt.UTC)
    if isinstance(item, Measure) and item.publish is Publish.OK:
        return Happening(0, f"{item.slug}@0", What.STATUS, at, item)
    if isinstance(item, Article) and item.publish is Publish.OK and not item.ongoing_case:
        return Happening(0, item.story or item.slug, What.NEW, at, item)
    return None


def _new(item: Item, number: int, at: dt.datetime, *, by_person: bool) -> Happening | None:
    """Return that it is new, where it is news and no archive."""
    match item:
        case Article():
            news = _recent(item.date, at) if item.date else by_person
            return Happening(number, item.story or item.slug, What.NEW, at, item) if news else None
        case Measure():
            news = by_person or (item.status_as_of is not None and _recent(item.status_as_of, at))
            return Happening(number, item.slug, What.NEW, at, item) if news else None
        case _:
            return None


def _recent(date: PartialDate, at: dt.datetime) -> bool:
    return date.last >= at.date() - dt.timedelta(days=FRESH)


def _changed(before: Item, after: Item) -> What | None:
    if isinstance(before, Measure) and isinstance(after, Measure):
        if before.status is not after.status or _later(before.status_as_of, after.status_as_of):
            return What.STATUS
        if new_evidence(before, after):
            return What.EVIDENCE
    return What.CHANGED if isinstance(after, _TOLD) and seen(before) != seen(after) else None


def _later(before: PartialDate | None, after: PartialDate | None) -> bool:
    """Return whether a source of a later date says it; the same date said more exactly is none."""
    return after is not None and (before is None or after.first > before.last)


def new_evidence(before: Measure, after: Measure) -> tuple[Evidence, ...]:
    """Return the lines of evidence ``before`` did not have; one only reworded is not new."""
    held = Counter(each.source for each in before.evidence)
    fresh = []
    for each in after.evidence:
        held[each.source] -= 1
        if held[each.source] < 0:
            fresh.append(each)
    return tuple(fresh)


def seen(item: Item) -> dict[str, Any]:
    """Return what a reader sees of the item, by field."""
    told = {name: getattr(item, name) for name in type(item).model_fields if name not in _EDITORS}
    if isinstance(item, Contact):
        told = {"title": item.title}
        told |= {name: getattr(item, name) for name in item.display_fields if item.shows(name)}
        told["open"] = item.opening if "hours" in told else None
    if isinstance(item, Position):
        told["name"] = item.shown_name
    return told
