"""Gazetteer: the places a text names, by the longest name, with the words that must or must not stand near."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from content.pack.manifest import Ambiguity
from content.records import Place
from content.reference.names import bare, spelt

NEAR: Final = 12
"""Words on each side of a name that count as near it."""


@dataclass(frozen=True, slots=True)
class _Name:
    """One way to write a place, and what decides whether it is meant."""

    slug: str
    bare: bool
    rules: tuple[Ambiguity, ...]


class _Words:
    """Words that may stand near: whole ones, beginnings (``consommat*``), several in a row."""

    def __init__(self, words: Iterable[str]) -> None:
        forms = [(" ".join(spelt(word)), word.rstrip().endswith("*")) for word in words]
        self._stems = tuple(form for form, stem in forms if stem and form)
        self._whole = {form for form, stem in forms if not stem and " " not in form}
        self._rows = [f" {form} " for form, stem in forms if not stem and " " in form]

    def stand_in(self, around: list[str]) -> bool:
        if any(word in self._whole or (self._stems and word.startswith(self._stems)) for word in around):
            return True
        return bool(self._rows) and any(row in f" {' '.join(around)} " for row in self._rows)


class Gazetteer:
    """Every name of every place, ready to be found in a text."""

    def __init__(self, places: Mapping[str, Place], rules: Iterable[Ambiguity]) -> None:
        """Hold the names of ``places`` and the rules on ambiguous words."""
        self._rules: dict[str, list[Ambiguity]] = defaultdict(list)
        for rule in rules:
            for word in rule.words or (rule.term,):
                self._rules[" ".join(spelt(word))].append(rule)
        self._near = {slug: _Words(place.needs_near) for slug, place in places.items() if place.needs_near}
        self._not_near = {slug: _Words(place.not_near) for slug, place in places.items() if place.not_near}
        self._rule_words = {id(rule): _Words(rule.needs_near) for group in self._rules.values() for rule in group}
        self._names: dict[tuple[str, ...], _Name] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, set[int]] = defaultdict(set)
        for place in places.values():
            for name in (*place.title.values(), *place.aliases, *place.match_only):
                words = tuple(spelt(name))
                if words and words not in self._names:
                    self._names[words] = _Name(place.slug, bare(words), tuple(self._rules.get(" ".join(words), ())))
                    lengths[words[0]].add(len(words))
        self._lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}

    def find(self, text: str, *, here: bool) -> tuple[str, ...]:
        """Return the slugs of the places named, in order, each once."""
        return tuple(dict.fromkeys(slug for slug, _, _ in self._spans(spelt(text), here=here)))

    def beside(self, text: str) -> str:
        """Return the words of a text written to us that name no place."""
        words = spelt(text)
        for _, start, end in list(self._spans(words, here=True)):
            words[start:end] = [""] * (end - start)
        return " ".join(word for word in words if word)

    def _spans(self, words: list[str], *, here: bool) -> Iterator[tuple[str, int, int]]:
        """Yield each place named with where its name begins and ends."""
        at = 0
        while at < len(words):
            for size in self._lengths.get(words[at], ()):
                name = self._names.get(tuple(words[at : at + size]))
                if name is not None:
                    meant = self._meant(name, words, at, size, here=here)
                    at += size - 1
                    if meant:
                        yield name.slug, at + 1 - size, at + 1
                    break
            at += 1

    def _meant(self, name: _Name, words: list[str], at: int, size: int, *, here: bool) -> bool:
        around = [*words[max(0, at - NEAR) : at], "|", *words[at + size : at + size + NEAR]]
        forbidden = self._not_near.get(name.slug)
        if forbidden is not None and forbidden.stand_in(around):
            return False
        if not name.bare:
            return True
        # A bare number is never a place by itself, not even when it is written to us.
        if here and any(character.isalpha() for word in words[at : at + size] for character in word):
            return True
        wanted = self._near.get(name.slug)
        if wanted is not None and not wanted.stand_in(around):
            return False
        return all(rule.alone or self._rule_words[id(rule)].stand_in(around) for rule in name.rules)
