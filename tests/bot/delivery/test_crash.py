"""Crash points: the named one ends the process at the named time, and no other does."""

import signal
import subprocess
import sys

import pytest

_SCRIPT = """
from bot.delivery.crash import reached
for _ in range(3):
    reached("claim"); print("claimed", flush=True); reached("sent"); print("sent", flush=True)
"""


def ends(crash: str | None) -> tuple[int, list[str]]:
    environment = {"PATH": "/usr/bin"} | ({"RIVERAIN_CRASH": crash} if crash else {})
    done = subprocess.run([sys.executable, "-c", _SCRIPT], env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.split()


@pytest.mark.parametrize(
    ("crash", "said"),
    [
        ("claim", 0), ("claim:1", 0), ("sent:1", 1), ("claim:3", 4), ("sent:3", 5),
    ],
)  # fmt: skip
def test_the_process_ends_where_it_is_told_to(crash: str, said: int) -> None:
    assert ends(crash) == (-signal.SIGKILL, ["claimed", "sent", "claimed", "sent", "claimed", "sent"][:said])


@pytest.mark.parametrize("crash", [None, "committed:1", "claim:4"])
def test_otherwise_nothing_happens(crash: str | None) -> None:
    assert ends(crash) == (0, ["claimed", "sent"] * 3)
