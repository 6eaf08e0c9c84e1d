"""One call of a Bot API method, its parameters read as Telegram's server reads them, whatever way they travelled."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request

TRUE_WORDS = {"true", "yes", "1"}


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True)
class Call:
    """A method with its parameters as strings (objects as JSON), and the files sent along."""

    method: str
    values: dict[str, str]
    files: dict[str, Upload] = field(default_factory=dict)

    @classmethod
    def of(cls, method: str, parameters: Record, files: dict[str, Upload] | None = None) -> "Call":
        """Return the call for native values: what is not a string becomes JSON, ``None`` is left out."""
        values = {
            name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for name, value in parameters.items()
            if value is not None
        }
        return cls(method, values, files or {})

    def has(self, name: str) -> bool:
        """Return whether the parameter was given at all."""
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        """Return a string parameter."""
        return self.values.get(name, default)

    def required(self, name: str) -> str:
        """Return a string parameter; raise Telegram's refusal when it is missing or empty."""
        value = self.text(name)
        if not value:
            raise bad_request(f'Parameter "{name}" is required')
        return value

    def integer(self, name: str, default: int = 0, low: int = -(2**62), high: int = 2**62) -> int:
        """Return an integer parameter, forced between two bounds; what is no number counts as 0."""
        value = self.text(name)
        return max(low, min(high, leading_integer(value) if value else default))

    def number(self, name: str) -> float | None:
        """Return a decimal parameter, or None when it is missing or no number."""
        try:
            return float(self.text(name))
        except ValueError:
            return None

    def flag(self, name: str, default: bool = False) -> bool:
        """Return a Boolean parameter."""
        return self.text(name).strip().lower() in TRUE_WORDS if self.has(name) else default

    def message_id(self, name: str = "message_id") -> int:
        """Return a message's number, 0 when there is none."""
        return self.integer(name, low=0)

    def user_id(self, name: str = "user_id") -> int:
        """Return a person's number; raise Telegram's refusal when there is none."""
        number = self.integer(name, low=0)
        if not number:
            raise bad_request(f"Invalid {name} specified")
        return number

    def json(self, name: str, what: str) -> Any:
        """Return a parameter that holds JSON, None when it is missing or empty; raise Telegram's refusal when broken."""
        value = self.text(name)
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"Can't parse {what} JSON object") from None

    def shown(self) -> Record:
        """Return the parameters for people to read: JSON unpacked, files by name and size."""
        shown: Record = {name: unpacked(value) for name, value in self.values.items()}
        shown.update({name: f"<{upload.name}, {len(upload.data)} bytes>" for name, upload in self.files.items()})
        return shown


def leading_integer(text: str) -> int:
    """Return the number a string starts with, 0 when it starts with none."""
    sign, digits = ("-", text[1:]) if text[:1] == "-" else ("", text)
    length = next((index for index, letter in enumerate(digits) if letter not in "0123456789"), len(digits))
    return int(sign + digits[:length]) if length else 0


def unpacked(value: str) -> Any:
    """Return the object or list a string holds as JSON, or the string itself."""
    if value[:1] in "{[" and value:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
