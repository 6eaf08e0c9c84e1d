"""A topic: a subject one can ask about, with the words people use for it and where things stand."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from content.dates import PartialDate
from content.language import Line, Translated
from content.records.record import Record, Slug


class Statement(BaseModel):
    """One sentence of a summary, with the items that support it."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    says: Translated
    sources: tuple[Slug, ...]
    """Articles, at least one."""


class Summary(BaseModel):
    """Where a topic stands, in a screenful, from the gathered facts alone."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    as_of: PartialDate
    """The date of the newest source used."""
    statements: tuple[Statement, ...]
    unknown: Translated | None = None
    """What was looked for and not found."""


class Topic(Record):
    """A subject: policing, lighting, health care …"""

    kind: Literal["topic"] = "topic"
    title: Translated
    aliases: dict[str, tuple[Line, ...]] = {}
    """Other words for it, by language."""
    summary: Summary | None = None
    related: tuple[Slug, ...] = ()
