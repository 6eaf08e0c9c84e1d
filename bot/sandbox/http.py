"""The stand-in over HTTP, on this machine alone: Bot API, files, control interface and chat page."""

import asyncio
import json
import mimetypes
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from bot.sandbox.api import answer, End, find_download, Reply
from bot.sandbox.call import Upload
from bot.sandbox.control import Events, Sight, Steering, StoredFiles
from bot.sandbox.guard import is_own_host, is_own_origin, OWN_NAMES
from bot.sandbox.record import Record
from bot.sandbox.world import World

PAGE = Path(__file__).with_name("page")
# Telegram takes files of 50 MB; the rest is for the fields beside them.
BODY_LIMIT = 52 * 1024 * 1024
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class BotApi(RequestHandler):
    """``/bot<token>/<method>``."""

    def initialize(self, world: World) -> None:
        """Talk to a world."""
        self.world = world
        self.task: asyncio.Task[Reply] | None = None

    def prepare(self) -> None:
        """Refuse what a web page of another site could send."""
        if not is_own_host(self.request) or not is_own_origin(self.request):
            raise HTTPError(403)

    async def get(self, token: str, method: str) -> None:
        """Answer a call with its parameters in the address."""
        await self._answer(token, method)

    async def post(self, token: str, method: str) -> None:
        """Answer a call with its parameters in the body."""
        await self._answer(token, method)

    async def _answer(self, token: str, method: str) -> None:
        called = answer(self.world, token, method, self._parameters(), self._files())
        self.task = asyncio.get_running_loop().create_task(called)
        try:
            reply = await self.task
        except asyncio.CancelledError:
            return
        if reply.end is End.SILENCE:
            # The client gives up in the end; until then nothing is said.
            self._auto_finish = False
            return
        if reply.end is End.WHOLE:
            self.set_status(reply.status, reason=None if reply.status in KNOWN else "Refused")
            self.set_header("Content-Type", reply.content_type)
            self.write(reply.body)
            return
        stream = self.detach()
        if reply.end is End.HALF:
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(reply.body)}\r\n\r\n"
            await stream.write(head.encode() + reply.body[: len(reply.body) // 2])
        stream.close()

    def on_connection_close(self) -> None:
        """Stop waiting for updates nobody would get; any other call goes on, as a server's does."""
        if self.task is not None and self.request.path.lower().endswith("/getupdates"):
            self.task.cancel()

    def _parameters(self) -> Record:
        """Return parameters from address, form and JSON; a later one replaces an earlier one of the same name."""
        values: Record = {}
        for source in (self.request.query_arguments, self.request.body_arguments):
            values.update({name: parts[-1].decode("utf-8", "replace") for name, parts in source.items()})
        if self.request.headers.get("Content-Type", "").startswith("application/json") and self.request.body:
            try:
                given = json.loads(self.request.body)
            except ValueError:
                return values
            values.update(given if isinstance(given, dict) else {})
        return values

    def _files(self) -> dict[str, Upload]:
        return {
            name: Upload(parts[-1]["filename"] or name, parts[-1]["body"], parts[-1]["content_type"])
            for name, parts in self.request.files.items()
        }

    def write_error(self, status_code: int, **_kwargs: object) -> None:
        """Answer in JSON, as everything else here."""
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"ok": False, "error_code": status_code, "description": self._reason}))


KNOWN = {200, 400, 401, 403, 404, 409, 413, 429, 500, 501, 502}


class Download(RequestHandler):
    """``/file/bot<token>/<path>``."""

    def initialize(self, world: World) -> None:
        """Talk to a world."""
        self.world = world

    def prepare(self) -> None:
        """Refuse what a web page of another site could send."""
        if not is_own_host(self.request):
            raise HTTPError(403)

    def get(self, token: str, path: str) -> None:
        """Send a file."""
        status, body = find_download(self.world, token, path)
        self.set_status(status)
        self.set_header("Content-Type", "application/octet-stream" if status == 200 else "application/json")
        self.write(body)


class Unknown(RequestHandler):
    """Any other address: a file of the page, or Telegram's 404."""

    def prepare(self) -> None:
        """Refuse what a web page of another site could send."""
        if not is_own_host(self.request):
            raise HTTPError(403)

    def get(self, path: str) -> None:
        """Send a file of the chat page."""
        for name, value in HEADERS.items():
            self.set_header(name, value)
        file = (PAGE / (path or "index.html")).resolve()
        if not file.is_relative_to(PAGE.resolve()) or not file.is_file():
            self._refuse()
            return
        self.set_header(
            "Content-Type", f"{mimetypes.guess_type(file.name)[0] or 'application/octet-stream'}; charset=utf-8"
        )
        self.write(file.read_bytes())

    def post(self, _path: str) -> None:
        """Answer as Telegram does."""
        self._refuse()

    def _refuse(self) -> None:
        self.set_status(404)
        self.set_header("Content-Type", "application/json")
        self.write({"ok": False, "error_code": 404, "description": "Not Found"})


def application(world: World) -> Application:
    """Return the web application for a world."""
    known = {"world": world}
    return Application(
        [
            (r"/bot([^/]*)/([^/]*)/?", BotApi, known),
            (r"/file/bot([^/]*)/(.+)", Download, known),
            (r"/control/world", Sight, known),
            (r"/control/events", Events, known),
            (r"/control/file/(.+)", StoredFiles, known),
            (r"/control/([a-z_]+)", Steering, known),
            (r"/(.*)", Unknown),
        ],
        log_function=lambda _handler: None,
        websocket_ping_interval=20,
    )


class Server:
    """A running stand-in."""

    def __init__(self, host: str, port: int) -> None:
        """Know where it listens."""
        self.host = host
        self.port = port
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot wants as ``base_url``."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot wants as ``base_file_url``."""
        return f"{self.url}/file/bot"


def listening(host: str, port: int) -> socket.socket:
    """Return a socket on the port, or on the next free one of a hundred (port 0: on any); raise OSError when there is
    none, ValueError for an address that other machines could reach."""
    if host not in OWN_NAMES:
        raise ValueError(f"The sandbox listens on this machine only, not on {host}.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, port + 100) if port else [0]:
        opened = socket.socket(family, socket.SOCK_STREAM)
        try:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            opened.bind(("127.0.0.1" if host == "localhost" else host, candidate))
            opened.listen(128)
        except OSError:
            opened.close()
            continue
        opened.setblocking(False)
        return opened
    raise OSError(f"No port is free from {port} to {port + 99}.")


@asynccontextmanager
async def serve(world: World, port: int = 8765, host: str = "127.0.0.1") -> AsyncIterator[Server]:
    """Serve a world until the block ends; a taken port gives way to the next free one, port 0 to any."""
    opened = listening(host, port)
    server = HTTPServer(application(world), max_body_size=BODY_LIMIT, max_buffer_size=BODY_LIMIT)
    server.add_socket(opened)
    try:
        yield Server(host, opened.getsockname()[1])
    finally:
        server.stop()
        await world.close()
        await server.close_all_connections()
