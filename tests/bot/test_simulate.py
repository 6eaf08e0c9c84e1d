"""Simulate: the days of a store, past or still to come, and those of any pack, printed and nothing else."""

import shutil
from datetime import date, datetime, time, timedelta, UTC
from pathlib import Path

import pytest

from bot.operations.pack import new_pack
from bot.plan import StartError
from bot.simulate import simulate
from bot.storage.database import DATABASE, Database, DatabaseError, open_database
from bot.storage.items import ItemTable
from bot.storage.search import SearchIndex
from bot.storage.tables import Tables
from content.news import Every, Filter
from content.records import State
from content.schedule import Schedule
from tests.bot.delivery.bureau import ALICE, article, GROUP, POLICING
from tests.bot.template import template

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
"""A Thursday, ten in the morning in Paris."""


@pytest.fixture
async def data(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the Paris pack."""
    folder = tmp_path_factory.getbasetemp() / "template"
    folder.mkdir(exist_ok=True)
    made = tmp_path / "a folder #1"
    made.mkdir()
    shutil.copy(await template(folder), made / DATABASE)
    async with open_database(made / DATABASE) as database:
        await database.write(lambda connection: connection.execute("DELETE FROM news"))
    return made


def files(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}


async def published(database: Database, slug: str, at: datetime) -> None:
    index = SearchIndex()
    await database.write(index.refresh)
    made = article(slug, date=at.date().isoformat())
    await ItemTable(database, index).put(made, State.PUBLISHED, None, None, at)


async def printed(data: Path, start: date, days: int, pack: Path | None = None) -> list[str]:
    """Return what is printed; nothing of the data directory may change."""
    before = files(data) if data.exists() else None
    said: list[str] = []
    assert await simulate(data, pack, start, days, said.append, NOW) == len(said)
    assert (files(data) if data.exists() else None) == before
    return said


async def test_days_to_come_begin_as_today_leaves_them(data: Path) -> None:
    async with open_database(data / DATABASE) as database:
        tables, made = Tables(database), NOW - timedelta(days=3)
        await tables.subscriptions.add(ALICE, None, POLICING, Every.WEEKLY, "fr", made)
        await tables.subscriptions.add(8, None, POLICING, Every.NOW, "en", made)
        digest = Schedule(GROUP, time(18, 30), "Europe/Paris", "fr", thread=4, told_until=made)
        await tables.schedules.keep(digest, made)
        await published(database, "a-1", NOW - timedelta(hours=1))
    said = await printed(data, date(2026, 11, 28), 3)
    heads = [each.splitlines()[0] for each in said]
    # Told at once and by the digests of Thursday and Friday, it is news only to who reads once a week.
    assert heads == [
        "── Sat 2026-11-28 18:30 CET · group -1001000000001, topic 4 · sendMessage",
        "── Sun 2026-11-29 18:30 CET · group -1001000000001, topic 4 · sendMessage",
        "── Mon 2026-11-30 08:00 CET · private chat 7 · sendMessage",
        "── Mon 2026-11-30 18:30 CET · group -1001000000001, topic 4 · sendMessage",
    ]
    assert ["Titre a-1" in each for each in said] == [False, False, True, False]


async def test_past_days_are_played_again_as_they_were(data: Path) -> None:
    async with open_database(data / DATABASE) as database:
        tables, made = Tables(database), NOW - timedelta(days=9)
        await tables.subscriptions.add(ALICE, None, Filter(), Every.NOW, "fr", made)
        for days in (4, 2):
            await published(database, f"a-{days}", NOW - timedelta(days=days))
        # As the bot left it that told them at once.
        await database.write(
            lambda connection: connection.executescript(
                "UPDATE news SET state = 'done', what = 'new', story = slug;"
                "INSERT INTO told SELECT 7, slug, at, NULL FROM news"
            )
        )
    said = await printed(data, date(2026, 11, 23), 2)
    assert [each.splitlines()[0] for each in said] == ["── Tue 2026-11-24 10:00 CET · private chat 7 · sendMessage"]
    assert "Titre a-2" in said[0]
    assert len(await printed(data, date(2026, 11, 22), 4)) == 2


async def test_what_is_known_of_who_is_in_which_group_holds_all_the_days(data: Path) -> None:
    async with open_database(data / DATABASE) as database:
        tables, made = Tables(database), NOW - timedelta(days=9)
        for chat in (ALICE, GROUP):
            await tables.subscriptions.add(chat, None, Filter(), Every.NOW, "fr", made)
        await tables.memberships.note(ALICE, GROUP, member=True, now=made)
        await published(database, "a-1", NOW - timedelta(days=1))
    said = await printed(data, date(2026, 11, 23), 4)
    assert ["group" in each.splitlines()[0] for each in said] == [True]


async def test_a_pack_of_somebody_elses_is_shown_to_a_group_in_its_own_language_and_zone(tmp_path: Path) -> None:
    pack = tmp_path / "lane"
    new_pack(pack, "lane", "Lane", date(2026, 11, 1), "Pacific/Auckland")
    said = await printed(tmp_path / "nothing", date(2026, 11, 20), 2, pack)
    assert [each.splitlines()[0] for each in said] == [
        "── Fri 2026-11-20 18:30 NZDT · sample group · sendMessage",
        "── Sat 2026-11-21 18:30 NZDT · sample group · sendMessage",
    ]
    assert not (tmp_path / "nothing").exists()


async def test_what_a_pack_dates_is_told_on_its_day(tmp_path: Path) -> None:
    paris = Path(__file__).parents[2] / "content" / "packs" / "paris-nord-est"
    pack = tmp_path / "pack"
    shutil.copytree(paris, pack)
    manifest = pack / "pack.yaml"
    manifest.write_text(manifest.read_text().replace("Europe/Paris", "Pacific/Auckland"))
    said = await printed(tmp_path / "nothing", date(2026, 11, 15), 7, pack)
    assert len(said) == 7
    assert all("18:30 NZDT" in each.splitlines()[0] for each in said)


async def test_without_a_store_or_with_a_faulty_pack_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no database"):
        await printed(tmp_path / "nothing", date(2026, 11, 20), 1)
    pack = tmp_path / "broken"
    new_pack(pack, "lane", "Lane", date(2026, 11, 1), "Europe/Paris")
    (pack / "pack.yaml").write_text("slug: lane\n")
    with pytest.raises(StartError):
        await printed(tmp_path / "nothing", date(2026, 11, 20), 1, pack)
