"""The bench's texts: neighbourhood news put together by a seeded die, each in French or in English."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from content.dates import PartialDate
from content.language import Translated
from content.pack.manifest import Synonyms
from content.records import Article
from tests.bench.search.lexicon import DEEDS, ENDINGS, NOUNS, QUALITIES, SAME, STREETS, SYLLABLES

_FIRST_DAY: Final = dt.date(2019, 1, 1)

_TITLES: Final = {
    "fr": (
        "{noun} {quality} {street} {name} : {deed} {noun2}", "{name} : {noun} {quality} et {noun2}",
        "Le {noun} de {name} {quality}, {noun2} {quality2}", "{street} {name}, {noun} {quality} pour {noun2}",
        "{noun} : {name} va {deed} le {noun2} {quality}",
    ),
    "en": (
        "{quality} {noun} on {name} {street}: {noun2} to {deed}", "{name}: {quality} {noun} and {noun2}",
        "The {noun} of {name} {quality}, {quality2} {noun2}", "{name} {street}, a {quality} {noun} for {noun2}",
        "{noun}: {name} to {deed} the {quality} {noun2}",
    ),
}  # fmt: skip
_SENTENCES: Final = {
    "fr": (
        "Le {noun} {quality} doit {deed} avant la fin du mois, selon le {noun2} de {name}.",
        "Plusieurs {noun}s veulent {deed} les {noun2}s {quality}s de la {street} {name}.",
        "Une {noun} est prévue près du {noun2} ; le {noun3} a promis de {deed} et de {deed2}.",
        "D'après les {noun}s, le {noun2} {quality} reste sans {noun3} depuis le {day} du mois.",
        "La ville dit vouloir {deed} {number} {noun}s, sans {deed2} le {noun2} {quality}.",
        "Interrogé, le {noun} n'a pas souhaité {deed} ; {name} attend un {noun2} {quality}.",
    ),
    "en": (
        "The {quality} {noun} must {deed} before the end of the month, says the {noun2} of {name}.",
        "Several {noun}s want to {deed} the {quality} {noun2}s of {name} {street}.",
        "A {noun} is planned near the {noun2}; the {noun3} promised to {deed} and to {deed2}.",
        "According to the {noun}s, the {quality} {noun2} has had no {noun3} since the {day}th.",
        "The city says it will {deed} {number} {noun}s, without having to {deed2} the {quality} {noun2}.",
        "Asked about it, the {noun} would not {deed}; {name} expects a {quality} {noun2}.",
    ),
}


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the bench."""

    slug: str
    language: str
    title: str
    body: str
    parts: dict[str, str]
    """What its title was made of."""

    def article(self) -> Article:
        """Return it as an item."""
        number = int(self.slug[1:])
        return Article.model_validate(
            {
                "slug": self.slug,
                "checked_on": "2026-01-01",
                "title": Translated({self.language: self.title}),
                "source": "bench",
                "language": self.language,
                "date": PartialDate(str(_FIRST_DAY + dt.timedelta(days=number * 37 % 2500))),
                "date_certainty": "made",
                "reliability": "press",
                "summary": Translated({self.language: self.body}),
            }
        )


@cache
def names(count: int) -> list[str]:
    """Return invented names of streets and people, each once."""
    die = random.Random(19)
    found: dict[str, None] = {}
    while len(found) < count:
        middle = "".join(die.choice(SYLLABLES) for _ in range(die.choice((1, 1, 2))))
        found.setdefault((middle + die.choice(ENDINGS)).capitalize())
    return list(found)


def texts(count: int, seed: int = 1) -> Iterator[Text]:
    """Return ``count`` texts, three French to two English; the names grow with them as they do in the world."""
    die = random.Random(seed)
    pool = names(200 + int(60 * count**0.5))
    for number in range(count):
        language = "fr" if die.random() < 0.6 else "en"
        parts = _parts(die, language, pool)
        title = die.choice(_TITLES[language]).format(**parts)
        body = " ".join(
            die.choice(_SENTENCES[language]).format(**_parts(die, language, pool) | {"name": parts["name"]})
            for _ in range(3)
        )
        yield Text(f"t{number}", language, title[0].upper() + title[1:], body, parts)


def _drawn(die: random.Random, words: list[str]) -> str:
    """Draw a word, the first ones more often: as in any language, a few words do most of the work."""
    return words[int(len(words) * die.random() ** 1.7)]


@cache
def _shuffled(words: tuple[str, ...]) -> list[str]:
    return random.Random(3).sample(words, len(words))


def _parts(die: random.Random, language: str, pool: list[str]) -> dict[str, str]:
    nouns, qualities, deeds = (_shuffled(tuple(table[language])) for table in (NOUNS, QUALITIES, DEEDS))
    return {
        "noun": _drawn(die, nouns), "noun2": _drawn(die, nouns), "noun3": _drawn(die, nouns),
        "quality": _drawn(die, qualities), "quality2": _drawn(die, qualities),
        "deed": _drawn(die, deeds), "deed2": _drawn(die, deeds),
        "name": _drawn(die, pool), "street": die.choice(STREETS[language]),
        "number": str(die.randrange(2, 90)), "day": str(die.randrange(4, 20)),
    }  # fmt: skip


def synonyms() -> Synonyms:
    """Return the curated file: three in four of the words people use otherwise, as a moderator would have added with time."""
    groups = {
        language: tuple(
            (word, other.replace("-", " "))
            for at, (word, other) in enumerate(pair.split("=") for pair in pairs)
            if at % 4
        )
        for language, pairs in SAME.items()
    }
    return Synonyms(groups=groups)
