"""The stand-in without a network: python-telegram-bot's request interface, talking straight to the world."""

import asyncio
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.sandbox.api import answer, End, find_download, Reply
from bot.sandbox.call import Upload
from bot.sandbox.record import Record
from bot.sandbox.world import World

# As long as python-telegram-bot's own client waits.
READ_TIMEOUT = 5.0
FOREVER = 86_400.0


class SandboxRequest(BaseRequest):
    """Give it to ``ApplicationBuilder.request`` and ``.get_updates_request``; the token in the URL counts, the host does not."""

    def __init__(self, world: World, read_timeout: float = READ_TIMEOUT) -> None:
        """Talk to a world, waiting for answers as long as told (seconds)."""
        self._world = world
        self._read_timeout = read_timeout
        self._running: set[asyncio.Task[Reply]] = set()

    @property
    def read_timeout(self) -> float:
        """How many seconds a call waits for its answer."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Have nothing to open."""

    async def shutdown(self) -> None:
        """Have nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 (the interface is python-telegram-bot's)
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Return status and body; raise what the HTTP client raises when an answer is late, cut off or missing."""
        seconds = self._read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        kind, token, rest = _parts(url)
        if kind == "file":
            return find_download(self._world, token, rest)
        values = dict(request_data.json_parameters) if request_data else {}
        files = _uploads(request_data) if request_data and request_data.contains_files else {}
        try:
            async with asyncio.timeout(seconds):
                reply = await self._answer(token, rest, values, files)
                if reply.end is End.SILENCE:
                    await asyncio.sleep(FOREVER)
        except TimeoutError:
            raise TimedOut from httpx.ReadTimeout("the sandbox was told not to answer")
        if reply.end is End.WHOLE:
            return reply.status, reply.body
        words = "Server disconnected without sending a response."
        if reply.end is End.HALF:
            words = "peer closed connection without sending complete message body"
        cause = httpx.RemoteProtocolError(words)
        raise NetworkError(f"httpx.{type(cause).__name__}: {cause}") from cause

    async def _answer(self, token: str, method: str, values: Record, files: dict[str, Upload]) -> Reply:
        """Return the answer; a server goes on with a call whose client has gone, unless it only waits for updates."""
        task = asyncio.get_running_loop().create_task(answer(self._world, token, method, values, files))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await (task if method == "getUpdates" else asyncio.shield(task))


def _parts(url: str) -> tuple[str, str, str]:
    """Return what a URL is for (``bot`` or ``file``), its token, and the method or path."""
    path = unquote(urlsplit(url).path)
    kind = "file" if "/file/bot" in path else "bot"
    token, _, rest = path.partition("/bot")[2].partition("/")
    return kind, token, rest


def _uploads(data: RequestData) -> dict[str, Upload]:
    """Return the files of a request."""
    uploads = {}
    for name, part in data.multipart_data.items():
        content = part[1]
        body = content if isinstance(content, bytes) else content.read()
        uploads[name] = Upload(part[0] or name, body, part[2] or "application/octet-stream")
    return uploads
