"""Chases: every copy is found once, by the way of an index, however many there are; what a message says now is its newest row."""

import sqlite3
import tracemalloc
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.storage import chases, following
from bot.storage.broadcasts import address, begin, Body, Broadcast, Target, word
from bot.storage.chases import ahead, begin_chase, ChaseTable, Copy, Open, standing
from bot.storage.database import Database
from bot.storage.outbox import Outbox, Outgoing, Priority
from handlers.kept import kept_for
from tests.bot.storage.copies import ask

MANY = 100_000


async def opened(database: Database, clock: MovableClock, kind: str = "correction", subject: str = "lampes") -> Open:
    number = await database.write(lambda c: begin_chase(c, kind, subject, 2, {"said": "x"}, 9, clock.now()))
    found = await ChaseTable(database).get(number)
    assert found is not None
    return found


async def told(database: Database, clock: MovableClock, chats: range, *slugs: str, kind: str = "news") -> int:
    """Let a broadcast stand in so many chats; return its number."""

    def keep(connection: sqlite3.Connection) -> int:
        bid, _ = begin(connection, Broadcast(f"{kind}:{chats}{slugs}", kind, "", Priority.DIGEST, slugs), clock.now())
        word(connection, bid, "fr", [Body("sendMessage", {"text": "douze"})])
        connection.executemany("INSERT OR IGNORE INTO chat(id, kind) VALUES(?, 'private')", ((chat,) for chat in chats))
        address(connection, bid, (Target(chat, "fr") for chat in chats), prio=Priority.DIGEST, now=clock.now())
        connection.execute("UPDATE outbox SET state = 'sent', mid = id, sent_at = 1 WHERE bid = ?", (bid,))
        return bid

    return await database.write(keep)


async def copies(database: Database, chase: Open, limit: int = 50) -> list[Copy]:
    """Return everything the chase comes by."""

    def walk(connection: sqlite3.Connection) -> list[Copy]:
        at, found = chase, []
        while True:
            rows, to = ahead(connection, at, limit)
            found += standing(connection, at, rows)
            if to is None:
                return found
            at = Open(at.id, at.kind, at.subject, at.rev, at.body, *to, at.state, at.by, at.made_at)

    return await database.read(walk)


