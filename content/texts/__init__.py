"""The texts of the interface: one catalogue a language, with plural forms, dates and numbers as its readers write them."""

import datetime as dt
from collections.abc import Callable
from functools import cache, lru_cache
from gettext import c2py
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from markupsafe import Markup

from content.dates import PartialDate

_FOLDER: Final = Path(__file__).parent


class Texts:
    """The sentences of one language, by key; every value put into one is escaped here, and nowhere else."""

    def __init__(self, language: str, messages: dict[str, str | tuple[str, ...]], plural: Callable[[int], int]) -> None:
        """Hold the messages of ``language``; ``plural`` is the rule its catalogue states."""
        self.language = language
        self.locale = Locale.parse(language)
        self._messages = messages
        self._plural = plural

    def text(self, key: str, **values: object) -> Markup:
        """Return the sentence ``key`` with ``values`` in it, each escaped unless it is Markup.

        Raises KeyError for a key the catalogue does not have.
        """
        message = self._messages[key]
        if isinstance(message, tuple):
            count = int(str(values["n"]))
            message = message[self._plural(count)]
            values["n"] = self.number(count)
        sentence = Markup(message)  # noqa: S704  the catalogue is ours; values are escaped by format
        return sentence.format(**values) if values else sentence

    def has(self, key: str) -> bool:
        """Return whether the catalogue has the key."""
        return key in self._messages

    def keys(self) -> frozenset[str]:
        """Return every key."""
        return frozenset(self._messages)

    def forms(self, key: str) -> tuple[str, ...]:
        """Return the sentence of ``key`` as the catalogue writes it: one form, or one for each plural."""
        message = self._messages[key]
        return message if isinstance(message, tuple) else (message,)

    def number(self, value: float) -> str:
        """Return the number with the language's own separators."""
        return format_decimal(value, locale=self.locale)

    def day(self, date: PartialDate | dt.date) -> str:
        """Return the date in words, exactly as precise as it is: ``19 novembre 2020``, ``juillet 2019``, ``2023``."""
        return _day(date, self.locale)

    def time(self, at: dt.datetime, zone: str) -> str:
        """Return the time of day in ``zone``: ``8.30``, in French ``8 h 30``."""
        local = at.astimezone(ZoneInfo(zone))
        if self.language == "fr":
            return f"{local.hour}\u00a0h" + (f"\u00a0{local:%M}" if local.minute else "")
        return format_time(local, "HH:mm", locale=self.locale)

    def ago(self, since: dt.date, today: dt.date) -> str:
        """Return how long ago, in words: ``3 mois``."""
        return format_timedelta(today - since, granularity="day", threshold=1.2, locale=self.locale)

    def listing(self, words: list[str]) -> str:
        """Return the words as a list in a sentence: ``a, b et c``."""
        last = self._messages["list.and"]
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


@lru_cache(maxsize=4096)
def _day(date: PartialDate | dt.date, locale: Locale) -> str:
    if isinstance(date, PartialDate):
        if date.precision == "year":
            return str(date)
        if date.precision == "month":
            return format_date(date.first, "LLLL y", locale=locale)
        date = date.first
    if locale.language == "fr" and date.day == 1:
        return f"1er {format_date(date, 'MMMM y', locale=locale)}"
    return format_date(date, "d MMMM y", locale=locale)


@cache
def texts(language: str) -> Texts:
    """Return the texts of ``language``; raises KeyError when there is no catalogue for it."""
    file = _FOLDER / f"{language}.po"
    if language not in languages():
        raise KeyError(language)
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=language)
    messages: dict[str, str | tuple[str, ...]] = {}
    for message in catalogue:
        if message.id:
            key = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
            said = message.string
            messages[key] = tuple(said) if isinstance(said, (tuple, list)) else str(said)
    return Texts(language, messages, c2py(catalogue.plural_expr))


@cache
def languages() -> tuple[str, ...]:
    """Return the languages there is a catalogue for, by code, the first being the fallback."""
    found = {file.stem for file in _FOLDER.glob("*.po")}
    return tuple(sorted(found, key=lambda code: (code != "fr", code)))


def closest(code: str | None, fallback: str) -> str:
    """Return the language to speak to somebody whose app says ``code`` (``fr-CA`` counts as ``fr``)."""
    wanted = (code or "").split("-")[0].lower()
    return wanted if wanted in languages() else fallback
