"""The child's answer, believed no more than the page itself: checked, cut and sanitised on our side."""

import json
import re
from datetime import date, datetime, timedelta, UTC
from typing import Any, Final

from yarl import URL

from bot.intake.address import web_link
from bot.intake.reading.bounds import MOST_ENTRIES
from bot.intake.reading.records import FeedEntry, FeedRead, PageRead, ReadingError, Unread
from bot.intake.sanitise import one_line, paragraphs

TITLE: Final = 300
SITE: Final = 100
SUMMARY: Final = 2000
TEXT: Final = 60_000
_OLDEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD: Final = timedelta(hours=24)
"""How far a date may lie ahead: a publisher's clock or time zone may be wrong, its calendar not."""
_LANGUAGE: Final = re.compile(r"([a-zA-Z]{2})(?:[-_].*)?", re.DOTALL)
_SCHEME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_OWN: Final = re.compile(r"\A(?:www|amp|m|mobile)\.")


def decoded(answer: bytes) -> dict[str, Any]:
    """Return the answer as an object; raises ReadingError when it is none or tells of a fault."""
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ReadingError(Unread.FAILED, "The reader failed on what the server sent.")
    if found.get("fault") in ("memory", "depth", "MemoryError", "RecursionError"):
        raise ReadingError(Unread.TOO_MUCH, "What the server sent takes too much memory to read.")
    if "fault" in found:
        raise ReadingError(Unread.FAILED, "The reader failed on what the server sent.")
    return found


def feed(answer: dict[str, Any], base: str, now: datetime) -> FeedRead:
    """Return the feed; ``base`` is the address links are relative to; raises ReadingError when it is no feed."""
    if answer.get("feed") is not True:
        raise ReadingError(
            Unread.NOT_A_FEED, "What the server sent is no RSS or Atom feed. Look for the feed's address."
        )
    entries = answer.get("entries")
    given = [each for each in entries if isinstance(each, dict)] if isinstance(entries, list) else []
    taken = [each for each in (_entry(each, base, now) for each in given[:MOST_ENTRIES]) if each is not None]
    more = answer.get("more")
    return FeedRead(
        title=one_line(_text(answer, "title"), TITLE),
        entries=_told_apart(taken),
        broken=answer.get("broken") is not False,
        left_out=len(given) - len(taken) + (more if isinstance(more, int) else 0),
    )


def _entry(entry: dict[str, Any], base: str, now: datetime) -> FeedEntry | None:
    link = _whole(_text(entry, "url"), base)
    if link is None:
        return None
    return FeedEntry(
        guid=one_line(_text(entry, "guid"), 2048) or link,
        url=link,
        title=one_line(_text(entry, "title"), TITLE),
        published=_instant(entry.get("published"), now),
        updated=_instant(entry.get("updated"), now),
        summary_text=one_line(_text(entry, "summary"), SUMMARY),
    )


def _told_apart(entries: list[FeedEntry]) -> tuple[FeedEntry, ...]:
    """Return each entry once; where a feed calls several by one name, their links tell them apart."""
    links: dict[str, set[str]] = {}
    for each in entries:
        links.setdefault(each.guid, set()).add(each.url)
    kept: dict[str, FeedEntry] = {}
    for each in entries:
        name = each.guid if len(links[each.guid]) == 1 else each.url
        kept.setdefault(name, FeedEntry(name, each.url, each.title, each.published, each.updated, each.summary_text))
    return tuple(kept.values())


def page(answer: dict[str, Any], base: str, now: datetime) -> PageRead:
    """Return the page; raises ReadingError when it is none or may not be read."""
    if answer.get("page") is not True:
        raise ReadingError(Unread.NOT_A_PAGE, "What the server sent is no web page.")
    if answer.get("reserved") is True:
        raise reserved()
    language = _LANGUAGE.fullmatch(_text(answer, "language").strip())
    return PageRead(
        title=one_line(_text(answer, "title"), TITLE),
        site=one_line(_text(answer, "site"), SITE),
        published=_day(_text(answer, "published"), now),
        language=language[1].lower() if language else None,
        text=paragraphs(_text(answer, "text"), TEXT),
        canonical_url=_own(_text(answer, "canonical"), base),
    )


def reserved() -> ReadingError:
    """Return the error for a page whose publisher reserves text and data mining (content policy, section 7, rule 15)."""
    return ReadingError(
        Unread.RESERVED, "The publisher reserves its pages against reading by programs. Enter it by hand."
    )


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


def _whole(link: str, base: str) -> str | None:
    """Return the link in full, or None when it leads to no page of the web."""
    link = link.strip()
    if not link or _SCHEME.match(link):
        return web_link(link)
    try:
        return web_link(str(URL(base).join(URL(link))))
    except ValueError:
        return None


def _own(link: str, base: str) -> str | None:
    """Return the address a page gives for itself, unless it is that of another site: anybody can claim to be another."""
    whole = _whole(link, base)
    if whole is None:
        return None
    ours, theirs = (_OWN.sub("", URL(each).raw_host or "") for each in (base, whole))
    return whole if ours == theirs else None


def _instant(seconds: object, now: datetime) -> datetime | None:
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        return None
    try:
        found = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if _OLDEST <= found <= now + _AHEAD else None


def _day(text: str, now: datetime) -> date | None:
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if _OLDEST.date() <= found <= (now + _AHEAD).date() else None