class TestFinding:
    @pytest.mark.parametrize("limit", [1, 2, 3, 50])
    async def test_answers_and_copies_of_every_broadcast_each_once(
        self, database: Database, clock: MovableClock, limit: int
    ) -> None:
        await told(database, clock, range(1, 4), "lampes", "banc")
        await told(database, clock, range(1, 4), "banc")
        await told(database, clock, range(4, 6), "lampes")
        replies = [Outgoing(chat, "sendMessage", {"chat_id": chat, "text": "x"}, items=("lampes",)) for chat in (8, 9)]
        await database.write(lambda c: Outbox.put(c, replies, clock.now()))
        found = await copies(database, await opened(database, clock), limit)
        told_of = sorted((each.chat, each.items) for each in found)
        assert told_of == [(1, 2), (2, 2), (3, 2), (4, 1), (5, 1), (8, 1), (9, 1)]

    async def test_words_of_corrections_only_where_something_is_withdrawn_and_never_its_own(
        self, database: Database, clock: MovableClock
    ) -> None:
        await told(database, clock, range(1, 2), "lampes", kind="correction")
        correction, retraction = await opened(database, clock), await opened(database, clock, "retraction")
        assert await copies(database, correction) == []
        assert [each.chat for each in await copies(database, retraction)] == [1]
        await database.write(lambda c: c.execute("UPDATE broadcast SET dedupe = ?", (f"chase:{retraction.id}",)))
        assert await copies(database, retraction) == []

    async def test_of_a_recall_the_broadcast_alone(self, database: Database, clock: MovableClock) -> None:
        bid = await told(database, clock, range(1, 3), "lampes")
        await told(database, clock, range(3, 5), "lampes")
        assert [each.chat for each in await copies(database, await opened(database, clock, "recall", str(bid)))] == [
            1,
            2,
        ]

    @pytest.mark.parametrize(
        ("state", "stands"),
        [
            ("sent", "edit"),
            ("queued", "edit"),
            ("sending", "edit"),
            ("unknown", "edit"),
            ("dead", "send"),
            ("cancelled", "send"),
        ],
    )
    async def test_a_message_says_what_the_newest_row_says_that_did_not_fail(
        self, database: Database, clock: MovableClock, state: str, stands: str
    ) -> None:
        await told(database, clock, range(1, 2), "lampes")
        first = await opened(database, clock)
        (copy,) = await copies(database, first)
        await database.write(lambda c: following.edit(c, copy, first, {"text": "dix"}, clock.now()))
        await database.write(lambda c: c.execute("UPDATE outbox SET state = ? WHERE op = 'edit'", (state,)))
        assert await copies(database, first) == ([] if stands == "edit" else [copy])
        (now,) = await copies(database, await opened(database, clock))
        assert (now.op, now.mid, now.body["text"]) == (stands, copy.mid, "dix" if stands == "edit" else "douze")

    async def test_what_was_deleted_is_no_copy(self, database: Database, clock: MovableClock) -> None:
        await told(database, clock, range(1, 2), "lampes")
        first = await opened(database, clock, "retraction")
        (copy,) = await copies(database, first)
        await database.write(lambda c: following.delete(c, copy, first, clock.now()))
        await database.write(lambda c: c.execute("UPDATE outbox SET state = 'sent' WHERE op = 'delete'"))
        assert await copies(database, await opened(database, clock)) == []

    async def test_of_an_edited_message_the_time_of_its_arrival_counts(
        self, database: Database, clock: MovableClock
    ) -> None:
        await told(database, clock, range(1, 2), "lampes")
        await database.write(lambda c: c.execute("INSERT INTO sent_log SELECT chat, mid, 5000 FROM outbox"))
        first = await opened(database, clock)
        (copy,) = await copies(database, first)
        await database.write(lambda c: following.edit(c, copy, first, {"text": "dix"}, clock.now()))
        (now,) = await copies(database, await opened(database, clock))
        assert now.at.timestamp() == 5

    async def test_how_many_there_are(self, database: Database, clock: MovableClock) -> None:
        await told(database, clock, range(1, 4), "lampes", "banc")
        await database.write(lambda c: c.execute("UPDATE outbox SET state = 'dead' WHERE chat = 3"))
        reply = Outgoing(8, "sendMessage", {"chat_id": 8, "text": "x"}, items=("lampes",))
        await database.write(lambda c: Outbox.put(c, [reply], clock.now()))
        table = ChaseTable(database)
        assert (await table.reach("lampes"), await table.reach("banc"), await table.reach("x")) == (2, 2, 0)


class TestManyCopies:
    def plan(self, connection: sqlite3.Connection, query: str, values: Any) -> list[str]:
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]

    async def test_each_chunk_is_found_by_way_of_an_index(self, database: Database) -> None:
        queries: list[tuple[str, Any]] = [
            (chases._ANSWERS, ("lampes", 0, 200)),
            (chases._BROADCAST, (1, 0, 200)),
            (chases._NEXT_BROADCAST, ("lampes", 0, False, "")),
            (chases._COPIES.format(which=chases._STANDS), {"ids": "[1]", "chase": 1}),
        ]
        for query, values in queries:
            steps = await database.read(lambda c, query=query, values=values: self.plan(c, query, values))  # type: ignore[misc]
            whole = [step for step in steps if step.startswith("SCAN") and "j VIRTUAL TABLE" not in step]
            assert whole == [], (query, steps)

    async def test_a_hundred_thousand_are_walked_through_with_little_memory(
        self, database: Database, clock: MovableClock
    ) -> None:
        await told(database, clock, range(1, MANY + 1), "lampes")
        chase = await opened(database, clock)
        seen = 0
        while True:
            if seen == MANY - 10_000:  # it is slow to be watched all the way
                tracemalloc.start()
            rows, to = await database.read(lambda c, at=chase: ahead(c, at, 200))  # type: ignore[misc]
            seen += len(await database.read(lambda c, at=chase, rows=rows: standing(c, at, rows)))  # type: ignore[misc]
            if to is None:
                break
            chase = Open(chase.id, chase.kind, chase.subject, chase.rev, chase.body, *to, "open", 9, chase.made_at)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert seen == MANY
        assert most < 3_000_000


