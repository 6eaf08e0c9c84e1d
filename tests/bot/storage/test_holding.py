"""What is held about a chat or a person: every table that names one is told of, and emptied of it on demand."""

import re
import sqlite3
from typing import Final

import pytest

from bot.storage.audit import AuditTable
from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.holding import HELD, REPLACED, SOMEBODY
from bot.storage.moderators import ModeratorTable
from content.texts import texts
from handlers.kept import ENDS, KEPT, KEPT_DAYS
from handlers.ports import FOR_GOOD
from tests.bot.conftest import NOON

ALICE, GROUP, SUPERGROUP = 7, -41, -1001
OTHER: Final = 8

NAMES_SOMEBODY: Final = re.compile(r"chat|person|user|member$|owner|author|migrated|_by$")
ON_PURPOSE: Final = {
    "chat.migrated_to": "the group's own newer number; goes with the row",
    "moderator.person": "who curates is named by an operator, as long as they do",
    "membership.member": "whether, not who",
    "pending.wanted_by": "subscriptions; goes with the row",
    "piece.owner": "a proposal or an article",
    "audit.by_user": "a mark stays in its place: tested below",
}
"""Columns that are not emptied when somebody asks to be forgotten, and why."""

ROWS: Final[dict[str, str]] = {
    "subscription": "INSERT INTO subscription(id, chat, filter, every, language, made_at) VALUES(1, :id, '{}', 'now', 'fr', 1)",
    "subscription_handle": "INSERT INTO subscription_handle VALUES('any', :id, 1)",
    "pending": "INSERT INTO pending(chat, story, news, language, due_at) VALUES(:id, 's', 1, 'fr', 1)",
    "told": "INSERT INTO told VALUES(:id, 's', 1, NULL)",
    "membership.person": "INSERT INTO membership VALUES(:id, -5, 1, 1)",
    "membership.chat": "INSERT INTO membership VALUES(5, :id, 1, 1)",
    "acting.person": "INSERT INTO acting(person, chat, kind, until) VALUES(:id, -5, 'group', 1)",
    "acting.chat": "INSERT INTO acting(person, chat, kind, until) VALUES(5, :id, 'group', 1)",
    "door": "INSERT INTO door VALUES('h', :id, 'group', NULL, 'setup', 1)",
    "schedule": "INSERT INTO schedule(id, chat, days, at, zone, filter, language, made_at)"
    " VALUES(1, :id, '0', '08:00', 'Europe/Paris', '{}', 'fr', 1)",
    "sent_log": "INSERT INTO sent_log VALUES(:id, 1, 1)",
    "awaiting": "INSERT INTO awaiting VALUES(:id, 'queue', '', 1)",
    "link": "INSERT INTO link(url, kind, person, language, at) VALUES('https://a.fr/1', 'resident', :id, 'fr', 1)",
    "proposer": "INSERT INTO proposer VALUES(:id, '2026-11-22', 1)",
    "hand": "INSERT INTO hand VALUES(:id, 'w', 'fr', 1)",
    "outbox": "INSERT INTO outbox(chat, op, method, body, prio, made_at) VALUES(:id, 'send', 'm', '', 4, 1)",
    "chat": "INSERT INTO chat(id, kind) VALUES(:id, 'private')",
}

STAYING: Final[dict[str, str]] = {
    "proposal.person": "INSERT INTO proposal(draft, person, language, made_at) VALUES('{\"url\": \"https://a.fr\"}', :id, 'fr', 1)",
    "proposal.decided_by": "INSERT INTO proposal(draft, decided_by, language, made_at) VALUES('{}', :id, 'fr', 1)",
    "revision.by_user": "INSERT INTO revision VALUES('s', 1, 'draft', '{}', 1, :id, NULL)",
    "broadcast.by_user": "INSERT INTO broadcast(dedupe, kind, prio, by_user, body, state, made_at)"
    " VALUES('d', 'alert', 0, :id, '', 'done', 1)",
    "chase.by_user": "INSERT INTO chase(kind, subject, rev, body, by_user, made_at) VALUES('recall', '1', 0, '{}', :id, 1)",
    "gap_answered.by_user": "INSERT INTO gap_answered VALUES('w', 'fr', 's', :id, 1)",
    "moderator.by_user": "INSERT INTO moderator VALUES(99, 1, :id)",
}
"""Rows that concern others as well: the number in them goes, the row stays."""


