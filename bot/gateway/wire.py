"""The wire to a Bot API server: one method call as an HTTP form, over aiohttp."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

MOST_BYTES: Final = 32 * 1024 * 1024
"""An answer longer than this is no answer of the Bot API."""


class NotSentError(Exception):
    """The request surely never reached the server."""


class DoubtfulError(Exception):
    """The request may have reached the server; its answer did not reach us."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to upload."""

    name: str
    content: bytes
    mime: str


class Wire(Protocol):
    """Carries one call and brings the answer back."""

    async def post(
        self, method: str, form: Mapping[str, str], files: Mapping[str, File], seconds: float
    ) -> tuple[int, bytes]:
        """Return the HTTP status and the body; raises NotSentError or DoubtfulError."""
        ...


class HttpWire:
    """The wire over HTTP. The address, which holds the token, never leaves this object: not in an error, not in its repr."""

    def __init__(self, session: aiohttp.ClientSession, base: str, proxy: str | None = None) -> None:
        """Call methods under ``base`` (``https://host/bot<token>``), through ``proxy`` where there is one."""
        self._session = session
        self._proxy = proxy
        self._base = base
        self._addresses: dict[str, URL] = {}

    def __repr__(self) -> str:
        return "HttpWire()"

    async def post(
        self, method: str, form: Mapping[str, str], files: Mapping[str, File], seconds: float
    ) -> tuple[int, bytes]:
        """Return the HTTP status and the body; raises NotSentError or DoubtfulError."""
        data: bytes | aiohttp.FormData
        headers = {}
        if files:
            data = aiohttp.FormData(dict(form))
            for name, file in files.items():
                data.add_field(name, file.content, filename=file.name, content_type=file.mime)
        else:
            # yarl quotes in C; the standard library's quoting was a tenth of the time an answer took.
            data = URL.build(query=form).raw_query_string.encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        # A name server or a full pool that takes half the time: surely nothing was sent yet.
        limits = aiohttp.ClientTimeout(total=seconds, connect=min(10.0, seconds / 2))
        try:
            async with self._session.post(
                self._address(method),
                data=data,
                headers=headers,
                timeout=limits,
                allow_redirects=False,
                proxy=self._proxy,
            ) as answer:
                return answer.status, await _body(answer)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as fault:
            # "from None": the fault holds the address.
            raise NotSentError(type(fault).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError, asyncio.IncompleteReadError, ValueError) as fault:
            raise DoubtfulError(type(fault).__name__) from None

    def _address(self, method: str) -> URL:
        if method not in self._addresses:
            self._addresses[method] = URL(f"{self._base}/{method}", encoded=True)
        return self._addresses[method]


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for piece in answer.content.iter_any():
        body += piece
        if len(body) > MOST_BYTES:
            raise ValueError("the answer is too long")
    return bytes(body)


@asynccontextmanager
async def http_wire(api_url: str, token: str) -> AsyncIterator[HttpWire]:
    """Open a wire to the Bot API server at ``api_url`` (without ``/bot``)."""
    connector = aiohttp.TCPConnector(limit=64, keepalive_timeout=30)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield HttpWire(session, f"{api_url.rstrip('/')}/bot{token}", _proxy(api_url))


def _proxy(api_url: str) -> str | None:
    """Return the proxy the environment names for the server, read once: aiohttp itself would look at every call."""
    try:
        parts = urlsplit(api_url)
    except ValueError:  # every call will say that it was not sent
        return None
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
