"""The control interface: what the chat page, or any script, sees of the world and lets people do."""

import asyncio
import json
from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from bot.sandbox.guard import is_own_host, is_own_origin
from bot.sandbox.record import Record
from bot.sandbox.steering import DEEDS, Wrong
from bot.sandbox.world import Impossible, World
from bot.sandbox.world.files import picture_size

# A deed is a few words; nothing here needs more.
DEED_LIMIT = 256 * 1024
SHOWN_CALLS = 200


def sight(world: World) -> Record:
    """Return everything a page shows of a world."""
    return {
        "bot": world.bot_user(),
        "token_hint": f"{world.token[:4]}…{world.token[-2:]}",
        "clock": clock_record(world),
        "people": [person.shown() for person in world.people.values()],
        "chats": [chat.shown() for chat in world.chats.values()],
        "messages": {str(chat.id): [post.shown() for post in chat.posts.values()] for chat in world.chats.values()},
        "commands": world.profile.listed(),
        "calls": [call.record() for call in world.calls[-SHOWN_CALLS:]],
        "violations": list(world.violations),
        "faults": [{"method": one.method, "kind": one.kind, "times": one.times} for one in world.faults.coming],
    }


def clock_record(world: World) -> Record:
    """Return the world's time, how far it is from the machine's in seconds, and whether it can go to what is due next."""
    return {
        "now": world.clock.now().isoformat(),
        "offset": round(world.offset(), 3),
        "next": world.traveller is not None,
    }


def _check(request: HTTPServerRequest) -> None:
    if not is_own_host(request) or not is_own_origin(request):
        raise HTTPError(403)


class _Json(RequestHandler):
    """A handler that answers in JSON and to its own page only."""

    def initialize(self, world: World) -> None:
        """Talk to a world."""
        self.world = world

    def prepare(self) -> None:
        """Refuse foreign hosts and foreign pages."""
        _check(self.request)
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def say(self, status: int, body: Any) -> None:
        """Answer with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.write(json.dumps(body, ensure_ascii=False, default=str))

    def write_error(self, status_code: int, **_kwargs: object) -> None:
        """Answer in JSON, as everything else here."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps({"error": REASONS.get(status_code, "The sandbox failed to do that.")}))


REASONS = {
    403: "Only the sandbox's own page and scripts on this machine may steer it.",
    404: "There is nothing at this address.",
    405: "Send a POST with JSON.",
}


class Sight(_Json):
    """``GET /control/world``."""

    def get(self) -> None:
        """Show everything."""
        self.say(200, sight(self.world))


class Steering(_Json):
    """``POST /control/<deed>``."""

    def post(self, name: str) -> None:
        """Let a person do something, or change the world."""
        deed = DEEDS.get(name)
        if deed is None:
            return self.say(404, {"error": f"There is no deed called {name!r}; there are: {', '.join(sorted(DEEDS))}."})
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            return self.say(400, {"error": "The content type must be application/json."})
        if len(self.request.body) > DEED_LIMIT:
            return self.say(400, {"error": "That is too much for one deed."})
        try:
            given = json.loads(self.request.body or b"{}")
            if not isinstance(given, dict):
                raise Wrong("The body must be a JSON object.")
            done = deed(self.world, given)
        except (Wrong, Impossible) as error:
            return self.say(400, {"error": str(error)})
        except ValueError as error:
            broken = isinstance(error, json.JSONDecodeError | UnicodeDecodeError)
            return self.say(400, {"error": "The body is no JSON." if broken else str(error)})
        return self.say(200, done)


class StoredFiles(_Json):
    """``GET /control/file/<file_id>``."""

    def get(self, file_id: str) -> None:
        """Send a file to look at: pictures as pictures, anything else as a download."""
        file = self.world.files.by_id.get(file_id)
        if file is None:
            return self.say(404, {"error": "There is no such file."})
        kinds = {b"\x89PN": "image/png", b"GIF": "image/gif", b"\xff\xd8\xff": "image/jpeg"}
        kind = kinds.get(file.data[:3]) if picture_size(file.data) else None
        self.set_header("Content-Type", kind or "application/octet-stream")
        if kind is None:
            self.set_header("Content-Disposition", "attachment")
        self.write(file.data)
        return None


class Events(WebSocketHandler):
    """``WS /control/events``: one JSON object a message."""

    def initialize(self, world: World) -> None:
        """Talk to a world."""
        self.world = world
        self.queue: asyncio.Queue[Record] | None = None
        self.task: asyncio.Task[None] | None = None

    def prepare(self) -> None:
        """Refuse foreign hosts and foreign pages."""
        _check(self.request)

    def check_origin(self, origin: str) -> bool:
        """Leave the decision to ``prepare``, which has made it."""
        return is_own_origin(self.request) and bool(origin)

    def open(self, *_args: str, **_kwargs: str) -> None:
        """Start sending events."""
        self.queue = self.world.journal.listen()
        self.task = asyncio.get_running_loop().create_task(self._send(self.queue))
        self.world.closing.append(self.task)

    async def _send(self, queue: "asyncio.Queue[Record]") -> None:
        while True:
            event = await queue.get()
            try:
                await self.write_message(json.dumps(event, ensure_ascii=False, default=str))
            except WebSocketClosedError:
                return

    def on_message(self, _message: str | bytes) -> None:
        """Have nothing to hear: deeds are posted."""

    def on_close(self) -> None:
        """Stop sending events."""
        if self.queue is not None:
            self.world.journal.unlisten(self.queue)
        if self.task is not None:
            self.task.cancel()
            if self.task in self.world.closing:
                self.world.closing.remove(self.task)
