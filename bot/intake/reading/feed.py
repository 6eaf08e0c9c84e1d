"""A feed's entries, by feedparser; run in the child."""

import calendar
import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

import feedparser  # type: ignore[import-untyped]
from feedparser.exceptions import CharacterEncodingOverride, NonXMLContentType  # type: ignore[import-untyped]

from bot.intake.reading.bounds import MOST_ENTRIES
from bot.intake.reading.plain import plain

_TITLE: Final = 600
_SUMMARY: Final = 4000
_ADDRESS: Final = 2048
_REFERENCE: Final = re.compile(rb"&#(?:[xX]0*([0-9a-fA-F]+)|0*([0-9]{1,4000})[0-9]*);?")


def read_feed(body: bytes, url: str, content_type: str, charset: str | None) -> dict[str, Any]:
    """Return the feed's title and entries; ``feed`` is false for what is none. Links are whole, texts are without tags."""
    kind = f"{content_type}; charset={charset}" if charset else content_type
    # A stream, never the bytes: those it would try to open as a file's name first (telegram-facts.md, fact 8).
    found = feedparser.parse(
        BytesIO(_REFERENCE.sub(_possible, body)),
        response_headers={"content-type": kind, "content-location": url},
        sanitize_html=False,  # no tag is kept anyway
        resolve_relative_uris=False,
    )
    harmless = isinstance(found.get("bozo_exception"), (CharacterEncodingOverride, NonXMLContentType))
    return {
        "feed": bool(found.get("version") or found.entries),
        "title": plain(_text(found.feed, "title"), _TITLE),
        "broken": bool(found.get("bozo")) and not harmless,
        "entries": [_entry(each) for each in found.entries[:MOST_ENTRIES]],
        "more": max(0, len(found.entries) - MOST_ENTRIES),
    }


def _possible(reference: re.Match[bytes]) -> bytes:
    """Return the reference, or nothing where it names no character: one such would end the whole feed."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if number < 0x110000 and not 0xD800 <= number < 0xE000 else b""


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    contents = entry.get("content")
    inner = contents[0].get("value") if isinstance(contents, list) and contents else None
    summary = _text(entry, "summary") or (inner if isinstance(inner, str) else "")
    return {
        "guid": _text(entry, "id")[:_ADDRESS],
        "url": _text(entry, "link")[: _ADDRESS + 1],
        "title": plain(_text(entry, "title"), _TITLE),
        # Past feedparser's own "get", which gives one for the other and warns of it.
        "published": _seconds(dict.get(entry, "published_parsed")),
        "updated": _seconds(dict.get(entry, "updated_parsed")),
        "summary": plain(summary, _SUMMARY),
    }


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


def _seconds(parsed: Any) -> int | None:
    """Return seconds since 1970 of a time in UTC, as feedparser gives it."""
    try:
        return calendar.timegm(parsed) if parsed else None
    except (ValueError, OverflowError, TypeError):
        return None
