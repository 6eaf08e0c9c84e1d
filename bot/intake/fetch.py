"""The guarded fetch: the only way anything is read from the web.

Source of the rules: security.md 6.6. Every address is checked, literal or looked up, at each redirect anew, and the connection
goes to the very address that was checked.
"""

import asyncio
import socket
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, UTC
from types import TracebackType
from typing import Final, Self
from weakref import WeakValueDictionary

import aiohttp
from aiohappyeyeballs import AddrInfoType
from yarl import URL

from bot.intake.address import redirected, web_address, WEB_PORTS
from bot.intake.failure import FetchError, Reason
from bot.intake.fetched import Fetched
from bot.intake.headers import failed, fetched
from bot.intake.resolver import CheckedResolver, Lookup, system_lookup
from bot.intake.unpacking import Unpacker

AGENT: Final = "Riverain (news bot of a residents' group)"
_ACCEPT: Final = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.1"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much one fetch may take."""

    raw: int = 5_000_000
    """Bytes on the wire."""
    unpacked: int = 10_000_000
    """Bytes after unpacking."""
    seconds: float = 30.0
    """From the first lookup to the last byte, redirects included; waiting for one's turn is not counted."""
    redirects: int = 5


def open_socket(address: AddrInfoType) -> socket.socket:
    """Return a socket for the address, not yet connected."""
    return socket.socket(address[0], address[1], address[2])


class Fetcher:
    """Fetches feeds and pages; one request a host at a time."""

    def __init__(
        self,
        agent: str = AGENT,
        *,
        allow: frozenset[tuple[str, int]] = frozenset(),
        ports: frozenset[int] = WEB_PORTS,
        limits: FetchLimits | None = None,
        lookup: Lookup = system_lookup,
        opens: Callable[[AddrInfoType], socket.socket] = open_socket,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Say in every request that we are ``agent``; only (host, port) pairs in ``allow`` may be private."""
        self._agent = agent
        self._allow = allow
        self._ports = ports
        self._limits = limits or FetchLimits()
        self._resolver = CheckedResolver(lookup, allow)
        self._opens = opens
        self._now = now
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._open = AsyncExitStack()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
            use_dns_cache=False,
            force_close=True,  # a connection kept would outlive the check of its address
            limit=_AT_ONCE,
            socket_factory=self._socket,
        )
        session = aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),  # ours is over all hops
            headers={"User-Agent": self._agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, identity"},
        )
        self._session = await self._open.enter_async_context(session)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    async def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """Return the answer at the address; raises FetchError.

        ``etag`` and ``modified`` are those of the last answer: with them an unchanged address answers 304 without a body.
        """
        at = web_address(url, self._allow, self._ports)
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in asked.items() if value}
        seen: set[str] = set()
        left = self._limits.seconds
        while len(seen) <= self._limits.redirects:
            seen.add(str(at))
            async with self._turn(at.raw_host or ""):
                began = time.monotonic()
                got = await self._hop(at, headers, left)
                left -= time.monotonic() - began
            if isinstance(got, Fetched):
                return got
            if str(got) in seen:
                raise FetchError(Reason.REDIRECTS, "The server redirects in a circle.")
            at = got
        raise FetchError(Reason.REDIRECTS, f"The server redirects more than {self._limits.redirects} times.")

    def _turn(self, host: str) -> asyncio.Lock:
        lock = self._turns.get(host)
        if lock is None:
            lock = self._turns[host] = asyncio.Lock()
        return lock

    async def _hop(self, at: URL, headers: dict[str, str], seconds: float) -> Fetched | URL:
        """Ask once; return the answer, or where it redirects to."""
        # "from None" all over: these faults hold the address, which may hold a secret.
        try:
            async with asyncio.timeout(seconds):
                return await self._ask(at, headers)
        except TimeoutError:
            says = f"The server did not answer in full within {self._limits.seconds:.0f} seconds."
            raise FetchError(Reason.TOO_SLOW, says) from None
        except aiohttp.ClientSSLError:
            raise FetchError(
                Reason.UNSAFE, "The server's certificate is not valid, or it speaks no safe TLS."
            ) from None
        except (aiohttp.ClientResponseError, aiohttp.InvalidURL, ValueError):
            raise FetchError(Reason.UNREADABLE, "What the server answers is not proper HTTP.") from None
        except aiohttp.ClientPayloadError:
            raise FetchError(Reason.UNREACHED, "The answer broke off before its end.") from None
        except (aiohttp.ClientError, OSError):
            raise FetchError(Reason.UNREACHED, "The server cannot be reached. Try again later.") from None

    async def _ask(self, at: URL, headers: dict[str, str]) -> Fetched | URL:
        if self._session is None:
            raise RuntimeError("the fetcher is not open")
        async with self._session.get(at, headers=headers, allow_redirects=False) as answer:
            if answer.status in _REDIRECTS and "Location" in answer.headers:
                return web_address(redirected(at, answer.headers["Location"]), self._allow, self._ports)
            if answer.status == 304 and headers:
                return fetched(answer, b"", self._now())
            if not 200 <= answer.status < 300:
                raise failed(answer, self._now())
            return fetched(answer, await self._body(answer), self._now())

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        too_large = FetchError(Reason.TOO_LARGE, f"The answer is larger than {self._limits.raw // 10**6} MB.")
        if (answer.content_length or 0) > self._limits.raw:
            raise too_large
        unpacker = Unpacker(answer.headers.get("Content-Encoding", ""), self._limits.unpacked)
        received = 0
        async for piece in answer.content.iter_any():
            received += len(piece)
            if received > self._limits.raw:
                raise too_large
            unpacker.feed(piece)
        return unpacker.body()

    def _socket(self, address: AddrInfoType) -> socket.socket:
        host, port = address[4][0], address[4][1]
        if not (isinstance(host, str) and isinstance(port, int) and self._resolver.may_connect(host, port)):
            raise OSError("not an address that was checked")
        return self._opens(address)
