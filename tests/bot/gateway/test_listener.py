"""The listener: health, metrics and the webhook, over real HTTP on the loopback."""

import gc
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from prometheus_client import CollectorRegistry, Gauge

from bot.gateway.listener import Health, listening, Webhook

SECRET = "s" * 40
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Bot:
    """What the listener asks."""

    def __init__(self) -> None:
        self.alive = self.ready = True
        self.kept: list[dict[str, Any]] = []
        self.fault: Exception | None = None
        self.registry = CollectorRegistry()
        Gauge("riverain_test", "x", registry=self.registry).set(5)

    async def keep(self, updates: list[dict[str, Any]]) -> None:
        if self.fault:
            raise self.fault
        self.kept += updates


@pytest.fixture
def bot() -> Bot:
    return Bot()


@asynccontextmanager
async def served(bot: Bot, *, hook: bool = True) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    health = Health(lambda: bot.alive, lambda: bot.ready, bot.registry)
    webhook = Webhook("/hidden-path", SECRET, bot.keep) if hook else None
    async with listening("127.0.0.1:0", health, webhook) as port, aiohttp.ClientSession() as session:
        yield session, f"http://127.0.0.1:{port}"


async def test_health_and_readiness_are_told_apart(bot: Bot) -> None:
    async with served(bot) as (session, url):
        bot.ready = False
        assert (await session.get(f"{url}/healthz")).status == 200
        assert (await session.get(f"{url}/readyz")).status == 503
        bot.alive = False
        assert (await session.get(f"{url}/healthz")).status == 503


async def test_metrics_are_prometheus_text(bot: Bot) -> None:
    async with served(bot) as (session, url):
        answer = await session.get(f"{url}/metrics")
        assert "riverain_test 5.0" in await answer.text()
        assert answer.headers["Content-Type"].startswith("text/plain")


async def test_an_update_with_the_secret_is_kept_before_it_is_acknowledged(bot: Bot) -> None:
    async with served(bot) as (session, url):
        answer = await session.post(f"{url}/hidden-path", json={"update_id": 5}, headers={HEADER: SECRET})
        assert answer.status == 200
    assert bot.kept == [{"update_id": 5}]


@pytest.mark.parametrize("headers", [{}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {HEADER: SECRET + "x"}, {HEADER: "é"}])
async def test_without_the_secret_nothing_is_kept(bot: Bot, headers: dict[str, str]) -> None:
    async with served(bot) as (session, url):
        assert (await session.post(f"{url}/hidden-path", json={"update_id": 5}, headers=headers)).status == 403
    assert bot.kept == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"[]",
        b"{}",
        b'{"update_id": "5"}',
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"update_id": 1e400}',
        b'{"update_id": true}',
    ],
)
async def test_what_cannot_be_read_is_taken_and_dropped_or_telegram_repeats_it_for_a_day(bot: Bot, body: bytes) -> None:
    async with served(bot) as (session, url):
        assert (await session.post(f"{url}/hidden-path", data=body, headers={HEADER: SECRET})).status == 200
    assert bot.kept == []


async def test_an_update_that_could_not_be_kept_must_come_again(bot: Bot) -> None:
    bot.fault = OSError("disk full")
    async with served(bot) as (session, url):
        answer = await session.post(f"{url}/hidden-path", json={"update_id": 5}, headers={HEADER: SECRET})
        assert answer.status == 503
        assert "disk" not in await answer.text()


async def test_a_body_without_end_is_refused(bot: Bot) -> None:
    async with served(bot) as (session, url):
        body = io.BytesIO(json.dumps({"update_id": 5, "x": "x" * 2_000_000}).encode())
        try:
            status = (await session.post(f"{url}/hidden-path", data=body, headers={HEADER: SECRET})).status
        except aiohttp.ClientError:
            status = 400
        assert status >= 400
    assert bot.kept == []


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/hidden-path"), ("POST", "/healthz"), ("GET", "/"), ("POST", "/other")]
)
async def test_nothing_else_is_served(bot: Bot, method: str, path: str) -> None:
    async with served(bot) as (session, url):
        assert (await session.request(method, f"{url}{path}", headers={HEADER: SECRET})).status in (404, 405)


async def test_without_a_webhook_there_is_no_such_path(bot: Bot) -> None:
    async with served(bot, hook=False) as (session, url):
        assert (await session.post(f"{url}/hidden-path", json={"update_id": 5}, headers={HEADER: SECRET})).status == 404


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # tornado leaves the socket to the collector
async def test_a_taken_port_is_an_error_of_the_system(bot: Bot) -> None:
    health = Health(lambda: True, lambda: True, bot.registry)
    async with listening("127.0.0.1:0", health, None) as port:
        with pytest.raises(OSError, match="in use"):
            async with listening(f"127.0.0.1:{port}", health, None):
                pass
    gc.collect()
