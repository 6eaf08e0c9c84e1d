"""``make bench``: every figure with its peer beside it, measured in one run on this machine."""

import os
import platform
import sys

from tests.bench import commands, start
from tests.bench.fanout import bench_fanout
from tests.bench.search import bench_search


def show(title: str, rows: list[tuple[str, ...]]) -> None:
    """Print a table."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    print(f"\n{title}")
    for row in rows:
        print("  " + "   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


def main() -> None:
    """Run everything; ``quick`` as an argument leaves out the largest corpus, repeats less, and ends fan-outs early."""
    quick = "quick" in sys.argv[1:]
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    )
    show(
        "Commands answered per second, update in to message out (medians; each against a fresh fake server on loopback)",
        [("bot", "answers", "of stock PTB", "of aiogram", "memory"), *commands.measure(rounds=2 if quick else 3)],
    )
    show("Start to first answer", start.measure(rounds=1 if quick else 3))
    bench_fanout(show, quick=quick)
    print("\nSearch")
    bench_search(sizes=(2_000, 20_000) if quick else (2_000, 20_000, 100_000), each=30 if quick else 100)


if __name__ == "__main__":
    main()
