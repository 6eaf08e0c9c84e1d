"""Packs in and out: importing twice changes nothing, no edit is ever overwritten, and what went out comes in the same."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from textwrap import dedent

import pytest

from bot.delivery.corrections import CorrectionDesk
from bot.gateway.broadcast import BroadcastComposer
from bot.operations.pack import (
    check_pack,
    export_pack,
    import_pack,
    ImportReport,
    new_pack,
    NotEmptyError,
)
from bot.storage.chases import ChaseTable
from bot.storage.database import Database, open_database
from bot.storage.documents import DocumentTable
from bot.storage.items import ItemTable
from content.language import Translated
from content.records import Article, Item, Publish, State
from handlers.ports import Services
from tests.content.a_pack import a_pack, CHECKED, PACK, put

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
PARIS = Path(__file__).parents[3] / "content" / "packs" / "paris-nord-est"
MINE = PACK["articles/a-1.yaml"]
DOCUMENTS = 3


class Store:
    """A store and the folder of its pack."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.items = ItemTable(database)
        self.folder = folder

    async def take(self, folder: Path | None = None, now: dt.datetime = NOW) -> ImportReport:
        return await import_pack(self.database, self.items, folder or self.folder, now)

    async def edit(self, text: str, slug: str = "a-1") -> None:
        item = await self.item(slug)
        assert isinstance(item, Article)
        edited = item.model_copy(update={"title": Translated({"fr": text, "en": text})})
        await self.items.put(edited, State.PUBLISHED, 7, "edited", NOW)

    async def item(self, slug: str = "a-1") -> Item:
        kept = await self.items.stored(slug)
        assert kept is not None
        return kept.item

    async def state(self, slug: str = "a-1") -> State:
        kept = await self.items.stored(slug)
        assert kept is not None
        return kept.state

    async def dump(self) -> list[tuple[object, ...]]:
        query = (
            "SELECT slug, kind, state, rev, body, date, story, status, file_hash, changed_at FROM item ORDER BY slug"
        )
        return await self.database.read(lambda connection: connection.execute(query).fetchall())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_database(tmp_path / "riverain.db") as database:
        yield Store(database, a_pack(tmp_path / "pack"))


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def summed(report: ImportReport) -> tuple[int, int, int, int, int, int]:
    return (
        report.added, report.changed, report.unchanged, len(report.gone), len(report.conflicts), len(report.faults)
    )  # fmt: skip


async def test_importing_twice_changes_nothing(store: Store) -> None:
    count = len(PACK) - DOCUMENTS
    assert summed(await store.take()) == (count, 0, 0, 0, 0, 0)
    before, version = await store.dump(), await store.items.version()
    assert version == 1
    assert summed(await store.take(now=NOW + dt.timedelta(days=1))) == (0, 0, count, 0, 0, 0)
    assert await store.dump() == before
    assert await store.items.version() == version
    assert set(await DocumentTable(store.database).all()) == {"pack", "emergency", "wording"}


async def test_a_pack_with_a_fault_changes_nothing(store: Store) -> None:
    put(store.folder, "figures/f-1.yaml", "value: 4\n")
    report = await store.take()
    assert not report.ok
    assert all(fault.file == "figures/f-1.yaml" for fault in report.faults)
    assert await store.dump() == []
    assert await DocumentTable(store.database).all() == {}


async def test_emergency_texts_checked_long_ago_still_enter_with_a_warning(store: Store) -> None:
    report = await store.take(now=NOW + dt.timedelta(days=400))
    assert report.ok
    assert "emergency.yaml: checked_on: 2026-11-20 is more than six months ago" in str(report.warnings[0])
    assert await store.dump()


async def test_a_changed_file_changes_its_item_alone(store: Store) -> None:
    await store.take()
    put(store.folder, "articles/a-1.yaml", MINE.replace("Du bruit", "Du calme"))
    assert summed(await store.take())[:2] == (0, 1)
    item = await store.item()
    assert isinstance(item, Article)
    assert item.title["fr"] == "Du calme"
    assert [each.rev for each in await store.items.history("a-1")] == [2, 1]
    assert [each.rev for each in await store.items.history("m-1")] == [1]


