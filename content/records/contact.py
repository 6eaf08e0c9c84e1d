"""A contact: a body one can turn to, of which only the checked fields are ever shown."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from content.dates import PartialDate
from content.language import Line, Translated
from content.records.record import Record

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
ShownField = Literal["phone", "sms", "address", "hours", "url", "use", "cost"]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class OpenHours(BaseModel):
    """When a line is open on some days: local times of the pack's time zone; ``until`` at or before ``since`` means the next day."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    days: tuple[Weekday, ...] = Field(min_length=1)
    since: TimeOfDay
    until: TimeOfDay
    nth: int | None = Field(default=None, ge=1, le=5)
    """Only on the n-th such day of a month; it then replaces the other hours of that day."""
    service: Translated | None = None
    """Only this part of the body is open then (births and deaths, say)."""


class Opening(BaseModel):
    """When a contact answers."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    always: bool = False
    """Day and night, every day, public holidays included."""
    hours: tuple[OpenHours, ...] = ()


class Verified(BaseModel):
    """Where the fields were read, and which of them."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    where: str | None
    how: str
    page_date: PartialDate | None = None
    fields: tuple[str, ...] = ()
    second_source: str | None = None


class Contact(Record):
    """A body, a line or a place of help. ``display_fields`` names what may be shown; the rest are leads for a human check."""

    kind: Literal["contact"] = "contact"
    category: str
    title: Translated
    phone: Line | None = None
    sms: Line | None = None
    address: Line | None = None
    hours: Translated | None = None
    """In words; ``opening`` says the same to a program."""
    opening: Opening | None = None
    cost: Translated | None = None
    url: str | None = None
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    use: Translated | None = None
    display_ok: bool
    display_fields: tuple[ShownField, ...] = ()
    verified: Verified
    unverified: bool = False

    def shows(self, name: ShownField) -> bool:
        """Return whether the field may be shown: it is listed, the contact is cleared, and there is something to show."""
        return self.display_ok and name in self.display_fields and getattr(self, name) is not None

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude, only where the address itself may be shown."""
        if self.lat is None or self.lon is None or not self.shows("address"):
            return None
        return self.lat, self.lon
