"""The listener: health, readiness and metrics, and the webhook where one is set; loopback unless told otherwise."""

import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import structlog
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.gateway.poll import usable

log = structlog.get_logger()

_MOST_BODY: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers updates: a path nobody guesses and the secret that goes with each."""

    path: str
    secret: str
    keep: Callable[[list[dict[str, Any]]], Awaitable[None]]
    """Returns once the updates are committed; only then Telegram is told."""


@dataclass(frozen=True, slots=True)
class Health:
    """What the listener can be asked."""

    alive: Callable[[], bool]
    ready: Callable[[], bool]
    registry: CollectorRegistry


class _Plain(RequestHandler):
    def initialize(self, says: Callable[[], bool]) -> None:
        self._says = says

    def get(self) -> None:
        good = self._says()
        self.set_status(200 if good else 503)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("ok\n" if good else "not now\n")


class _Metrics(RequestHandler):
    def initialize(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def get(self) -> None:
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(generate_latest(self._registry))


class _Hook(RequestHandler):
    def initialize(self, webhook: Webhook) -> None:
        self._webhook = webhook

    async def post(self) -> None:
        given = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), self._webhook.secret.encode()):
            self.set_status(403)
            return
        try:
            update = json.loads(self.request.body)
        except (ValueError, RecursionError):
            update = None
        if not usable(update):
            # Taken all the same: Telegram would repeat what cannot be read for a day.
            log.error("webhook.unreadable")
            return
        try:
            await self._webhook.keep([update])
        except Exception as fault:  # not kept, so Telegram must bring it again
            log.error("webhook.not_kept", fault=type(fault).__name__)
            self.set_status(503)


@asynccontextmanager
async def listening(address: str, health: Health, webhook: Webhook | None) -> AsyncIterator[int]:
    """Serve at ``host:port`` while entered; yields the port; raises OSError when it is taken."""
    routes: list[Any] = [
        ("/healthz", _Plain, {"says": health.alive}),
        ("/readyz", _Plain, {"says": health.ready}),
        ("/metrics", _Metrics, {"registry": health.registry}),
    ]
    if webhook is not None:
        routes.append((webhook.path, _Hook, {"webhook": webhook}))
    application = Application(routes, log_function=lambda _handler: None)
    server = HTTPServer(application, max_body_size=_MOST_BODY, max_buffer_size=_MOST_BODY)
    host, _, port = address.rpartition(":")
    server.listen(int(port), address=host.strip("[]"))
    try:
        sockets = list(server._sockets.values())  # the port chosen, when 0 was asked for
        yield int(sockets[0].getsockname()[1])
    finally:
        server.stop()
        await server.close_all_connections()
