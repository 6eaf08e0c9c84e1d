"""What stands behind a link in a formatted text: a person, an emoji, or an address that Telegram accepts."""

import re
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.record import Record

SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
HOST = re.compile(r"^[^\s/?#@]+\.[^\s/?#.]{2,}|^localhost(?=[:/?#]|$)|^\[[0-9a-f:]+\]", re.IGNORECASE)


def person_behind(url: str) -> int | None:
    """Return the user's number of a ``tg://user?id=…`` link, or None."""
    parts = urlsplit(url)
    if parts.scheme == "tg" and (parts.netloc or parts.path.strip("/")) == "user":
        number = parse_qs(parts.query).get("id", [""])[0]
        return int(number) if number.isdigit() and int(number) else None
    return None


def emoji_behind(url: str) -> str | None:
    """Return the custom emoji's identifier of a ``tg://emoji?id=…`` link, or None."""
    parts = urlsplit(url)
    if parts.scheme == "tg" and parts.netloc == "emoji":
        number = parse_qs(parts.query).get("id", [""])[0]
        return number if number.isdigit() else None
    return None


def moment_behind(url: str) -> tuple[int, str] | None:
    """Return the Unix time and the format of a ``tg://time?unix=…`` link, or None."""
    parts = urlsplit(url)
    if parts.scheme == "tg" and parts.netloc == "time":
        query = parse_qs(parts.query)
        number = query.get("unix", [""])[0]
        return (int(number), query.get("format", [""])[0]) if number.isdigit() else None
    return None


def checked_link(url: str) -> str:
    """Return the address as Telegram shows it (with ``http://`` and a path), or an empty string when it is none."""
    url = url.strip()
    if url.lower().startswith(("tg:", "ton:", "tonsite:")):
        return url if "://" in url and len(url.split("://", 1)[1]) else ""
    if not SCHEME.match(url) or re.match(r"^[^/:]+:\d+(/|$)", url):
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not HOST.match(parts.netloc.rpartition("@")[2]):
        return ""
    rest = url.split("://", 1)[1][len(parts.netloc) :]
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{rest if rest.startswith('/') else '/' + rest}"


def link_entity(offset: int, length: int, url: str) -> Record | None:
    """Return the entity for a link (``text_mention`` for a person), or None when Telegram would drop it."""
    person = person_behind(url)
    if person is not None:
        return {"type": "text_mention", "offset": offset, "length": length, "user_id": person}
    address = checked_link(url)
    return {"type": "text_link", "offset": offset, "length": length, "url": address} if address else None
