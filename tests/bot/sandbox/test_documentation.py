"""What the sandbox's README must not forget."""

from pathlib import Path

import pytest

import bot.sandbox
from bot.sandbox.steering import DEEDS
from bot.sandbox.world.faults import KINDS

README = (Path(bot.sandbox.__file__).parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("deed", sorted(DEEDS))
def test_every_deed_is_documented(deed: str) -> None:
    assert f"/control/{deed}`" in README or f"`{deed}`" in README


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_fault_is_documented(kind: str) -> None:
    assert f"`{kind}`" in README
