"""A question: what somebody typed, down to the words worth looking for."""

from dataclasses import dataclass
from typing import Final

from content.fold import fold
from content.search.form import stem
from content.search.meanings import Meanings, Phrase
from content.search.words import asked_words

LONGEST: Final = 256
"""Characters of a question that are read: what Telegram lets people type in an inline query."""
MOST: Final = 12
"""Words of a question that are looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a question, or one phrase that has a meaning of its own."""

    words: tuple[str, ...]
    """As typed, folded."""
    stems: Phrase
    others: tuple[Phrase, ...] = ()
    """Other names for it: synonyms, the long form of an abbreviation."""
    last: bool = False
    """The last word of the question: it may not be finished."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in one language."""

    language: str
    asked: tuple[Asked, ...] = ()
    typed: str = ""
    """The words worth looking for, folded, as one line."""
    whole: str = ""
    """All that was typed, folded, as one word: "dans ma rue" is the name DansMaRue."""


def question(text: str, language: str, meanings: Meanings, *, literal: bool = False) -> Question:
    """Return what a text asks; ``literal`` leaves out synonyms and abbreviations. Nothing is asked by an empty question."""
    text = text[:LONGEST]
    kept = asked_words(text, language)[:MOST]
    asked: list[Asked] = []
    at = 0
    while at < len(kept):
        unit = _unit(kept, at, language, Meanings() if literal else meanings)
        at += len(unit.words)
        asked.append(unit)
    if asked and not text[-1:].isspace():
        final = asked[-1]
        asked[-1] = Asked(final.words, final.stems, final.others, last=True)
    return Question(language, tuple(_once(asked)), " ".join(kept), "" if literal else fold(text).replace(" ", ""))


def _unit(kept: list[str], at: int, language: str, meanings: Meanings) -> Asked:
    """Return the longest phrase with synonyms that starts at a word, or the word alone."""
    stems = tuple(stem(word, language) for word in kept[at : at + meanings.longest])
    for length in range(len(stems), 0, -1):
        if others := meanings.same.get(stems[:length]):
            return Asked(
                tuple(kept[at : at + length]), stems[:length], others + _long_form(kept[at], length, language, meanings)
            )
    word = kept[at]
    return Asked((word,), (stem(word, language),), _long_form(word, 1, language, meanings))


def _long_form(word: str, length: int, language: str, meanings: Meanings) -> tuple[Phrase, ...]:
    if length > 1:
        return ()
    # Two figures alone are mostly an arrondissement said short: "stalingrad 19".
    numbered: tuple[Phrase, ...] = ((f"{word}e",),) if word.isdigit() and len(word) < 3 else ()
    long = meanings.short.get(word, ())
    return ((tuple(stem(one, language) for one in long),) if long else ()) + numbered


def _once(asked: list[Asked]) -> list[Asked]:
    """Drop what is said twice, but keep which is last."""
    seen: dict[Phrase, Asked] = {}
    for unit in asked:
        held = seen.get(unit.stems)
        if held is None or unit.last:
            seen[unit.stems] = unit
    return list(seen.values())
