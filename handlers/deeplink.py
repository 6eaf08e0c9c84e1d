"""Deep links: what stands behind ``?start=``, at most 64 characters out of ``A-Za-z0-9_-``."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from typing import Final

from content.records import KINDS
from handlers.request import Request

LONGEST: Final = 64
_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PLAIN: Final = re.compile(r"[A-Za-z0-9-]+(?: [A-Za-z0-9-]+)*")
_COMMAND: Final = re.compile(r"do-([a-z]{2,20})(?:_([A-Za-z0-9_-]+))?")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TEXT: Final = "q-"
_DOOR: Final = re.compile(r"door-([A-Za-z0-9_-]{16,59})")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: a command with its arguments. Anybody can write a link, so they are not ours."""

    command: str
    args: str = ""


def encode(command: str, args: str = "") -> str:
    """Return the payload that asks for a command; arguments that do not fit are left out."""
    if not args:
        return f"do-{command}"
    if _PLAIN.fullmatch(args) and not args.startswith(_TEXT):
        payload = f"do-{command}_{args.replace(' ', '_')}"
    else:
        payload = f"do-{command}_{_TEXT}{urlsafe_b64encode(args.encode()).decode().rstrip('=')}"
    return payload if len(payload) <= LONGEST else f"do-{command}"


def to_item(kind: str, slug: str) -> str:
    """Return the payload that opens an item, the form people may share; by command where it would be too long."""
    payload = f"{kind}-{slug}"
    return payload if len(payload) <= LONGEST else encode("open", slug)


def to_door(token: str) -> str:
    """Return the payload that goes through a door (see the port ``Doors``)."""
    return f"door-{token}"


def door_token(payload: str) -> str | None:
    """Return the token a payload carries, or None where it is of another form."""
    found = _DOOR.fullmatch(payload)
    return found[1] if found else None


def decode(payload: str) -> Target | None:
    """Return where a payload leads, or None when it is not one of ours."""
    if not _PAYLOAD.fullmatch(payload):
        return None
    if asked := _COMMAND.fullmatch(payload):
        args = _args(asked[2] or "")
        return None if args is None else Target(asked[1], args)
    kind, _, slug = payload.partition("-")
    return Target("open", slug) if kind in KINDS and _SLUG.fullmatch(slug) else None


def by_link(request: Request) -> bool:
    """Return whether the command came by a link: anybody can write one, so it changes nothing before a press."""
    return request.asked_as.lower() == "start" and not request.pressed


def _args(written: str) -> str | None:
    if not written.startswith(_TEXT):
        return written.replace("_", " ").strip()
    body = written.removeprefix(_TEXT)
    try:
        text = urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode()
    except (Error, ValueError):
        return None
    return text.strip() if text.isprintable() else None
