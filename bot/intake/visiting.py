"""Visiting: the page of an article, fetched and read where its site lets us."""

import asyncio
from dataclasses import dataclass
from typing import Final

from bot.intake.failure import FetchError, Reason
from bot.intake.fetch import Fetcher
from bot.intake.reading.reader import Reader
from bot.intake.reading.records import PageRead, ReadingError, Unread
from bot.intake.robots import Robots
from content.intake.canonical import host

ROBOTS: Final = "robots"
"""The site's robots.txt asks us not to read the page."""
CLOSED: Final = frozenset({401, 402, 403, 451})
"""What a site answers that shows the page to people, and not to us."""
_TROUBLE: Final = 50.0
"""Seconds for which a site that could not be asked for its rules is left alone: a link is tried again after a minute."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page that was looked for."""

    url: str
    """Where it is, after redirects."""
    page: PageRead | None = None
    unread: str | None = None
    """Why it was not read though it is there, as the last part of a text's key."""


class Visitor:
    """Visits pages politely."""

    def __init__(self, fetcher: Fetcher, reader: Reader, *, pause: float = 1.0) -> None:
        """Fetch with ``fetcher``, read with ``reader``; ``pause`` is in seconds, before each page."""
        self._fetcher = fetcher
        self._reader = reader
        self._robots = Robots(fetcher, trouble=_TROUBLE)
        self._pause = pause

    async def visit(self, url: str) -> Visit:
        """Return the page, or that its publisher wants no program to read it; raises FetchError or ReadingError.

        What robots.txt and the reservation of text and data mining say is obeyed (content policy, section 7, rule 15).
        """
        if not await self._robots.ask(url):
            return Visit(url, unread=ROBOTS)
        await asyncio.sleep(self._pause)
        try:
            fetched = await self._fetcher.fetch(url)
        except FetchError as error:
            if error.reason is Reason.REFUSED and error.status in CLOSED:
                return Visit(url, unread=Reason.REFUSED.value)
            raise
        at = fetched.url_final
        if host(at) != host(url) and not await self._robots.ask(at):
            return Visit(at, unread=ROBOTS)
        try:
            return Visit(at, await self._reader.read_page(fetched))
        except ReadingError as error:
            if error.reason is Unread.RESERVED:
                return Visit(at, unread=error.reason.value)
            raise
