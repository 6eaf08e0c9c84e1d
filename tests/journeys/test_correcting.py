"""Correcting: a moderator puts right, withdraws, sends now and takes back; everybody's copies follow, also through a crash."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from bot.curating import curating
from bot.sandbox import Chat, Person
from bot.storage.broadcasts import address, begin, Body, Broadcast, Target, word
from bot.storage.database import DATABASE, open_database
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.outbox import Priority
from bot.storage.tables import Tables
from content.language import Translated
from content.records import Article, State
from content.schedule import Schedule
from handlers.deeplink import encode
from handlers.ports import Services
from tests.bot.storage.copies import ask
from tests.bot.town import labels, Message, SUNDAY_MORNING, Town
from tests.journeys.machine import Machine

MEASURE = "m-patrouilles-24h"
FAST = "tests.journeys.unpaced"
MANY = 250


@pytest.fixture
def claire(quarter: Town) -> Person:
    """The operator."""
    while (person := quarter.world.person("Claire", "fr", started=True)).id < 600_000_099:
        pass
    return person


def now(person: Person, message: Message) -> Message:
    """Return a message of a private chat as it now stands."""
    post = person.private.find(message["message_id"])
    assert post is not None
    return post.record


async def later(quarter: Town, **by: float) -> None:
    """Let time pass for the bot."""
    quarter.clock.advance(timedelta(**by))
    quarter.app.wake()
    await quarter.settled()


async def correct(quarter: Town, claire: Person, french: str, english: str) -> Message:
    """Let the moderator correct the measure's title; return the message that says what became of it."""
    (fields,) = await quarter.ask(claire, f"/correct {MEASURE}")
    await quarter.press(claire, fields, "le titre")
    await quarter.ask(claire, french)
    await quarter.ask(claire, english)
    (preview,) = await quarter.ask(claire, "La préfecture a précisé les heures.")
    await quarter.press(claire, preview, "Corriger partout")
    return preview


async def test_a_correction_changes_every_copy_and_the_log_says_so(
    quarter: Town, claire: Person, amina: Person, joe: Person, group: Chat
) -> None:
    (french,) = await quarter.ask(amina, f"/mesure {MEASURE}")
    (english,) = await quarter.ask(joe, f"/measure {MEASURE}")
    (public,) = await quarter.ask(amina, f"/mesure@riverain_bot {MEASURE}", group)
    preview = await correct(quarter, claire, "Patrouilles de midi à minuit", "Patrols from noon to midnight")
    assert "C’est corrigé" in now(claire, preview)["text"]
    assert now(amina, french)["text"].startswith("✏️ Corrigé le 22 novembre 2026 · Patrouilles de midi à minuit")
    assert "Patrouilles de midi à minuit" in now(amina, french)["text"].partition("\n\n")[2]
    assert now(joe, english)["text"].startswith("✏️ Corrected on 22 November 2026 · Patrols from noon to midnight")
    posted = group.find(public["message_id"])
    assert posted is not None
    assert "Patrouilles de midi à minuit" in posted.record["text"].partition("\n\n")[2]
    assert labels(now(amina, french)) == labels(french)
    (again,) = await quarter.ask(joe, f"/measure {MEASURE}")
    assert again["text"].startswith("Patrols from noon to midnight")
    await quarter.press(claire, now(claire, preview), "Où en est-on")
    assert "3 messages : 3 changés." in now(claire, preview)["text"].replace("\u00a0", " ")
    (log,) = await quarter.ask(joe, "/corrections")
    assert "“Patrols from noon to midnight”" in log["text"]
    (acts,) = await quarter.ask(claire, "/audit")
    assert "correction" in acts["text"]


async def test_a_resident_cannot_correct_nor_answer_in_the_place_of_who_can(
    quarter: Town, claire: Person, amina: Person
) -> None:
    (refused,) = await quarter.ask(amina, f"/correct {MEASURE}")
    assert "modérateurs" in refused["text"]
    (fields,) = await quarter.ask(claire, f"/correct {MEASURE}")
    await quarter.press(claire, fields, "le titre")
    await quarter.ask(amina, "Tout est faux, rentrez chez vous")
    assert await quarter.app.services.news.corrections(SUNDAY_MORNING) == []


