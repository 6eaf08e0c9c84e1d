"""A fake Bot API server that takes messages for many chats, refuses what exceeds Telegram's limits, and counts both."""

import argparse
import asyncio
import json
import time
from typing import Any, Final

from tests.bench.fanout.limits import Limits
from tests.bench.server import form, ME, read_body, single

ALERT: Final = "ALERT"
"""An alert's text: this word, how it was sent, and when it was decided (seconds since 1970)."""
_WARM: Final = 100
"""Messages after which a sender is in its stride."""
_PATIENCE: Final = 120.0
"""Seconds until a sender must have begun."""
_LAST: Final = 3.0
"""Seconds for an alert that waits behind the last message."""
_COUNTED: Final = ("send", "edit", "copy", "forward")


class Server:
    """Counts messages until there were ``until``, alerts apart."""

    def __init__(self, until: int, limits: Limits | None, delay: float) -> None:
        """Refuse by ``limits``, or nothing where there are none; answer ``delay`` seconds late, as a far server does."""
        self._until = until
        self._limits = limits
        self._delay = delay
        self.begun = asyncio.Event()
        self.done = asyncio.Event()
        self.taken: list[float] = []
        """When each message was taken, alerts among them."""
        self.plain: list[float] = []
        """When each was that is no alert."""
        self.chats: set[int] = set()
        self.refused = 0
        self.alerts: dict[str, list[float]] = {}

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the calls of one connection."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                line, *fields = head.decode("latin-1").split("\r\n")
                names = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
                body = await read_body(reader, names)
                path, _, query = line.split(" ")[1].partition("?")
                status, answer = self.answer(path.rsplit("/", 1)[-1], {**form(body, names), **single(query)})
                if self._delay:
                    await asyncio.sleep(self._delay)
                payload = json.dumps(answer).encode()
                writer.write(
                    b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    % (status, len(payload), payload)
                )
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    def answer(self, method: str, given: dict[str, str]) -> tuple[bytes, dict[str, Any]]:
        """Return the status and the body that answer a call."""
        if method == "getMe":
            return b"200 OK", {"ok": True, "result": ME}
        if not method.startswith(_COUNTED):
            return b"200 OK", {"ok": True, "result": True}
        chat, now = int(given["chat_id"]), time.monotonic()
        if self._limits is not None and (wait := self._limits.retry_after(chat, now)):
            self.refused += 1
            refusal = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {wait}",
                       "parameters": {"retry_after": wait}}  # fmt: skip
            return b"429 Too Many Requests", refusal
        self._take(chat, given.get("text", ""), now)
        kind = "private" if chat > 0 else "supergroup"
        message = {"message_id": len(self.taken) + 1, "date": 1795000000, "chat": {"id": chat, "type": kind},
                   "text": given.get("text", "")[:50], "from": ME}  # fmt: skip
        return b"200 OK", {"ok": True, "result": message}

    def _take(self, chat: int, text: str, now: float) -> None:
        self.begun.set()
        self.taken.append(now)
        if text.startswith(ALERT):
            _, how, decided = text.split()
            self.alerts.setdefault(how, []).append(time.time() - float(decided))
            return
        self.plain.append(now)
        self.chats.add(chat)
        if len(self.plain) == self._until:
            self.done.set()

    def seen(self) -> dict[str, Any]:
        """Return what there was to see: ``steady`` how many a second once in its stride, ``fullest`` the most within any one second."""
        fullest = first = 0
        for last, at in enumerate(self.taken):
            while at - self.taken[first] >= 1.0:
                first += 1
            fullest = max(fullest, last - first + 1)
        return {
            "messages": len(self.plain),
            "chats": len(self.chats),
            "steady": _steady(self.plain),
            "steady_all": _steady(self.taken),
            "seconds": self.plain[-1] - self.plain[0] if self.plain else 0.0,
            "refused": self.refused,
            "fullest": fullest,
            "alerts": self.alerts,
        }


def _steady(times: list[float]) -> float:
    rest = times[_WARM:]
    return (len(rest) - 1) / (rest[-1] - rest[0]) if len(rest) > 1 else 0.0


async def main(port: int, until: int, limited: bool, delay: float, seconds: float) -> None:
    """Serve until there were as many messages, or so many seconds after the first, then print what was seen as JSON."""
    server = Server(until, Limits() if limited else None, delay)
    async with await asyncio.start_server(server.connection, "127.0.0.1", port, backlog=1024):
        print("listening", flush=True)
        try:
            async with asyncio.timeout(_PATIENCE):
                await server.begun.wait()
            async with asyncio.timeout(seconds):
                await server.done.wait()
                if limited:
                    await asyncio.sleep(_LAST)
        except TimeoutError:
            pass
        print(json.dumps(server.seen()), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--until", type=int, required=True)
    parser.add_argument("--limited", action="store_true")
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    asyncio.run(main(given.port, given.until, given.limited, given.delay, given.seconds))
