"""Running for real: settings become a plan, the lock is held, signals end it cleanly."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from bot.app import run_until, running
from bot.clock import SystemClock
from bot.gateway.wire import http_wire, Wire
from bot.lock import instance_lock
from bot.plan import Plan
from bot.settings import Settings, SettingsError


@contextmanager
def stopping() -> Iterator[asyncio.Event]:
    """Yield an event that SIGTERM and SIGINT set; a second signal ends the process at once, as usual."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)

    def told() -> None:
        stop.set()
        for number in signals:
            loop.remove_signal_handler(number)

    for number in signals:
        loop.add_signal_handler(number, told)
    try:
        yield stop
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


async def run_bot(settings: Settings) -> None:
    """Run until told to stop; raises what the command line turns into one sentence."""
    token = settings.read_token()
    webhook = (settings.webhook_url, settings.read_webhook_secret()) if settings.webhook_url else None
    _make(settings)
    plan = Plan(
        settings.data, settings.pack, settings.operators, settings.listen, webhook, probe=settings.probe == "on"
    )
    with instance_lock(settings.data), stopping() as stop:
        async with http_wire(settings.api_url, token) as wire:
            await _run(plan, wire, stop)


def _make(settings: Settings) -> None:
    """Make the directory of the data; raises SettingsError when it cannot be written to."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        usable = os.access(settings.data, os.W_OK | os.X_OK)
    except OSError:
        usable = False
    if not usable:
        raise SettingsError([f"RIVERAIN_DATA={settings.data} cannot be written to; name a directory of your own"])


async def _run(plan: Plan, wire: Wire, stop: asyncio.Event) -> None:
    started = asyncio.Event()

    async def whole() -> None:
        async with running(plan, wire, SystemClock()) as app:
            started.set()
            await run_until(stop, app)

    # The server may be out of reach while the bot starts: being told to stop must end that wait too.
    work, told = asyncio.create_task(whole()), asyncio.create_task(stop.wait())
    await asyncio.wait({work, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not work.done() and not started.is_set():
        work.cancel()
        await asyncio.wait({work})
    if not work.cancelled():
        await work
