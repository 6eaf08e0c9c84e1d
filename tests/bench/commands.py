"""Commands answered per second, update in to message out, beside stock python-telegram-bot and aiogram."""

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PACK = "content/packs/paris-nord-est"
BENCH_PYTHON = ".venv-bench/bin/python"


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def once(peer: str, text: str, commands: int, chats: int) -> dict[str, float]:
    """Run one bot against a fresh server until every command is answered; return what the server saw."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    arguments = [sys.executable, "-m", "tests.bench.server", str(port), str(commands), str(chats), text]
    with (
        tempfile.TemporaryDirectory() as data,
        subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as server,
    ):
        assert server.stdout is not None
        server.stdout.readline()
        bot: list[str] = {
            "riverain": [sys.executable, "-m", "tests.bench.peers.riverain", url, data, PACK],
            "python-telegram-bot 22.8": [BENCH_PYTHON, "tests/bench/peers/ptb_echo.py", url],
            "aiogram 3.31": [BENCH_PYTHON, "tests/bench/peers/aiogram_echo.py", url],
        }[peer]
        began = time.perf_counter()
        with subprocess.Popen(bot, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            line = server.stdout.readline()
            memory = resident(process.pid)
            process.kill()
        seen: dict[str, Any] = json.loads(line)
        return {**seen, "resident_mb": memory, "wall": time.perf_counter() - began}


def resident(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return float("nan")


def measure(rounds: int = 3, commands: int = 3000, chats: int = 500) -> list[tuple[str, str, str, str, str]]:
    """Return the table: each peer in turn, ``rounds`` times, medians, and the ratio of Riverain to each."""
    peers = (("python-telegram-bot 22.8", "echo"), ("aiogram 3.31", "echo"), ("riverain", "/start"), ("riverain", "/latest"),
             ("riverain", "/contacts seringue"))  # fmt: skip
    seen: dict[tuple[str, str], list[dict[str, float]]] = {peer: [] for peer in peers}
    for _ in range(rounds):
        for peer, text in peers:
            seen[peer, text].append(once(peer, "hello" if text == "echo" else text, commands, chats))
    medians = {peer: statistics.median(run["per_second"] for run in runs) for peer, runs in seen.items()}
    rows = []
    for (peer, text), runs in seen.items():
        ratios = [f"{medians[peer, text] / medians[other, 'echo']:.2f}" for other, _ in peers[:2]]
        memory = statistics.median(run["resident_mb"] for run in runs)
        rows.append(
            (
                f"{peer} {text}",
                f"{medians[peer, text]:.0f}/s",
                f"{ratios[0]} × PTB",
                f"{ratios[1]} × aiogram",
                f"{memory:.0f} MB",
            )
        )
    return rows
