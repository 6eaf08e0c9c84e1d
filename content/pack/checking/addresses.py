"""Addresses: what may be linked, and where no link may lead."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from content.pack.checking.remark import Remark
from content.pack.sentences import shortened
from content.records import Article, Contact, Feed, Item

_LONGEST: Final = 2048
_HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_IN_TEXT: Final = re.compile(r"https?://[^\s<>»\"']+")


def addresses(item: Item) -> Iterator[tuple[str, str]]:
    """Yield the addresses of an item that people, or the reader of feeds, may be led to."""
    match item:
        case Article(url=str(url)):
            yield "url", url
        case Contact(url=str(url)) if "url" in item.display_fields:
            yield "url", url
        case Feed(enabled=True, url=str(url)):
            yield "url", url
        case _:
            return


def in_text(text: str) -> list[str]:
    """Return the addresses written in a text."""
    return [found.rstrip(".,;:)") for found in _IN_TEXT.findall(text)]


def check_address(field: str, url: str, excluded: Iterable[str]) -> Iterator[Remark]:
    """Yield what speaks against linking to ``url``; ``excluded`` are the hosts of the pack's exclusions."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or len(url) > _LONGEST:
        yield Remark(field, f"{shortened(url)!r} is no address of the web; write one like https://www.paris.fr/page")
    elif not url.isascii() or not url.isprintable() or " " in url:
        yield Remark(field, f"{shortened(url)!r} holds a space or a character an address cannot have")
    elif parts.username is not None:
        yield Remark(field, f"{shortened(url)!r} names a user before the host; nothing like that is linked")
    elif (barred := next((bar for bar in excluded if host == bar or host.endswith(f".{bar}")), None)) is not None:
        yield Remark(field, f"leads to {barred}, which is among the exclusions and is never linked")
