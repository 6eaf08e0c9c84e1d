"""Screens: everything a moderator or a resident types is held against the policy before it is kept or shown."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from content.fold import fold
from content.pack.sentences import shortened
from content.safety.naming import named
from content.safety.origin import origin
from content.safety.plain import LONGEST
from content.safety.public import Public
from content.safety.screen import pieces, Reason
from content.wording import WordingGuide

SHOWN: Final = frozenset({"title", "summary", "correction", "status", "figure", "caveat"})
"""Fields whose text residents will read; a language may follow after a dot (``title.fr``)."""


class Ground(StrEnum):
    """Why a text is stopped; told by the texts ``screen.stop.<value>`` and ``screen.instead.<value>``."""

    PERSON = "person"
    """The name of a private person."""
    PHONE = "phone"
    ONLINE = "online"
    PLATE = "plate"
    DWELLING = "dwelling"
    ADDRESS = "address"
    """A house number in a street that is no public address the store knows."""
    ACCUSED = "accused"
    LIVE = "live"
    ORIGIN = "origin"
    WORDING = "wording"


_SOFT: Final = frozenset({Ground.ACCUSED, Ground.ADDRESS})
"""What a moderator may let pass with a written reason.

A line with an author, a source and a date may report an accusation against a body or somebody in office (content policy,
section 7, rule 5), and a public building has an address. All else is never written, whoever wants it: rules 2, 4, 7, 8 and 9.
"""

_STREET: Final = re.compile(
    r"(?<![\w.,/-])(\d{1,4}(?: ?(?:bis|ter|quater))?),? (?:rue|avenue|av|boulevard|bd|bld|quai|passage|impasse|allee|villa|cite|square|"
    r"place|cour|chemin) (?:[a-z0-9]+ ?){1,6}"
)
_STREET_EN: Final = re.compile(r"(?<!\w)\d{1,4} (?:[a-z]+ ){1,3}(?:street|road|lane|avenue|boulevard)(?!\w)")


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that must not stand in a text."""

    ground: Ground
    piece: str
    """What gave it away, on one line: as typed, or folded. For whoever typed it alone; it must not be stored or logged."""
    strict: bool
    """A moderator may not override it."""
    field: str
    instead: str = ""
    """What to say instead, where the wording guide has a word for it."""

    @property
    def key(self) -> str:
        """The text that says, kindly, what was found; takes ``piece``."""
        return f"screen.stop.{self.ground.value}"

    @property
    def hint(self) -> str:
        """The text that says how to write it; that of ``wording`` takes ``instead``."""
        return f"screen.instead.{self.ground.value}"


def screen(text: str, field: str, public: Public = Public(), guide: WordingGuide | None = None) -> tuple[Stop, ...]:  # noqa: B008 -- frozen
    """Return everything in a text that must not be kept or shown, the strict things first; nothing where it is fine.

    ``field`` is where it was typed (``title.fr``, ``summary.en``, ``reason``); ``public`` what the store itself names; ``guide``
    the pack's wording guide. Reads as much as a message may hold, in linear time; raises nothing.
    """
    text = unicodedata.normalize("NFC", text[:LONGEST])[:LONGEST]
    found = [*_pointing(text, public), *_wording(text, field, guide)]
    if _name_of(field) in SHOWN:
        found += _addresses(text, public)
    stops = (
        Stop(ground, shortened(piece, 80), _strict(ground, field), field, instead)
        for ground, piece, instead in dict.fromkeys(found)
    )
    return tuple(sorted(stops, key=lambda stop: not stop.strict))


_Found = tuple[Ground, str, str]


def _strict(ground: Ground, field: str) -> bool:
    if ground is Ground.WORDING:
        # ``pack check`` refuses our own words for what people see; a note between moderators may quote them.
        return _name_of(field) in SHOWN
    return ground not in _SOFT


def _name_of(field: str) -> str:
    return field.partition(".")[0].partition("[")[0]


def _pointing(text: str, public: Public) -> Iterator[_Found]:
    """Yield what points at a person."""
    for name in named(text, public):
        yield Ground.PERSON, name, ""
    from_where = origin(text)
    if from_where:
        yield Ground.ORIGIN, from_where, ""
    for reason, piece in pieces(_without_numbers(text, public), public.words).items():
        # The older screen counts origin as a way to accuse; here it has a reason of its own.
        if not (reason is Reason.ACCUSED and origin(f" {piece} ")):
            yield Ground(reason.value), piece, ""


def _wording(text: str, field: str, guide: WordingGuide | None) -> Iterator[_Found]:
    language = field.rpartition(".")[2] if "." in field else ""
    for unwanted in guide.find(text) if guide else ():
        yield Ground.WORDING, unwanted.found, unwanted.instead.say(language)


def _addresses(text: str, public: Public) -> Iterator[_Found]:
    folded = fold(text)
    for form in (_STREET, _STREET_EN):
        for match in form.finditer(folded):
            if not any(match.group().startswith(f"{name} ") or match.group() == name for name in public.names):
                yield Ground.ADDRESS, match.group().strip(), ""


_DIGITS: Final = re.compile(r"\d[\d .\u00a0\u202f-]{1,24}\d")


def _without_numbers(text: str, public: Public) -> str:
    """Return the text without the numbers of services the store shows."""

    def kept(match: re.Match[str]) -> str:
        return " " if "".join(filter(str.isdecimal, match.group())) in public.numbers else match.group()

    return _DIGITS.sub(kept, text) if public.numbers else text
