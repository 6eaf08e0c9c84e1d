"""Intent: which command a question in plain words is really for, where its words leave no doubt."""

import re
from dataclasses import dataclass
from typing import Final

from content.fold import fold
from content.records import Need, Place, Topic
from content.reference import Reference, Told
from content.reference.phrases import ASKING, LITTLE, SURE, WHOLE
from content.safety.plain import plain
from handlers.intent import signals
from handlers.intent.signals import beside

__all__ = ["Intent", "intent", "readings"]


@dataclass(frozen=True, slots=True)
class Intent:
    """A command with arguments that are slugs."""

    command: str
    args: str = ""
    words: str = ""
    """What narrows the answer: these are searched for first, among its own items where it has such."""
    perhaps: bool = False
    """Searching comes first, where it is sure: the words name a subject and ask nothing of it."""


_MOST: Final = 0.5
"""The words of a need must be more than this share of what a question tells, for one word to lead to it."""
_SOME: Final = 0.3
"""… and no less than this where several of them stand together, or where somebody tells what happens to them."""
_NEARLY: Final = 0.75
_STEM: Final = 5
_POSTS: Final = 4
_OF_TOPICS: Final = {"positions", "summary"}
"""Commands that speak of topics alone."""
_DOES: Final = re.compile(
    " (?:un|une|le|la|les|l|des|du|de|a|an|the|mot|terme|word|mean|means|ca|exactement|exactly|svp|please|en)(?= )"
)


@dataclass(frozen=True, slots=True)
class _Question:
    """A question taken apart."""

    text: str
    said: str
    """In plain words."""
    place: Place | None
    need: Need | None
    """The need it surely tells of."""
    need_words: int
    topics: tuple[Topic, ...]
    """Those one of whose names stands in it, beside the names of places."""
    topic_words: int
    topic_cover: float
    beside: str
    """The words beside the names of places."""

    @property
    def telling(self) -> bool:
        """Whether those words tell anything."""
        return any(word not in LITTLE and word not in ASKING for word in self.beside.split())


def intent(question: str, reference: Reference) -> Intent | None:
    """Return the command the question asks for, or None where searching is the honest answer."""
    first = next(iter(readings(question, reference)), None)
    return first if first and not first.perhaps else None


def readings(question: str, reference: Reference) -> list[Intent]:
    """Return the commands the question may be for, the likeliest first: the next one is for when one has nothing to tell."""
    said = plain(question)
    if beside(signals.GREETING, said) == "":
        return [Intent("help")]
    asked = _taken_apart(question, said, reference)
    return list(dict.fromkeys(_named(asked, reference) or _asked(asked, reference)))


def also(question: str, reference: Reference) -> Need | None:
    """Return the need a question may tell of beside what it asks, to be offered and no more."""
    told = next(iter(reference.needs_told(reference.beside_places(question))), None)
    return reference.needs[told.slug] if told and told.share >= WHOLE else None


def _taken_apart(question: str, said: str, reference: Reference) -> _Question:
    places = reference.places_in(question, here=True)
    rest = plain(reference.beside_places(question)) if places else said
    need, words = _need(beside(signals.RESPONSIBLE, f" {rest.strip()} "), said, reference)
    told = [one for one in reference.topics_told(rest) if one.share >= WHOLE]
    return _Question(
        question,
        said,
        reference.innermost(places),
        need,
        words,
        tuple(reference.topics[one.slug] for one in told),
        told[0].words if told else 0,
        told[0].cover if told else 0.0,
        rest,
    )


def _need(rest: str, said: str, reference: Reference) -> tuple[Need | None, int]:
    """Return the need the words surely tell of, and how many of them say it."""
    for told in reference.needs_told(rest)[:1]:
        if _leads(told, said):
            return reference.needs[told.slug], told.words
    return None, 0


def _leads(told: Told, said: str) -> bool:
    if told.share < WHOLE:
        return told.share >= SURE and told.cover >= _NEARLY and told.words > 1
    if told.cover > _MOST:
        return True
    helped = signals.WHOM.search(said) is not None or signals.HAPPENING.search(said) is not None
    return told.cover >= _SOME and (told.words > 1 or helped)


def _named(asked: _Question, reference: Reference) -> list[Intent]:
    """Return what a question asks by name: the meaning of a word, who holds a post, how to reach a body."""
    if signals.GLOSSARY.search(asked.said) and (term := _term(asked.said, reference)):
        return [Intent("open", term)]
    if office := _office(asked.said, reference):
        return [Intent("office", office)]
    return _body(asked, reference)


def _body(asked: _Question, reference: Reference) -> list[Intent]:
    """Return the body or the place a question asks how to reach, or names and says nothing else."""
    reach = signals.REACH.search(asked.said) is not None
    name = beside(signals.OFFICE_WORDS, f" {beside(signals.REACH, asked.said)} ")
    called = reference.contact(name)
    contact = called.found
    if contact and contact.display_ok and (reach or called.exact or len(name.split()) > 1) and len(name) > 2:
        return [Intent("contacts", contact.slug)]
    if reach and asked.place and not asked.need and reference.place(name).found is not None:
        return [Intent("place", asked.place.slug)]
    return []