async def test_a_moderator_dismissed_with_the_preview_open_corrects_nothing(
    quarter: Town, claire: Person, amina: Person
) -> None:
    await quarter.ask(claire, f"/moderators add {amina.id}")
    (fields,) = await quarter.ask(amina, f"/correct {MEASURE}")
    await quarter.press(amina, fields, "le titre")
    await quarter.ask(amina, "Patrouilles de midi à minuit")
    await quarter.ask(amina, "Patrols from noon to midnight")
    (preview,) = await quarter.ask(amina, "La préfecture a précisé les heures.")
    (sure,) = await quarter.ask(claire, f"/moderators remove {amina.id}")
    await quarter.press(claire, sure, "Retirer")
    await quarter.press(amina, preview, "Corriger partout")
    assert await quarter.app.services.news.corrections(SUNDAY_MORNING) == []


async def test_what_was_withdrawn_is_gone_and_news_that_waited_never_come(
    quarter: Town, claire: Person, joe: Person, amina: Person
) -> None:
    (price,) = await quarter.ask(joe, "/subscribe police")
    await quarter.press(joe, price, "Confirm")
    made = await quarter.app.items.get("tf1info-2023-01-15-nunez")
    assert isinstance(made, Article)
    fresh = made.model_copy(
        update={
            "slug": "tout-neuf", "story": None, "date": type(made.date)("2026-11-22") if made.date else None, "event_date": None,
            "title": Translated({"fr": "Une annonce fausse", "en": "A false announcement"}),
        }
    )  # fmt: skip
    await quarter.app.services.chats.pause(joe.id, quarter.clock.now() + timedelta(hours=5))
    await quarter.app.items.put(fresh, State.PUBLISHED, claire.id, None, quarter.clock.now())
    await later(quarter, minutes=1)
    (card,) = await quarter.ask(amina, f"/start {encode('open', 'tout-neuf')}")
    assert "Une annonce fausse" in card["text"]
    assert await ask(quarter.app.database, "SELECT chat, story FROM pending") == [(joe.id, "tout-neuf")]
    before = len(joe.messages)
    await quarter.ask(claire, "/retract tout-neuf")
    (preview,) = await quarter.ask(claire, "Le journal a démenti cette annonce.")
    await quarter.press(claire, preview, "Retirer partout")
    assert amina.private.find(card["message_id"]) is None or "fausse" not in now(amina, card)["text"]
    await later(quarter, hours=6)
    await later(quarter, days=1)
    assert [each for each in joe.messages[before:] if "false announcement" in each["text"]] == []
    (log,) = await quarter.ask(joe, "/corrections")
    assert "A false announcement" in log["text"]


async def test_a_digest_is_sent_now_called_off_sent_again_and_taken_back(
    quarter: Town, claire: Person, group: Chat
) -> None:
    await quarter.app.services.schedules.keep(
        Schedule(group.id, SUNDAY_MORNING.time().replace(hour=18), "Europe/Paris", "fr"), quarter.clock.now()
    )
    before = len(group.messages)

    async def send() -> Message:
        (listed,) = await quarter.ask(claire, "/push")
        await quarter.press(claire, listed, "groupe")
        await quarter.press(claire, now(claire, listed), "Voir le texte")
        await quarter.press(claire, now(claire, listed), "Envoyer")
        return listed

    leaving = await send()
    assert "dans 60 secondes" in now(claire, leaving)["text"].replace("\u00a0", " ")
    await quarter.press(claire, now(claire, leaving), "Annuler")
    await later(quarter, minutes=2)
    assert group.messages[before:] == []
    leaving = await send()
    shown = claire.messages[-1]["text"].partition("\n\n")[2]
    await later(quarter, seconds=61)
    (digest,) = group.messages[before:]
    assert digest["text"] == shown
    await quarter.press(claire, now(claire, leaving), "Annuler")
    assert "déjà parti" in now(claire, leaving)["text"]
    (preview,) = await quarter.press(claire, now(claire, leaving), "Reprendre")
    await quarter.press(claire, preview, "Reprendre partout")
    assert group.find(digest["message_id"]) is None
    await quarter.press(claire, now(claire, preview), "Où en est-on")
    assert "1 message : 1 retiré." in now(claire, preview)["text"].replace("\u00a0", " ")


