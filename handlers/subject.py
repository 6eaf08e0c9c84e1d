"""The subject of a question: the topic, the place and the status its words name, in any order and any language."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz, process

from content.fold import fold, listed
from content.records import Place, Status, Topic
from content.reference import Reference
from content.texts import languages, Texts, texts

_LONGEST: Final = 8
"""Words of a question that are weighed; more are a sentence, read as one."""
_LITTLE: Final = listed("a au aux d dans de des du en et in l la le les near of on pres sur the to un une")
_NEAR: Final = 60
"""Likeness, out of 100, from which a name is offered as perhaps meant."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What was understood of the words after a command."""

    topics: tuple[Topic, ...] = ()
    places: tuple[Place, ...] = ()
    status: Status | None = None
    among: tuple[Topic | Place, ...] = ()
    """Those that may have been meant where a word fits several: ask which."""
    partly: bool = False
    """Some words said nothing to us."""
    asked: bool = False
    """There were words at all."""

    @property
    def known(self) -> bool:
        """Whether any of it was understood."""
        return bool(self.topics or self.places or self.status)

    @property
    def topic_slugs(self) -> tuple[str, ...]:
        """The topics to look for."""
        return tuple(topic.slug for topic in self.topics)

    def place_slugs(self, reference: Reference) -> tuple[str, ...]:
        """Return the places to look for, with every place that lies in them."""
        return tuple(dict.fromkeys(slug for place in self.places for slug in sorted(reference.within(place.slug))))

    def words(self, spoken: Texts) -> str:
        """Return what was understood as people write it: ``lighting, 19th arrondissement``."""
        subjects: tuple[Topic | Place, ...] = (*self.topics, *self.places)
        names = [record.title.say(spoken.language) for record in subjects]
        if self.status:
            names.append(spoken.text(f"status.{self.status.value}").unescape())
        return ", ".join(names)


def understood(args: str, reference: Reference, *, with_status: bool = False) -> Subject:
    """Return the topic, the place and (``with_status``) the status that ``args`` name."""
    words = args.split()
    if not words:
        return Subject()
    if len(words) == 1 and (slug := _slug(words[0], reference)):
        return slug
    whole = _runs(words[:_LONGEST], reference, with_status) if len(words) <= _LONGEST else None
    if whole is not None:
        return whole
    topics, places = reference.topics_in(args), reference.places_in(args, here=True)
    return Subject(topics[:1], places[:1], partly=bool(topics or places), asked=True)


@dataclass(frozen=True, slots=True)
class Named:
    """Everything some words name, and the words that name nothing."""

    topics: tuple[Topic, ...]
    places: tuple[Place, ...]
    among: tuple[Topic | Place, ...]
    """Those the first word that fits several may have meant."""
    left: tuple[str, ...]
    """Words that name nothing, then those of further names that fit several things; as they were typed."""


def named(words: list[str], reference: Reference) -> Named:
    """Return all topics and places that at most eight words name; of a single word a slug stands for itself."""
    if len(words) == 1 and (subject := _slug(words[0], reference)):
        return Named(subject.topics, subject.places, (), ())
    found, left = _read(words[:_LONGEST], reference, with_status=False)
    unsure = [run for run in found if run.among]
    return Named(
        tuple({run.topic.slug: run.topic for run in found if run.topic}.values()),
        tuple({run.place.slug: run.place for run in found if run.place}.values()),
        unsure[0].among if unsure else (),
        (*left, *(word for run in unsure[1:] for word in run.said)),
    )


def nearest(args: str, reference: Reference, language: str, limit: int = 3) -> list[Topic | Place]:
    """Return the topics and places whose names look most like ``args``."""
    records: list[Topic | Place] = [*reference.topics.values(), *reference.places.values()]
    names = {index: fold(record.title.say(language)) for index, record in enumerate(records)}
    likely = process.extract(fold(args)[:80], names, scorer=fuzz.WRatio, limit=limit, score_cutoff=_NEAR)
    return [records[index] for _, _, index in likely]


def _slug(word: str, reference: Reference) -> Subject | None:
    if word in reference.topics:
        return Subject((reference.topics[word],), asked=True)
    if word in reference.places:
        return Subject(places=(reference.places[word],), asked=True)
    return None


@dataclass(frozen=True, slots=True)
class _Run:
    """Words next to each other that name one thing, or may name several."""

    words: int
    topic: Topic | None = None
    place: Place | None = None
    status: Status | None = None
    among: tuple[Topic | Place, ...] = ()
    exact: bool = False
    said: tuple[str, ...] = ()


def _runs(words: list[str], reference: Reference, with_status: bool) -> Subject | None:
    """Read the words from the left, the longest run that names something first; None where nothing does."""
    found, left = _read(words, reference, with_status)
    if not found:
        return None
    unsure = next((run.among for run in found if run.among), ())
    return Subject(
        tuple(run.topic for run in found if run.topic)[:1],
        tuple(run.place for run in found if run.place)[:1],
        next((run.status for run in found if run.status), None),
        unsure, bool(left), asked=True,
    )  # fmt: skip


def _read(words: list[str], reference: Reference, with_status: bool) -> tuple[list[_Run], list[str]]:
    """Return the runs that name something, and the words that name nothing, little ones left out."""
    found: list[_Run] = []
    left: list[str] = []
    at = 0
    while at < len(words):
        run = _longest(words[at:], reference, with_status)
        if run is None:
            if fold(words[at]) not in _LITTLE:
                left.append(words[at])
            at += 1
            continue
        found.append(replace(run, said=tuple(words[at : at + run.words])))
        at += run.words
    return found, left


def _longest(words: list[str], reference: Reference, with_status: bool) -> _Run | None:
    for exact in (True, False):
        for length in range(len(words), 0, -1):
            name = " ".join(words[:length])
            if all(fold(word) in _LITTLE for word in words[:length]):
                continue
            run = _named(name, length, reference, with_status)
            if run is not None and (run.exact or not exact):
                return run
    return None


def _named(name: str, length: int, reference: Reference, with_status: bool) -> _Run | None:
    status = _status(name) if with_status else None
    if status is not None:
        return _Run(length, status=status, exact=True)
    topic, place = reference.topic(name), reference.place(name)
    # A place whose very name it is comes first: topics have places among their other names ("Forceval").
    if place.found and place.exact:
        return _Run(length, place=place.found, exact=True)
    if topic.found:
        inside = reference.places_in(name, here=True) if length > 1 else ()
        return _Run(length, topic=topic.found, place=inside[0] if inside else None, exact=topic.exact)
    if place.found:
        return _Run(length, place=place.found)
    among: tuple[Topic | Place, ...] = (*topic.among, *place.among)
    return _Run(length, among=among, exact=_says_it(name, among)) if among else None


def _says_it(name: str, among: Iterable[Topic | Place]) -> bool:
    """Return whether the name stands in the title of one of them, and is not only something like it."""
    folded = fold(name)
    return any(folded in fold(title) for record in among for title in record.title.values())


def _status(name: str) -> Status | None:
    """Return the status people call ``name`` in any language there is."""
    folded = fold(name)
    for language in languages():
        for status in Status:
            known = texts(language).text(f"status.{status.value}.words").unescape()
            if folded in {fold(word) for word in (*known.split(","), status.value)}:
                return status
    return None
