"""The reader: starts a confined child for each feed or page, and kills it when it takes too long."""

import asyncio
import json
import os
import pyexpat
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import structlog

from bot.intake.fetched import Fetched
from bot.intake.reading import answer
from bot.intake.reading.bounds import Bounds
from bot.intake.reading.records import FeedRead, PageRead, ReadingError, Unread

log = structlog.get_logger()

_ROOT: Final = Path(__file__).parents[3]
"""Where the package ``bot`` lies; the child is told, as it looks at no environment and not at its directory."""
_START: Final = "import sys; sys.path.insert(0, sys.argv.pop(1)); from bot.intake.reading.child import main; main()"
_ENVIRONMENT: Final[Mapping[str, str]] = {"LC_ALL": "C.UTF-8"}
"""All of it: no token, no setting, no path."""
_SAFE_EXPAT: Final = (2, 6, 0)
"""The first without a way to make it work in squares of its input; before, the limits alone hold."""
_PAGES: Final = ("text/html", "application/xhtml+xml")


class Reader:
    """Reads feeds and pages, at most two at once."""

    def __init__(
        self,
        *,
        bounds: Bounds | None = None,
        at_once: int = 2,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        program: tuple[str, ...] = (sys.executable, "-I", "-B", "-c", _START, str(_ROOT)),
    ) -> None:
        """Give each child ``bounds``; ``now`` tells which dates lie in the future."""
        self._bounds = bounds or Bounds()
        self._turns = asyncio.Semaphore(at_once)
        self._now = now
        self._program = program
        if pyexpat.version_info < _SAFE_EXPAT:
            log.warning("reading.old_expat", version=pyexpat.EXPAT_VERSION)

    async def read_feed(self, fetched: Fetched) -> FeedRead:
        """Return the feed that was fetched (not an answer with status 304); raises ReadingError."""
        return answer.feed(await self._read("feed", fetched), fetched.url_final, self._now())

    async def read_page(self, fetched: Fetched) -> PageRead:
        """Return the article that was fetched; raises ReadingError."""
        if fetched.tdm_reserved:
            raise answer.reserved()
        if fetched.content_type not in _PAGES:
            raise ReadingError(Unread.NOT_A_PAGE, "The address leads to a file, not to a web page.")
        return answer.page(await self._read("page", fetched), fetched.url_final, self._now())

    async def _read(self, kind: str, fetched: Fetched) -> dict[str, Any]:
        told = {"url": fetched.url_final, "content_type": fetched.content_type, "charset": fetched.charset}
        task = json.dumps({**told, "bounds": asdict(self._bounds)})
        async with self._turns:
            with TemporaryDirectory(prefix="reading-") as empty:
                child = await self._start(kind, task, empty)
                try:
                    async with asyncio.timeout(self._bounds.wall):
                        said, _ = await asyncio.gather(self._answer(child), _give(child, fetched.body))
                        code = await child.wait()
                except TimeoutError:
                    log.warning("reading.stopped", kind=kind, why="time")
                    raise ReadingError(Unread.TOO_MUCH, "What the server sent takes too long to read.") from None
                finally:
                    await _end(child)
        return self._understood(kind, said, code)

    async def _start(self, kind: str, task: str, folder: str) -> Process:
        try:
            return await asyncio.create_subprocess_exec(
                *self._program,
                kind,
                task,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,  # libraries would write what they read there
                cwd=folder,
                env=_ENVIRONMENT,
                start_new_session=True,  # so that it is killed with whatever it started
            )
        except OSError as fault:
            log.error("reading.not_started", fault=type(fault).__name__, errno=fault.errno)
            raise ReadingError(
                Unread.FAILED, "The reader could not be started; the operator finds why in the log."
            ) from None

    def _understood(self, kind: str, said: bytes | None, code: int) -> dict[str, Any]:
        if said is None or code in (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGALRM):
            log.warning("reading.stopped", kind=kind, why="answer" if said is None else "limits")
            raise ReadingError(Unread.TOO_MUCH, "What the server sent takes too much work to read.")
        if code:
            log.warning("reading.failed", kind=kind, code=code)
            raise ReadingError(Unread.FAILED, "The reader failed on what the server sent.")
        return answer.decoded(said)

    async def _answer(self, child: Process) -> bytes | None:
        """Return what the child says, None when it says too much."""
        assert child.stdout is not None
        said = bytearray()
        while piece := await child.stdout.read(65536):
            said += piece
            if len(said) > self._bounds.answer:
                _kill(child)
                return None
        return bytes(said)


async def _give(child: Process, body: bytes) -> None:
    """Write the body; a child that has ended before it read all has its reasons."""
    assert child.stdin is not None
    with suppress(ConnectionError):
        child.stdin.write(body)
        await child.stdin.drain()
    child.stdin.close()
    with suppress(ConnectionError):
        await child.stdin.wait_closed()


def _kill(child: Process) -> None:
    if child.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


async def _end(child: Process) -> None:
    """Leave nothing running, neither the child nor what it may have started."""
    _kill(child)
    await child.wait()
