"""Start to first answer, and resident memory at rest: the whole process, from nothing and with the store already filled."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.commands import free_port, PACK, resident


def once(data: Path) -> tuple[float, float]:
    """Return seconds from starting the process to its first answer, and its memory in MB two seconds later."""
    port = free_port()
    server = [sys.executable, "-m", "tests.bench.server", str(port), "1", "1", "/start"]
    bot = [sys.executable, "-m", "tests.bench.peers.riverain", f"http://127.0.0.1:{port}", str(data), PACK]
    with subprocess.Popen(server, stdout=subprocess.PIPE, text=True) as listening:
        assert listening.stdout is not None
        listening.stdout.readline()
        began = time.perf_counter()
        with subprocess.Popen(bot, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            json.loads(listening.stdout.readline())
            took = time.perf_counter() - began
            time.sleep(2)
            memory = resident(process.pid)
            process.kill()
    return took, memory


def measure(rounds: int = 3) -> list[tuple[str, ...]]:
    """Return the table: best and worst of ``rounds``."""
    rows: list[tuple[str, ...]] = []
    for name, again in (("first start, Paris pack imported", False), ("later start", True)):
        seen = []
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as data:
                if again:
                    once(Path(data))
                seen.append(once(Path(data)))
        times, memory = [took for took, _ in seen], [size for _, size in seen]
        rows.append(
            (name, f"{min(times):.2f} to {max(times):.2f} s", f"{min(memory):.0f} to {max(memory):.0f} MB at rest")
        )
    return rows
