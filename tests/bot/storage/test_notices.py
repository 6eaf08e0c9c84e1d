"""A notice is given once."""

from datetime import timedelta

from bot.storage.database import Database
from bot.storage.notices import NoticeTable
from tests.bot.conftest import NOON


async def test_a_notice_is_given_once_and_again_when_it_is_forgotten(database: Database) -> None:
    table = NoticeTable(database)
    assert await table.once("skipped:7:2026-11-22", NOON)
    assert not await NoticeTable(database).once("skipped:7:2026-11-22", NOON + timedelta(days=1))
    assert await table.once("skipped:8:2026-11-22", NOON)
    await table.tidy(NOON + timedelta(days=30))
    assert not await table.once("skipped:7:2026-11-22", NOON)
    await table.tidy(NOON + timedelta(days=31))
    assert await table.once("skipped:7:2026-11-22", NOON)