async def test_the_order_of_lines_and_languages_is_no_change(store: Store) -> None:
    await store.take()
    put(store.folder, "articles/a-1.yaml", CHECKED + MINE.replace(CHECKED, "").replace(
        "{fr: Du bruit, en: Some noise}", "{en: Some noise, fr: Du bruit}"))  # fmt: skip
    assert summed(await store.take())[:2] == (0, 0)


async def test_what_may_not_be_shown_enters_as_a_draft(store: Store) -> None:
    put(store.folder, "articles/a-2.yaml", MINE + "publish: needs_second_source\n")
    put(store.folder, "articles/a-3.yaml", MINE + "publish: no\n")
    await store.take()
    assert await store.state("a-2") is State.DRAFT
    assert await store.state("a-3") is State.DRAFT
    put(store.folder, "articles/a-2.yaml", MINE)
    await store.take()
    assert await store.state("a-2") is State.PUBLISHED


async def test_an_item_edited_in_the_store_alone_is_left(store: Store) -> None:
    await store.take()
    await store.edit("Corrigé")
    before = await store.dump()
    assert summed(await store.take())[1:] == (0, len(before), 0, 0, 0)
    assert await store.dump() == before


async def test_an_item_edited_in_the_store_and_in_its_file_is_a_conflict_and_stays(store: Store) -> None:
    await store.take()
    await store.edit("Corrigé")
    put(store.folder, "articles/a-1.yaml", MINE.replace("Du bruit", "Du calme"))
    before = await store.dump()
    report = await store.take()
    assert [str(conflict) for conflict in report.conflicts] == [
        "articles/a-1.yaml: was changed in the store too; the store's text stays"
    ]
    assert await store.dump() == before
    exported = await export_pack(store.database, store.folder)
    assert [conflict.file for conflict in exported.conflicts] == ["articles/a-1.yaml"]
    assert "Du calme" in (store.folder / "articles/a-1.yaml").read_text()

    won = await import_pack(store.database, store.items, store.folder, NOW, file_wins={"a-1"})
    assert won.changed == 1
    assert not won.conflicts


async def test_a_correction_is_written_into_the_file_and_a_file_edited_meanwhile_is_a_conflict(store: Store) -> None:
    await store.take()
    desk = CorrectionDesk(
        store.database,
        store.items,
        ChaseTable(store.database),
        _nobody,
        BroadcastComposer("riverain_bot"),
        lambda: None,
    )
    before = await store.item()
    assert isinstance(before, Article)
    after = before.model_copy(update={"title": Translated({"fr": "Du calme", "en": "Some calm"})})
    await desk.correct(before, after, "Du bruit", "Du calme", "La source le dit.", 9, NOW)
    await export_pack(store.database, store.folder)
    assert "Du calme" in (store.folder / "articles/a-1.yaml").read_text()
    assert summed(await store.take())[1] == 0
    await desk.correct(after, before, "Du calme", "Du bruit", "La source le redit.", 9, NOW)
    put(store.folder, "articles/a-1.yaml", MINE.replace("Du bruit", "Du silence"))
    assert [conflict.file for conflict in (await store.take()).conflicts] == ["articles/a-1.yaml"]


def _nobody() -> Services:
    raise AssertionError("nothing is worded here")


async def test_a_file_that_already_says_what_the_store_says_is_no_conflict(store: Store) -> None:
    await store.take()
    await store.edit("Pareil")
    put(store.folder, "articles/a-1.yaml", MINE.replace("Du bruit", "Pareil").replace("Some noise", "Pareil"))
    assert summed(await store.take())[1] == 0
    put(store.folder, "articles/a-1.yaml", MINE)
    report = await store.take()
    assert (report.changed, report.conflicts) == (1, ())


