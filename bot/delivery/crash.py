"""Crash points: where the fault tests kill the process, as a loss of power would; without them, nothing happens."""

import os
import signal
from itertools import count
from typing import Final

_POINT, _, _TIME = os.environ.get("RIVERAIN_CRASH", "").partition(":")
_times: Final = count(1)


def reached(point: str) -> None:
    """End the process at once where the environment says so: ``RIVERAIN_CRASH=claim:3`` at the third claim."""
    if point == _POINT and next(_times) == int(_TIME or 1):
        os.kill(os.getpid(), signal.SIGKILL)