@pytest.fixture
def chats(database: Database) -> ChatTable:
    return ChatTable(database)


async def write(database: Database, *statements: str, chat: int = ALICE) -> None:
    def work(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement, {"id": chat})

    await database.write(work)


async def columns(database: Database) -> set[str]:
    """Return every column that may name a chat or a person, as ``table.column``."""

    def look(connection: sqlite3.Connection) -> set[str]:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            f"{table}.{row[1]}"
            for (table,) in tables
            for row in connection.execute(f"PRAGMA table_info({table})")
            if NAMES_SOMEBODY.search(row[1])
        }

    return await database.read(look)


async def naming(database: Database, chat: int) -> list[str]:
    """Return the columns of whole numbers anywhere that hold the chat's."""

    def look(connection: sqlite3.Connection) -> list[str]:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
        return [
            f"{table}.{row[1]}"
            for (table,) in tables.fetchall()
            for row in connection.execute(f"PRAGMA table_info({table})").fetchall()
            if row[2] == "INTEGER"
            and connection.execute(f"SELECT 1 FROM {table} WHERE {row[1]} = ? LIMIT 1", (chat,)).fetchone()
        ]

    return await database.read(look)


async def test_every_column_that_names_a_chat_or_a_person_is_emptied_or_kept_on_purpose(database: Database) -> None:
    named = [*HELD.items(), *REPLACED.items()]
    emptied = {f"{table}.{column}" for table, columns in named for column in columns}
    assert await columns(database) | {"chat.id"} == emptied | set(ON_PURPOSE)


def test_each_such_table_is_filled_in_these_tests() -> None:
    assert {name.split(".")[0] for name in ROWS} == set(HELD)
    for table, named in HELD.items():
        if len(named) > 1:
            assert {f"{table}.{column}" for column in named} <= set(ROWS)
    assert {f"{table}.{column}" for table, named in REPLACED.items() for column in named} == set(STAYING)


@pytest.mark.parametrize("name", [name for name in ROWS if name != "subscription_handle"])
async def test_whatever_is_held_is_told_and_goes(chats: ChatTable, database: Database, name: str) -> None:
    assert await chats.held(ALICE) == []
    await write(database, ROWS[name])
    assert [each for each in await chats.held(ALICE) if each.content] != []
    assert await chats.held(OTHER) == []
    assert await chats.forget(OTHER, NOON) == 0
    assert await chats.forget(ALICE, NOON) >= 1
    assert await chats.held(ALICE) == []
    assert await naming(database, ALICE) == []


@pytest.mark.parametrize("name", STAYING)
async def test_in_what_concerns_others_too_the_number_alone_goes(
    chats: ChatTable, database: Database, name: str
) -> None:
    await write(database, STAYING[name])
    table, column = name.split(".")
    assert [each.what for each in await chats.held(ALICE)] == ["proposals" if column == "person" else "decisions"]
    assert await chats.forget(ALICE, NOON) == 1
    assert await chats.held(ALICE) == []
    assert await naming(database, ALICE) == []
    left = f"SELECT {column} FROM {table}"
    assert await database.read(lambda connection: connection.execute(left).fetchall()) == [(SOMEBODY,)]


async def test_in_the_audit_a_mark_stays_in_the_place_of_the_number(chats: ChatTable, database: Database) -> None:
    audit = AuditTable(database)
    await audit.note("published", "an-article", ALICE, NOON)
    await audit.note("appointed", f"person:{ALICE}", OTHER, NOON)
    await audit.note("appointed", f"person:{ALICE}1", OTHER, NOON)
    told = {each.what: each.content for each in await chats.held(ALICE)}["acts"]
    assert isinstance(told, list)
    assert [each["act"] for each in told] == ["published", "appointed"]
    assert await chats.forget(ALICE, NOON) == 2
    assert await chats.held(ALICE) == []
    query = "SELECT by_user, by_mark, subject FROM audit ORDER BY id"
    (first, second, third) = await database.read(lambda connection: connection.execute(query).fetchall())
    assert first[0] is None
    assert second[2] == f"person:~{first[1]}"
    assert third == (OTHER, None, f"person:{ALICE}1")


