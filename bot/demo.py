"""The demo: the whole bot against the sandbox, with a few neighbours to speak as."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from bot.app import Plan, run_until, running
from bot.clock import MovableClock
from bot.gateway.wire import http_wire
from bot.run import stopping
from bot.sandbox import serve, World
from content.pack.manifest import Manifest

_DATA = Path("data")


def neighbours(world: World) -> int:
    """Let two residents, a moderator, a group admin and their group in; return the operator's id."""
    amina = world.person("Amina", "fr", username="amina", label="resident")
    joe = world.person("Joe", "en", username="joe", label="resident")
    claire = world.person("Claire", "fr", username="claire", label="moderator")
    samir = world.person("Samir", "fr", username="samir", label="group admin")
    group = world.group("Riverains Stalingrad · La Villette", forum=True, owner=samir, quiet=True)
    for person in (amina, joe, claire):
        group.join(person)
    notices = group.topic("Annonces")
    group.topic("Entraide")
    amina.say("/start")
    joe.say("/start")
    samir.say("/mesures@riverain_bot éclairage", chat=group, topic=notices)
    return claire.id


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
    """Run until told to stop; prints the address of the chat page once the bot answers."""
    clock = MovableClock()
    world = World(clock=clock)
    operator = neighbours(world)
    with _own_data() as data, stopping() as stop:
        plan = Plan(data, pack, (operator,))
        async with (
            serve(world, port=port, host=host) as server,
            http_wire(server.url, world.token) as wire,
            running(plan, wire, clock) as app,
        ):
            clock.on_move(app.wake)
            await world.settled(timeout=60)
            _welcome(server.url, app.services.packs.manifest)
            await run_until(stop, app)
        click.echo("Ended.")


async def run_sandbox(port: int, token: str | None) -> None:
    """Run the stand-in alone until told to stop."""
    world = World(token=token) if token else World()
    with stopping() as stop:
        async with serve(world, port=port) as server:
            click.echo(f"Bot API: {server.url}/bot{world.token}/<method>")
            click.echo(f"Chat page and control interface: {server.url}  (bot/sandbox/README.md describes both)")
            await stop.wait()


def _welcome(url: str, manifest: Manifest | None) -> None:
    click.echo(f"\n  Riverain is running on the pack “{manifest.title.say('en') if manifest else '–'}”.")
    click.echo(f"  Open  {url}  in your browser. No token, no Telegram: everything stays on this machine.")
    click.echo("  Ctrl-C ends it.\n")
