"""The editor: what people change, what is past its date, how feeds are read, and that what is in memory follows."""

import sqlite3
from datetime import date, timedelta

import pytest

from bot.storage.database import Database
from bot.storage.documents import put_document
from bot.storage.editor import Editor, UNMATCHED
from bot.storage.entries import EntryTable
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.proposals import ProposalTable
from content.intake import Draft, to_article
from content.records import Article, Item, State
from handlers.ports import FeedStanding
from tests.bot.conftest import NOON
from tests.bot.storage.polls import answered, failed
from tests.handlers.world import item, MANIFEST

MODERATOR = 1
DRAFT = Draft(
    url="https://gazette.fr/a",
    source="gazette",
    language="fr",
    date_known="unknown",
    places=("pont",),
    topics=("lampes",),
)
WRITTEN = {"fr": "Des lampes neuves sur le pont", "en": "New lamps on the bridge"}
TOLD = {"fr": "La ville change les lampes.", "en": "The city replaces the lamps."}


@pytest.fixture
def items(database: Database) -> ItemTable:
    return ItemTable(database)


@pytest.fixture
def knowledge(database: Database, items: ItemTable) -> Knowledge:
    return Knowledge(database, items)


@pytest.fixture
def editor(database: Database, items: ItemTable, knowledge: Knowledge) -> Editor:
    return Editor(database, items, knowledge)


async def keep(items: ItemTable, *some: Item, state: State = State.PUBLISHED) -> None:
    for each in some:
        await items.put(each, state, None, None, NOON)


async def test_an_item_is_kept_as_a_revision_with_who_and_why(editor: Editor, items: ItemTable) -> None:
    contact = item("contact", "mairie")
    assert await editor.put(contact, State.DRAFT, MODERATOR, None, NOON) == 1
    assert await items.get("mairie") is None
    assert await editor.put(contact, State.PUBLISHED, MODERATOR, "called", NOON) == 2
    assert await editor.stored("mairie") == (contact, State.PUBLISHED, 2)
    assert await editor.stored("mairie-2") is None
    latest = (await items.history("mairie"))[0]
    assert (latest.by, latest.why) == (MODERATOR, "called")


async def test_an_article_is_held_against_what_the_store_has(
    editor: Editor, items: ItemTable, database: Database, knowledge: Knowledge
) -> None:
    await database.write(lambda connection: put_document(connection, "pack", MANIFEST, "", NOON))
    await keep(items, item("source", "gazette"), item("place", "pont"), item("topic", "lampes"))
    await keep(items, item("exclusion", "mauvais", title="Mauvais", reason="x", hosts=("mauvais.fr",)))
    await keep(items, item("topic", "brouillon"), state=State.DRAFT)
    await knowledge.renew()
    rules = await editor.rules()
    assert rules.known == {"source": {"gazette"}, "place": {"pont"}, "topic": {"lampes"}}
    assert (rules.excluded, rules.languages, rules.official_names) == (("mauvais.fr",), ("fr", "en"), ("La Gazette",))
    made = to_article(DRAFT, WRITTEN, TOLD, slug="a", today=date(2026, 11, 22), rules=rules)
    assert isinstance(made, Article), made


async def test_items_past_their_day_are_listed_the_longest_overdue_first(editor: Editor, items: ItemTable) -> None:
    today = NOON.date()
    await keep(
        items,
        item("measure", "overdue", review_by=today - timedelta(days=10)),
        item("measure", "today", review_by=today),
        item("contact", "never-asked", checked_on=today - timedelta(days=400)),
        item("contact", "asked", checked_on=today - timedelta(days=180)),
        item("article", "old-news", checked_on=today - timedelta(days=400)),
    )
    await keep(items, item("measure", "draft", review_by=date(2020, 1, 1)), state=State.DRAFT)
    assert [each.slug for each in await editor.aged(NOON)] == ["never-asked", "overdue"]
    assert [each.slug for each in await editor.aged(NOON, 1)] == ["never-asked"]
    assert "today" in [each.slug for each in await editor.aged(NOON + timedelta(days=1))]


async def test_each_feed_tells_how_it_is_read_and_what_it_brought(
    editor: Editor, items: ItemTable, database: Database
) -> None:
    await keep(
        items, item("feed", "lu", enabled=True), item("feed", "muet", title="Muet", enabled=True), item("feed", "off")
    )
    await answered(database, "lu", NOON)
    await failed(database, "muet", NOON, "timeout")

    def bring(connection: sqlite3.Connection) -> None:
        for days in (0, 29, 31):
            at = NOON - timedelta(days=days)
            ProposalTable.put(connection, DRAFT, "", "lu", None, "fr", at)
            EntryTable.drop(connection, "lu", at.date().isoformat(), UNMATCHED[0], 3)
            EntryTable.drop(connection, "lu", at.date().isoformat(), "old", 50)

    await database.write(bring)
    assert await editor.feeds(NOON) == [
        FeedStanding("lu", "Un flux", True, NOON, None, None, 2, 6),
        FeedStanding("muet", "Muet", True, None, NOON, "timeout"),
        FeedStanding("off", "Un flux", False, None, None, None),
    ]


class TestWhatIsInMemory:
    async def test_a_changed_contact_is_known_once_it_is_committed(
        self, editor: Editor, items: ItemTable, knowledge: Knowledge
    ) -> None:
        await keep(items, item("contact", "mairie", phone="01"))
        assert await knowledge.renew()
        assert not await knowledge.renew()
        await editor.put(item("contact", "mairie", phone="02"), State.PUBLISHED, MODERATOR, None, NOON)
        assert await knowledge.renew()
        assert knowledge.reference.contacts["mairie"].phone == "02"
        await editor.put(item("contact", "mairie", phone="02"), State.RETRACTED, MODERATOR, None, NOON)
        assert await knowledge.renew()
        assert "mairie" not in knowledge.reference.contacts

    async def test_an_article_is_a_change_and_nothing_is_read_anew_for_it(
        self, editor: Editor, items: ItemTable, knowledge: Knowledge
    ) -> None:
        await keep(items, item("contact", "mairie"))
        await knowledge.refresh()
        before = knowledge.reference
        await editor.put(item("article", "a"), State.PUBLISHED, MODERATOR, None, NOON)
        assert await knowledge.renew()
        assert knowledge.reference is before

    async def test_a_document_is_a_change(self, database: Database, items: ItemTable, knowledge: Knowledge) -> None:
        await knowledge.refresh()
        await database.write(lambda connection: put_document(connection, "pack", MANIFEST, "", NOON))
        await keep(items, item("article", "a"))
        assert await knowledge.renew()
        assert knowledge.manifest == MANIFEST
