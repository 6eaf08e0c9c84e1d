"""Fields: what of an item can be corrected in a message, and the item as a correction makes it."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, Final

from content.language import Translated
from content.records import Contact, Figure, Item
from handlers.correct.erratum import DROPPED, Erratum
from handlers.update.value import value_of

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "article": ("title", "summary"),
    "measure": ("title", "description", "authority"),
    "figure": ("value", "title", "scope", "stated_by", "caveat"),
    "contact": ("title", "phone", "sms", "address", "hours", "use", "cost"),
    "term": ("title", "definition"),
    "position": ("says",),
}
"""By kind. A new status, a later value, a contact checked again are no corrections: /update."""
_SCREENED: Final[Mapping[str, str]] = {
    "title": "title",
    "value": "figure",
    "caveat": "caveat",
    "hours": "hours",
    "address": "address",
}
"""As what a field is screened; as a summary where it is not named."""
_NUMBER: Final = re.compile(r"\+?[\d \u00a0\u202f().-]{2,24}")
_LONGEST: Final[Mapping[str, int]] = {"title": 200, "phone": 24, "sms": 24, "value": 40, "address": 200, "hours": 300}
_LONG: Final = 1200


def fields(item: Item) -> tuple[str, ...]:
    """Return the fields of the item that say something."""
    return tuple(name for name in FIELDS.get(item.kind, ()) if getattr(item, name, None) is not None)


def current(item: Item, name: str) -> Mapping[str, str]:
    """Return what a field says, by language; by an empty name where it says the same in all."""
    value = getattr(item, name, None)
    if isinstance(value, Translated):
        return dict(value)
    return {} if value is None else {"": str(value)}


def screened_as(name: str, language: str) -> str | None:
    """Return the field of the screens; None for a number of a service, which is only ever a number."""
    if name in ("phone", "sms"):
        return None
    as_field = _SCREENED.get(name, "summary")
    return f"{as_field}.{language}" if language else as_field


def fit(name: str, text: str) -> str | None:
    """Return the text as the field keeps it; None where it is too long for it, or no such thing."""
    line = " ".join(text.split())
    if not line or len(line) > _LONGEST.get(name, _LONG):
        return None
    if name == "value":
        return value_of(text)
    if name in ("phone", "sms") and not _NUMBER.fullmatch(line):
        return None
    return line


def made(item: Item, erratum: Erratum, today: dt.date) -> Item:
    """Return the item as the correction makes it, checked today; what would contradict it goes."""
    value: Any = erratum.texts.get("")
    if value is None:
        was = {code: text for code, text in current(item, erratum.name).items() if erratum.others.get(code) != DROPPED}
        value = Translated({**was, **erratum.texts})
    update: dict[str, Any] = {erratum.name: value, "checked_on": today}
    if isinstance(item, Figure) and erratum.name == "value":
        update["written"] = None
    if isinstance(item, Contact) and erratum.name == "hours":
        update["opening"] = None
    if isinstance(item, Contact) and erratum.name == "address":
        update |= {"lat": None, "lon": None}
    return item.model_copy(update=update)
