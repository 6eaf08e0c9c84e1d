"""Says in readable lines where a call or an answer departs from the published Bot API."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.record import Record

API = Path(__file__).with_name("api.json")
# Objects that gain fields with every version: a client may be older than the specification.
GROWING = ("ChatAdministratorRights", "ChatPermissions")
# Sent by Telegram beside the documented fields, or kept for old clients.
UNDOCUMENTED = {"Chat": {"all_members_are_administrators"}, "ChatFullInfo": {"all_members_are_administrators"}}


class Contract:
    """The machine-readable Bot API with its checks; a check returns sentences, none when all is well."""

    def __init__(self, spec: Record) -> None:
        """Keep the specification as ``generate.py`` writes it."""
        self.version: str = spec["version"]
        self.methods: Record = spec["methods"]
        self.objects: Record = spec["objects"]
        self._names = {name.lower(): name for name in self.methods}

    def method(self, name: str) -> str | None:
        """Return a method's name as documented, whatever its capitals, or None when there is no such method."""
        return self._names.get(name.lower())

    def faults_of_call(self, call: Call) -> list[str]:
        """Return what is wrong with a call's parameters: unknown, missing, of a wrong type."""
        known = self.methods[call.method]["parameters"]
        faults = [f"{call.method}: unknown parameter {name!r}" for name in sorted(call.values) if name not in known]
        for name, rule in known.items():
            given = call.values.get(name)
            if given is None:
                if rule["required"] and name not in call.files:
                    faults.append(f"{call.method}: required parameter {name!r} is missing")
                continue
            value = _read(given, rule["type"])
            if value == {}:
                # python-telegram-bot sends an empty keyboard so; Telegram takes it for none.
                continue
            found = self.faults_of(value, rule["type"], name)
            if rule["type"] in GROWING:
                found = [fault for fault in found if not fault.endswith(" is missing")]
            faults += [f"{call.method}: {fault}" for fault in found]
        attached = json.dumps(call.values)
        for name in call.files:
            if name not in known and f"attach://{name}" not in attached:
                faults.append(f"{call.method}: the file {name!r} belongs to no parameter")
        return faults

    def faults_of_answer(self, method: str, result: Any) -> list[str]:
        """Return what is wrong with a result: a field missing, unknown or of a wrong type."""
        return [f"answer to {fault}" for fault in self.faults_of(result, self.methods[method]["returns"], method)]

    def faults_of_update(self, update: Any) -> list[str]:
        """Return what is wrong with an update."""
        return self.faults_of(update, "Update", "update")

    def faults_of(self, value: Any, kind: Any, path: str) -> list[str]:
        """Return what is wrong with a value of a type, each fault with the path to it."""
        if isinstance(kind, list):
            if kind[0] == "const":
                return [] if value in kind[1:] else [f"{path} is {value!r}, not {kind[1]!r}"]
            if kind[0] == "list":
                if not isinstance(value, list):
                    return [f"{path} is no list"]
                return [
                    fault for at, one in enumerate(value) for fault in self.faults_of(one, kind[1], f"{path}[{at}]")
                ]
            tried = [self.faults_of(value, one, path) for one in kind[1:]]
            return min(tried, key=len)
        if kind in PLAIN:
            return [] if PLAIN[kind](value) else [f"{path} is {_short(value)}, not {kind}"]
        return self._faults_of_object(value, kind, path)

    def _faults_of_object(self, value: Any, kind: str, path: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{path} is {_short(value)}, not {kind}"]
        fields = self.objects.get(kind, {})
        if not fields and (kinds := self._kinds_of(kind)):
            return min((self._faults_of_object(value, one, path) for one in kinds), key=len)
        faults = [
            f"{path}.{name} is missing" for name, rule in fields.items() if rule["required"] and name not in value
        ]
        for name, one in value.items():
            if name in fields:
                faults += self.faults_of(one, fields[name]["type"], f"{path}.{name}")
            elif name not in UNDOCUMENTED.get(kind, ()):
                faults.append(f"{path}.{name} is no field of {kind}")
        return faults

    def _kinds_of(self, kind: str) -> list[str]:
        """Return the objects that an abstract one stands for (``ChatMember``: ``ChatMemberOwner`` …)."""
        return [name for name in self.objects if name.startswith(kind) and name != kind and self.objects[name]]


PLAIN: dict[str, Callable[[Any], bool]] = {
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "InputFile": lambda value: isinstance(value, str),
    "Anything": lambda _value: True,
}


def _read(given: str, kind: Any) -> Any:
    """Return a parameter's string as the value its type wants, or the string itself when it cannot be one."""
    if kind in ("String", "InputFile"):
        return given
    if kind == "Boolean":
        return {"true": True, "false": False, "1": True, "0": False}.get(given.lower(), given)
    if isinstance(kind, list) and kind[0] == "any" and "String" in kind and not given.lstrip("-").isdigit():
        return given
    try:
        return json.loads(given)
    except ValueError:
        return given


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


@cache
def contract() -> Contract:
    """Return the one contract, read from ``api.json`` the first time it is asked for."""
    return Contract(json.loads(API.read_text(encoding="utf-8")))
