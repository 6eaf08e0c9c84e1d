"""The texts of a record: all of them by field, and those among them that people are ever shown."""

from collections.abc import Iterator, Mapping
from typing import Final

from pydantic import BaseModel

from content.language import Translated
from content.records import Contact, Dataset, Exclusion, Feed, Figure, Item, Office, Position, Publish, Source

_EDITORS: Final = (Dataset, Exclusion, Feed, Office)
"""Kinds that are for the editor; nobody else sees them."""

_UNSHOWN: Final = ("note",)


def leaves(model: BaseModel, prefix: str = "") -> Iterator[tuple[str, str | Translated]]:
    """Yield every text of the record with the path of its field; a text in several languages as one."""
    for name in type(model).model_fields:
        yield from _of(getattr(model, name), f"{prefix}{name}")


def _of(value: object, path: str) -> Iterator[tuple[str, str | Translated]]:
    if isinstance(value, str | Translated):
        yield path, value
    elif isinstance(value, BaseModel):
        yield from leaves(value, f"{path}.")
    elif isinstance(value, tuple):
        for number, part in enumerate(value, 1):
            yield from _of(part, f"{path}[{number}]")
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _of(part, f"{path}.{key}")


def shown(item: Item) -> Iterator[tuple[str, str]]:
    """Yield every text of the item that people may see, with its field; a text in several languages once for each."""
    if isinstance(item, _EDITORS) or item.publish is Publish.NO:
        return
    for path, value in leaves(item):
        if isinstance(value, Translated):
            if path not in _UNSHOWN and not _held_back(item, path):
                yield from ((f"{path}.{language}", text) for language, text in value.items())
        elif path in _plain(item):
            yield path, value


def _held_back(item: Item, path: str) -> bool:
    return isinstance(item, Contact) and path in ("hours", "use", "cost") and path not in item.display_fields


def _plain(item: Item) -> tuple[str, ...]:
    """Return the fields in one language alone that are shown as they stand."""
    match item:
        case Contact():
            return tuple(name for name in ("phone", "sms", "address") if name in item.display_fields)
        case Figure():
            return ("value",)
        case Position():
            return ("name",) if item.shown_name else ()
        case Source():
            return ("title",)
        case _:
            return ()
