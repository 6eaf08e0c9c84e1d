"""Rules on the emergency texts: recently checked, and every number in them that of a contact they name."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Final

from content.pack.checking.remark import Remark, ZONES
from content.pack.manifest import Emergency

FRESH: Final = dt.timedelta(days=183)
"""Six months (content policy, section 5, product rule: the build fails if the date is older)."""

UNCHECKED: Final = "à vérifier / to be checked"
"""What a new pack says in ``checked_by`` until a person has put a name there."""

_HOURS: Final = re.compile(
    r"24\s*h?(?:eures)?\s*/\s*(?:24|7)(?:\s*h)?|7\s*(?:j(?:ours)?)?\s*/\s*7|\b\d{1,2}\s*(?:h|heures|hours|jours|days|min|minutes|ans)\b",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\+?\d(?:[ .\u00a0\u202f\u2009-]?\d)+")


def check_emergency(emergency: Emergency, numbers: Mapping[str, frozenset[str]], today: dt.date) -> Iterator[Remark]:
    """Yield what is wrong; ``numbers`` are those each contact may show, by slug, contacts that are not shown left out."""
    yield from _days(emergency, today)
    allowed: set[str] = set()
    for place, slug in enumerate(emergency.contacts, 1):
        if not numbers.get(slug):
            yield Remark(f"contacts[{place}]", f"'{slug}' is no contact with a number that may be shown")
        allowed |= numbers.get(slug, frozenset())
    for name in ("always_first", "crisis"):
        texts = getattr(emergency, name)
        found = {language: called(text) for language, text in texts.items()}
        for language, digits in found.items():
            for number in sorted(digits - allowed):
                yield Remark(f"{name}.{language}", f"{number} is the number of none of the contacts named below it")
        if len({frozenset(digits) for digits in found.values()}) > 1:
            yield Remark(name, "does not give the same numbers in every language")


def called(text: str) -> set[str]:
    """Return the numbers a text tells people to call, digits alone; hours of service are none."""
    return {digits(found) for found in _NUMBER.findall(_HOURS.sub(" ", text))}


def digits(number: str) -> str:
    """Return the digits of a number."""
    return "".join(character for character in number if character.isdigit())


def _days(emergency: Emergency, today: dt.date) -> Iterator[Remark]:
    if emergency.checked_on > today + ZONES:
        yield Remark("checked_on", f"{emergency.checked_on} has not come yet")
    elif today - emergency.checked_on > FRESH:
        yield Remark(
            "checked_on",
            f"{emergency.checked_on} is more than six months ago; a person must read the numbers again on an official page",
            overdue=True,
        )
    if emergency.checked_by == UNCHECKED:
        yield Remark("checked_by", "nobody has checked the numbers yet; do, and write your name", warning=True)
