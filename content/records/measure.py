"""A measure: what an authority announced, decided or did, with dated evidence and never a verdict."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from content.dates import PartialDate
from content.language import Translated
from content.records.record import Record, Slug


class Status(StrEnum):
    """The neutral words for where a measure stood at the date of its source; none of them judges."""

    REQUESTED = "requested"
    ANNOUNCED = "announced"
    DECIDED = "decided"
    UNDER_WAY = "under_way"
    IN_FORCE = "in_force"
    DONE = "done"
    ENDED = "ended"
    REFUSED = "refused"


class Evidence(BaseModel):
    """One dated line: what one source says of the measure."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    source: Slug
    """The article that carries it."""
    date: PartialDate | None = None
    """The date the source says it; the article's date where None."""
    says: Translated | None = None
    """In our own words; the article's title where None."""


class Today(BaseModel):
    """What is known of the measure later than its own source."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    known: bool
    """False: never write of it in the present tense (content policy, section 2, rule 2)."""
    says: Translated


class Measure(Record):
    """What was announced, decided or done, by whom, where; its status is that of its source's date, not of today."""

    kind: Literal["measure"] = "measure"
    field: str
    """What it is about: policing, justice, health-care, housing, urban-design …"""
    title: Translated
    description: Translated
    authority: Translated
    places: tuple[Slug, ...] = ()
    topics: tuple[Slug, ...] = ()
    status: Status
    status_as_of: PartialDate | None
    status_as_of_note: Translated | None = None
    """What is known of the date where the source has none, or more than a date can say."""
    today: Today
    started: PartialDate | None = None
    ended: PartialDate | None = None
    dates_note: Translated | None = None
    said_by: Translated | None = None
    figures: tuple[Slug, ...] = ()
    evidence: tuple[Evidence, ...]
    certainty: Translated