async def test_an_item_made_in_the_store_is_not_overwritten_by_a_file_of_its_name(store: Store) -> None:
    await store.take()
    item = (await store.item()).model_copy(update={"slug": "a-2"})
    await store.items.put(item, State.PUBLISHED, 7, None, NOW)
    put(store.folder, "articles/a-2.yaml", MINE.replace("Du bruit", "Autre"))
    assert [conflict.file for conflict in (await store.take()).conflicts] == ["articles/a-2.yaml"]


async def test_an_item_whose_file_is_gone_is_paused_and_returns_with_it(store: Store) -> None:
    await store.take()
    figure = PACK["figures/f-1.yaml"]
    put(store.folder, "figures/f-1.yaml", None)
    report = await store.take()
    assert report.gone == ("f-1",)
    assert await store.state("f-1") is State.PAUSED
    assert (await store.take()).gone == ()
    exported = await export_pack(store.database, store.folder)
    assert exported.written == ()
    put(store.folder, "figures/f-1.yaml", figure)
    assert (await store.take()).changed == 1
    assert await store.state("f-1") is State.PUBLISHED


async def test_an_edited_item_whose_file_is_gone_stays(store: Store) -> None:
    await store.take()
    await store.edit("Corrigé")
    for file in (
        "articles/a-1.yaml",
        "measures/m-1.yaml",
        "figures/f-1.yaml",
        "positions/s-1.yaml",
        "positions/s-2.yaml",
    ):
        put(store.folder, file, None)
    report = await store.take()
    assert [conflict.file for conflict in report.conflicts] == ["a-1"]
    assert await store.state() is State.PUBLISHED


async def test_a_pause_and_a_retraction_outlive_the_next_import_and_go_into_the_files(store: Store) -> None:
    await store.take()
    await store.items.set_state("m-1", State.PAUSED, 7, "checking", NOW)
    await store.items.set_state("f-1", State.RETRACTED, 7, "wrong", NOW)
    await store.take()
    assert await store.state("m-1") is State.PAUSED
    exported = await export_pack(store.database, store.folder)
    assert set(exported.written) == {"figures/f-1.yaml", "measures/m-1.yaml"}
    assert "publish: needs_second_source\n" in (store.folder / "measures/m-1.yaml").read_text()
    assert "publish: 'no'\n" in (store.folder / "figures/f-1.yaml").read_text()
    assert summed(await store.take())[:2] == (0, 0)
    assert await store.state("m-1") is State.PAUSED
    assert await store.state("f-1") is State.RETRACTED


async def test_another_pack_is_refused_unless_the_store_is_empty(store: Store, tmp_path: Path) -> None:
    await store.take()
    other = a_pack(tmp_path / "other", pack=PACK["pack.yaml"].replace("a-pack", "b-pack"))
    before = await store.dump()
    report = await store.take(other)
    assert [str(fault) for fault in report.faults] == [
        "pack.yaml: slug: is 'b-pack', but the store holds the pack 'a-pack'; give this one a data directory of its own"
    ]
    assert await store.dump() == before
    assert "is 'b-pack'" in str((await export_pack(store.database, other)).faults[0])


async def test_an_edit_made_in_the_store_is_written_back(store: Store) -> None:
    await store.take()
    await store.edit("Corrigé")
    report = await export_pack(store.database, store.folder)
    assert report.written == ("articles/a-1.yaml",)
    assert "fr: Corrigé" in (store.folder / "articles/a-1.yaml").read_text()
    assert (await export_pack(store.database, store.folder)).written == ()
    put(store.folder, "articles/a-1.yaml", MINE)
    report_in = await store.take()
    assert (report_in.changed, report_in.conflicts) == (1, ())


