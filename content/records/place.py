"""A place: an entry of the gazetteer, with every name people give it and the words that must stand near."""

from typing import Literal

from pydantic import Field

from content.language import Line, Translated
from content.records.record import Record, Slug


class Place(Record):
    """A square, street, station, district …; coarse on purpose: never where somebody is, only what a publisher has published."""

    kind: Literal["place"] = "place"
    title: Translated
    sort: str
    """square, street, station, park, arrondissement, commune …"""
    within: tuple[Slug, ...] = ()
    """The larger places it lies in."""
    districts: tuple[str, ...] = ()
    """The districts as the research wrote them."""
    lat: float | None = Field(default=None, ge=-90, le=90)
    lon: float | None = Field(default=None, ge=-180, le=180)
    coordinates_from: str
    aliases: tuple[Line, ...] = ()
    match_only: tuple[Line, ...] = ()
    """Names used for matching and never printed (slang)."""
    needs_near: tuple[Line, ...] = ()
    """The bare name counts only with one of these words near it; stems end in ``*``."""
    not_near: tuple[Line, ...] = ()
    """With one of these words the name means something else."""
    disambiguation: str | None = None
    """The rule in words, for the editor."""
