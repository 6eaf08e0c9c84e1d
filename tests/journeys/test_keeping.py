"""What is kept goes when /privacy says it goes."""

import sqlite3
from datetime import timedelta

from bot.sandbox import Person
from handlers.kept import KEPT, kept_for
from tests.bot.town import Town

TABLES = {"updates": "inbox", "messages": "outbox", "message_ids": "sent_log", "missed": "missed"}


async def counts(quarter: Town) -> dict[str, int]:
    """Return how many rows of each kind there are."""

    def look(connection: sqlite3.Connection) -> dict[str, int]:
        return {
            what: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for what, table in TABLES.items()
        }

    return await quarter.app.database.read(look)


async def test_everything_with_a_term_is_gone_a_day_after_it(quarter: Town, amina: Person) -> None:
    await quarter.ask(amina, "/search xylophone quantique")
    await quarter.ask(amina, "/latest")
    before = await counts(quarter)
    assert all(before.values()), before
    quarter.clock.advance(max(map(kept_for, TABLES)) + timedelta(days=1))
    await quarter.app.tidy()
    assert await counts(quarter) == dict.fromkeys(TABLES, 0)


async def test_nothing_goes_before_its_term(quarter: Town, amina: Person) -> None:
    await quarter.ask(amina, "/search xylophone quantique")
    before = await counts(quarter)
    quarter.clock.advance(timedelta(hours=47))
    await quarter.app.tidy()
    assert await counts(quarter) == before


async def test_what_somebody_wrote_is_blanked_as_soon_as_it_is_answered(quarter: Town, amina: Person) -> None:
    await quarter.ask(amina, "où trouver le xylophone quantique de la voisine")
    rows = await quarter.app.database.read(
        lambda connection: [
            *connection.execute("SELECT raw FROM inbox"),
            *connection.execute("SELECT body FROM outbox"),
        ]
    )
    assert not [row for row in rows if "voisine" in row[0]]


KEPT_WHERE = {
    "updates": "inbox",
    "messages": "outbox",
    "message_ids": "sent_log",
    "missed": "missed",
    "pending": "pending",
    "told": "told",
    "groups": "membership",
    "members": "membership",
    "pace": "gate",
    "doors": "door",
    "acting": "acting",
    "setters": "acting",
    "awaiting": "awaiting",
    "links": "link",
    "proposals": "proposal",
    "proposed": "proposer",
    "hands": "hand",
    "answered": "gap_answered",
    "acts": "audit",
    "news": "news",
    "slots": "slot",
    "notices": "notice",
    "entries": "entry",
    "pieces": "piece",
    "dropped": "dropped",
    "forgotten": "forgotten",
}
"""The table behind each kind that has a term."""
ELSEWHERE = {"backups": "files of the operator's"}
NO_TERM = {
    "item",
    "revision",
    "item_topic",
    "item_place",
    "document",
    "setting",
    "correction",
    "search_text",
    "search_word",
    "search_state",
    "chat",
    "subscription",
    "subscription_handle",
    "schedule",
    "moderator",
    "feed_state",
    "address",
    "chase",
    "migration",
    "sqlite_sequence",
}
"""Tables whose rows are kept until somebody ends them, or that describe the content alone."""
WITH_ANOTHER = {
    "outbox_item": "outbox",
    "broadcast": "outbox",
    "broadcast_body": "broadcast",
    "piece_band": "piece",
    "piece_place": "piece",
    "chase_late": "chase",
    "broadcast_item": "broadcast",
}


async def test_every_table_has_a_term_or_a_reason_to_have_none(quarter: Town) -> None:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND name NOT LIKE 'search\\_%\\_%' ESCAPE '\\'"
    )
    rows = await quarter.app.database.read(lambda connection: connection.execute(query).fetchall())
    assert {name for (name,) in rows} == {*KEPT_WHERE.values(), *NO_TERM, *WITH_ANOTHER}
    assert {each.what for each in KEPT if each.days is not None} == {*KEPT_WHERE, *ELSEWHERE}


OLD_ROWS = (
    "INSERT INTO pending(chat, story, news, language, due_at) VALUES(7, 's', 0, 'fr', :at)",
    "INSERT INTO told VALUES(7, 's', :at, NULL)",
    "INSERT INTO membership VALUES(7, -5, 1, :at)",
    "INSERT INTO gate(name, until) VALUES('group:-5', :at)",
    "INSERT INTO door VALUES('h', -5, 'group', NULL, 'setup', :at)",
    "INSERT INTO acting(person, chat, kind, until) VALUES(7, -5, 'group', :at)",
    "INSERT INTO awaiting VALUES(7, 'queue', '', :at)",
    "INSERT INTO link(url, kind, person, language, at, not_before)"
    " VALUES('https://127.0.0.1/', 'resident', 7, 'fr', :at, 9000000000000000)",
    "INSERT INTO proposal(draft, language, made_at) VALUES('{\"url\": \"https://a.fr\"}', 'fr', :at)",
    "INSERT INTO proposer VALUES(7, :day, 1)",
    "INSERT INTO hand VALUES(7, 'w', 'fr', :at)",
    "INSERT INTO gap_answered VALUES('w', 'fr', 's', 7, :at)",
    "INSERT INTO audit(at, by_user, act, subject) VALUES(:at, 7, 'published', 's')",
    "INSERT INTO notice VALUES('n', :at)",
    "INSERT INTO entry VALUES('f', 'm', :at)",
    "INSERT INTO piece(owner, title, language, places, source, sketch, at) VALUES('p:99', 't', 'fr', '', 's', '', :at)",
    "INSERT INTO dropped VALUES('f', :day, 'no-place', 1)",
    "INSERT INTO forgotten VALUES('m', :at)",
    "INSERT INTO missed VALUES('w', 'fr', :day, 1)",
    "INSERT INTO sent_log VALUES(7, 1, :at)",
    "INSERT INTO outbox(chat, op, method, body, prio, state, made_at) VALUES(7, 'send', 'm', '', 4, 'sent', :at)",
    "INSERT INTO inbox VALUES(1, 'raw', 'poison', 0, :at, NULL)",
    "INSERT INTO slot VALUES(99, :day, 'sent', :at, NULL)",
)


async def test_each_of_them_is_emptied_once_its_term_is_over(quarter: Town) -> None:
    longest = max(each.days for each in KEPT if each.days is not None)
    at = quarter.clock.now()
    values = {"at": round(at.timestamp() * 1000), "day": at.date().isoformat()}

    def fill(connection: sqlite3.Connection) -> None:
        for statement in OLD_ROWS:
            connection.execute(statement, values)

    await quarter.app.database.write(fill)
    filled = {statement.split("(")[0].split()[2] for statement in OLD_ROWS}
    assert filled == {*KEPT_WHERE.values()} - {"news"}  # of which the pack brought enough
    quarter.clock.advance(timedelta(days=longest + 1))
    await quarter.app.tidy()

    def left(connection: sqlite3.Connection) -> dict[str, int]:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in set(KEPT_WHERE.values())
        }

    # That the audit was tidied is a line of it.
    assert {table: count for table, count in (await quarter.app.database.read(left)).items() if count} == {"audit": 1}
