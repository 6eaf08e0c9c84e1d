"""The demo: the whole bot against the sandbox, with a few neighbours to speak as."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, UTC
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import click

from bot.app import run_until, running
from bot.clock import MovableClock, SystemClock
from bot.gateway.wire import http_wire
from bot.neighbours import move_in, settle_in
from bot.newsstand import Newsstand, open_newsstand
from bot.plan import Plan
from bot.rehearsal import days_with_news, Journey, Later, store_of
from bot.run import stopping
from bot.sandbox import serve, World
from content.pack.manifest import Manifest
from content.records import Article, Item
from content.schedule import instant

_DATA = Path("data")
_OPENS_AT: Final = time(18, 28)
_AT_PLAY: Final = 60
"""Messages and presses of one person answered in a minute: who tries everything is quicker than a resident with a question."""
_DAYS_AHEAD: Final = 2
"""How many days with news lie ahead of a newcomer."""


@contextmanager
def _own_data() -> Iterator[Path]:
    """Yield a directory for this demo alone, inside the checkout, gone at the end."""
    _DATA.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="demo-", dir=_DATA))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # what else is in there stays
            _DATA.rmdir()


async def run_demo(host: str, port: int, pack: Path) -> None:
    """Run until told to stop; prints the address of the chat page once the bot answers and the neighbours have settled in.

    The clock begins on a day the pack has news about, so that the days after it bring some; everything said then is the
    pack's own, but for what a newspaper made up for the demo brings before the moderators. A pack without such days is shown
    today.
    """
    with _own_data() as data, stopping() as stop:
        scene = await _scene(data, pack, SystemClock().now())
        clock = MovableClock(None if scene.day is None else datetime.combine(scene.day, time(12), UTC))
        world = World(clock=clock)
        people = move_in(world)
        async with (
            open_newsstand(data, clock.now().date(), clock.now) as paper,
            serve(world, port=port, host=host) as server,
            http_wire(server.url, world.token) as wire,
            running(_plan(data, people.claire.id, paper), wire, clock) as app,
        ):
            manifest = app.services.packs.manifest
            zone = manifest.time_zone if manifest else "UTC"
            if scene.day is not None:
                clock.set(instant(scene.day, _OPENS_AT, zone))
            clock.on_move(app.wake)
            await settle_in(people, world, app, scene.subject)
            journey = Journey(app, world.jump, scene.later)
            world.traveller = journey
            _welcome(server.url, manifest, clock.now().astimezone(ZoneInfo(zone)))
            try:
                await run_until(stop, app)
            finally:
                await journey.close()
        click.echo("Ended.")


def _plan(data: Path, operator: int, paper: Newsstand) -> Plan:
    """Return what to run: the bot on ``data``, which may fetch from the paper of this machine."""
    return Plan(data, None, (operator,), sane_from=None, allow=frozenset({paper.pair}), commands=_AT_PLAY)


@dataclass
class _Scene:
    """The day the demo begins on, what happens after it, and what that is about."""

    day: date | None = None
    later: list[Later] = field(default_factory=list)
    subject: str | None = None


async def _scene(data: Path, pack: Path, today: datetime) -> _Scene:
    """Make the store of the demo: the pack as it stood before the last two days that have news in it."""
    scene = _Scene()

    def tomorrow(items: Sequence[Item]) -> date | None:
        days = days_with_news(items)
        if len(days) < _DAYS_AHEAD:
            return None
        first = days[-_DAYS_AHEAD]
        scene.day = first - timedelta(days=1)
        coming = (item for item in items if isinstance(item, Article) and item.date and item.date.first == first)
        scene.subject = next((slug for item in coming for slug in item.topics), None)
        return first

    scene.later = await store_of(data, pack, tomorrow, today)
    return scene


async def run_sandbox(port: int, token: str | None) -> None:
    """Run the stand-in alone until told to stop."""
    world = World(token=token) if token else World()
    with stopping() as stop:
        async with serve(world, port=port) as server:
            click.echo(f"Bot API: {server.url}/bot{world.token}/<method>")
            click.echo(f"Chat page and control interface: {server.url}  (bot/sandbox/README.md describes both)")
            await stop.wait()


def _welcome(url: str, manifest: Manifest | None, now: datetime) -> None:
    click.echo(f"\n  Riverain is running on the pack “{manifest.title.say('en') if manifest else '–'}”.")
    click.echo(f"  Open  {url}  in your browser. No token, no Telegram: everything stays on this machine.")
    click.echo(
        f"  On its clock it is {now:%A} {now.day} {now:%B %Y, %H:%M}; a digest is due in the group in two minutes."
    )
    click.echo(
        "  Claire's /queue holds an article of a newspaper made up for the demo; a link somebody proposes is really fetched."
    )
    click.echo("  Move the clock on the page to see tomorrow's. Ctrl-C ends it.\n")
