"""Until: the moment people mean by ``3 days``, ``une semaine`` or ``jusqu’au 12 décembre``."""

import datetime as dt
import re
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_month_names

from content.fold import fold
from content.schedule import instant
from content.texts import languages, texts
from handlers.ports import FOR_GOOD
from handlers.typed import meant

LONGEST: Final = 365
"""Days a pause may last; longer is until resumed."""
_DAYS: Final = {"day": 1, "week": 7, "month": 30}
_UNITS: Final = ("day", "week", "month")
_AMOUNT: Final = re.compile(r"(?:(?:pendant|pour|for|during) )?(\w+) (\w+)")
_DATE: Final = re.compile(
    r"(?:(?:jusqu a|jusqu au|jusque|until|till|to|au|le|the) )*(\d{1,4})(?:er|st|nd|rd|th)? (\w+)(?: (\d{1,4}))?"
)
_MONTH_FIRST: Final = re.compile(r"(?:(?:until|till|to|the) )*([a-z]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?")
_LONGEST_TEXT: Final = 60


def until(typed: str, now: dt.datetime, zone: str) -> dt.datetime | None:
    """Return when what the words ask for ends, aware: ``FOR_GOOD`` for "until resumed", None where they are not understood.

    A date means the beginning of that day in ``zone``; without a year the next such day. What is past, today or more than a
    year away is not understood either.
    """
    line = fold(typed[:_LONGEST_TEXT])
    if line in _known("good"):
        return FOR_GOOD
    days = _amount(line)
    if days is not None:
        return now + dt.timedelta(days=days) if 0 < days <= LONGEST else None
    today = now.astimezone(ZoneInfo(zone)).date()
    day = _day(line, today)
    return instant(day, dt.time(0), zone) if day and 0 < (day - today).days <= LONGEST else None


def _amount(line: str) -> int | None:
    """Return how many days ``3 weeks`` or ``semaine`` are; None where it is no length of time."""
    for unit in _UNITS:
        if line in _known(unit):
            return _DAYS[unit]
    found = _AMOUNT.fullmatch(line)
    if found is None:
        return None
    count = int(found[1]) if found[1].isdecimal() and found[1].isascii() else _counted(found[1])
    unit_days = next((_DAYS[unit] for unit in _UNITS if found[2] in _known(unit)), None)
    return None if count is None or unit_days is None else count * unit_days


def _counted(word: str) -> int | None:
    """Return the number a word from one to ten says, in any of the languages."""
    for code in languages():
        said = [each.split("/") for each in texts(code).text("pause.words.count").unescape().split(",")]
        for number, names in enumerate(said, 1):
            if word in map(fold, names):
                return number
    return None


def _day(line: str, today: dt.date) -> dt.date | None:
    found = _DATE.fullmatch(line)
    if found and len(found[1]) == 4 and found[3]:
        return _date(int(found[3]), _month(found[2]), int(found[1]))
    if found is None or len(found[1]) > 2:
        turned = _MONTH_FIRST.fullmatch(line)
        return _next(int(turned[2]), _month(turned[1]), turned[3], today) if turned else None
    return _next(int(found[1]), _month(found[2]), found[3], today)


def _next(day: int, month: int | None, year: str | None, today: dt.date) -> dt.date | None:
    """Return the day; without a year the first such day after today."""
    if year is not None:
        return _date(day, month, int(year)) if len(year) == 4 else None
    coming = (_date(day, month, today.year + ahead) for ahead in (0, 1))
    return next((date for date in coming if date and date > today), None)


def _date(day: int, month: int | None, year: int) -> dt.date | None:
    try:
        return dt.date(year, month or 0, day)
    except ValueError:
        return None


def _month(word: str) -> int | None:
    return int(word) if word.isdecimal() and word.isascii() else _months().get(word)


@cache
def _months() -> dict[str, int]:
    """Return the numbers of the months by their folded names, whole and short, in every language."""
    return {
        fold(name): number
        for code in languages()
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=Locale.parse(code)).items()
    }


def _known(kind: str) -> frozenset[str]:
    """Return the words for a length of time, or for "until resumed"."""
    return meant(f"pause.words.{kind}")