async def test_an_update_that_was_set_aside_is_told_and_emptied(chats: ChatTable, database: Database) -> None:
    raw = '{"message": {"chat": {"id": %d}, "from": {"id": %d}, "text": "a word"}}'
    rows = [
        (1, raw % (ALICE, ALICE), "poison"),
        (2, raw % (OTHER, OTHER), "poison"),
        (3, "no json", "poison"),
        (4, "", "done"),
    ]
    await database.write(
        lambda c: c.executemany("INSERT INTO inbox(update_id, raw, state, got_at) VALUES(?, ?, ?, 1)", rows)
    )
    assert "a word" in str({each.what: each.content for each in await chats.held(ALICE)}["updates"])
    await chats.forget(ALICE, NOON)
    query = "SELECT raw FROM inbox ORDER BY update_id"
    left = [row[0] for row in await database.read(lambda c: c.execute(query).fetchall())]
    assert left == ["", rows[1][1], "no json", ""]


async def test_forgetting_one_leaves_every_row_of_another(chats: ChatTable, database: Database) -> None:
    await write(database, *ROWS.values(), "INSERT INTO gate(name, until) VALUES('group:' || :id, 5)", chat=OTHER)
    await write(database, "INSERT INTO slot VALUES(1, '2026-11-22', 'sent', 1, NULL)")
    before = await chats.held(OTHER)
    assert len(before) == len(ROWS)  # a handle is told with its subscription; the gate comes on top
    await chats.forget(ALICE, NOON)
    assert await chats.held(OTHER) == before
    assert await chats.forget(OTHER, NOON) == len(ROWS) + 2
    assert await naming(database, OTHER) == []
    assert await database.read(
        lambda c: c.execute("SELECT (SELECT count(*) FROM gate) + (SELECT count(*) FROM slot)").fetchone()
    ) == (0,)


async def test_what_is_held_is_plain_data_with_its_words_and_its_days(chats: ChatTable, database: Database) -> None:
    await write(
        database, *ROWS.values(), "UPDATE chat SET quiet_from = '22:00', quiet_to = '07:00', zone = 'Europe/Paris'"
    )
    await write(database, "UPDATE chat SET paused_until = 253370764800000, language = 'en'")
    held = {each.what: each for each in await chats.held(ALICE)}
    assert held["quiet"].content == {"from": "22:00", "to": "07:00"}
    assert held["zone"].content == "Europe/Paris"
    assert held["subscriptions"].content == [
        {"filter": {}, "every": "now", "language": "fr", "made_at": "1970-01-01T00:00:00.001000+00:00"}
    ]
    assert held["told"].content == [{"story": "s", "told_at": "1970-01-01T00:00:00.001000+00:00"}]
    assert held["members"].content == 1  # other people's numbers are not shown
    assert "5" not in str(held["groups"].content).replace("-5", "")
    assert {what: each.days for what, each in held.items()} == {what: KEPT_DAYS[what] for what in held}


async def test_a_pause_without_end_is_told_so(chats: ChatTable) -> None:
    await chats.pause(ALICE, FOR_GOOD)
    assert {each.what: each.content for each in await chats.held(ALICE)}["paused"] == "for good"
    await chats.pause(ALICE, NOON)
    assert {each.what: each.content for each in await chats.held(ALICE)}["paused"] == NOON.isoformat()


