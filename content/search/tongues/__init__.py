"""Tongues: what search must know of each language it reads."""

from typing import Final

from content.search.tongues.english import ENGLISH
from content.search.tongues.french import FRENCH
from content.search.tongues.tongue import Tongue

TONGUES: Final[dict[str, Tongue]] = {"fr": FRENCH, "en": ENGLISH}
"""By language code; a text in another language is read with the first."""


def tongue(language: str) -> Tongue:
    """Return the tongue of a language code, French where there is none of its own."""
    return TONGUES.get(language, FRENCH)


__all__ = ["TONGUES", "Tongue", "tongue"]
