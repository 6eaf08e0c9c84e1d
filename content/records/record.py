"""What every record has: a slug, the days it was checked on and must be reviewed by, and whether it may be shown."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from content.language import Translated

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=40)]
"""A stable name in an address: lower-case letters, digits, single hyphens; 40 characters, so that a button can carry it."""


class Publish(StrEnum):
    """Whether an item may be shown (content policy, section 2, rule 1)."""

    OK = "ok"
    NEEDS_SECOND_SOURCE = "needs_second_source"
    NO = "no"


class State(StrEnum):
    """Where an item stands in the content store."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    RETRACTED = "retracted"


class Record(BaseModel):
    """What every kind of item shares. Frozen; an unknown field is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    slug: Slug
    publish: Publish = Publish.OK
    checked_on: dt.date
    """The day a person last compared this with its source."""
    review_by: dt.date | None = None
    """The day after which it is shown as perhaps out of date; None for what does not age (a term, a place)."""
    note: Translated | None = None
    """For the editor, never shown."""

    def stale(self, today: dt.date) -> bool:
        """Return whether the day to review it has passed."""
        return self.review_by is not None and today > self.review_by
