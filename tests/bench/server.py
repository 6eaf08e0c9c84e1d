"""A fake Bot API server that is never the bottleneck: hands out N commands, counts the answers, prints what it saw."""

import asyncio
import json
import sys
import time
from typing import Any
from urllib.parse import parse_qs

ME = {"id": 110201543, "is_bot": True, "first_name": "Bench", "username": "bench_bot", "can_join_groups": True,
      "can_read_all_group_messages": False, "supports_inline_queries": True}  # fmt: skip


class Server:
    """N commands from as many chats as asked for, in batches of 100 as Telegram gives them."""

    def __init__(self, commands: int, chats: int, text: str) -> None:
        """Prepare the updates."""
        # A number nobody had before, for a bot that remembers what it answered.
        self.base = time.time_ns() // 1_000_000
        self.updates = [update(self.base + number, chats, text) for number in range(commands)]
        self.commands = commands
        self.answers = 0
        self.first = 0.0
        self.done = asyncio.Event()
        self.elapsed = 0.0
        self.latencies: list[float] = []
        self._mid = 1_000_000
        self._given: dict[int, float] = {}

    async def connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the calls of one connection."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                line, *fields = head.decode("latin-1").split("\r\n")
                names = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
                body = await read_body(reader, names)
                method = line.split(" ")[1].partition("?")[0].rsplit("/", 1)[-1]
                query = line.split(" ")[1].partition("?")[2]
                result = await self.answer(method, {**form(body, names), **single(query)})
                payload = json.dumps({"ok": True, "result": result}).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(payload)
                )
                writer.write(payload)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    async def answer(self, method: str, given: dict[str, str]) -> Any:
        """Return the result of a call."""
        if method == "getUpdates":
            offset = int(given.get("offset") or 0)
            at = max(offset - self.base, 0)
            batch = self.updates[at : at + 100]
            if not batch:
                await asyncio.sleep(0.2)
            elif not self.first:
                self.first = time.perf_counter()
            now = time.perf_counter()
            for one in batch:
                self._given.setdefault(one["message"]["chat"]["id"], now)
            return batch
        if method == "getMe":
            return ME
        if method in ("sendMessage", "sendPhoto", "sendVenue"):
            self._mid += 1
            chat = int(given["chat_id"])
            if method == "sendMessage":
                self.answers += 1
                self.latencies.append(time.perf_counter() - self._given.get(chat, self.first))
                if self.answers == self.commands:
                    self.elapsed = time.perf_counter() - self.first
                    self.done.set()
            return {"message_id": self._mid, "date": 1795000000, "chat": {"id": chat, "type": "private"},
                    "text": given.get("text", "")[:50], "from": ME}  # fmt: skip
        return True


def update(number: int, chats: int, text: str) -> dict[str, Any]:
    """Return one command as Telegram brings it."""
    person = 700_000_000 + number % chats
    return {
        "update_id": number,
        "message": {
            "message_id": number, "date": 1795000000, "text": text,
            "chat": {"id": person, "type": "private", "first_name": "R"},
            "from": {"id": person, "is_bot": False, "first_name": "R", "language_code": "fr"},
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}],
        },
    }  # fmt: skip


async def read_body(reader: asyncio.StreamReader, names: dict[str, str]) -> bytes:
    """Return the body, whole or in chunks."""
    if "chunked" in names.get("transfer-encoding", ""):
        body = b""
        while size := int((await reader.readline()).strip() or b"0", 16):
            body += await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readexactly(2)
        return body
    return await reader.readexactly(int(names.get("content-length", 0)))


def form(body: bytes, names: dict[str, str]) -> dict[str, str]:
    """Return the fields of a form of either kind, or of a JSON body."""
    kind = names.get("content-type", "")
    if "json" in kind:
        return {name: str(value) for name, value in json.loads(body).items()}
    if "multipart" not in kind:
        return single(body.decode())
    found = {}
    for part in body.split(b"--" + kind.partition("boundary=")[2].strip('"').encode()):
        head, _, value = part.partition(b"\r\n\r\n")
        if b'name="' in head:
            found[head.split(b'name="')[1].split(b'"')[0].decode()] = value.rstrip(b"\r\n").decode(errors="replace")
    return found


def single(text: str) -> dict[str, str]:
    """Return the first value of each field."""
    return {name: values[0] for name, values in parse_qs(text).items()}


async def main(port: int, commands: int, chats: int, text: str) -> None:
    """Serve until every command has its answer, then print the result as JSON."""
    server = Server(commands, chats, text)
    async with await asyncio.start_server(server.connection, "127.0.0.1", port):
        print("listening", flush=True)
        async with asyncio.timeout(60):
            await server.done.wait()
    latencies = sorted(server.latencies)
    print(
        json.dumps({"per_second": commands / server.elapsed, "first_ms": latencies[0] * 1000,
                    "p50_ms": latencies[len(latencies) // 2] * 1000}),
        flush=True,
    )  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]))