def _asked(asked: _Question, reference: Reference) -> list[Intent]:
    """Return what a question asks by its words, the likeliest first."""
    found: list[Intent] = []
    need = asked.need
    helped = signals.WHOM.search(asked.said) is not None
    who = signals.WHO.search(asked.said) is not None
    if need and helped:
        found.append(Intent("contacts", need.slug))
    found += _by_signal(asked, reference)
    if signals.RESPONSIBLE.search(asked.said):
        found += _responsible(asked)
    elif need and not _elsewhere(asked) and not (found and found[0].command == "figures"):
        both = not found and not helped and _as_well(asked)
        found.append(Intent("which", f"{asked.topics[0].slug} {need.slug}") if both else Intent("contacts", need.slug))
    if not found and asked.topics and not who and (asked.place or asked.topic_cover >= _MOST):
        found += _about(asked)
    if (
        not found
        and asked.place
        and (signals.WHERE.search(asked.said) or (not asked.telling and _more_than_a_name(asked)))
    ):
        found.append(Intent("place", asked.place.slug))
    return found


def _elsewhere(asked: _Question) -> bool:
    """Return whether the words of a need are said of something that was, or that is the subject of policy."""
    if signals.YEAR.search(asked.said) or signals.WHO.search(asked.said):
        return True
    happening = signals.HAPPENING.search(asked.said) is not None
    same = asked.topic_words >= asked.need_words and bool(asked.topics)
    return same and not happening and (asked.place is not None or asked.topic_words > asked.need_words)


def _as_well(asked: _Question) -> bool:
    """Return whether the words are as much the name of a topic as of the need, and say nothing else."""
    return (
        bool(asked.topics)
        and asked.topic_words == asked.need_words
        and asked.topic_cover >= WHOLE
        and signals.HAPPENING.search(asked.said) is None
    )


def _by_signal(asked: _Question, reference: Reference) -> list[Intent]:
    """Return the commands the words ask for outright, with the topics and the place they ask about."""
    place = asked.place.slug if asked.place else ""
    for signal, command in signals.SIGNALS:
        if not signal.search(asked.said):
            continue
        rest = beside(signal, asked.said)
        named = reference.topics_told(beside(signal, f" {asked.beside.strip()} "))
        topics = [one.slug for one in named if one.share >= WHOLE]
        if command in _OF_TOPICS:
            found = [Intent(command, topic, rest) for topic in topics[:3]]
            if command == "positions":
                return found or [Intent("positions", "", rest)]
            about = [Intent("measures", f"{topic} {place}", rest) for topic in topics[:2]] if place else []
            return [*about, *found, *([Intent("place", place)] if place and not topics else [])]
        both = [Intent(command, f"{topic} {place}".strip(), rest) for topic in topics[:2]]
        if both or place:
            return [*both, *([Intent(command, place, rest)] if place else [])]
        if beside(signals.FILLER, f" {rest} ") == "":
            return [Intent(command, _status(asked.said) if command == "measures" else "")]
        if command in ("figures", "measures"):
            return [Intent(command, "", rest)]
    return []


def _about(asked: _Question) -> list[Intent]:
    """Return what to tell of a topic, at a place where one is named."""
    if asked.place is None:
        return [Intent("summary", asked.topics[0].slug, _further(asked, asked.topics[0]), perhaps=True)]
    place = asked.place.slug
    found = [Intent("measures", f"{topic.slug} {place}", perhaps=True) for topic in asked.topics[:2]]
    return [*found, Intent("latest", f"{asked.topics[0].slug} {place}"), Intent("place", place)]


def _further(asked: _Question, topic: Topic) -> str:
    """Return the words that tell something more than the name of the topic."""
    if asked.topic_cover >= WHOLE:
        return ""
    names = (*topic.title.values(), *(alias for some in topic.aliases.values() for alias in some))
    known = tuple(word[:_STEM] for name in names for word in fold(name).split() if len(word) > 2)
    telling = (word for word in asked.beside.split() if word not in LITTLE and word not in ASKING)
    return " ".join(word for word in telling if not word.startswith(known))


def _status(said: str) -> str:
    return "in_force" if re.search(" (?:en vigueur|in force)(?= )", said) else ""


def _responsible(asked: _Question) -> list[Intent]:
    if asked.need:
        return [Intent("contacts", asked.need.slug)]
    return [Intent("measures", asked.topics[0].slug)] if asked.topics else []


def _more_than_a_name(asked: _Question) -> bool:
    return asked.place is not None and all(len(asked.text) > len(title) + 2 for title in asked.place.title.values())


def _term(said: str, reference: Reference) -> str | None:
    """Return the term of the glossary a question asks the meaning of."""
    rest = _DOES.sub(" ", signals.GLOSSARY.sub(" ", said))
    term = reference.term(" ".join(rest.split())).found
    return term.slug if term else None


def _office(said: str, reference: Reference) -> str | None:
    """Return the posts a question asks the holder of; a few where it does not say which."""
    if not signals.WHO.search(said):
        name = " ".join(said.split())
        called = reference.office(name)
        return called.found.slug if called.found and (called.exact or len(name.split()) > 2) else None
    name = beside(signals.OFFICE_WORDS, f" {beside(signals.WHO, said)} ")
    called = reference.office(name)
    meant = (called.found,) if called.found else called.among[:_POSTS]
    return " ".join(office.slug for office in meant) or None
