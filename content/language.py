"""Languages: which one to speak, and texts that exist in several."""

from collections.abc import Iterator, Mapping
from typing import Annotated, NamedTuple

from pydantic import GetCoreSchemaHandler, StringConstraints
from pydantic_core import core_schema, CoreSchema

Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""A text that is not empty."""


class Said(NamedTuple):
    """A text, and the language it could be had in."""

    text: str
    language: str


class Translated(Mapping[str, str]):
    """One text in several languages (``{"fr": …, "en": …}``), each not empty; frozen."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Hold ``texts``, by language code (ISO 639-1)."""
        self._texts = dict(texts)

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __repr__(self) -> str:
        return f"Translated({self._texts!r})"

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def said(self, language: str) -> Said:
        """Return the text in ``language`` or, failing that, in the first there is, with the language it is in."""
        if language in self._texts:
            return Said(self._texts[language], language)
        first = next(iter(self._texts))
        return Said(self._texts[first], first)

    def say(self, language: str) -> str:
        """Return the text in ``language``, or in the first language there is."""
        return self.said(language).text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from a mapping of language code to a text that is not empty; write back as a plain mapping."""
        texts = core_schema.dict_schema(
            core_schema.str_schema(pattern=r"^[a-z]{2}$"),
            core_schema.str_schema(min_length=1, strip_whitespace=True),
            min_length=1,
        )
        return core_schema.no_info_before_validator_function(
            lambda value: dict(value) if isinstance(value, Translated) else value,
            core_schema.no_info_after_validator_function(cls, texts),
            serialization=core_schema.plain_serializer_function_ser_schema(dict),
        )
