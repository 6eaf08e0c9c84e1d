"""An office: who held a post when the research last looked; kept for the editor and for search, never shown as today's fact."""

from typing import Literal

from content.dates import PartialDate
from content.language import Line, Translated
from content.records.record import Record


class Office(Record):
    """A post and the person last known in it."""

    kind: Literal["office"] = "office"
    title: Translated
    name: Line
    since: PartialDate | None = None
    evidence: Line
    certainty: Translated
