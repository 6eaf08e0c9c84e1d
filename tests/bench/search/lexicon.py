"""The words the bench's texts are written with: everyday French and English of a neighbourhood, our own list."""

from pathlib import Path
from typing import Final


def _sections() -> dict[str, list[str]]:
    text = (Path(__file__).parent / "lexicon.txt").read_text(encoding="utf-8")
    parts = (part.partition("]") for part in text.split("[")[1:])
    return {name: listed.split() for name, _, listed in parts}


_SECTIONS: Final = _sections()


def _by_language(name: str) -> dict[str, list[str]]:
    return {language: _SECTIONS[f"{name} {language}"] for language in ("fr", "en")}


NOUNS: Final = _by_language("nouns")
QUALITIES: Final = _by_language("qualities")
DEEDS: Final = _by_language("deeds")
SAME: Final = _by_language("same")
"""A word of the texts, ``=``, and one people may use instead that no text holds."""

SYLLABLES: Final = _SECTIONS["syllables"]
ENDINGS: Final = _SECTIONS["endings"]
"""What invented names are made of."""

SHORT: Final = {
    "fr": {"boulevard": "bd", "avenue": "av", "place": "pl", "saint": "st", "porte": "pte", "faubourg": "fbg"},
    "en": {"boulevard": "blvd", "avenue": "ave", "square": "sq", "saint": "st"},
}
"""How people shorten the words of an address."""

STREETS: Final = {
    "fr": ("boulevard", "avenue", "place", "porte", "faubourg", "rue", "quai", "square", "impasse", "rue saint"),
    "en": ("boulevard", "avenue", "square", "street", "lane", "road", "saint"),
}
