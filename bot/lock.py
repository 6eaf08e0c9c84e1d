"""The instance lock: one running bot to a data directory."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockedError(Exception):
    """Another bot runs on the same data directory."""


@contextmanager
def instance_lock(data: Path) -> Iterator[None]:
    """Hold the lock of ``data`` while entered; raises LockedError when another process does."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise LockedError(
                f"Another Riverain already runs on {data}. Stop it first, or name another directory in RIVERAIN_DATA."
            ) from None
        yield
    finally:
        os.close(handle)