async def test_who_curates_is_told_so_and_cannot_be_forgotten_while_they_do(
    chats: ChatTable, database: Database
) -> None:
    await ModeratorTable(database).appoint(ALICE, None, NOON)
    (held,) = await chats.held(ALICE)
    assert (held.what, held.content) == ("moderator", [{"since": NOON.isoformat()}])
    assert await chats.forget(ALICE, NOON) == 0
    assert await ModeratorTable(database).all() == [ALICE]
    assert ENDS["moderator"] != ENDS["language"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_everything_kept_has_its_words(language: str) -> None:
    for kept in KEPT:
        assert str(texts(language).text(f"held.{kept.what}"))
        assert str(texts(language).text(kept.until))


class TestGroupsThatMigrated:
    async def test_what_is_left_under_the_old_number_is_held_and_goes_too(
        self, chats: ChatTable, database: Database
    ) -> None:
        await chats.choose_language(GROUP, "en")
        await write(database, ROWS["sent_log"], chat=GROUP)
        await chats.migrate(GROUP, SUPERGROUP)
        assert [each.what for each in await chats.held(SUPERGROUP)] == ["chat", "language", "message_ids"]
        await chats.forget(SUPERGROUP, NOON)
        assert await naming(database, GROUP) == await naming(database, SUPERGROUP) == []


class TestMessagesOnTheirWay:
    async def states(self, database: Database) -> list[tuple[str, str]]:
        query = "SELECT op, state FROM outbox ORDER BY id"
        return await database.read(lambda connection: connection.execute(query).fetchall())

    async def test_one_being_sent_is_left_and_goes_when_it_is_settled(
        self, chats: ChatTable, database: Database
    ) -> None:
        await write(database, ROWS["outbox"], "UPDATE outbox SET state = 'sending'", ROWS["outbox"])
        await chats.forget(ALICE, NOON)
        assert await self.states(database) == [("send", "sending")]
        await write(database, "UPDATE outbox SET state = 'sent'")
        await chats.forget(ALICE, NOON)
        assert await self.states(database) == []

    async def test_an_edit_being_sent_keeps_the_message_it_changes(self, chats: ChatTable, database: Database) -> None:
        await write(
            database,
            "INSERT INTO outbox(id, chat, op, method, body, prio, state, made_at) VALUES(1, :id, 'send', 'm', '', 4, 'sent', 1)",
            "INSERT INTO outbox(id, chat, op, method, body, target, prio, state, made_at)"
            " VALUES(2, :id, 'edit', 'm', '{}', 1, 4, 'sending', 1)",
            "INSERT INTO outbox(id, chat, op, method, body, target, rev, prio, made_at) VALUES(3, :id, 'edit', 'm', '{}', 1, 2, 4, 1)",
        )
        await chats.forget(ALICE, NOON)
        assert await self.states(database) == [("send", "sent"), ("edit", "sending")]

    async def test_a_copy_of_a_broadcast_goes_and_the_broadcast_stays(
        self, chats: ChatTable, database: Database
    ) -> None:
        await write(
            database,
            "INSERT INTO broadcast(id, dedupe, kind, prio, body, state, made_at) VALUES(1, 'd', 'digest', 4, '', 'live', 1)",
            "INSERT INTO outbox(bid, chat, op, method, body, prio, made_at) VALUES(1, :id, 'send', 'm', '', 4, 1)",
            "INSERT INTO outbox(bid, chat, op, method, body, prio, made_at) VALUES(1, 8, 'send', 'm', '', 4, 1)",
        )
        await chats.forget(ALICE, NOON)
        counts = "SELECT (SELECT count(*) FROM broadcast), (SELECT group_concat(chat) FROM outbox)"
        assert await database.read(lambda connection: connection.execute(counts).fetchone()) == (1, "8")


async def test_until_when_a_group_cannot_be_written_to_is_told_and_goes(chats: ChatTable, database: Database) -> None:
    await write(database, "INSERT INTO gate(name, until) VALUES('group:-41', 1), ('group:-4', 1), ('global', 1)")
    assert [each.what for each in await chats.held(GROUP)] == ["pace"]
    await chats.forget(GROUP, NOON)
    assert await chats.held(GROUP) == []
    names = "SELECT name FROM gate ORDER BY name"
    assert await database.read(lambda connection: connection.execute(names).fetchall()) == [("global",), ("group:-4",)]
