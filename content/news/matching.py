"""Matching: whether what happened is what somebody follows."""

from collections.abc import Iterator
from functools import lru_cache

from content.fold import words
from content.news.filter import Filter
from content.news.happening import Happening, What
from content.records import Item, Topic
from content.reference import Reference
from content.search.fields import fields
from content.search.form import plain, stem
from content.search.tongues import TONGUES


def matches(wanted: Filter, told: Happening, reference: Reference) -> bool:
    """Return whether somebody who follows ``wanted`` is to be told.

    A change of another kind is told to followers of that very item alone; a silent source to all but those of one item.
    """
    if told.what is What.SILENT:
        return wanted.item is None
    if told.what is What.CHANGED or wanted.item is not None:
        return wanted.item == told.item.slug
    if wanted.topics and not set(wanted.topics) & set(topics_of(told.item)):
        return False
    if wanted.places and not set(wanted.places) & set(places_of(told.item, reference)):
        return False
    asked, unwanted = ([word for word in some if words(word)] for some in (wanted.words, wanted.without))
    if not asked and not unwanted:
        return True
    said = _said(_About(told.item, reference))
    return all(_stands(word, said) for word in asked) and not any(_stands(word, said) for word in unwanted)


def handles(told: Happening, reference: Reference) -> tuple[str, ...]:
    """Return every handle (see ``Filter.handles``) a filter that matches may have."""
    if told.what is What.CHANGED:
        return (f"item:{told.item.slug}",)
    if told.what is What.SILENT:
        topics, places = sorted(reference.topics), sorted(reference.places)
        return (*(f"topic:{slug}" for slug in topics), *(f"place:{slug}" for slug in places), "any")
    return (
        f"item:{told.item.slug}",
        *(f"topic:{slug}" for slug in topics_of(told.item)),
        *(f"place:{slug}" for slug in places_of(told.item, reference)),
        "any",
    )


def topics_of(item: Item) -> tuple[str, ...]:
    """Return the slugs of the topics an item is about; a topic is about itself."""
    if isinstance(item, Topic):
        return (item.slug,)
    one = getattr(item, "topic", None)
    return (one,) if one else tuple(getattr(item, "topics", ()))


def places_of(item: Item, reference: Reference) -> tuple[str, ...]:
    """Return the slugs of the places an item is about and of all they lie in."""
    named = getattr(item, "places", ())
    return tuple(dict.fromkeys((*named, *(outer for slug in named for outer in reference.larger(slug)))))


class _About:
    """An item among reference items, the same for the very same two: one happening is held against many filters in a row."""

    __slots__ = ("item", "reference")

    def __init__(self, item: Item, reference: Reference) -> None:
        self.item = item
        self.reference = reference

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _About) and self.item is other.item and self.reference is other.reference

    def __hash__(self) -> int:
        return hash((id(self.item), id(self.reference)))


@lru_cache(maxsize=64)
def _said(about: _About) -> dict[str, str]:
    """Return, by language, the stems of all that is said of an item and of its topics and places, each between spaces."""
    texts: dict[str, list[str]] = {language: [] for language in TONGUES}
    for language, found in fields(about.item).items():
        texts.setdefault(language, []).extend((*found.names, *found.unprinted, *found.body, *found.unprinted_body))
    for language, name in _names(about.item, about.reference):
        texts.setdefault(language, []).append(name)
    # Two texts are kept apart, so that no phrase runs from the end of one into the next.
    return {
        language: " | ".join(("", *(_stems(text, language) for text in found), "")) for language, found in texts.items()
    }


def _names(item: Item, reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the names of the item's topics and places with their language; a place's other names belong to each."""
    for slug in topics_of(item):
        if topic := reference.topics.get(slug):
            yield from topic.title.items()
            yield from ((language, alias) for language, aliases in topic.aliases.items() for alias in aliases)
    for slug in getattr(item, "places", ()):
        if place := reference.places.get(slug):
            yield from place.title.items()
            yield from ((language, alias) for language in TONGUES for alias in (*place.aliases, *place.match_only))


def _stands(wanted: str, said: dict[str, str]) -> bool:
    """Return whether the word, or the words in that order, stand in any of the languages, whatever their inflection."""
    return any(f" {_stems(wanted, language)} " in stems for language, stems in said.items())


def _stems(text: str, language: str) -> str:
    return " ".join(stem(plain(word), language) for word in words(text))
