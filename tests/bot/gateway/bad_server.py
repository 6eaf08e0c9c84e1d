"""A server on the loopback that answers each request with exactly the bytes it is told to, or worse."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

CLOSE = b"(close)"
HANG = b"(hang)"


def answer(body: bytes | str, status: str = "200 OK", headers: str = "Content-Type: application/json") -> bytes:
    """Return a whole HTTP answer."""
    content = body.encode() if isinstance(body, str) else body
    return f"HTTP/1.1 {status}\r\n{headers}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content


@dataclass
class BadServer:
    """What it will answer next, and what it was asked."""

    url: str
    answers: list[bytes]
    asked: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def bad_server(*answers: bytes) -> AsyncIterator[BadServer]:
    """Serve ``answers`` in turn while entered; each connection is closed after its answer."""
    tasks: set[asyncio.Task[None]] = set()
    served = BadServer("", list(answers))

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        served.asked.append(head + await reader.readexactly(length))
        what = served.answers.pop(0)
        if what == HANG:
            await asyncio.Event().wait()
        if what != CLOSE:
            writer.write(what)
            await writer.drain()

    async def safely(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await serve(reader, writer)
        except (asyncio.CancelledError, asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(safely, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    served.url = f"http://{host}:{port}"
    try:
        yield served
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        server.close()
        await server.wait_closed()
