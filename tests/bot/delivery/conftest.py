"""A worker at work and a bureau that plans, for each test anew; a locked or full database is waited for only a moment."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.delivery import worker
from bot.storage.database import Database
from tests.bot.delivery.bureau import Bureau, bureau
from tests.bot.delivery.desk import Desk, Script, working
from tests.bot.template import template


@pytest.fixture(autouse=True)
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait a whole second for a locked database."""
    monkeypatch.setattr(worker, "_PAUSE", 0.01)


@pytest.fixture
async def desk(database: Database, clock: MovableClock) -> AsyncIterator[Desk]:
    """A worker that sends as fast as it can."""
    async with working(database, clock, Script()) as found:
        yield found


@pytest.fixture
async def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bureau]:
    """A bureau on the Paris pack."""
    folder = tmp_path_factory.getbasetemp() / "template"
    folder.mkdir(exist_ok=True)
    async with bureau(tmp_path / "bureau", await template(folder)) as found:
        yield found