class TestFollowing:
    async def test_the_text_of_all_that_said_the_same_is_kept_once(
        self, database: Database, clock: MovableClock
    ) -> None:
        await told(database, clock, range(1, 101), "lampes")
        chase = await opened(database, clock)
        found = await copies(database, chase)
        for copy in found:
            await database.write(lambda c, copy=copy: following.edit(c, copy, chase, {"text": "dix"}, clock.now()))  # type: ignore[misc]
        assert await ask(database, "SELECT count(*) FROM broadcast_body") == [2]
        assert await ask(database, "SELECT count(*), max(length(body)) FROM outbox WHERE op = 'edit'") == [(100, 0)]

    async def test_a_private_text_goes_once_what_waited_is_called_off(
        self, database: Database, clock: MovableClock
    ) -> None:
        reply = Outgoing(8, "sendMessage", {"chat_id": 8, "text": "x"}, items=("lampes",), keep=False)
        await database.write(lambda c: Outbox.put(c, [reply], clock.now()))
        await database.write(lambda c: following.cancel(c, [1], "withdrawn"))
        assert await ask(database, "SELECT state, body FROM outbox") == [("cancelled", "")]

    async def test_only_what_it_told_of_the_item_can_be_told_again(
        self, database: Database, clock: MovableClock
    ) -> None:
        bid = await told(database, clock, range(1, 2), "lampes", "banc")
        for story in ("lampes", "lampes@3", "histoire", "banc"):
            await database.write(lambda c, story=story: c.execute("INSERT INTO told VALUES(1, ?, 0, 1)", (story,)))  # type: ignore[misc]
        (copy,) = await copies(database, await opened(database, clock))
        assert copy.bid == bid
        await database.write(lambda c: following.untell(c, copy, "lampes", "histoire"))
        assert await ask(database, "SELECT story FROM told") == ["banc"]

    async def test_of_a_message_corrected_again_lately_nothing_is_tidied_away_that_is_still_spoken_of(
        self, database: Database, clock: MovableClock
    ) -> None:
        await told(database, clock, range(1, 2), "lampes")
        for text in ("onze", "dix"):
            chase = await opened(database, clock)
            (copy,) = await copies(database, chase)
            await database.write(
                lambda c, copy=copy, chase=chase, text=text: following.edit(c, copy, chase, {"text": text}, clock.now())  # type: ignore[misc]
            )
            await database.write(lambda c: c.execute("UPDATE outbox SET state = 'sent'"))
            clock.advance(kept_for("messages") * 0.7)
        outbox = Outbox(database, "boot")
        await outbox.tidy(clock.now())
        assert await ask(database, "SELECT op FROM outbox ORDER BY id") == ["send", "edit", "edit"]
        clock.advance(kept_for("messages"))
        for _ in range(2):
            await outbox.tidy(clock.now())
        assert await ask(database, "SELECT count(*) FROM outbox") == [0]

    async def test_a_chase_goes_with_the_last_of_its_copies(self, database: Database, clock: MovableClock) -> None:
        chase = await opened(database, clock)
        await database.write(lambda c: c.execute("UPDATE chase SET state = 'done'"))
        table = ChaseTable(database)
        clock.advance(kept_for("messages") / 2)
        await table.tidy(clock.now())
        assert await table.get(chase.id) is not None
        clock.advance(kept_for("messages"))
        await table.tidy(clock.now())
        assert await table.get(chase.id) is None
