"""A need: what somebody stands before, in their own words, and who is competent for it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from content.language import Line, Translated
from content.records.record import Record, Slug


class Help(BaseModel):
    """One contact for a need, and what it does there."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    contact: Slug
    why: Translated | None = None


class Need(Record):
    """A situation (a needle on the ground, noise at night), with its contacts, the competent body first."""

    kind: Literal["need"] = "need"
    title: Translated
    aliases: dict[str, tuple[Line, ...]] = {}
    advice: Translated | None = None
    """One calm sentence, no health advice of our own."""
    contacts: tuple[Help, ...]
    in_person: tuple[Slug, ...] = ()
    """Contacts one can walk to; ordered by distance once a place is shared."""
