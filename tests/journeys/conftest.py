"""The running bot on the Paris pack, for each journey anew."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Chat, Person
from tests.bot.template import template
from tests.bot.town import Town, town
from tests.journeys.machine import a_machine, Machine


@pytest.fixture
async def paris(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the Paris pack in it, shared by the tests of a worker."""
    folder = tmp_path_factory.getbasetemp() / "template"
    folder.mkdir(exist_ok=True)
    return await template(folder)


@pytest.fixture
async def machine(tmp_path: Path, paris: Path) -> AsyncIterator[Machine]:
    """A machine with the pack already imported; afterwards no process is left and none has shown a token."""
    async with a_machine(tmp_path, paris) as made:
        yield made


@pytest.fixture
async def quarter(tmp_path: Path, paris: Path) -> AsyncIterator[Town]:
    """The bot at work; whatever it called departed in nothing from the published Bot API."""
    async with town(tmp_path / "data", template=paris, operators=(600_000_099,)) as running:
        yield running
        # Updates that depart from it are what some tests are about.
        assert [line for line in running.world.violations if not line.startswith("update.")] == []


@pytest.fixture
def amina(quarter: Town) -> Person:
    """A resident who reads French."""
    return quarter.world.person("Amina", "fr", started=True)


@pytest.fixture
def joe(quarter: Town) -> Person:
    """A resident who reads English."""
    return quarter.world.person("Joe", "en", started=True)


@pytest.fixture
def group(quarter: Town, amina: Person, joe: Person) -> Chat:
    """A forum group of Samir's with both residents in it, which the bot has long been a member of."""
    samir = quarter.world.person("Samir", "fr")
    made = quarter.world.group("Riverains Stalingrad", forum=True, owner=samir, quiet=True)
    for resident in (amina, joe):
        made.join(resident, quiet=True)
    return made


@pytest.fixture
def samir(group: Chat) -> Person:
    """The owner of the group."""
    return next(person for person in group.world.people.values() if person.name == "Samir")
