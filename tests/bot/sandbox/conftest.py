"""A world, a group in it, and python-telegram-bot's own client over both ways of reaching the sandbox."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, UTC

import pytest
from telegram import Bot
from telegram.ext import Application, ApplicationBuilder

from bot.clock import MovableClock
from bot.sandbox import Chat, Person, SandboxRequest, serve, World

NOON = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    """A bot, a resident who started it, and a forum the bot administers."""

    world: World
    bot: Bot
    application: Application  # type: ignore[type-arg]
    alice: Person
    forum: Chat
    build: Callable[[], Application]  # type: ignore[type-arg]


@pytest.fixture(params=["http", "in process"])
async def scene(request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    """The scene, checked in the end for any departure from the published Bot API."""
    world = World(MovableClock(NOON))
    alice = world.person("Alice Martin", "fr", username="alice_m", started=True)
    forum = world.group("Riverains", forum=True, bot="administrator", quiet=True)
    forum.join(alice, quiet=True)
    world.updates.pending.clear()
    async with serve(world, port=0) as server:

        def build() -> Application:  # type: ignore[type-arg]
            builder = ApplicationBuilder().token(world.token)
            if request.param == "http":
                return builder.base_url(server.base_url).base_file_url(server.base_file_url).build()
            return builder.request(SandboxRequest(world)).get_updates_request(SandboxRequest(world)).build()

        async with build() as application:
            yield Scene(world, application.bot, application, alice, forum, build)
    assert world.violations == []
