"""What was met before: remembered while it is in its feed, and an address for good."""

from datetime import timedelta
from functools import partial

from bot.storage.database import Database
from bot.storage.entries import EntryTable, Known
from handlers.kept import kept_for
from tests.bot.conftest import NOON

DAY = timedelta(days=1)


async def test_marks_are_met_in_their_own_feed_alone(database: Database) -> None:
    entries = EntryTable(database)
    await database.write(lambda connection: entries.meet(connection, "one", ["a", "b"], NOON))
    assert await entries.met("one", ["a", "b", "c"]) == {"a", "b"}
    assert await entries.met("two", ["a"]) == frozenset()


async def test_what_is_still_in_its_feed_is_not_forgotten(database: Database) -> None:
    entries = EntryTable(database)
    await database.write(lambda connection: entries.meet(connection, "one", ["stays", "goes"], NOON))
    later = NOON + kept_for("entries") - DAY
    await database.write(lambda connection: entries.meet(connection, "one", ["stays"], later))
    await entries.tidy(NOON + kept_for("entries"))
    assert await entries.met("one", ["stays", "goes"]) == {"stays", "goes"}
    await entries.tidy(NOON + kept_for("entries") + DAY)
    assert await entries.met("one", ["stays", "goes"]) == {"stays"}


async def test_an_address_stands_for_the_latest_and_outlives_everything(database: Database) -> None:
    entries = EntryTable(database)
    await database.write(
        lambda connection: entries.stand(connection, ["https://a.fr/a", "https://a.fr/a"], NOON, proposal=3)
    )
    await database.write(lambda connection: entries.stand(connection, ["https://a.fr/a"], NOON, slug="x"))
    assert await entries.known(["https://a.fr/b", "https://a.fr/a"]) == Known(3, "x", None)
    assert await entries.known(["https://a.fr/b"]) is None
    await entries.tidy(NOON + 5000 * DAY)
    assert await entries.known(["https://a.fr/a"]) == Known(3, "x", None)


async def test_what_was_dropped_is_counted_by_day_and_forgotten(database: Database) -> None:
    entries = EntryTable(database)
    for times in (1, 4):
        await database.write(partial(entries.drop, feed="one", day="2026-11-22", why="wide", times=times))
    count = "SELECT feed, day, why, times FROM dropped"
    assert await database.read(lambda c: c.execute(count).fetchall()) == [("one", "2026-11-22", "wide", 5)]
    await entries.tidy(NOON + kept_for("dropped"))
    assert len(await database.read(lambda c: c.execute(count).fetchall())) == 1
    await entries.tidy(NOON + kept_for("dropped") + DAY)
    assert await database.read(lambda c: c.execute(count).fetchall()) == []
