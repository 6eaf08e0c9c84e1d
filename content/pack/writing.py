"""Writing a pack: the one way a record is written down as YAML, so that the same record is always the same bytes."""

import datetime as dt
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from content.dates import PartialDate
from content.pack.manifest import Document
from content.records import FOLDERS, Item, Record

WIDTH: Final = 110
"""Characters a line may have before a text goes on below."""

_SHARED: Final = tuple(Record.model_fields)
_UNWRITTEN: Final = ("slug", "kind")
"""The name of the file and its folder say these."""

_MISREAD: Final = re.compile(
    r"[-+]?(?:[0-9][0-9_,]*(?::[0-5]?[0-9])*(?:\.[0-9_]*)?|\.[0-9_]+)(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+"
    r"|[-+]?\.(?:inf|nan)|[yn]|yes|no|on|off|true|false|null|~|=|<<",
    re.IGNORECASE | re.ASCII,
)
"""Texts some reader of YAML would take for a number, a time, a boolean or nothing."""


class _Day(str):
    """A date: written bare, for every reader of YAML gives it back as it stands."""

    __slots__ = ()


def file_of(item: Item) -> str:
    """Return the name of the item's file in a pack: ``measures/m-x.yaml``."""
    return f"{FOLDERS[item.kind]}/{item.slug}.yaml"


def write_item(item: Item) -> str:
    """Return the item as the text of its file: the fields of its kind first, then those every record has."""
    names = type(item).model_fields
    own = [name for name in names if name not in _SHARED]
    return _written(item, [name for name in (*own, *_SHARED) if name not in _UNWRITTEN])


def write_document(document: Document) -> str:
    """Return a document of the pack as the text of its file."""
    return _written(document, list(type(document).model_fields))


def _written(model: BaseModel, names: list[str]) -> str:
    data = _fields(model, names)
    if not data:
        return "{}\n"
    return str(yaml.dump(data, Dumper=_Dumper, width=WIDTH, allow_unicode=True, sort_keys=False))


def _fields(model: BaseModel, names: list[str]) -> dict[str, Any]:
    """Return the fields worth writing: those without a default, and those that differ from it."""
    known: Mapping[str, FieldInfo] = type(model).model_fields
    return {
        name: _plain(getattr(model, name))
        for name in names
        if known[name].is_required() or getattr(model, name) != known[name].get_default()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _fields(value, list(type(value).model_fields))
    if isinstance(value, PartialDate | dt.date):
        return _Day(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value


class _Dumper(yaml.SafeDumper):
    """Block style, lists set in, and quotation marks where a text could be taken for something else."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    if _MISREAD.fullmatch(value):
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="'")
    several = "\n" in value.rstrip("\n")
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if several else None)


def _day(dumper: yaml.SafeDumper, value: _Day) -> yaml.ScalarNode:
    tag = "timestamp" if len(value) == 10 else "int" if value.isdigit() else "str"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", str(value))


def _float(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    # Never 1e-05: that is a text to our reader.
    written = f"{value:.18f}".rstrip("0") if "e" in repr(value) else repr(value)
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{written}0" if written.endswith(".") else written)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_Day, _day)
_Dumper.add_representer(float, _float)
