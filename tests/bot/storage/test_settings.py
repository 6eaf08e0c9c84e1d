"""Small values and deadlines."""

from pathlib import Path

from bot.storage.database import Database, open_database
from bot.storage.gate import GateTable
from bot.storage.settings import SettingTable


async def test_a_value_is_kept_and_replaced(database: Database) -> None:
    settings = SettingTable(database)
    assert await settings.get("name") is None
    await settings.put("name", "a")
    await settings.put("name", "b")
    assert await settings.get("name") == "b"


async def test_the_key_of_buttons_is_made_once_and_differs_between_databases(tmp_path: Path) -> None:
    keys = set()
    for name in ("one.db", "one.db", "two.db"):
        async with open_database(tmp_path / name) as database:
            key = await SettingTable(database).button_key()
            assert len(key) == 32
            assert await SettingTable(database).button_key() == key
            keys.add(key)
    assert len(keys) == 2


async def test_a_deadline_only_ever_moves_later_and_survives_a_restart(tmp_path: Path) -> None:
    async with open_database(tmp_path / "gate.db") as database:
        gate = GateTable(database)
        assert await gate.until("all") == 0
        await database.write(lambda c: c.execute("INSERT INTO chat(id, kind) VALUES(7, 'private')"))
        await gate.close("all", 5000, chat=7)
        await gate.close("all", 3000, chat=7)
    async with open_database(tmp_path / "gate.db") as database:
        assert await GateTable(database).until("all") == 5000
        row = await database.read(lambda c: c.execute("SELECT blocked_until FROM chat WHERE id = 7").fetchone())
        assert row == (5000,)
