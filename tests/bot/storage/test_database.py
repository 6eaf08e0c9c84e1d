"""The database: transactions nobody else enters, parts that fail alone, and what becomes of a damaged or locked file."""

import asyncio
import sqlite3
import threading
from functools import partial
from pathlib import Path

import aiosqlite
import pytest
from hypothesis import given, HealthCheck, settings
from hypothesis import strategies as st

from bot.storage.database import Database, DatabaseError, open_database


class BoomError(Exception):
    """What goes wrong in these tests."""


def put(name: str, value: str = "x"):  # type: ignore[no-untyped-def]
    """Return work that writes one row."""
    return lambda connection: connection.execute("INSERT OR REPLACE INTO setting VALUES(?, ?)", (name, value))


def names(connection: sqlite3.Connection) -> set[str]:
    """Return the rows there are."""
    return {name for (name,) in connection.execute("SELECT name FROM setting")}


def committed(database: Database) -> set[str]:
    """Return what another process sees."""
    connection = sqlite3.connect(database.path)
    try:
        return names(connection)
    finally:
        connection.close()


class TestOpening:
    async def test_a_commit_survives_a_power_loss_and_blanked_text_is_overwritten(self, database: Database) -> None:
        async with database.transaction():
            found = {
                name: await database.read(lambda c, n=name: c.execute(f"PRAGMA {n}").fetchone()[0])  # type: ignore[misc]
                for name in (
                    "journal_mode",
                    "synchronous",
                    "foreign_keys",
                    "secure_delete",
                    "busy_timeout",
                    "trusted_schema",
                )
            }
        assert found == {
            "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
            "busy_timeout": 5000, "trusted_schema": 0,
        }  # fmt: skip

    async def test_the_reader_cannot_write(self, database: Database) -> None:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await database.read(put("a"))

    async def test_opening_again_finds_what_was_written(self, tmp_path: Path) -> None:
        for expected in (set(), {"a"}):
            async with open_database(tmp_path / "again.db") as database:
                assert await database.read(names) == expected
                await database.write(put("a"))

    async def test_no_thread_is_left_after_closing_or_failing_to_open(
        self, tmp_path: Path, no_thread_left: None
    ) -> None:
        (tmp_path / "bad.db").write_bytes(b"not a database at all" * 100)
        async with open_database(tmp_path / "fine.db"):
            pass
        with pytest.raises(DatabaseError):
            async with open_database(tmp_path / "bad.db"):
                pass

    async def test_a_file_that_is_no_database_is_refused_by_name_and_with_a_way_out(self, tmp_path: Path) -> None:
        (tmp_path / "bad.db").write_bytes(b"not a database at all" * 100)
        with pytest.raises(DatabaseError, match=r"bad\.db.*restore"):
            async with open_database(tmp_path / "bad.db"):
                pass

    async def test_a_database_with_an_overwritten_page_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "hurt.db"
        async with open_database(path) as database:
            await database.write(
                lambda c: c.executemany("INSERT INTO setting VALUES(?, ?)", [(f"{n}", "v" * 400) for n in range(200)])
            )
        content = bytearray(path.read_bytes())
        content[4096 * 3 :] = b"\xa5" * len(content[4096 * 3 :])
        path.write_bytes(content)
        with pytest.raises(DatabaseError, match="restore"):
            async with open_database(path):
                pass

    async def test_a_database_of_a_newer_riverain_is_refused(self, tmp_path: Path) -> None:
        async with open_database(tmp_path / "new.db") as database:
            await database.write(lambda c: c.execute("INSERT INTO migration VALUES(9999, 'x')"))
        with pytest.raises(DatabaseError, match="newer Riverain"):
            async with open_database(tmp_path / "new.db"):
                pass

    async def test_a_migration_that_changed_since_is_refused(self, tmp_path: Path) -> None:
        async with open_database(tmp_path / "old.db") as database:
            await database.write(lambda c: c.execute("UPDATE migration SET sha256 = 'other' WHERE number = 1"))
        with pytest.raises(DatabaseError, match="is not the one"):
            async with open_database(tmp_path / "old.db"):
                pass

    async def test_a_database_that_is_only_locked_is_not_called_damaged(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(aiosqlite, "connect", partial(aiosqlite.connect, timeout=0.02))
        path = tmp_path / "locked.db"
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        try:
            with pytest.raises(DatabaseError) as caught:
                async with open_database(path):
                    pass
        finally:
            holder.close()
        assert "backup" not in str(caught.value)
        assert "another program" in str(caught.value)

    async def test_a_backup_is_a_whole_copy(self, database: Database, tmp_path: Path) -> None:
        await database.write(put("a"))
        await database.backup(tmp_path / "copy.db")
        async with open_database(tmp_path / "copy.db") as copy:
            assert await copy.read(names) == {"a"}


class TestTransactions:
    async def test_nothing_is_seen_outside_before_the_end(self, database: Database) -> None:
        async with database.transaction():
            await database.write(put("a"))
            assert await database.read(names) == {"a"}
            assert committed(database) == set()
        assert committed(database) == {"a"}
        assert await database.read(names) == {"a"}

    async def test_an_exception_undoes_everything_and_comes_out(self, database: Database) -> None:
        with pytest.raises(BoomError):
            async with database.transaction():
                await database.write(put("a"))
                raise BoomError
        assert committed(database) == set()
        await database.write(put("b"))
        assert committed(database) == {"b"}

    async def test_a_statement_that_fails_undoes_the_lone_write_it_was_in(self, database: Database) -> None:
        def half(connection: sqlite3.Connection) -> None:
            put("a")(connection)
            connection.execute("INSERT INTO setting VALUES('b', NULL)")

        with pytest.raises(sqlite3.IntegrityError):
            await database.write(half)
        assert committed(database) == set()

    async def test_another_task_waits_outside_and_reads_the_last_commit(self, database: Database) -> None:
        inside, go_on = asyncio.Event(), asyncio.Event()

        async def first() -> None:
            async with database.transaction():
                await database.write(put("a"))
                inside.set()
                await go_on.wait()
                raise BoomError

        async def second() -> None:
            await database.write(put("b"))

        one = asyncio.create_task(first())
        await inside.wait()
        assert await database.read(names) == set()
        two = asyncio.create_task(second())
        await asyncio.sleep(0.02)
        assert not two.done()
        go_on.set()
        with pytest.raises(BoomError):
            await one
        await two
        assert committed(database) == {"b"}

    async def test_a_task_started_inside_is_outside(self, database: Database) -> None:
        async with database.transaction():
            await database.write(put("a"))
            assert await asyncio.create_task(database.read(names)) == set()
            late = asyncio.create_task(database.write(put("late")))
            await asyncio.sleep(0.01)
            assert not late.done()
        await late
        assert committed(database) == {"a", "late"}

    async def test_cancelling_undoes_everything(self, database: Database) -> None:
        inside = asyncio.Event()

        async def work() -> None:
            async with database.transaction():
                await database.write(put("a"))
                inside.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(work())
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await database.write(put("b"))
        assert committed(database) == {"b"}

    @pytest.mark.parametrize("steps", range(12))
    async def test_cancelled_at_any_step_it_is_all_or_nothing_and_the_next_one_works(
        self, database: Database, steps: int
    ) -> None:
        async def work() -> None:
            async with database.transaction():
                await database.write(put("a"))
                await database.write(put("b"))

        task = asyncio.create_task(work())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with asyncio.timeout(3):
            await database.write(put("c"))
        assert committed(database) in ({"c"}, {"a", "b", "c"})

    async def test_cancelled_while_it_begins_it_leaves_no_transaction_open(self, database: Database) -> None:
        release = threading.Event()
        slow = asyncio.create_task(database.read(lambda _: None))
        await slow
        blocked = asyncio.ensure_future(database._hop(database._writer, lambda _: release.wait(5)))
        await asyncio.sleep(0)
        task = asyncio.create_task(database.write(put("a")))
        await asyncio.sleep(0.01)  # its BEGIN is queued behind the slow work
        task.cancel()
        release.set()
        await asyncio.gather(task, blocked, return_exceptions=True)
        await database.write(put("b"))
        assert committed(database) == {"b"}

    async def test_a_commit_that_fails_leaves_no_transaction_open(self, database: Database) -> None:
        def dangling(connection: sqlite3.Connection) -> None:
            connection.execute("PRAGMA defer_foreign_keys=ON")
            connection.execute("INSERT INTO item_topic VALUES('t', 'no-such-item')")

        with pytest.raises(sqlite3.IntegrityError):
            await database.write(dangling)
        await database.write(put("b"))
        assert committed(database) == {"b"}

    async def test_a_lock_held_by_another_process_is_waited_for(self, database: Database) -> None:
        other = sqlite3.connect(database.path, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(0.05, other.execute, "COMMIT")
        await database.write(put("a"))
        other.close()
        assert committed(database) == {"a"}

    async def test_a_lock_held_for_long_fails_the_write_and_nothing_else(self, database: Database) -> None:
        await database._hop(database._writer, lambda c: c.execute("PRAGMA busy_timeout=20"))
        other = sqlite3.connect(database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            await database.write(put("a"))
        assert await database.read(names) == set()
        other.execute("COMMIT")
        other.close()
        await database.write(put("b"))
        assert committed(database) == {"b"}

    async def test_a_full_disk_fails_the_write_and_leaves_the_rest_usable(self, database: Database) -> None:
        await database.write(put("a"))
        await database._hop(database._writer, lambda c: c.execute("PRAGMA max_page_count=1").fetchone())
        with pytest.raises(sqlite3.OperationalError, match="full"):
            await database.write(put("big", "x" * 500_000))
        assert committed(database) == {"a"}
        await database._hop(database._writer, lambda c: c.execute("PRAGMA max_page_count=100000").fetchone())
        await database.write(put("b"))
        assert committed(database) == {"a", "b"}


class TestParts:
    async def test_a_failed_part_leaves_no_trace_and_the_others_stay(self, database: Database) -> None:
        async with database.transaction():
            async with database.transaction():
                await database.write(put("a"))
            with pytest.raises(BoomError):
                async with database.transaction():
                    await database.write(put("b"))
                    await database.write(put("c"))
                    raise BoomError
            async with database.transaction():
                await database.write(put("d"))
        assert committed(database) == {"a", "d"}

    async def test_a_part_reads_its_own_writes_and_those_before(self, database: Database) -> None:
        async with database.transaction():
            async with database.transaction():
                await database.write(put("a"))
            async with database.transaction():
                await database.write(put("b"))
                assert await database.read(names) == {"a", "b"}

    async def test_a_part_that_only_read_and_failed_undoes_nothing(self, database: Database) -> None:
        async with database.transaction():
            async with database.transaction():
                await database.write(put("a"))
            with pytest.raises(BoomError):
                async with database.transaction():
                    await database.read(names)
                    raise BoomError
        assert committed(database) == {"a"}

    async def test_cancelling_inside_a_part_undoes_the_whole(self, database: Database) -> None:
        inside = asyncio.Event()

        async def work() -> None:
            async with database.transaction():
                await database.write(put("before"))
                async with database.transaction():
                    await database.write(put("a"))
                    inside.set()
                    await asyncio.Event().wait()

        task = asyncio.create_task(work())
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await database.write(put("b"))
        assert committed(database) == {"b"}

    async def test_a_full_disk_in_a_part_fails_the_whole_transaction_as_a_fault_of_the_database(
        self, database: Database
    ) -> None:
        await database.write(put("old"))
        await database._hop(database._writer, lambda c: c.execute("PRAGMA max_page_count=1").fetchone())
        with pytest.raises(sqlite3.Error):
            async with database.transaction():
                async with database.transaction():
                    await database.write(put("a"))
                async with database.transaction():
                    await database.write(put("big", "x" * 500_000))
        await database._hop(database._writer, lambda c: c.execute("PRAGMA max_page_count=100000").fetchone())
        await database.write(put("b"))
        assert committed(database) == {"old", "b"}

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(st.lists(st.sampled_from(["read", "write", "fault"]), max_size=4), st.booleans()), max_size=6
        ),
        st.booleans(),
    )
    def test_whatever_fails_where_each_part_is_whole_or_absent(
        self, tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[list[str], bool]], whole_fails: bool
    ) -> None:
        """Compare with a model: a part's rows are there when it ended well and the whole did."""
        expected: set[str] = set()

        async def play(database: Database) -> None:
            for number, (steps, raises) in enumerate(parts):
                wrote: set[str] = set()
                try:
                    async with database.transaction():
                        for step, what in enumerate(steps):
                            name = f"{number}.{step}"
                            if what == "write":
                                await database.write(put(name))
                                wrote.add(name)
                            elif what == "read":
                                assert await database.read(names) == expected | wrote
                            else:
                                with pytest.raises(sqlite3.IntegrityError):
                                    await database.write(lambda c: c.execute("INSERT INTO setting VALUES('x', NULL)"))
                        if raises:
                            raise BoomError
                except BoomError:
                    continue
                expected.update(wrote)
            if whole_fails:
                raise BoomError

        async def run() -> None:
            async with open_database(tmp_path_factory.mktemp("parts") / "r.db") as database:
                try:
                    async with database.transaction():
                        await play(database)
                except BoomError:
                    expected.clear()
                assert committed(database) == expected

        asyncio.run(run())
