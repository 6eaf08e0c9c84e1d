"""Importing: an entry of a feed, or a link, becomes an arrival: matched to places and subjects, dated, attributed."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from yarl import URL

from bot.intake.arrival import addresses, Arrival, Dropped
from bot.intake.choosing import dated_at, old
from bot.intake.failure import FetchError, Reason
from bot.intake.host import shown_host
from bot.intake.reading.records import FeedEntry, FeedRead, PageRead, ReadingError, Unread
from bot.intake.visiting import Visit, Visitor
from bot.intake.voices import Voices
from bot.storage.feeds import FeedDue
from content.dates import PartialDate
from content.intake import canonical, Draft, excluded, Found, names, Piece, relevant, reliability, three_sentences, Why
from content.intake.canonical import host
from content.intake.draft import HowKnown
from content.intake.subjects import spoken
from content.records import Exclusion
from content.reference import Reference
from content.texts import languages

_IN_ADDRESS: Final = re.compile(r"(?<!\d)(20\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?!\d)")
_NOWHERE: Final = (Reason.NOT_WEB, Reason.PRIVATE)


class ExcludedError(Exception):
    """The link is among the exclusions, or leads there."""


class ElsewhereError(Exception):
    """The article is not about the neighbourhood."""

    def __init__(self, why: Why) -> None:
        """Keep why."""
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Scene:
    """What articles are held against."""

    reference: Reference
    exclusions: Sequence[Exclusion]
    zone: str


@dataclass(frozen=True, slots=True)
class _Read:
    """What is known of an article before it is matched."""

    url: str
    title: str
    text: str
    language: str
    date: PartialDate | None
    known: HowKnown
    unread: str | None


class Importer:
    """Makes arrivals."""

    def __init__(self, visitor: Visitor, voices: Voices, scene: Callable[[], Scene]) -> None:
        """Look at pages through ``visitor`` and ask ``voices`` whose they are; ``scene`` may change."""
        self._visitor = visitor
        self._voices = voices
        self._scene = scene

    def sift(self, entry: FeedEntry, feed: FeedDue, read: FeedRead, now: dt.datetime) -> str | None:
        """Return why an entry goes no further, by what the feed itself says of it; None where its page is worth a look."""
        scene = self._scene()
        if excluded(entry.url, read.title, scene.exclusions):
            return Dropped.EXCLUDED.value
        if old(dated_at(entry, now), feed.answered_at, now):
            return Dropped.OLD.value
        found = relevant(entry.title, entry.summary_text, scene.reference, local=feed.local)
        return found.why.value if found.why else None

    async def entry(
        self, entry: FeedEntry, feed: FeedDue, read: FeedRead, now: dt.datetime, *, reserved: bool = False
    ) -> Arrival | str:
        """Return the arrival, or why there is none; raises nothing: a page that cannot be read is done without.

        ``reserved``: the feed's publisher reserves text and data mining, so that its pages are not looked at.
        """
        visit = Visit(entry.url, unread="reserved") if reserved else await self._visit(entry.url)
        if visit.unread in _NOWHERE:
            return Dropped.NO_ADDRESS.value
        scene, page = self._scene(), visit.page
        site = page.site if page else ""
        if any(excluded(visit.url, name, scene.exclusions) for name in (site, read.title)):
            return Dropped.EXCLUDED.value
        text = "\n".join(part for part in (entry.summary_text, page.text if page else "") if part)
        date, known = _dated(dated_at(entry, now), page, visit.url, scene.zone, now)
        if date is not None and old(_evening(date), feed.answered_at, now):
            return Dropped.OLD.value
        title = entry.title or (page.title if page else "")
        what = _Read(_link(visit), title, text, _language(page, f"{title} {text}"), date, known, visit.unread)
        found = relevant(title, text, scene.reference, _tongue(what.language), local=feed.local)
        if found.why is not None:
            return found.why.value
        met = addresses(entry.url, visit.url, page.canonical_url if page else None)
        name = site or (read.title or feed.title if host(visit.url) == host(feed.url) else "")
        return await self._arrival(what, found, met, name, "feed", feed)

    async def link(self, url: str, now: dt.datetime, *, curated: bool) -> Arrival:
        """Return the arrival of a link somebody sent; ``curated``: a moderator did, and it comes in wherever it belongs.

        Raises FetchError, ReadingError, ExcludedError or ElsewhereError. A page that may not be read comes in unread: a
        person will open it.
        """
        if excluded(url, "", self._scene().exclusions):
            raise ExcludedError
        visit = await self._looked_at(url, curated=curated)
        scene, page = self._scene(), visit.page
        if excluded(visit.url, page.site if page else "", scene.exclusions):
            raise ExcludedError
        title, text = (page.title, page.text) if page else ("", "")
        date, known = _dated(None, page, visit.url, scene.zone, now)
        what = _Read(_link(visit), title, text, _language(page, f"{title} {text}"), date, known, visit.unread)
        found = relevant(title, text, scene.reference, _tongue(what.language))
        if found.why is not None and page is not None and not curated:
            raise ElsewhereError(found.why)
        met = addresses(url, visit.url, page.canonical_url if page else None)
        return await self._arrival(
            what, found, met, page.site if page else "", "moderator" if curated else "resident", None
        )

    async def _looked_at(self, url: str, *, curated: bool) -> Visit:
        try:
            return await self._visitor.visit(url)
        except ReadingError as error:
            # A moderator knows what a file says; authorities publish little else.
            if curated and error.reason is Unread.NOT_A_PAGE:
                return Visit(url, unread=error.reason.value)
            raise

    async def _visit(self, url: str) -> Visit:
        try:
            return await self._visitor.visit(url)
        except (FetchError, ReadingError) as error:
            return Visit(url, unread=error.reason.value)

    async def _arrival(
        self, what: _Read, found: Found, met: tuple[str, ...], site: str, proposer: str, feed: FeedDue | None
    ) -> Arrival:
        reference = self._scene().reference
        stood_in = (feed.title, feed.url) if feed else ("", "")
        source = await self._voices.whose(what.url, site, stood_in)
        publisher = site or shown_host(host(what.url))
        language = _tongue(what.language) or languages()[0]
        draft = Draft.model_validate(
            {
                "url": what.url, "source": source.slug if source else None, "publisher": "" if source else publisher,
                "date": what.date, "date_known": what.known, "language": what.language, "places": found.places,
                "topics": found.topics, "title_original": what.title, "reliability": reliability(source), "proposer": proposer,
                "sentences": three_sentences(what.text, *names(found, reference, language), language),
            }
        )  # fmt: skip
        piece = Piece(
            what.title, what.text, language, what.date, found.places, source.slug if source else publisher, what.url
        )
        return Arrival(draft, piece, met, feed.slug if feed else None, what.unread, found.why is None)


def _dated(
    published: dt.datetime | None, page: PageRead | None, url: str, zone: str, now: dt.datetime
) -> tuple[PartialDate | None, HowKnown]:
    """Return the day of an article where it was published, and how it is known.

    The earlier of what the feed and the page say: a feed that brings its archive again dates everything today.
    """
    given: list[tuple[dt.date, HowKnown]] = []
    if published is not None:
        given.append((published.astimezone(ZoneInfo(zone)).date(), "feed"))
    if page is not None and page.published is not None:
        given.append((page.published, "page"))
    if not given and (found := _IN_ADDRESS.search(url)):
        try:
            given.append((dt.date(*map(int, found.groups())), "address"))
        except ValueError:
            return None, "unknown"
    today = now.astimezone(ZoneInfo(zone)).date()
    past = [one for one in given if one[0] <= today]
    if not past:
        return None, "unknown"
    day, known = min(past, key=lambda one: one[0])
    return PartialDate(day.isoformat()), known


def _evening(date: PartialDate) -> dt.datetime:
    return dt.datetime.combine(date.last, dt.time.max, dt.UTC)


def _language(page: PageRead | None, text: str) -> str:
    return (page.language if page else None) or spoken(text)


def _tongue(language: str) -> str | None:
    """Return the language where it is one we read, None where its words must tell."""
    return language if language in languages() else None


def _link(visit: Visit) -> str:
    """Return the address to link to: the page's own, without what says how a reader came."""
    url = URL((visit.page.canonical_url if visit.page else None) or visit.url)
    for name in dict.fromkeys(url.query):
        plain = url.without_query_params(name)
        if canonical(str(plain)) == canonical(str(url)):
            url = plain
    return str(url)
