"""A position: what somebody in office, or a group, said they want, with the date they said it."""

from typing import Literal

from content.dates import PartialDate
from content.language import Line, Translated
from content.records.record import Record, Slug


class Position(Record):
    """One stance on one subject on one day; a name is shown only where the research allows it (policy, section 2, rule 6)."""

    kind: Literal["position"] = "position"
    role: Translated
    """Held on that date; who holds it today is another matter."""
    name: Line | None = None
    display: Literal["name_and_role", "role_only"]
    date: PartialDate
    topic: Slug
    stance: str
    """A short neutral label; two different ones are needed before a subject is shown."""
    says: Translated
    source: Slug
    places: tuple[Slug, ...] = ()

    @property
    def shown_name(self) -> str | None:
        """The name, only where it may be shown."""
        return self.name if self.display == "name_and_role" else None
