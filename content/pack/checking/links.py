"""Links: what an item refers to, and what it rests on."""

from collections.abc import Iterator
from typing import NamedTuple

from content.records import Article, Figure, Item, Measure, Need, Place, Position, Publish, Topic


class Link(NamedTuple):
    """A field that names another item."""

    field: str
    slug: str
    kind: str
    """What the other item must be."""


class Support(NamedTuple):
    """Items of which at least one must be shown for this one to be shown."""

    field: str
    slugs: tuple[str, ...]


def links(item: Item) -> Iterator[Link]:
    """Yield every field of the item that names another."""
    yield from _own(item)
    if isinstance(item, Article | Measure | Figure):
        yield from _each("topics", item.topics, "topic")
    if isinstance(item, Article | Measure | Figure | Position):
        yield from _each("places", item.places, "place")


def _own(item: Item) -> Iterator[Link]:
    """Yield the links only this kind has."""
    match item:
        case Article():
            yield Link("source", item.source, "source")
            if item.companion is not None:
                yield Link("companion", item.companion, "article")
        case Measure():
            yield from _each("figures", item.figures, "figure")
            for number, evidence in enumerate(item.evidence, 1):
                yield Link(f"evidence[{number}].source", evidence.source, "article")
        case Figure(source=str(source)):
            yield Link("source", source, "article")
        case Position():
            yield Link("source", item.source, "article")
            yield Link("topic", item.topic, "topic")
        case Place():
            yield from _each("within", item.within, "place")
        case Need():
            yield from _each("contacts", tuple(line.contact for line in item.contacts), "contact", ".contact")
            yield from _each("in_person", item.in_person, "contact")
        case Topic():
            yield from _each("related", item.related, "topic")
            for number, statement in enumerate(item.summary.statements if item.summary else (), 1):
                yield from _each(f"summary.statements[{number}].sources", statement.sources, "article")


def supports(item: Item) -> Iterator[Support]:
    """Yield what a shown item rests on: it may not outlive the sources it would be shown with."""
    if item.publish is not Publish.OK:
        return
    match item:
        case Measure() if item.evidence:
            yield Support("evidence", tuple(evidence.source for evidence in item.evidence))
        case Figure(source=str(source)):
            yield Support("source", (source,))
        case Position():
            yield Support("source", (item.source,))
        case Article():
            yield Support("source", (item.source,))
            if item.companion is not None:
                yield Support("companion", (item.companion,))
        case Need():
            yield Support("contacts", tuple(line.contact for line in item.contacts))
        case Topic() if item.summary is not None:
            for number, statement in enumerate(item.summary.statements, 1):
                if statement.sources:
                    yield Support(f"summary.statements[{number}].sources", statement.sources)
        case _:
            return


def _each(field: str, slugs: tuple[str, ...], kind: str, within: str = "") -> Iterator[Link]:
    for number, slug in enumerate(slugs, 1):
        yield Link(f"{field}[{number}]{within}", slug, kind)
