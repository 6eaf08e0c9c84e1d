"""A filter: what somebody follows, as topics, places, one item, words to have and words not to have."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from content.language import Line
from content.records import Slug


class Every(StrEnum):
    """How often what is followed is told."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


class Filter(BaseModel):
    """Topics or-ed, places or-ed (each with all that lies in it), words and-ed; the groups and-ed. Empty: everything."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topics: tuple[Slug, ...] = ()
    places: tuple[Slug, ...] = ()
    item: Slug | None = None
    """A single measure or other item; everything else is then empty."""
    words: tuple[Line, ...] = Field(default=(), max_length=8)
    """Folded words that must stand in it."""
    without: tuple[Line, ...] = Field(default=(), max_length=8)
    """Folded words that must not."""

    def write(self) -> str:
        """Return it as JSON, the same for filters that say the same."""
        plain: dict[str, Any] = {
            name: sorted(value) if isinstance(value, tuple) else value for name, value in self if value
        }
        return Filter.model_validate(plain).model_dump_json(exclude_defaults=True)

    @property
    def handles(self) -> tuple[str, ...]:
        """What an item must have one of for the filter to be looked at: an item that matches always has one."""
        if self.item is not None:
            return (f"item:{self.item}",)
        if self.topics:
            return tuple(f"topic:{slug}" for slug in sorted(self.topics))
        if self.places:
            return tuple(f"place:{slug}" for slug in sorted(self.places))
        return ("any",)