async def test_killed_amid_the_copies_it_goes_on_and_every_copy_is_changed_once(machine: Machine) -> None:
    people = [machine.world.person(f"Person {number}", "fr", started=True) for number in range(MANY)]
    wrong, right = await _told_to(machine, people)
    running = await machine.start(module=FAST, pack=str(machine.folder / "none"))
    await _until(machine, "SELECT count(*) FROM outbox WHERE state != 'sent'")
    running.signal(signal.SIGTERM)
    assert await running.end(20) == 0
    await _corrected(machine, right)
    for point in ("chased:1", "chased:1", "claim:5", "sent:9"):
        running = await machine.start(module=FAST, crash=point, pack=str(machine.folder / "none"))
        assert await running.end(60) == -signal.SIGKILL, running.err[-2000:]
    running = await machine.start(module=FAST, pack=str(machine.folder / "none"))
    await _until(machine, f"SELECT {MANY} - count(*) FROM outbox WHERE op = 'edit' AND state = 'sent'")
    running.signal(signal.SIGTERM)
    assert await running.end(20) == 0
    for person in people:
        text = person.messages[-1 if len(person.messages) == 1 else 0]["text"]
        assert text.endswith(right)
        assert text.count("✏️") == 1
        assert text.count(wrong) == 1  # in the line that says what was said
    with closing(sqlite3.connect(machine.data / DATABASE)) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT chat) FROM outbox WHERE op = 'edit'").fetchone() == (
            MANY,
            MANY,
        )


async def _told_to(machine: Machine, people: list[Person]) -> tuple[str, str]:
    """Queue the measure's title to everybody; return it, and what it should have been."""
    async with open_database(machine.data / DATABASE) as database:
        item = await ItemTable(database).get(MEASURE)
        wrong = str(getattr(item, "title", Translated({"fr": "?"})).say("fr"))
        at = machine.world.clock.now()

        def keep(connection: sqlite3.Connection) -> None:
            bid, _ = begin(connection, Broadcast("x", "news", "x", Priority.DIGEST, (MEASURE,)), at)
            word(connection, bid, "fr", [Body("sendMessage", {"text": wrong, "entities": []})])
            connection.executemany("INSERT INTO chat(id, kind) VALUES(?, 'private')", [(each.id,) for each in people])
            address(connection, bid, [Target(each.id, "fr") for each in people], prio=Priority.DIGEST, now=at)

        await database.write(keep)
    return wrong, "Patrouilles de midi à minuit"


async def _corrected(machine: Machine, right: str) -> None:
    """Correct the measure in the store, as the command does."""
    async with open_database(machine.data / DATABASE) as database:
        items = ItemTable(database)
        knowledge, tables = Knowledge(database, items), Tables(database)
        known: list[Services] = []
        desk = curating(database, items, knowledge, tables, lambda: known[0], None, lambda: None)  # type: ignore[arg-type]
        before = await items.get(MEASURE)
        assert before is not None
        after = before.model_copy(update={"title": Translated({"fr": right, "en": "Patrols from noon to midnight"})})
        await desk.corrections.correct(before, after, "x", right, "Précisé.", 9, machine.world.clock.now())


async def _until(machine: Machine, none: str) -> None:
    """Return once the query counts none any more."""
    async with asyncio.timeout(60):
        while True:
            with closing(sqlite3.connect(f"file:{machine.data / DATABASE}?mode=ro", uri=True)) as connection:
                if connection.execute(none).fetchone() == (0,):
                    return
            await asyncio.sleep(0.05)
