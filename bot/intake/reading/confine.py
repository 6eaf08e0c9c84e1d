"""Confining the child: it limits itself before it reads anything, and cannot lift the limits again."""

import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from bot.intake.reading.bounds import Bounds

_NEVER: Final = ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname",
    "subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.truncate")  # fmt: skip
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine(bounds: Bounds) -> None:
    """Limit this process for good; where the machine runs out of memory it is the first to go."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    # Ends it even when nobody is left to kill it.
    signal.setitimer(signal.ITIMER_REAL, bounds.wall)
    for what, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_NOFILE, bounds.files, bounds.files),
        (resource.RLIMIT_AS, bounds.memory, bounds.memory),
        (resource.RLIMIT_CPU, bounds.cpu, bounds.cpu + 1),
    ):
        resource.setrlimit(what, (soft, hard))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what no reading needs; against a library's surprises, not against an attacker inside the process."""
    if event in _NEVER or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING):
        raise PermissionError(event)
