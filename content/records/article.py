"""An article: what a publisher reported, in our own words, with its date and its address."""

from typing import Literal

from content.dates import PartialDate
from content.language import Line, Translated
from content.records.record import Record, Slug


class Article(Record):
    """One publication on one event. Title and summary are ours; the original title serves matching only."""

    kind: Literal["article"] = "article"
    title: Translated
    title_original: str | None = None
    """As published; kept for matching, never shown as ours (content policy, section 7, rule 13)."""
    source: Slug
    """Who published it."""
    language: str
    """Of the original, as the research noted it."""
    date: PartialDate | None
    date_certainty: str
    """How the date is known; for the editor."""
    event_date: PartialDate | None = None
    story: Slug | None = None
    """Articles with the same story report the same event and are shown as one entry."""
    url: str | None = None
    """None stays None: a lead is never linked (content policy, section 2, rule 8)."""
    url_kind: str = "original"
    leads: dict[str, Line] = {}
    """Addresses a person must open once before the bot may link to them; never shown."""
    reliability: Literal[
        "official", "court", "press-agency", "press", "broadcaster", "local-press", "specialist-press", "ngo",
        "politician-site", "mirror", "aggregator",
    ]  # fmt: skip
    places: tuple[Slug, ...] = ()
    topics: tuple[Slug, ...] = ()
    summary: Translated
    full_text_read: bool = False
    read_how: str = ""
    ongoing_case: bool = False
    """Tells of an arrest or a case still before the courts: shown on request only, with a word on presumed innocence."""
    companion: Slug | None = None
    """Another article that must be shown with it (a ruling and the one that reversed it)."""
