"""A reading: for each word of a question, the words of the index it may stand for, wider from stage to stage."""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final

from content.search.form import sound, stem
from content.search.meanings import Phrase
from content.search.question import Asked, Question
from content.search.tongues import tongue
from content.search.vocabulary import Vocabulary

_SYNONYM: Final = 0.9
_GLUED: Final = 0.9
_UNFINISHED: Final = 0.85
_FEW: Final = 12
_MANY: Final = 24
_FREQUENT: Final = 0.01
_INSTEAD: Final = 0.8
"""Only a word this near replaces one that exists."""


class Stage(IntEnum):
    """How freely a question is read; the next one is tried only where this one gave no sure answer."""

    TYPED = 0
    """Every word as typed, or by a synonym."""
    CORRECTED = 1
    """Every word, the unknown ones corrected."""
    WIDER = 2
    """Every word, each perhaps misspelt or unfinished."""
    ALL_BUT_ONE = 3
    """One word may be missing."""
    ANY = 4
    """Any word that is not in every other text."""


@dataclass(frozen=True, slots=True)
class Way:
    """One thing a word may stand for."""

    stems: Phrase
    weight: float
    """From 0 to 1: how probable it is."""
    shown: str | None = None
    """How to write it, where it is another word than the one typed; empty where it must not be printed."""


@dataclass(frozen=True, slots=True)
class Group:
    """A word of the question with all it may stand for, the most probable first."""

    typed: str
    ways: tuple[Way, ...]
    information: float
    """How much the word tells."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as read at one stage."""

    stage: Stage
    groups: tuple[Group, ...]

    @property
    def complete(self) -> bool:
        """Whether every word stands for something in the index."""
        return bool(self.groups) and all(group.ways for group in self.groups)

    @property
    def information(self) -> float:
        """How much all the words tell."""
        return sum(group.information for group in self.groups)


def read(question: Question, vocabulary: Vocabulary, stage: Stage) -> Reading:
    """Return the question as read at a stage."""
    if len(question.asked) and question.whole in vocabulary and question.whole != question.asked[0].words[0]:
        return Reading(stage, (_group(_unit(question.whole, question.language), question.language, vocabulary, stage),))
    asked = _joined(question, vocabulary) if stage > Stage.TYPED else question.asked
    return Reading(stage, _levelled([_group(unit, question.language, vocabulary, stage) for unit in asked]))


def _levelled(groups: list[Group]) -> tuple[Group, ...]:
    """A word that stands for nothing tells as much as the others do: neither nothing, nor more than all of them."""
    telling = [group.information for group in groups if group.ways]
    if not telling:
        return tuple(groups)
    mean = sum(telling) / len(telling)
    return tuple(group if group.ways else replace(group, information=mean) for group in groups)


def _joined(question: Question, vocabulary: Vocabulary) -> tuple[Asked, ...]:
    """Put back together a word typed as two, where the two say nothing and the one does."""
    units = list(question.asked)
    at = 0
    while at + 1 < len(units):
        first, second = units[at], units[at + 1]
        whole = "".join(first.words + second.words)
        apart = all(vocabulary.knows_stem(one) for one in first.stems + second.stems)
        if not apart and whole in vocabulary:
            units[at : at + 2] = [replace(_unit(whole, question.language), last=second.last)]
        at += 1
    return tuple(units)


def _unit(word: str, language: str) -> Asked:
    return Asked((word,), (stem(word, language),))


def _group(unit: Asked, language: str, vocabulary: Vocabulary, stage: Stage) -> Group:
    ways = [Way(unit.stems, 1.0)] if all(vocabulary.knows_stem(one) for one in unit.stems) else []
    known = bool(ways)
    ways += [Way(other, _SYNONYM) for other in unit.others if all(vocabulary.knows_stem(one) for one in other)]
    if stage > Stage.TYPED and len(unit.words) == 1:
        word = unit.words[0]
        # A word of many texts is hardly a misspelt one.
        wider = stage > Stage.CORRECTED and not (known and vocabulary.frequent(unit.stems[0], _FREQUENT))
        if not known or wider:
            found = _corrected(word, language, vocabulary, wider)
            ways += [way for way in found if not known or way.weight >= _INSTEAD]
        if not known:
            ways += _unglued(word, language, vocabulary)
        if not known or wider or unit.last:
            ways += _finished(word, vocabulary, _MANY if wider or not known else _FEW)
    best: dict[Phrase, Way] = {}
    for way in ways:
        held = best.get(way.stems)
        if held is None or way.weight > held.weight:
            best[way.stems] = way
    ranked = tuple(sorted(best.values(), key=lambda way: -way.weight))
    return Group(" ".join(unit.words), ranked, _information(unit, ranked, vocabulary))


def _information(unit: Asked, ways: tuple[Way, ...], vocabulary: Vocabulary) -> float:
    stems = ways[0].stems if ways else unit.stems
    return max(vocabulary.information(one) for one in stems)


def _corrected(word: str, language: str, vocabulary: Vocabulary, wider: bool) -> list[Way]:
    found = vocabulary.corrections(word, sound(word, language), wider)
    return [Way((one.word.stem,), one.weight, one.word.shown) for one in found]


def _unglued(word: str, language: str, vocabulary: Vocabulary) -> list[Way]:
    parts = vocabulary.split(word, tongue(language).stop)
    if not parts:
        return []
    known = [vocabulary.get(part) for part in parts]
    shown = " ".join((one.shown if one else "") for one in known)
    return [Way(tuple(stem(part, language) for part in parts), _GLUED, shown)]


def _finished(word: str, vocabulary: Vocabulary, limit: int) -> list[Way]:
    """Words that begin like this one; a longer beginning leaves less doubt."""
    if len(word) < 2 or word.isdigit():
        return []
    found = vocabulary.starting(word, limit)
    weight = min(_UNFINISHED, 0.55 + 0.05 * len(word))
    return [Way((one.stem,), weight, one.shown) for one in found if one.word != word]
