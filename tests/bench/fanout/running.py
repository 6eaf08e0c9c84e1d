"""One sender against one fresh server: both are processes of their own, as they would be."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Final

from tests.bench.commands import BENCH_PYTHON, free_port, resident

RIVERAIN: Final = "riverain"
TEXT: Final = (
    "Rosa-Luxemburg et alentours · jeudi 26 novembre\n\n"
    "1. Éclairage du jardin d’Éole réparé depuis mardi (Ville de Paris, 24 novembre)\n"
    "2. Réunion publique à la mairie du 18e, salle des fêtes, lundi à 19 h (mairie, 23 novembre)\n"
    "3. Permanence du bus de réduction des risques déplacée rue d’Aubervilliers (association, 22 novembre)\n\n"
    "12 sources lues, 1 ne répond plus depuis mardi.\n/latest pour la suite, /unfollow pour ne plus recevoir ce message."
)
"""A digest of usual length."""


@dataclass(frozen=True, slots=True)
class Sender:
    """One way to send."""

    peer: str
    """``riverain``, ``ptb`` or ``aiogram``."""
    how: str
    rows: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What the server saw of one sender, and how large the sender's process was."""

    messages: int
    chats: int
    seconds: float
    steady: float
    """Messages a second, the first hundred left out."""
    steady_all: float
    """The same, with the alerts meanwhile."""
    refused: int
    fullest: int
    """Messages and alerts within the fullest second."""
    alerts: dict[str, list[float]]
    """Seconds from the decision to the server, by how they were sent."""
    resident_mb: float

    @property
    def rate(self) -> float:
        """Messages a second."""
        return (self.messages - 1) / self.seconds if self.seconds else 0.0


def command(sender: Sender, url: str, data: str) -> list[str]:
    """Return how the sender's process is started."""
    if sender.peer == RIVERAIN:
        program = [sys.executable, "-m", "tests.bench.fanout.riverain"]
        return [*program, url, data, str(sender.rows), sender.how, TEXT]
    return [BENCH_PYTHON, f"tests/bench/peers/{sender.peer}_fanout.py", url, str(sender.rows), sender.how, TEXT]


def race(
    senders: Sequence[tuple[Sender, str]], until: int, *, limited: bool, delay: float = 0.0, seconds: float = 60.0
) -> list[Seen]:
    """Let the senders (each with a folder of its own) begin at one moment; return what each one's server saw.

    A sender is done after ``until`` messages, or all it has, or so many seconds.
    """
    with ExitStack() as stack:
        pairs = [
            _pair(stack, sender, data, min(until, sender.rows), limited, delay, seconds) for sender, data in senders
        ]
        for _, process in pairs:
            _line(process)
        pool = stack.enter_context(ThreadPoolExecutor(len(pairs)))
        for _, process in pairs:
            _go(process)
        return list(pool.map(_seen, *zip(*pairs, strict=True)))


def _go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def _pair(
    stack: ExitStack, sender: Sender, data: str, until: int, limited: bool, delay: float, seconds: float
) -> tuple[subprocess.Popen[str], subprocess.Popen[str]]:
    port = free_port()
    arguments = [str(port), "--until", str(until), "--delay", str(delay), "--seconds", str(seconds)]
    server = _start(
        stack, [sys.executable, "-m", "tests.bench.fanout.server", *arguments, *(["--limited"] if limited else [])]
    )
    _line(server)
    return server, _start(stack, command(sender, f"http://127.0.0.1:{port}", data))


def _start(stack: ExitStack, arguments: Sequence[str]) -> subprocess.Popen[str]:
    process = stack.enter_context(
        subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    )
    stack.callback(process.kill)
    return process


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    if not (line := process.stdout.readline()):
        raise RuntimeError(f"ended before it began: {process.args!r}")
    return line


def _seen(server: subprocess.Popen[str], process: subprocess.Popen[str]) -> Seen:
    seen: dict[str, Any] = json.loads(_line(server))
    memory = resident(process.pid)
    process.kill()
    return Seen(**seen, resident_mb=memory)


def held(sender: Sender, data: str) -> float:
    """Return the resident memory in MB a moment after the sender has begun on its queue (``held`` never begins)."""
    with ExitStack() as stack:
        _, process = _pair(stack, sender, data, 1_000_000, False, 0.0, 600.0)
        _line(process)
        _go(process)
        _line(process)
        time.sleep(2)
        return resident(process.pid)
