"""A town: the real application over the sandbox, in one process, on a stopped clock, for the end-to-end tests."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, UTC
from pathlib import Path
from typing import Any, Final

from bot.app import App, running
from bot.clock import MovableClock
from bot.delivery.gate import Rates, UNPACED
from bot.gateway.wire import DoubtfulError, File
from bot.plan import Plan
from bot.sandbox import Chat, Person, Topic, World
from bot.sandbox.api import answer, End
from bot.sandbox.call import Upload
from bot.storage.database import DATABASE

PACK: Final = Path(__file__).parents[2] / "content" / "packs" / "paris-nord-est"
SUNDAY_MORNING: Final = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
"""10:30 in Paris, the day the Paris facts were gathered."""

Message = dict[str, Any]


class WorldWire:
    """The wire without a network: calls go straight to the world, its faults come back as a client would see them."""

    def __init__(self, world: World, token: str | None = None) -> None:
        """Talk to ``world`` with its own token or another."""
        self._world = world
        self._token = token or world.token

    async def post(
        self, method: str, form: Mapping[str, str], files: Mapping[str, File], seconds: float
    ) -> tuple[int, bytes]:
        """Return status and body; raises DoubtfulError for an answer that never came or came in part."""
        uploads = {name: Upload(file.name, file.content, file.mime) for name, file in files.items()}
        reply = await answer(self._world, self._token, method, dict(form), uploads)
        if reply.end is not End.WHOLE:
            raise DoubtfulError(reply.end.name)
        return reply.status, reply.body


@dataclass
class Town:
    """The running bot, its world and its clock."""

    world: World
    app: App
    clock: MovableClock
    data: Path

    async def settled(self) -> None:
        """Return once every update is answered and every message that may go has gone."""
        async with asyncio.timeout(20):
            for _ in range(3):
                await self.world.bell.until(lambda: not self.world.updates.pending or None, 20)
                await asyncio.sleep(0.005)
                await self.app.settled()

    async def ask(
        self, person: Person, text: str, chat: Chat | None = None, topic: Topic | None = None
    ) -> list[Message]:
        """Let somebody say something, and return what the bot then said in that chat."""
        where = chat or person.private
        before = len(where.messages)
        person.say(text, chat=chat, topic=topic)
        await self.settled()
        return [message for message in where.messages[before:] if message["from"]["id"] == self.world.bot_id]

    async def press(self, person: Person, message: Message, label: str) -> list[Message]:
        """Let somebody press the button whose label begins so, and return the new messages of that chat."""
        where = self.world.chats[message["chat"]["id"]]
        before = len(where.messages)
        person.press(message, button(message, label))
        await self.settled()
        return [each for each in where.messages[before:] if each["from"]["id"] == self.world.bot_id]


def button(message: Message, label: str) -> str:
    """Return the whole label of the first button that begins with ``label``."""
    for name in labels(message):
        if name.startswith(label):
            return name
    raise AssertionError(f"no button {label!r} among {labels(message)}")


def labels(message: Message) -> list[str]:
    """Return the labels of a message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [each["text"] for row in rows for each in row]


def links(message: Message) -> list[str]:
    """Return the addresses a message's text links to."""
    return [entity["url"] for entity in message.get("entities", []) if entity["type"] == "text_link"]


@asynccontextmanager
async def town(
    data: Path,
    *,
    template: Path | None = None,
    pack: Path | None = PACK,
    world: World | None = None,
    operators: tuple[int, ...] = (),
    menus: bool = False,
    rates: Rates = UNPACED,
    probe: bool = False,
    feeds: frozenset[tuple[str, int]] | None = None,
    commands: int | None = None,
) -> AsyncIterator[Town]:
    """Run the bot on ``data`` (filled from ``template``, a database with the pack already in it) while entered.

    ``feeds`` and links are fetched where it names the hosts and ports of this machine that may be. ``commands`` are
    answered to each person in a minute; its clock stands still, so by default all of them are.
    """
    clock = world.clock if world else MovableClock(SUNDAY_MORNING, stopped=True)
    world = world or World(clock=clock)
    data.mkdir(parents=True, exist_ok=True)
    if template is not None and not (data / DATABASE).exists():
        shutil.copy(template, data / DATABASE)
    plan = Plan(
        data, None if template else pack, operators, menus=menus, rates=rates, probe=probe, feeds=feeds is not None,
        allow=feeds or frozenset(), commands=commands,
    )  # fmt: skip
    async with running(plan, WorldWire(world), clock) as app:
        yield Town(world, app, clock, data)
    await world.close()
