"""The rehearsal of a pack: what is held back until its day, and which days have news."""

import datetime as dt
from pathlib import Path

from bot.rehearsal import days_with_news, store_of
from bot.storage.database import DATABASE, open_database
from bot.storage.items import ItemTable
from content.records import Item
from tests.bot.town import PACK
from tests.handlers.world import item

TODAY = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
DAY = dt.date(2025, 12, 30)


async def slugs(folder: Path, kind: str) -> set[str]:
    async with open_database(folder / DATABASE) as database:
        return {each.slug for each in await ItemTable(database).newest(kind, limit=10_000)}


async def test_what_the_files_date_from_the_day_on_is_held_back_also_where_the_day_is_not_known(tmp_path: Path) -> None:
    later = await store_of(tmp_path, PACK, lambda _: DAY, TODAY)
    articles = await slugs(tmp_path, "article")
    assert "rfi-2025-12-10-rosa-parks" in articles
    assert not {"quotidienmedecin-2025-12-30-hsa", "santementale-2026-01-hsa"} & articles
    assert "m-hsa-prolongation-2027" not in await slugs(tmp_path, "measure")
    times = [at for at, _ in later]
    assert times == sorted(times)
    assert times[0].date() == DAY
    assert times[-1].date() == dt.date(2026, 1, 31)


async def test_without_a_day_the_pack_is_there_as_it_is(tmp_path: Path) -> None:
    assert await store_of(tmp_path, PACK, lambda _: None, TODAY) == []
    assert "quotidienmedecin-2025-12-30-hsa" in await slugs(tmp_path, "article")


async def test_the_day_is_chosen_from_what_is_dated(tmp_path: Path) -> None:
    seen: list[Item] = []

    def first(items: object) -> None:
        assert isinstance(items, list)
        seen.extend(items)

    await store_of(tmp_path, PACK, first, TODAY)
    assert {each.kind for each in seen} == {"article", "measure", "figure", "position"}
    assert days_with_news(seen)[-2:] == [DAY, dt.date(2025, 12, 31)]


def test_days_with_news_are_exact_and_of_what_may_be_told() -> None:
    told = [
        item("article", "a", date="2026-11-03"),
        item("article", "b", date="2026-11"),
        item("article", "c", date="2026-11-05", publish="no"),
        item("article", "d", date="2026-11-06", ongoing_case=True),
        item("measure", "m", status_as_of="2026-11-02"),
        item("figure", "f"),
    ]
    assert days_with_news(told) == [dt.date(2026, 11, 2), dt.date(2026, 11, 3)]
