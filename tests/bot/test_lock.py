"""The instance lock."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.lock import instance_lock, LockedError

HOLD = """
import sys
from pathlib import Path
from bot.lock import instance_lock
with instance_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_directory_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    with instance_lock(tmp_path / "new" / "data"):
        assert (tmp_path / "new" / "data").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "new" / "data" / "lock").stat().st_mode & 0o777 == 0o600


def test_a_second_one_is_refused_with_the_directory_named_and_may_start_later(tmp_path: Path) -> None:
    with instance_lock(tmp_path), pytest.raises(LockedError, match=str(tmp_path)), instance_lock(tmp_path):
        pass
    with instance_lock(tmp_path):
        pass


def test_two_directories_are_two_bots(tmp_path: Path) -> None:
    with instance_lock(tmp_path / "a"), instance_lock(tmp_path / "b"):
        pass


def test_an_exception_lets_go(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), instance_lock(tmp_path):
        raise ZeroDivisionError
    with instance_lock(tmp_path):
        pass


def test_another_process_is_refused_and_killing_the_holder_frees_it(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(LockedError), instance_lock(tmp_path):
        pass
    holder.kill()
    holder.wait()
    holder.stdout.close()
    holder.stdin.close()
    with instance_lock(tmp_path):
        pass
