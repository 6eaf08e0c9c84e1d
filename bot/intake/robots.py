"""robots.txt: whether a site lets us read a page; asked before pages, not before feeds, which are there to be polled."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final
from urllib.robotparser import RobotFileParser

from yarl import URL

from bot.intake.failure import FetchError, Reason
from bot.intake.fetch import Fetcher

NAME: Final = "Riverain"
"""The name a site can address us by."""
_READ: Final = 500 * 1024
"""Bytes that are read of it (RFC 9309, 2.5)."""
_DAY: Final = 86_400.0
_HOUR: Final = 3_600.0
_MOST_SITES: Final = 256


class Robots:
    """Remembers each site's rules for a day."""

    def __init__(
        self, fetcher: Fetcher, seconds: Callable[[], float] = time.monotonic, *, trouble: float = _HOUR
    ) -> None:
        """Fetch rules with ``fetcher``; ``seconds`` is a clock that only goes forward.

        A site in ``trouble`` is asked again after so many seconds.
        """
        self._fetcher = fetcher
        self._seconds = seconds
        self._trouble = trouble
        self._sites: OrderedDict[str, tuple[float, RobotFileParser | FetchError]] = OrderedDict()

    async def allow(self, url: str) -> bool:
        """Return whether the page may be read; not while a site's rules cannot be had (RFC 9309, 2.3.1)."""
        try:
            return await self.ask(url)
        except FetchError:
            return False

    async def ask(self, url: str) -> bool:
        """Return whether the site lets us read the page; raises FetchError while its rules cannot be had."""
        try:
            site = str(URL(url).origin())
        except ValueError:
            return False
        kept = self._sites.get(site)
        if kept is None or kept[0] <= self._seconds():
            for_seconds, found = await self._rules(site)
            kept = self._sites[site] = (self._seconds() + for_seconds, found)
            while len(self._sites) > _MOST_SITES:
                self._sites.popitem(last=False)
        if isinstance(kept[1], FetchError):
            fault = kept[1]
            raise FetchError(fault.reason, fault.says, status=fault.status, retry_after=fault.retry_after)
        return kept[1].can_fetch(NAME, url)

    async def _rules(self, site: str) -> tuple[float, RobotFileParser | FetchError]:
        try:
            answer = await self._fetcher.fetch(f"{site}/robots.txt")
        except FetchError as error:
            none_kept = error.reason in (Reason.REFUSED, Reason.GONE) and 400 <= (error.status or 0) < 500
            if none_kept and error.status != 429:
                return _DAY, rules(b"")
            return self._trouble, error
        return _DAY, rules(answer.body)


def rules(body: bytes) -> RobotFileParser:
    """Return the rules the file states."""
    parser = RobotFileParser()
    parser.parse(body[:_READ].decode("utf-8-sig", "replace").splitlines())
    return parser
