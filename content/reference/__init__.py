"""Reference: the places, topics, needs, contacts, sources and terms of the store, by slug and by what people call them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import Final, TypeVar

from content.fold import fold
from content.pack.manifest import Disambiguation
from content.records import Contact, Need, Office, Place, Record, Source, Term, Topic
from content.reference.gazetteer import Gazetteer
from content.reference.names import Called, Names
from content.reference.phrases import Phrases, SURE, Told, WHOLE

__all__ = ["Called", "Reference", "Told"]

R = TypeVar("R", bound=Record)
_MOST: Final = 0.5
"""The words of a need must be more than this share of what a text tells, for one of them to name it."""
_FEW: Final = 3
_Names = dict[str, tuple[str, ...]]


class Reference:
    """What the store holds of each reference kind; made once an import, never changed.

    The methods named for a kind (``place("stalingrade")``) take what a person typed, or a slug, and return a ``Called``.
    """

    def __init__(self, items: Iterable[Record] = (), disambiguation: Disambiguation | None = None) -> None:
        """Hold the reference items among ``items``; records of other kinds are passed over."""
        held = [item for item in items if isinstance(item, Place | Topic | Need | Contact | Source | Term | Office)]
        rules = (disambiguation or Disambiguation()).rules
        self.places: Mapping[str, Place] = _by_slug(held, Place)
        self.topics: Mapping[str, Topic] = _by_slug(held, Topic)
        self.needs: Mapping[str, Need] = _by_slug(held, Need)
        self.contacts: Mapping[str, Contact] = _by_slug(held, Contact)
        self.sources: Mapping[str, Source] = _by_slug(held, Source)
        self.terms: Mapping[str, Term] = _by_slug(held, Term)
        self.offices: Mapping[str, Office] = _by_slug(held, Office)
        self._inside = _contained(self.places)
        self._places = Names(
            self.places,
            {slug: _titles(place) for slug, place in self.places.items()},
            {slug: (*place.aliases, *place.match_only) for slug, place in self.places.items()},
            doubtful=[word for rule in rules for word in (*rule.words, rule.term)],
            minor=[slug for slug, place in self.places.items() if place.sort == "site"],
        )
        self._slang = {fold(name): slug for slug, place in self.places.items() for name in place.match_only}
        self._topics = Names(self.topics, _all_titles(self.topics), _aliases(self.topics))
        self._contacts = Names(self.contacts, _all_titles(self.contacts), {})
        self._sources = Names(
            self.sources,
            {slug: (source.title,) for slug, source in self.sources.items()},
            {slug: source.published_as for slug, source in self.sources.items()},
        )
        self._terms = Names(
            self.terms, _all_titles(self.terms), {slug: term.aliases for slug, term in self.terms.items()}
        )
        self._offices = Names(
            self.offices, {slug: tuple(office.title.values()) for slug, office in self.offices.items()}, {}
        )
        self._need_names = Names(self.needs, _all_titles(self.needs), _aliases(self.needs))
        self._need_phrases = Phrases(_phrases(self.needs))
        self._topic_phrases = Phrases(_phrases(self.topics))
        self._gazetteer = Gazetteer(self.places, rules)

    def place(self, name: str) -> Called[Place]:
        """Return the place people call ``name``: ``stalingrad``, ``bd Ney``, ``19e``, ``75019``, ``Paris 19``."""
        called = self._places.find(name)
        if called.found or called.among:
            return called
        # "stalingrad, paris 19e": several names, of which the smallest place is meant when it lies in the others.
        named = self.places_in(name, here=True)
        inner = [place for place in named if all(one is place or one.slug in self.larger(place.slug) for one in named)]
        return Called(inner[0]) if inner else Called(among=named if len(named) > 1 else ())

    def topic(self, name: str) -> Called[Topic]:
        """Return the topic people call ``name``, in any language of the pack."""
        return self._topics.find(name)

    def contact(self, name: str) -> Called[Contact]:
        """Return the contact called ``name``."""
        return self._contacts.find(name)

    def source(self, name: str) -> Called[Source]:
        """Return the source called ``name``."""
        return self._sources.find(name)

    def term(self, name: str) -> Called[Term]:
        """Return the term of the glossary called ``name``."""
        return self._terms.find(name)

    def need(self, text: str) -> Called[Need]:
        """Return the need a name or a whole sentence tells of: ``a needle in the yard``, ``il y a du bruit la nuit``."""
        named = self._need_names.find(text)
        if named.found or named.among:
            return named
        told = [one for one in self._need_phrases.told(self.beside_places(text)) if one.share >= SURE]
        first = next(iter(told), None)
        if first and first.share >= WHOLE and (first.cover > _MOST or first.words > 1):
            return Called(self.needs[first.slug])
        few = tuple(self.needs[one.slug] for one in told[:_FEW])
        return Called(among=few if len(few) > 1 else ())

    def topics_in(self, text: str) -> tuple[Topic, ...]:
        """Return the topics a sentence names, the surest first."""
        return tuple(self.topics[slug] for slug, _ in self._topic_phrases.whole(text))

    def needs_told(self, text: str) -> list[Told]:
        """Return what a sentence says of each need it may tell of, the likeliest first."""
        return self._need_phrases.told(text)

    def topics_told(self, text: str) -> list[Told]:
        """Return what a sentence says of each topic it may be about, the likeliest first."""
        return self._topic_phrases.told(text)

    def office(self, name: str) -> Called[Office]:
        """Return the post called ``name``."""
        return self._offices.find(name)

    def innermost(self, places: tuple[Place, ...]) -> Place | None:
        """Return the first of the places that holds none of the others; None where there are none."""
        inner = (one for one in places if not any(one.slug in self.larger(other.slug) for other in places))
        return next(inner, None)

    def beside_places(self, text: str) -> str:
        """Return the words of a text written to us that name no place, folded."""
        return self._gazetteer.beside(text)

    def places_in(self, text: str, *, here: bool = False) -> tuple[Place, ...]:
        """Return the places a text names, in order, each once; linear in the length of the text.

        The longest name wins; ambiguous ones count with the words their rules ask for near them. ``here``: the text was
        written to us, so the neighbourhood itself is the context and a bare name counts unless its rule speaks against.
        """
        return tuple(self.places[slug] for slug in self._gazetteer.find(text, here=here))

    def decent(self, text: str) -> str:
        """Return the text as it may be printed again: where it holds slang for a place, folded, with the place's own name."""
        folded = f" {fold(text)} "
        slang = [(name, slug) for name, slug in self._slang.items() if f" {name} " in folded]
        for name, slug in slang:
            folded = folded.replace(f" {name} ", f" {next(iter(self.places[slug].title.values()))} ")
        return folded.strip() if slang else text

    def within(self, slug: str) -> frozenset[str]:
        """Return the slugs of the place and of every place that lies in it, however deep."""
        return self._inside.get(slug, frozenset((slug,)))

    def larger(self, slug: str) -> tuple[str, ...]:
        """Return the slugs of the places this one lies in, the nearest first, without itself."""
        found: dict[str, None] = {}
        queue = [slug]
        for here in queue:
            place = self.places.get(here)
            for outer in place.within if place else ():
                if outer not in found and outer != slug:
                    found[outer] = None
                    queue.append(outer)
        return tuple(found)


