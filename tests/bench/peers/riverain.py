"""Riverain as it runs, durable inbox and outbox, on the Paris pack."""

import asyncio
import sys
from pathlib import Path

from bot.app import running
from bot.clock import SystemClock
from bot.delivery.gate import UNPACED
from bot.gateway.wire import http_wire
from bot.logs import set_up_logs
from bot.plan import Plan


async def main(url: str, data: str, pack: str) -> None:
    """Run until killed."""
    set_up_logs("error")
    async with (
        http_wire(url, "110201543:BENCH-TOKEN-NOT-A-SECRET-0000000000") as wire,
        running(Plan(Path(data), Path(pack), menus=False, rates=UNPACED), wire, SystemClock()),
    ):
        await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:4]))
