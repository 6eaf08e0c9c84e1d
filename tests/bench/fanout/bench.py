"""The bench itself: the same message to many chats, by Riverain and by its peers, in one run; prints tables."""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Final

from bot.delivery.gate import Rates
from tests.bench.fanout.limits import PRIVATE_BURST
from tests.bench.fanout.running import held, race, RIVERAIN, Seen, Sender

Row = tuple[str, ...]
Show = Callable[[str, list[Row]], None]

ROWS: Final = 10_000
"""Chats that wait in every queue, also where the run ends before the last of them is served."""
FAR: Final = 0.1
"""Seconds a distant server takes to answer."""
_GROUP: Final = 24
"""Four more than a minute's."""
_PTB: Final = "PTB 22.8"
_AIOGRAM: Final = "aiogram 3.31"
_LIMITED: Final = (
    ("Riverain, digest", Sender(RIVERAIN, "digest", ROWS)),
    ("Riverain, urgent", Sender(RIVERAIN, "alert", ROWS)),
    (f"{_PTB}, AIORateLimiter", Sender("ptb", "limited", ROWS)),
    (f"{_AIOGRAM}, sleeps when told", Sender("aiogram", "limited", ROWS)),
    (f"{_AIOGRAM}, 0.05 s between", Sender("aiogram", "paced", ROWS)),
)
_RAW: Final = (
    ("Riverain, outbox on disk", Sender(RIVERAIN, "unpaced", ROWS)),
    (f"{_PTB}, one by one", Sender("ptb", "loop", ROWS)),
    (f"{_PTB}, 16 at once", Sender("ptb", "many", ROWS)),
    (f"{_AIOGRAM}, one by one", Sender("aiogram", "loop", ROWS)),
    (f"{_AIOGRAM}, 16 at once", Sender("aiogram", "many", ROWS)),
)


def bench_fanout(show: Show, *, quick: bool) -> None:
    """Print every figure; ``quick`` counts the first 1,000 messages of each queue, in full all 10,000 are sent."""
    until, seconds = (1_000, 60) if quick else (ROWS, 600)
    show(_title(until, seconds, "on loopback"), limited(until, seconds, 0.0))
    show(_title(1_000, 60, f"{FAR * 1000:.0f} ms away"), limited(1_000, 60, FAR))
    show(f"{_GROUP} answers to one group and edits of them, before a server that enforces 20 a minute", group())
    many = 2_000 if quick else 5_000
    show(
        f"As fast as it goes: {many:,} messages to a server that refuses nothing (loopback, medians of 3)",
        raw(3, many),
    )
    show("A channel, whoever follows it", channel())
    show(
        "Recipients queued, and what they take in memory (Riverain: expanded from subscriptions, on disk)",
        memory(quick=quick),
    )


def _title(until: int, seconds: int, distance: str) -> str:
    return (
        f"{until:,} of {ROWS:,} private chats that wait in a queue (or as many as {seconds} s are enough for), all senders"
        f" at one time;\nservers {distance} enforce 30 messages a second, 1 a second a chat after {PRIVATE_BURST}"
    )


def limited(until: int, seconds: int, delay: float) -> list[Row]:
    """Return the table of the senders before servers that enforce the limits."""
    with ExitStack() as stack:
        seen = race(
            [(sender, _folder(stack)) for _, sender in _LIMITED], until, limited=True, delay=delay, seconds=seconds
        )
    ptb, aiogram = seen[2].rate, seen[3].rate
    rows: list[Row] = [
        (
            "sender",
            "messages",
            "of PTB",
            "of aiogram",
            "429",
            "fullest second",
            "of own rate",
            "an alert meanwhile",
            "memory",
        )
    ]
    for (name, sender), each in zip(_LIMITED, seen, strict=True):
        rows.append((
            name, f"{each.rate:.1f}/s", f"{each.rate / ptb:.2f} ×", f"{each.rate / aiogram:.2f} ×", str(each.refused),
            str(each.fullest), _kept(sender, each), _overtaking(each), f"{each.resident_mb:.0f} MB",
        ))  # fmt: skip
        _check(name, each)
    return rows


def group() -> list[Row]:
    """Return the table of the senders that answer and edit in one group."""
    senders = (("Riverain", RIVERAIN), (f"{_PTB}, AIORateLimiter", "ptb"), (f"{_AIOGRAM}, sleeps when told", "aiogram"))
    with ExitStack() as stack:
        asked = [(Sender(peer, "group", _GROUP), _folder(stack)) for _, peer in senders]
        seen = race(asked, _GROUP, limited=True, seconds=150)
    rows: list[Row] = [("sender", "messages", "429", "until the last")]
    for (name, _), each in zip(senders, seen, strict=True):
        rows.append((name, str(each.messages), str(each.refused), f"{each.seconds:.1f} s"))
    return rows