def _by_slug(items: Iterable[Record], kind: type[R]) -> Mapping[str, R]:
    return MappingProxyType({item.slug: item for item in items if isinstance(item, kind)})


def _titles(record: Place | Topic | Need | Contact | Term) -> tuple[str, ...]:
    return tuple(record.title.values())


def _all_titles(
    records: Mapping[str, Topic] | Mapping[str, Need] | Mapping[str, Contact] | Mapping[str, Term],
) -> _Names:
    return {slug: _titles(record) for slug, record in records.items()}


def _aliases(records: Mapping[str, Topic] | Mapping[str, Need]) -> _Names:
    return {slug: tuple(chain.from_iterable(record.aliases.values())) for slug, record in records.items()}


def _phrases(records: Mapping[str, Topic] | Mapping[str, Need]) -> _Names:
    aliases = _aliases(records)
    return {slug: (*_titles(record), *aliases[slug]) for slug, record in records.items()}


def _contained(places: Mapping[str, Place]) -> Mapping[str, frozenset[str]]:
    """Return, by slug, the place and all places in it; a circle in the chains ends where it began."""
    children: dict[str, list[str]] = defaultdict(list)
    for place in places.values():
        for outer in place.within:
            children[outer].append(place.slug)
    inside = {}
    for slug in places:
        found = {slug: None}
        queue = [slug]
        for here in queue:
            fresh = [child for child in children[here] if child not in found] if here in children else []
            found.update(dict.fromkeys(fresh))
            queue.extend(fresh)
        inside[slug] = frozenset(found)
    return MappingProxyType(inside)
