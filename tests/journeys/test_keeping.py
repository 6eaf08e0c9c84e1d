"""What is kept goes when /privacy says it goes."""

import sqlite3
from datetime import timedelta

from bot.sandbox import Person
from handlers.kept import kept_for
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
