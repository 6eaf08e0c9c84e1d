"""Telling: the three sentences of an article that say most of the place and the subject, for a moderator's eyes only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from content.fold import fold, listed
from content.intake.relevance import Found
from content.intake.sentences import sentences
from content.reference import Reference
from content.search.form import stem
from content.search.tongues import tongue

MOST: Final = 3
LONGEST: Final = 320
"""Characters of one sentence that are shown."""

_PLACE, _TOPIC, _FIGURE, _DATE, _FIRST = 3.0, 1.5, 1.0, 1.0, 0.75
_SHORTEST: Final = 6
"""Words below which a line is a heading, a credit or a call to subscribe."""
_LONG: Final = 45
"""Words above which a sentence tells less for its length."""
_MONTHS: Final = listed(
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi "
    "dimanche january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday"
)
_FIGURE_WRITTEN: Final = re.compile(r"\d")
_NOISE: Final = re.compile(
    r"\b(?:cookies?|newsletter|abonnez vous|abonne s|s abonner|subscribe|sign up|lire aussi|read also|read more|a lire|cliquez|click "
    r"here|tous droits reserves|all rights reserved|credit photo|photo credit|partager|publicite)\b"
)


@dataclass(frozen=True, slots=True)
class _Scored:
    at: int
    text: str
    score: float
    words: frozenset[str]


def three_sentences(text: str, places: Iterable[str], topics: Iterable[str], language: str) -> tuple[str, ...]:
    """Return at most three sentences of ``text``, as they stand and in its order, each cut after 320 characters.

    ``places`` and ``topics`` are names as people write them (see ``names``). The sentences are the publisher's: they are shown
    to the moderator who decides, never published (content policy, section 7, rule 13). Linear in the length of the text.
    """
    where, what = _rows(places, language), _rows(topics, language)
    scored = [_scored(at, one, where, what, language) for at, one in enumerate(sentences(text, language))]
    chosen: list[_Scored] = []
    for one in sorted(scored, key=lambda each: (-each.score, each.at)):
        if len(chosen) == MOST:
            break
        # Papers say the same thing twice: in the lead and in the text.
        if one.score > 0 and all(len(one.words & other.words) < 0.7 * len(one.words) for other in chosen):
            chosen.append(one)
    return tuple(_cut(one.text) for one in sorted(chosen, key=lambda each: each.at))


def names(found: Found, reference: Reference, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the places and of the topics an article was matched to, titles and aliases, for ``three_sentences``."""
    places = [reference.places[slug] for slug in found.places if slug in reference.places]
    topics = [reference.topics[slug] for slug in found.topics if slug in reference.topics]
    return (
        tuple(name for place in places for name in (*place.title.values(), *place.aliases)),
        tuple(name for topic in topics for name in (topic.title.say(language), *topic.aliases.get(language, ()))),
    )


def _scored(at: int, text: str, places: frozenset[str], topics: frozenset[str], language: str) -> _Scored:
    folded = fold(text).split()
    stop = tongue(language).stop
    stems = [stem(word, language) for word in folded]
    telling = frozenset(one for one, word in zip(stems, folded, strict=True) if word not in stop)
    if len(folded) < _SHORTEST or _NOISE.search(" ".join(folded)):
        return _Scored(at, text, 0.0, telling)
    row = f" {' '.join(stems)} "
    score = (
        _PLACE * min(2, sum(f" {name} " in row for name in places))
        + _TOPIC * min(3, sum(f" {name} " in row for name in topics))
        + _FIGURE * min(2, sum(_FIGURE_WRITTEN.search(word) is not None for word in folded))
        + _DATE * any(word in _MONTHS for word in folded)
        + _FIRST * (at < 2)
        + 0.1
    )
    return _Scored(at, text, score * min(1.0, _LONG / len(folded)), telling)


def _rows(names: Iterable[str], language: str) -> frozenset[str]:
    rows = (" ".join(stem(word, language) for word in fold(name).split()) for name in names)
    return frozenset(row for row in rows if row)


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 1].rsplit(' ', 1)[0].rstrip()}…"