def _kept(sender: Sender, seen: Seen) -> str:
    """Return how much of the gate's own rate was used: what the rate allows for is the burst, then an even stream."""
    if sender.peer != RIVERAIN:
        return ""
    # Alerts have a share of the rate of their own beside digests, and the same one as what is urgent.
    if sender.how == "alert":
        return f"{seen.steady_all / Rates().overall:.1%} of {Rates().overall:.0f}/s"
    return f"{seen.steady / Rates().digests:.1%} of {Rates().digests:.0f}/s"


def _overtaking(seen: Seen) -> str:
    """Return how long alerts took that were decided while the queue was full."""
    said = []
    for how, times in seen.alerts.items():
        worst = f", worst {max(times):.3f} s" if len(times) > 1 else ""
        said.append(f"{how} {statistics.median(times):.3f} s{worst}")
    if "outbox" not in seen.alerts and "queued" not in seen.alerts:
        left = ROWS - seen.messages
        said.append(f"queued not within {seen.seconds - 5:.0f} s ({left:,} before it)")
    return "; ".join(said)


def _check(name: str, seen: Seen) -> None:
    """Complain where a chat was written to twice."""
    if seen.chats != seen.messages:
        print(f"  ! {name}: {seen.messages:,} messages to {seen.chats:,} chats")


def raw(rounds: int, until: int) -> list[Row]:
    """Return the table of the senders before servers that refuse nothing, one sender after the other."""
    runs: dict[str, list[Seen]] = {name: [] for name, _ in _RAW}
    for _ in range(rounds):
        for name, sender in _RAW:
            with tempfile.TemporaryDirectory() as data:
                runs[name] += race([(sender, data)], until, limited=False)
                _check(name, runs[name][-1])
    rates = {name: statistics.median(seen.rate for seen in each) for name, each in runs.items()}
    _, ptb, _, aiogram, _ = rates.values()
    return [
        ("sender", "messages", "of PTB one by one", "of aiogram one by one"),
        *((name, f"{rate:.0f}/s", f"{rate / ptb:.2f} ×", f"{rate / aiogram:.2f} ×") for name, rate in rates.items()),
    ]


def channel() -> list[Row]:
    """Return how many messages a channel takes, however many people read it."""
    with tempfile.TemporaryDirectory() as data:
        (seen,) = race([(Sender(RIVERAIN, "channel", 2), data)], 2, limited=True, seconds=3.0)
    return [("Riverain, digest to a channel", f"{seen.messages} message, {seen.refused} refused")]


def memory(*, quick: bool, sizes: Sequence[int] = (1_000, 10_000, 100_000)) -> list[Row]:
    """Return the table of memory and of the time expansion takes."""
    ours = [_expanded(size) for size in sizes]
    with ExitStack() as stack:
        sending = [held(Sender(RIVERAIN, "digest", size), _folder(stack)) for size in sizes]
    rows: list[Row] = [("recipients", *(f"{size:,}" for size in sizes))]
    rows += [
        ("Riverain, expanding", *(f"{took:.2f} s ({size / took:.0f}/s)" for size, (took, _, _) in zip(sizes, ours, strict=True))),
        ("  before, at its highest", *(f"{before:.0f}, {highest:.0f} MB" for _, before, highest in ours)),
        ("Riverain, queue on disk, sending", *(f"{size:.0f} MB" for size in sending)),
    ]  # fmt: skip
    for name, peer, how in (
        (f"{_PTB}, a list in memory", "ptb", "held"),
        (f"{_PTB}, every call begun", "ptb", "started"),
        (f"{_AIOGRAM}, a list in memory", "aiogram", "held"),
    ):
        # A hundred thousand calls that wait at one limiter keep it busy for minutes.
        most = sizes[-2] if quick and how == "started" else sizes[-1]
        cells = [f"{held(Sender(peer, how, size), ''):.0f} MB" if size <= most else "not in quick" for size in sizes]
        rows.append((name, *cells))
    return rows


def _expanded(size: int) -> tuple[float, float, float]:
    """Return the seconds expansion took, the memory before, and the highest, in MB."""
    program = [sys.executable, "-m", "tests.bench.fanout.expanding"]
    with tempfile.TemporaryDirectory() as data:
        subprocess.run([*program, "prepare", data, str(size)], check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run([*program, "expand", data], check=True, stdout=subprocess.PIPE, text=True)
    rows, took, before, highest = done.stdout.splitlines()[-1].split()
    if int(rows) != size:
        print(f"  ! {rows} of {size} subscribers have a row")
    return float(took), float(before), float(highest)


def _folder(stack: ExitStack) -> str:
    return stack.enter_context(tempfile.TemporaryDirectory())
