"""Writes ``api.json``, the machine-readable Bot API, from aiogram's classes; runs in ``.venv-bench``."""

# mypy: ignore-errors
# aiogram is no dependency of the bot: it lives in the bench's own environment.

import datetime
import importlib
import json
import types
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, Literal, Union

from aiogram.client.default import Default
from aiogram.methods.base import TelegramMethod
from aiogram.types import InputFile
from aiogram.types.base import TelegramObject

HERE = Path(__file__).parent
PLAIN = {int: "Integer", str: "String", bool: "Boolean", float: "Float"}


def spelled(annotation: Any) -> Any:
    """Return the type as JSON: a name, ``["list", T]``, ``["any", T…]`` or ``["const", value…]``."""
    if annotation in PLAIN:
        return PLAIN[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return spelled(arguments[0])
    if origin is Literal:
        return ["const", *[getattr(one, "value", one) for one in arguments]]
    if origin is list:
        return ["list", spelled(arguments[0])]
    if origin in (Union, types.UnionType):
        return union([one for one in arguments if one is not type(None)])
    if annotation in (datetime.datetime, datetime.timedelta):
        return "Integer"
    if isinstance(annotation, type):
        if issubclass(annotation, InputFile):
            return "InputFile"
        if issubclass(annotation, TelegramObject):
            return annotation.__name__
        for plain, name in PLAIN.items():
            if issubclass(annotation, plain):
                return name
    return "Anything"


def union(alternatives: list[Any]) -> Any:
    """Return the union of types, each once; a ``Default`` is aiogram's own and no type of Telegram's."""
    found: list[Any] = []
    for one in alternatives:
        if one is Default:
            continue
        name = spelled(one)
        for part in name[1:] if isinstance(name, list) and name[0] == "any" else [name]:
            if part not in found:
                found.append(part)
    return found[0] if len(found) == 1 else ["any", *found]


def fields(model: type[Any]) -> dict[str, Any]:
    """Return every field of a model under Telegram's name, with its type and whether Telegram always sends or needs it."""
    rows = {}
    for name, field in sorted(model.model_fields.items()):
        rows[field.alias or name] = {"type": spelled(field.annotation), "required": field.is_required()}
    return rows


def pinned(model: type[Any]) -> dict[str, Any]:
    """Return the fields, with those that aiogram fills in itself (``type``, ``status``, ``source``) as required constants."""
    rows = fields(model)
    for name, field in model.model_fields.items():
        if isinstance(rows[field.alias or name]["type"], list) and rows[field.alias or name]["type"][0] == "const":
            rows[field.alias or name]["required"] = (
                rows[field.alias or name]["type"][1] is not True or field.is_required()
            )
    return rows


def main() -> None:
    """Write ``api.json`` beside this file."""
    aiogram = importlib.import_module("aiogram")
    methods, objects = {}, {}
    for name in aiogram.methods.__all__:
        model = getattr(aiogram.methods, name)
        if isinstance(model, type) and issubclass(model, TelegramMethod) and model is not TelegramMethod:
            methods[model.__api_method__] = {"parameters": fields(model), "returns": spelled(model.__returning__)}
    for name in aiogram.types.__all__:
        model = getattr(aiogram.types, name)
        if isinstance(model, type) and issubclass(model, TelegramObject) and not issubclass(model, InputFile):
            model.model_rebuild()
            objects[name] = pinned(model)
    spec = {
        "version": aiogram.__api_version__,
        "source": f"aiogram {aiogram.__version__}",
        "methods": dict(sorted(methods.items())),
        "objects": dict(sorted(objects.items())),
    }
    (HERE / "api.json").write_text(json.dumps(spec, indent=None, separators=(",", ":"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
