"""One's own data: all of it in one file, to who may have it; and gone in one press, with what was still to come."""

import json
from datetime import timedelta
from typing import Any

from bot.sandbox import Chat, Person
from tests.bot.town import labels, Message, Town
from tests.journeys.test_setting_up import start


def content(quarter: Town, message: Message) -> dict[str, Any]:
    """Return what the file of a message says is held."""
    file = quarter.world.files.by_id[message["document"]["file_id"]]
    assert (file.name, file.mime) == ("riverain-2026-11-22.json", "application/json")
    found: dict[str, Any] = json.loads(file.data)["held"]
    return found


async def asked(quarter: Town, query: str, *values: object) -> list[Any]:
    rows = await quarter.app.database.read(lambda connection: connection.execute(query, values).fetchall())
    return [row[0] if len(row) == 1 else row for row in rows]


async def test_everything_held_comes_as_one_file_that_is_not_kept(quarter: Town, amina: Person) -> None:
    await quarter.ask(amina, "/language en")
    curation = quarter.app.services.curation
    await curation.proposals.propose("https://a.fr/1", "resident", amina.id, "en", quarter.clock.now())
    await curation.gaps.raise_hand(amina.id, "sauna", "en", quarter.clock.now())
    text, file = await quarter.ask(amina, "/mydata")
    assert "What is kept about this chat" in text["text"]
    held = content(quarter, file)
    assert held["language"] == {"days": None, "content": "en"}
    assert [each["words"] for each in held["hands"]["content"]] == ["sauna"]
    assert held["proposed"]["content"] == [{"day": "2026-11-22", "times": 1}]
    assert "English" in str(held["messages"]["content"])
    assert await asked(quarter, "SELECT state, body FROM outbox WHERE method = 'sendDocument'") == [("sent", "")]


async def test_a_groups_data_goes_to_its_admin_in_private_and_to_nobody_else(
    quarter: Town, group: Chat, samir: Person, amina: Person
) -> None:
    await quarter.app.services.chats.choose_language(group.id, "fr")
    (settings,) = await quarter.ask(samir, "/digest@riverain_bot", group)
    assert await quarter.press(amina, settings, "Ce qui est gardé ici") == []
    (door,) = await quarter.press(samir, settings, "Ce qui est gardé ici")
    assert "document" not in door
    refused = await quarter.ask(amina, f"/start {start(door)}")
    assert [each for each in refused if "document" in each] == []
    (door,) = await quarter.press(samir, settings, "Ce qui est gardé ici")
    _, file = await quarter.ask(samir, f"/start {start(door)}")
    held = content(quarter, file)
    assert held["chat"]["content"]["id"] == group.id
    assert held["language"]["content"] == "fr"
    assert str(amina.id) not in json.dumps(held)
    assert [each for each in group.messages if "document" in each] == []


async def test_who_is_forgotten_leaves_nothing_that_was_waiting(quarter: Town, amina: Person) -> None:
    curation, now = quarter.app.services.curation, quarter.clock.now()
    await curation.proposals.propose("https://a.fr/1", "resident", amina.id, "fr", now)
    await curation.gaps.raise_hand(amina.id, "sauna", "fr", now)
    await curation.awaiting.ask(amina.id, "mistake", "", now)
    await curation.audit.note("appoint", f"person:{amina.id}", amina.id, now)
    (sure,) = await quarter.ask(amina, "/forget")
    await quarter.press(amina, sure, labels(sure)[0])
    done = amina.private.find(sure["message_id"]).record  # type: ignore[union-attr]
    for said in ("14 jours", "365 jours", "Telegram", "numéro de ce chat"):
        assert said in done["text"].replace("\u00a0", " ")
    for table, column in (("link", "person"), ("hand", "chat"), ("awaiting", "person"), ("proposer", "person")):
        assert await asked(quarter, f"SELECT 1 FROM {table} WHERE {column} = ?", amina.id) == []
    assert await asked(
        quarter, "SELECT count(*) FROM audit WHERE by_user = ? OR subject LIKE '%' || ?1 || '%'", amina.id
    ) == [0]
    assert await curation.gaps.answer("sauna", "fr", "x", 1, now) == []


async def test_what_somebody_corrected_is_known_to_the_next_question(quarter: Town, amina: Person) -> None:
    editor, now = quarter.app.services.curation.editor, quarter.clock.now()
    before = (await quarter.ask(amina, "/open c-mairie-19"))[0]["text"]
    found = await editor.stored("c-mairie-19")
    assert found is not None
    changed = found[0].model_copy(update={"phone": "01 99 00 11 22"})
    async with quarter.app.database.transaction():
        await editor.put(changed, found[1], 1, "called", now)
    await quarter.ask(amina, "/help")  # any commit is looked behind
    after = (await quarter.ask(amina, "/open c-mairie-19"))[0]["text"]
    assert "01 99 00 11 22" not in before
    assert "01 99 00 11 22" in after
    assert quarter.app.services.packs.reference.contacts["c-mairie-19"].phone == "01 99 00 11 22"


async def test_the_store_tidies_every_hour_what_is_over(quarter: Town, amina: Person) -> None:
    await quarter.app.services.curation.awaiting.ask(amina.id, "mistake", "", quarter.clock.now())
    quarter.clock.advance(timedelta(hours=1))
    await quarter.app.tidy()
    assert await asked(quarter, "SELECT 1 FROM awaiting") == []
