"""A machine: a directory, a stand-in for Telegram served over real sockets, and the processes an operator starts there."""

import asyncio
import os
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.sandbox import serve, World
from bot.sandbox.http import Server
from bot.storage.database import DATABASE
from tests.bot.town import PACK

CHECKOUT: Final = Path(__file__).parents[2]
CONFIG: Final = 78
OTHER_TOKEN: Final = "987654321:AAOtherOtherOtherOtherOtherOtherOther"


@dataclass
class Running:
    """A started process, and what it printed once it has ended."""

    process: Process
    out: str = ""
    err: str = ""

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    async def end(self, within: float = 10.0) -> int:
        """Return its exit code; raises TimeoutError when it does not end in that many seconds."""
        async with asyncio.timeout(within):
            out, err = await self.process.communicate()
        self.out, self.err = self.out + out.decode(), self.err + err.decode()
        assert self.process.returncode is not None
        return self.process.returncode

    async def line(self, having: str, stream: str = "out") -> str:
        """Return the next line on standard output (or ``err``) that holds some words."""
        reader = self.process.stdout if stream == "out" else self.process.stderr
        assert reader is not None
        async with asyncio.timeout(20):
            while line := (await reader.readline()).decode():
                setattr(self, stream, getattr(self, stream) + line)
                if having in line:
                    return line
        raise AssertionError(f"it ended without saying {having!r}: {self.out}{self.err}")


@dataclass
class Machine:
    """A machine of its own: a directory, a stand-in for Telegram, and the processes started there."""

    folder: Path
    world: World
    server: Server
    started: list[Running] = field(default_factory=list)

    @property
    def data(self) -> Path:
        """The bot's data."""
        return self.folder / "data"

    def settings(self, **other: str | None) -> dict[str, str]:
        """Return the environment: what a bot needs, with some settings changed or (None) left out."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RIVERAIN_")}
        own: Mapping[str, str | None] = {
            "PYTHONPATH": str(CHECKOUT),
            "RIVERAIN_API_URL": self.server.url,
            "RIVERAIN_TOKEN": self.world.token,
            "RIVERAIN_DATA": str(self.data),
            "RIVERAIN_PACK": str(PACK),
            "RIVERAIN_LISTEN": "127.0.0.1:0",
            "RIVERAIN_LOG": "debug",
            **{f"RIVERAIN_{name.upper()}": value for name, value in other.items()},
        }
        return kept | {name: value for name, value in own.items() if value is not None}

    async def start(self, *arguments: str, module: str = "bot", **settings: str | None) -> Running:
        """Start ``python -m bot`` (or another module) with arguments, ``run`` by default."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *(arguments or ("run",)),
            cwd=self.folder, env=self.settings(**settings), stdout=PIPE, stderr=PIPE,
        )  # fmt: skip
        self.started.append(Running(process))
        return self.started[-1]

    async def refuse(self, *arguments: str, **settings: str | None) -> str:
        """Return the one line with which a start is refused; fail when it is not, or not with code 78."""
        refused = await self.start(*arguments, module="bot", **settings)
        assert await refused.end() == CONFIG, refused.err
        assert refused.out == ""
        (line,) = [line for line in refused.err.splitlines() if not line.startswith("{")]
        assert "Traceback" not in line
        return line


@asynccontextmanager
async def a_machine(folder: Path, paris: Path) -> AsyncIterator[Machine]:
    """Set up a machine with the pack already imported; afterwards no process is left and none has shown a token."""
    world = World()
    async with serve(world, port=0) as server:
        made = Machine(folder, world, server)
        made.data.mkdir()
        shutil.copy(paris, made.data / DATABASE)
        try:
            yield made
        finally:
            for each in made.started:
                if each.process.returncode is None:
                    each.process.kill()
                    await each.end()
        for each in made.started:
            for secret in (world.token, world.token.split(":")[1], OTHER_TOKEN.split(":")[1]):
                assert secret not in each.out + each.err
            assert "Traceback" not in each.out + each.err
            assert "Warning" not in each.err