async def test_a_published_proposal_and_a_correction_go_into_the_files_and_come_in_again_as_no_change(
    store: Store, tmp_path: Path
) -> None:
    await store.take()
    published = Article.model_validate(
        {**json.loads((await store.item()).model_dump_json()), "slug": "from-a-feed", "companion": None}
    )
    await store.items.put(published, State.PUBLISHED, 7, None, NOW)
    await store.edit("Corrigé")
    report = await export_pack(store.database, store.folder)
    assert report.conflicts == ()
    assert sorted(report.written) == ["articles/a-1.yaml", "articles/from-a-feed.yaml"]
    assert check_pack(store.folder, NOW.date()).faults == ()
    again = await store.take()
    assert (again.added, again.changed, again.conflicts, again.gone) == (0, 0, (), ())
    # Edited here and there since, neither wins unasked.
    await store.edit("Encore")
    written = (store.folder / "articles/a-1.yaml").read_text()
    put(store.folder, "articles/a-1.yaml", written.replace("Corrigé", "Autre"))
    assert [conflict.file for conflict in (await store.take()).conflicts] == ["articles/a-1.yaml"]
    assert "Encore" in str(await store.item())


async def test_files_that_say_the_same_keep_their_bytes_and_their_comments(store: Store) -> None:
    put(store.folder, "articles/a-1.yaml", f"# why\n{MINE}")
    await store.take()
    before = files(store.folder)
    report = await export_pack(store.database, store.folder)
    assert report.written == ()
    assert report.unchanged == len(PACK)
    assert files(store.folder) == before


async def test_files_the_store_does_not_know_are_told_and_stay(store: Store) -> None:
    await store.take()
    put(store.folder, "articles/a-9.yaml", MINE)
    assert (await export_pack(store.database, store.folder)).extra == ("articles/a-9.yaml",)
    assert (store.folder / "articles/a-9.yaml").exists()


async def test_an_export_goes_nowhere_it_could_do_harm(store: Store, tmp_path: Path) -> None:
    assert "import one first" in str((await export_pack(store.database, tmp_path / "out")).faults[0])
    await store.take()
    put(tmp_path, "home/letter.txt", "dear")
    report = await export_pack(store.database, tmp_path / "home")
    assert "is not empty and no pack" in str(report.faults[0])
    assert list(files(tmp_path / "home")) == ["letter.txt"]
    linked = tmp_path / "linked"
    put(linked, "pack.yaml", PACK["pack.yaml"])
    (linked / "articles").symlink_to(tmp_path / "home")
    with pytest.raises(OSError, match="leads out of the pack"):
        await export_pack(store.database, linked)
    assert list(files(tmp_path / "home")) == ["letter.txt"]


async def test_the_paris_pack_out_and_in_again_is_itself(tmp_path: Path) -> None:
    async with open_database(tmp_path / "one.db") as database:
        store = Store(database, PARIS)
        assert (await store.take()).ok
        first = await store.dump()
        out = tmp_path / "out"
        await export_pack(database, out)
        assert files(out) == {name: text for name, text in files(PARIS).items() if not name.startswith("README")}
        assert summed(await store.take(out)) == (0, 0, len(first), 0, 0, 0)
        assert await store.dump() == first
    async with open_database(tmp_path / "two.db") as database:
        again = Store(database, out)
        await again.take()
        assert await again.dump() == first


async def test_a_file_changed_while_it_is_read_stops_the_import_whole(store: Store) -> None:
    class Meddler:
        """Changes a file the moment the first item is written."""

        def index(self, connection: object, item: Item) -> None:
            put(folder, "topics/zzz.yaml", PACK["topics/noise.yaml"].replace("Bruit", "Autre"))

        def remove(self, connection: object, slug: str) -> None:
            """Nothing was there."""

    folder = store.folder
    for number in range(120):
        put(
            folder,
            f"terms/t-{number}.yaml",
            f"title: {{fr: t, en: t}}\ndefinition: {{fr: d, en: d}}\nsource: {{fr: s, en: s}}\n{CHECKED}",
        )
    put(folder, "topics/zzz.yaml", PACK["topics/noise.yaml"])
    report = await import_pack(store.database, ItemTable(store.database, Meddler()), folder, NOW)
    assert [str(fault) for fault in report.faults] == ["topics/zzz.yaml: changed while it was read; import again"]
    assert await store.dump() == []
    assert await store.items.version() == 0


