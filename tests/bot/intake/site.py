"""A web server on the loopback that answers each path as told, and a fetcher that can reach nothing else."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohappyeyeballs import AddrInfoType

from bot.intake.fetch import Fetcher, FetchLimits
from bot.intake.resolver import Lookup

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


def http(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Return a whole HTTP answer; an underscore in a header's name stands for a hyphen."""
    content = body.encode() if isinstance(body, str) else body
    named = {"Content-Type": "text/xml"} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Length: {len(content)}",
        *(f"{name}: {value}" for name, value in named.items()),
    ]
    return "\r\n".join((*lines, "", "")).encode() + content


@dataclass
class Site:
    """What it answers by path, and what it was asked."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """The heads of the requests."""
    connections: int = 0
    busy: int = 0
    busiest: int = 0
    """Most requests that were being answered at once."""

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.busy += 1
        self.busiest = max(self.busiest, self.busy)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.asked.append(head)
            answer = self.answers.get(head.split(" ")[1], http("none here", "404 Not Found"))
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.busy -= 1
            writer.close()


@asynccontextmanager
async def open_site(**answers: Answer) -> AsyncIterator[Site]:
    """Serve while entered; the keywords are paths without their slash."""
    site = Site(answers={f"/{path}": answer for path, answer in answers.items()})
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        await site.serve(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        server.close()
        await server.wait_closed()


@dataclass
class Names:
    """A name server: what it answers each time a name is asked for, the last for ever."""

    answers: dict[str, list[list[str]]]
    asked: list[str] = field(default_factory=list)

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        given = self.answers.get(host)
        if given is None:
            raise socket.gaierror(-2, "Name or service not known")
        return given.pop(0) if len(given) > 1 else given[0]


@dataclass
class Doors:
    """Opens sockets to the loopback alone, and notes every address asked for."""

    asked: list[str] = field(default_factory=list)

    def __call__(self, address: AddrInfoType) -> socket.socket:
        self.asked.append(str(address[4][0]))
        if address[4][0] != "127.0.0.1":
            raise OSError("no test leaves this machine")
        return socket.socket(address[0], address[1], address[2])


def fetcher(*sites: Site, names: Lookup | None = None, doors: Doors | None = None, **more: Any) -> Fetcher:
    """Return a fetcher for which the sites' literal addresses are allowed, and nothing else that is private."""
    limits = FetchLimits(**{"seconds": 10.0} | more.pop("limits", {}))
    allow = more.pop("allow", frozenset()) | {("127.0.0.1", site.port) for site in sites}
    return Fetcher(allow=allow, lookup=names or Names({}), opens=doors or Doors(), limits=limits, **more)
