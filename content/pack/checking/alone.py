"""Rules on one item alone: dates in order, contacts checked, hours sane, a source for what is stated."""

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from content.pack.checking.remark import Remark, ZONES
from content.records import Article, Contact, Figure, Item, Measure, OpenHours, Place, Publish, Topic


def check_alone(item: Item, today: dt.date) -> Iterator[Remark]:
    """Yield what is wrong with the item whatever the others say."""
    if item.checked_on > today + ZONES:
        yield Remark("checked_on", f"{item.checked_on} has not come yet")
    if item.review_by is not None and item.review_by < item.checked_on:
        yield Remark("review_by", f"{item.review_by} lies before the day it was checked on, {item.checked_on}")
    match item:
        case Article():
            yield from _article(item, today)
        case Measure():
            yield from _measure(item)
        case Figure():
            yield from _figure(item)
        case Contact():
            yield from _coordinates(item)
            yield from _contact(item)
        case Place():
            yield from _coordinates(item)
        case Topic():
            yield from _topic(item)
        case _:
            return


def _article(item: Article, today: dt.date) -> Iterator[Remark]:
    if item.publish is not Publish.OK:
        return
    if item.url is None and item.url_kind == "original" and not item.leads and item.note is None:
        yield Remark("url", "is missing; write the address, or in 'url_kind' or 'note' why there is none")
    if item.date is None and not item.date_certainty:
        yield Remark("date", "is missing; write it, or in 'date_certainty' why it is not known")
    elif item.date is not None and item.date.first > today + ZONES:
        yield Remark("date", f"{item.date} has not come yet")
    if item.companion == item.slug:
        yield Remark("companion", "is the article itself")


def _measure(item: Measure) -> Iterator[Remark]:
    if item.started is not None and item.ended is not None and item.ended.last < item.started.first:
        yield Remark("ended", f"{item.ended} lies before it started, {item.started}")
    if item.publish is not Publish.OK:
        return
    if item.status_as_of is None and item.status_as_of_note is None:
        yield Remark(
            "status_as_of", "is missing; write the date of the source, or in 'status_as_of_note' what is known of it"
        )
    if not item.evidence:
        yield Remark("evidence", "is empty; a measure that is shown has at least one article behind it")


def _figure(item: Figure) -> Iterator[Remark]:
    if item.publish is not Publish.OK:
        return
    if item.as_of is None and item.as_of_note is None:
        yield Remark("as_of", "is missing; write the date of the figure, or in 'as_of_note' what is known of it")
    if item.source is None:
        yield Remark("source", "is missing; a figure that is shown has an article behind it")
    if item.approximate and item.caveat is None:
        yield Remark("caveat", "is missing though the figure is approximate; say what to beware of", warning=True)


def _contact(item: Contact) -> Iterator[Remark]:
    if item.display_ok and item.publish is Publish.OK:
        yield from _displayed(item)
    opening = item.opening
    if opening is None:
        return
    if opening.always == bool(opening.hours):
        yield Remark("opening", "must say either 'always: true' or its hours, not both and not neither")
    for first, second in combinations(enumerate(opening.hours, 1), 2):
        if _overlap(first[1], second[1]):
            yield Remark(f"opening.hours[{second[0]}]", f"overlaps with line {first[0]} on the same day", warning=True)


def _displayed(item: Contact) -> Iterator[Remark]:
    if not item.display_fields:
        yield Remark("display_fields", "is empty though display_ok is true; name the fields that may be shown")
    if not item.verified.fields or item.verified.where is None:
        yield Remark("verified", "must say where the fields were read, and which, before a contact is shown")
    for name in item.display_fields:
        if getattr(item, name) is None:
            yield Remark("display_fields", f"names '{name}', but the contact has none")
        elif name in ("phone", "sms") and name not in item.verified.fields:
            yield Remark(
                "display_fields", f"names '{name}', which is not among the fields in 'verified' that were read"
            )
        elif (
            name in ("address", "hours", "url") and name not in item.verified.fields and not item.verified.second_source
        ):
            yield Remark("display_fields", f"names '{name}', which was neither read nor has a second source")


def _overlap(first: OpenHours, second: OpenHours) -> bool:
    same = first.nth == second.nth and first.service == second.service and set(first.days) & set(second.days)
    if not same or first.until <= first.since or second.until <= second.since:
        return False
    return first.since < second.until and second.since < first.until


def _coordinates(item: Contact | Place) -> Iterator[Remark]:
    if (item.lat is None) != (item.lon is None):
        yield Remark("lat" if item.lat is None else "lon", "is missing; a point has both 'lat' and 'lon'")


def _topic(item: Topic) -> Iterator[Remark]:
    if item.summary is None or item.publish is not Publish.OK:
        return
    for number, statement in enumerate(item.summary.statements, 1):
        if not statement.sources:
            yield Remark(f"summary.statements[{number}].sources", "is empty; every sentence names its articles")
