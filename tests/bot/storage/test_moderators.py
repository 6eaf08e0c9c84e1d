"""Who curates: appointed once, dismissed once."""

from bot.storage.database import Database
from bot.storage.moderators import ModeratorTable
from tests.bot.conftest import NOON


async def test_somebody_is_appointed_once_and_dismissed_once(database: Database) -> None:
    table = ModeratorTable(database)
    assert await table.appoint(7, 1, NOON)
    assert not await table.appoint(7, 2, NOON)
    assert await table.appoint(5, None, NOON)
    assert sorted(await table.all()) == [5, 7]
    assert await table.dismiss(7)
    assert not await table.dismiss(7)
    assert await ModeratorTable(database).all() == [5]