def test_a_new_pack_passes_its_check_with_one_warning_that_its_numbers_are_unchecked(tmp_path: Path) -> None:
    written = new_pack(tmp_path / "vieux-lille", "vieux-lille", "Vieux-Lille, l'ancien : « centre »", NOW.date())
    report = check_pack(tmp_path / "vieux-lille", NOW.date())
    assert report.faults == ()
    assert [fault.field for fault in report.warnings] == ["checked_by"]
    assert "pack.yaml" in written
    for file in written:
        text = (tmp_path / "vieux-lille" / file).read_text(encoding="utf-8")
        assert "$" not in text, file
    assert "publish: no" in (tmp_path / "vieux-lille/articles/example-lighting.yaml").read_text()


async def test_a_new_pack_can_be_imported_and_shows_no_example(store: Store, tmp_path: Path) -> None:
    new_pack(tmp_path / "n", "n", "N", NOW.date())
    assert (await store.take(tmp_path / "n")).ok
    assert await store.items.newest("article") == []
    example = await store.items.stored("example-lighting")
    assert example is not None
    assert example.item.publish is Publish.NO


@pytest.mark.parametrize(
    ("slug", "title", "zone", "says"),
    [
        ("Vieux Lille", "t", "Europe/Paris", "lower-case letters"),
        ("a", " ", "Europe/Paris", "title"),
        ("a", "b\nslug: c", "Europe/Paris", "one line"),
        ("a", "b", "Lille", "time zone"),
    ],
)
def test_a_new_pack_wants_a_name_a_title_and_a_time_zone(
    tmp_path: Path, slug: str, title: str, zone: str, says: str
) -> None:
    with pytest.raises(NotEmptyError, match=says):
        new_pack(tmp_path / "n", slug, title, NOW.date(), zone)
    assert not (tmp_path / "n").exists()


def test_a_new_pack_never_writes_into_a_folder_that_holds_anything(tmp_path: Path) -> None:
    put(tmp_path, "n/letter.txt", "dear")
    with pytest.raises(NotEmptyError, match="not empty"):
        new_pack(tmp_path / "n", "n", "N", NOW.date())
    assert list(files(tmp_path / "n")) == ["letter.txt"]


def test_ten_thousand_items_are_imported_within_300_megabytes(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "pack")
    text = MINE.replace("Un bruit.", f"{'Les habitants demandent du calme la nuit. ' * 3}").replace(
        "A noise.", f"{'Residents ask for quiet at night. ' * 3}"
    )
    for number in range(10_000):
        (folder / "articles" / f"big-{number}.yaml").write_text(text.replace("Du bruit", f"Du bruit {number}"))
    script = dedent("""
        import asyncio, datetime as dt, json, sys
        from pathlib import Path
        from bot.operations.pack import import_pack
        from bot.storage.database import open_database
        from bot.storage.items import ItemTable

        async def main():
            async with open_database(Path(sys.argv[1])) as database:
                return await import_pack(database, ItemTable(database), Path(sys.argv[2]), dt.datetime(2026, 11, 22, tzinfo=dt.UTC))

        report = asyncio.run(main())
        # Not ru_maxrss: that also remembers the process that started this one.
        status = Path("/proc/self/status").read_text()
        peak = int(status.split("VmHWM:")[1].split()[0]) // 1024
        print(json.dumps([report.added, list(map(str, report.faults)), peak]))
    """)
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "big.db"), str(folder)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    added, faults, peak = json.loads(ran.stdout)
    assert faults == []
    assert added == 10_000 + len(PACK) - DOCUMENTS
    assert peak < 300, f"{peak} MB"
