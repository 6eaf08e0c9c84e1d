"""Sentences for what the records refuse: what stands there, and what to write instead."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import UnionType
from typing import Any, Final, get_args, get_origin, Union

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_LANGUAGE: Final = r"^[a-z]{2}$"
_TIME: Final = "[0-5]"

_SENTENCES: Final[dict[str, str]] = {
    "missing": "is missing",
    "bool_type": "must be true or false, not {input}",
    "float_type": "must be a number like 48.88, not {input}",
    "int_type": "must be a whole number, not {input}",
    "date_type": "must be a day like 2026-11-22, not {input}",
    "date_parsing": "{input} is not a day; write one like 2026-11-22",
    "date_from_datetime_parsing": "{input} is not a day; write one like 2026-11-22",
    "tuple_type": "must be a list, a line beginning with '- ' for each",
    "list_type": "must be a list, a line beginning with '- ' for each",
    "model_type": "must be a group of lines like 'name: value'",
    "too_short": "must not be empty",
    "string_too_short": "must not be empty",
    "string_too_long": "{input} has more than {max_length} characters",
    "greater_than_equal": "{input} is too small; the smallest allowed is {ge}",
    "less_than_equal": "{input} is too large; the largest allowed is {le}",
    "finite_number": "must be a number like 48.88, not {input}",
}


def sentences(fault: ValidationError, record: type[BaseModel]) -> list[tuple[str, str]]:
    """Return, for each thing the record refuses, the path of its field and what to do, in plain words."""
    return [(path(error["loc"]), _sentence(error, record)) for error in fault.errors(include_url=False)]


def path(location: tuple[int | str, ...]) -> str:
    """Return the path of a field as a person counts: ``evidence[1].source`` is the source of the first evidence."""
    written = ""
    for part in location:
        if isinstance(part, int):
            written += f"[{part + 1}]"
        elif part != "[key]":
            written += f".{shortened(part)}" if written else shortened(part)
    return written


def shortened(text: str, most: int = 60) -> str:
    """Return the text on one line, without characters that cannot be printed, cut after ``most`` characters."""
    line = "".join(character if character.isprintable() else " " for character in text)
    return line if len(line) <= most else f"{line[:most]}…"


def nearly(word: str, known: list[str]) -> str:
    """Return the advice that one of the ``known`` names was meant, or nothing."""
    close = get_close_matches(word, known, 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def _sentence(error: ErrorDetails, record: type[BaseModel]) -> str:
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _extra(error, record)
    if (special := _SPECIAL.get(kind)) is not None:
        return special(error)
    if kind in ("enum", "literal_error"):
        allowed = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        return f"{_shown(given)} is not allowed; write one of {allowed}"
    if kind in _SENTENCES:
        return _SENTENCES[kind].format_map(_Values(context, input=_shown(given)))
    return f"{_shown(given)} cannot stand here"


class _Values(dict[str, Any]):
    def __init__(self, context: Mapping[str, Any], **more: Any) -> None:
        super().__init__(context, **more)

    def __missing__(self, key: str) -> str:
        return "…"


def _extra(error: ErrorDetails, record: type[BaseModel]) -> str:
    names = _fields(record, error["loc"][:-1])
    name = str(error["loc"][-1])
    return f"is no field here{nearly(name, names) or '; there are ' + ', '.join(names)}"


def _text(error: ErrorDetails) -> str:
    given = error["input"]
    if given is None:
        return "must be a text; leave the whole line out where there is nothing to say"
    if isinstance(given, bool | int | float):
        written = str(given).lower() if isinstance(given, bool) else str(given)
        return f"must be a text; write it between quotation marks: '{written}'"
    return f"must be one text, not {_shown(given)}"


def _pattern(error: ErrorDetails) -> str:
    pattern, given = str(error.get("ctx", {}).get("pattern", "")), _shown(error["input"])
    if pattern == _LANGUAGE:
        return f"{given} is no code of a language; write two letters, like fr"
    if _TIME in pattern:
        return f"{given} is no time of day; write it like 08:30"
    return f"{given} is no name of an item; write lower-case letters and digits, joined by single hyphens"


def _group(error: ErrorDetails) -> str:
    if error["input"] is None:
        return "must not be empty"
    return "must have a line for each language (fr: …), not a text of its own"


def _reason(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    reason = shortened(str(context.get("reason") or context.get("error") or ""), 200)
    if error["type"] == "partial_date" and "write" not in reason:
        return f"{_shown(error['input'])} is not a date; write 2024, 2024-05 or 2024-05-31"
    return reason or f"{_shown(error['input'])} cannot stand here"


_SPECIAL: Final[dict[str, Callable[[ErrorDetails], str]]] = {
    "string_type": _text,
    "string_pattern_mismatch": _pattern,
    "dict_type": _group,
    "partial_date": _reason,
    "value_error": _reason,
}


def _shown(given: object) -> str:
    if given is None:
        return "nothing"
    if isinstance(given, list):
        return "a list"
    if isinstance(given, Mapping):
        return "a group of lines"
    if isinstance(given, bool):
        return str(given).lower()
    return repr(shortened(given)) if isinstance(given, str) else shortened(str(given))


def _fields(record: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Return the names of the fields allowed at a place within the record."""
    here = record
    for part in location:
        if isinstance(part, str) and part in here.model_fields:
            here = _model(here.model_fields[part].annotation) or here
    return [name for name in here.model_fields if name not in ("slug", "kind")]


def _model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, UnionType):
        return next((found for part in get_args(annotation) if (found := _model(part))), None)
    return None
