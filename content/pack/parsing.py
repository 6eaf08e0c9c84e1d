"""Strict YAML: mappings, lists and plain values only, read so that no text changes its type on the way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

DEPTH: Final = 12
"""Levels a file may nest; the records need six."""

# What the core schema of YAML 1.2 calls so. `no`, `on`, `0123`, `10:30` and `2024-05-31` stay the text that was written.
_CONSTANTS: Final = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_WHOLE: Final = re.compile(r"-?(?:0|[1-9]\d{0,17})", re.ASCII)
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9]\d{0,17})\.\d{1,18}", re.ASCII)

_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_SAID: Final = (
    ("character cannot be printed", "there is a character that cannot be printed"),
    ("tabulator", "lines are indented with spaces, never with tabs"),
    ("mapping values are not allowed", "a text that holds ': ' must stand between quotation marks"),
    ("cannot start any token", "a text cannot begin with this character; put the whole text between quotation marks"),
    ("expected node content", "a quotation mark or a bracket is opened and never closed"),
    ("end of stream", "a quotation mark or a bracket is opened and never closed"),
    ("document indicator", "a quotation mark is opened and never closed"),
    ("escape", "'\\' has a meaning of its own between double quotation marks; use single ones"),
    ("expected key", "the lines do not line up, or a quotation mark is missing"),
    ("expected ':'", "a name must be followed by ': ' and its value; a quotation mark may be missing"),
    ("expected '-' indicator", "the lines of this list do not line up"),
    ("not allowed in this context", "the lines do not line up"),
    ("indentation", "the lines do not line up"),
    ("expected ',' or", "a list or a group in brackets is not closed, or a comma is missing"),
    ("tag", "'!' has a meaning of its own; put the whole text between quotation marks"),
    ("directive", "a text cannot begin with '%'; put it between quotation marks"),
    ("anchor", "'&' has a meaning of its own; put the whole text between quotation marks"),
    ("alias", "'*' has a meaning of its own; put the whole text between quotation marks"),
)


class NotReadableError(Exception):
    """The text cannot be read; ``line`` counts from one, 0 where it is not known."""

    def __init__(self, line: int, says: str) -> None:
        """Hold where and why."""
        super().__init__(says)
        self.line = line
        self.says = says


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    holds: dict[str, Any] | list[Any]
    key: str | None = field(default=None)


def parse(text: str) -> dict[str, Any]:
    """Return the mapping that ``text`` writes down: strings, numbers, booleans, None, lists and mappings of them.

    Raises NotReadableError, with the line, for everything else.
    """
    levels: list[_Open] = []
    root: dict[str, Any] | None = None
    for event in _events(text):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise NotReadableError(
                line, "'&' and '*' (one value used twice) are not allowed; write it out, or quote it"
            )
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise NotReadableError(line, "'---' begins a second document; a file holds one")
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if event.tag:
                raise NotReadableError(line, _of("tag"))
            if len(levels) >= DEPTH:
                raise NotReadableError(line, f"more than {DEPTH} levels within each other")
            opened = _Open({} if isinstance(event, yaml.MappingStartEvent) else [])
            _put(levels, opened.holds, line)
            levels.append(opened)
            if len(levels) == 1 and isinstance(opened.holds, dict):
                root = opened.holds
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            levels.pop()
        elif isinstance(event, yaml.ScalarEvent):
            _scalar(levels, event, line)
    if root is None:
        raise NotReadableError(0, "the file is empty")
    return root


def _scalar(levels: list[_Open], event: yaml.ScalarEvent, line: int) -> None:
    if event.tag:
        raise NotReadableError(line, _of("tag"))
    top = levels[-1] if levels else None
    plain = not event.style
    if top is None or not isinstance(top.holds, dict) or top.key is not None:
        _put(levels, _value(event.value) if plain else event.value, line)
        return
    if plain and event.value in ("", "~"):
        raise NotReadableError(line, "a value has no name before it")
    if event.value in top.holds:
        raise NotReadableError(line, f"{event.value[:60]!r} stands there twice")
    top.key = event.value


def _put(levels: list[_Open], value: Any, line: int) -> None:
    if not levels:
        if not isinstance(value, dict):
            raise NotReadableError(line, "a file holds lines like 'name: value', and nothing else at its top")
        return
    top = levels[-1]
    if isinstance(top.holds, list):
        top.holds.append(value)
    elif top.key is None:
        raise NotReadableError(line, "a name must be a text, not a list or a group")
    else:
        top.holds[top.key] = value
        top.key = None


def _value(written: str) -> Any:
    if written in _CONSTANTS:
        return _CONSTANTS[written]
    if _WHOLE.fullmatch(written):
        return int(written)
    if _DECIMAL.fullmatch(written):
        return float(written)
    return written


def _events(text: str) -> Iterator[yaml.Event]:
    # Events and not nodes: whatever is refused is refused before it is built, and nesting costs no recursion.
    if (unprintable := _UNPRINTABLE.search(text)) is not None:
        raise NotReadableError(text.count("\n", 0, unprintable.start()) + 1, _of("character cannot be printed"))
    try:
        yield from yaml.parse(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line + 1 if mark else 0
        tab = any("\t" in written for written in text.split("\n")[max(line - 1, 0) : line])
        raise NotReadableError(line, _of("tabulator" if tab else f"{fault.problem} {fault.context or ''}")) from None
    except (yaml.YAMLError, ValueError) as fault:
        raise NotReadableError(0, _of(str(fault))) from None


def _of(problem: str) -> str:
    for part, says in _SAID:
        if part in problem:
            return says
    return "this cannot be read as YAML; compare it with a file nearby"
