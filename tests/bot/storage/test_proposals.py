"""Proposals: who acts on an older version changes nothing, and a link is taken in once."""

import sqlite3
from datetime import date, timedelta
from typing import Any

import pytest

from bot.storage.database import Database
from bot.storage.entries import EntryTable
from bot.storage.items import ItemTable
from bot.storage.pieces import PieceTable
from bot.storage.proposals import A_DAY, AWHILE, ProposalTable
from content.dates import PartialDate
from content.intake import canonical, Draft, Piece, sketch
from content.records import State
from handlers.kept import kept_for
from handlers.ports import Decision, Proposal, Proposed
from tests.bot.conftest import NOON
from tests.handlers.world import item

MODERATOR, ALICE, BERNARD = 1, 7, 8
URL = "https://www.gazette.fr/2026/11/20/un-article"
DRAFT = Draft(
    url=URL, source="gazette", date=PartialDate("2026-11-20"), date_known="feed", places=("stalingrad",), topics=("eclairage",),
    sentences=("Une phrase.",), title_original="Le titre du journal", reliability="press",
)  # fmt: skip


@pytest.fixture
def proposals(database: Database) -> ProposalTable:
    return ProposalTable(database)


async def put(database: Database, draft: Draft = DRAFT, original: str = "Le texte du journal.", **more: Any) -> int:
    values = {"feed": "gazette-rss", "person": None, "language": "fr", "now": NOON, **more}

    def work(connection: sqlite3.Connection) -> int:
        number = ProposalTable.put(connection, draft, original, **values)
        EntryTable.stand(connection, (canonical(draft.url),), NOON, proposal=number)
        return number

    return await database.write(work)


async def get(proposals: ProposalTable, number: int) -> Proposal:
    found = await proposals.get(number)
    assert found is not None
    return found


async def order(proposals: ProposalTable, after: int = 0) -> list[int]:
    """Return the numbers of a round, each asked for behind the one before."""
    found: list[int] = []
    while (proposal := await proposals.next(after, NOON)) and len(found) < 20:
        found.append(after := proposal.id)
    return found


async def test_a_draft_comes_back_as_it_was_put(proposals: ProposalTable, database: Database) -> None:
    number = await put(database, person=ALICE)
    assert await proposals.get(number) == Proposal(
        number, 1, Decision.NEW, DRAFT, NOON, original="Le texte du journal.", feed="gazette-rss", person=ALICE
    )
    assert await proposals.get(number + 1) is None


class TestTheRound:
    async def test_they_come_in_order_and_those_put_off_last(
        self, proposals: ProposalTable, database: Database
    ) -> None:
        a, b, c, d = [await put(database) for _ in range(4)]
        assert await order(proposals) == [a, b, c, d]
        for number in (a, c):
            assert await proposals.decide(number, 1, Decision.LATER, MODERATOR, NOON - 2 * AWHILE)
        assert await order(proposals) == [b, d, a, c]
        assert await order(proposals, a) == [c]  # a round ends
        assert await proposals.waiting(NOON) == 4

    async def test_what_is_put_off_comes_again_in_the_next_round(
        self, proposals: ProposalTable, database: Database
    ) -> None:
        a, b, c = [await put(database) for _ in range(3)]
        assert await proposals.decide(a, 1, Decision.LATER, MODERATOR, NOON)
        assert await order(proposals, a) == [b, c]
        assert await order(proposals) == [b, c]
        assert await proposals.next(c, NOON + AWHILE) == await proposals.get(a)

    async def test_where_nothing_else_waits_it_comes_at_once(
        self, proposals: ProposalTable, database: Database
    ) -> None:
        numbers = [await put(database) for _ in range(2)]
        for number in numbers:
            assert await proposals.decide(number, 1, Decision.LATER, MODERATOR, NOON)
        assert await order(proposals) == numbers[:1]
        version = (await get(proposals, numbers[0])).version
        assert await proposals.decide(numbers[0], version, Decision.REFUSED, MODERATOR, NOON)
        assert await order(proposals) == numbers[1:]

    async def test_what_is_decided_is_passed_over(self, proposals: ProposalTable, database: Database) -> None:
        a, b = [await put(database) for _ in range(2)]
        await proposals.decide(a, 1, Decision.REFUSED, MODERATOR, NOON)
        assert await order(proposals) == [b]
        assert await proposals.waiting(NOON) == 1


class TestTwoAtOnce:
    async def test_of_two_who_decide_one_wins(self, proposals: ProposalTable, database: Database) -> None:
        number = await put(database)
        assert await proposals.decide(number, 1, Decision.PUBLISHED, MODERATOR, NOON, slug="an-article")
        assert not await proposals.decide(number, 1, Decision.REFUSED, 2, NOON, reason="no")
        assert not await proposals.decide(number, 2, Decision.REFUSED, 2, NOON, reason="no")
        found = await get(proposals, number)
        assert (found.state, found.slug, found.reason) == (Decision.PUBLISHED, "an-article", None)

    async def test_who_edits_an_older_version_changes_nothing(
        self, proposals: ProposalTable, database: Database
    ) -> None:
        number = await put(database)
        edited = await proposals.edit(number, 1, title={"fr": "Notre titre"}, ongoing=True)
        assert edited is not None
        assert (edited.version, edited.title, edited.ongoing) == (2, {"fr": "Notre titre"}, True)
        assert await proposals.edit(number, 1, title={"fr": "Un autre"}) is None
        assert not await proposals.decide(number, 1, Decision.REFUSED, 2, NOON)
        assert await get(proposals, number) == edited

    async def test_a_draft_and_a_summary_are_edited(self, proposals: ProposalTable, database: Database) -> None:
        number = await put(database)
        draft = DRAFT.model_copy(update={"topics": ("drogue",)})
        edited = await proposals.edit(number, 1, draft=draft, summary={"fr": "é"})
        assert edited is not None
        assert (edited.draft, edited.summary) == (draft, {"fr": "é"})
        with pytest.raises(ValueError, match="state"):
            await proposals.edit(number, 2, state="published")

    async def test_what_is_decided_is_not_edited(self, proposals: ProposalTable, database: Database) -> None:
        number = await put(database)
        await proposals.decide(number, 1, Decision.REFUSED, MODERATOR, NOON)
        assert await proposals.edit(number, 2, title={"fr": "Trop tard"}) is None


@pytest.mark.parametrize(("state", "left"), [
    (Decision.PUBLISHED, ""), (Decision.MERGED, ""), (Decision.REFUSED, ""), (Decision.LATER, "Le texte du journal."),
])  # fmt: skip
async def test_the_publishers_text_is_blanked_once_decided(
    proposals: ProposalTable, database: Database, state: Decision, left: str
) -> None:
    number = await put(database)
    await proposals.decide(number, 1, state, MODERATOR, NOON)
    assert (await get(proposals, number)).original == left


class TestLinks:
    async def links(self, database: Database) -> list[tuple[str, str, int | None]]:
        query = "SELECT url, kind, person FROM link ORDER BY id"
        return await database.read(lambda connection: connection.execute(query).fetchall())

    async def test_a_link_is_taken_once_in_whatever_form(self, proposals: ProposalTable, database: Database) -> None:
        assert await proposals.propose(f" {URL} ", "resident", ALICE, "fr", NOON) is Proposed.TAKEN
        again = "http://gazette.fr/2026/11/20/un-article/?utm_source=x"
        assert await proposals.propose(again, "moderator", MODERATOR, "fr", NOON) is Proposed.WAITS
        assert await self.links(database) == [(URL, "resident", ALICE)]

    @pytest.mark.parametrize("typed", [
        "", "bonjour", "gazette.fr/article", "ftp://gazette.fr/a", "javascript:alert(1)", "https://", "https:///a", "file:///etc/passwd",
        "https://gazette.fr/a et du texte", "https://gazette.fr/" + "a" * 3000, "http://[::1", "tg://resolve?domain=x",
    ])  # fmt: skip
    async def test_what_is_no_link_is_none(self, proposals: ProposalTable, database: Database, typed: str) -> None:
        assert await proposals.propose(typed, "moderator", MODERATOR, "fr", NOON) is Proposed.NO_LINK
        assert await self.links(database) == []

    async def test_what_waits_is_told_so(self, proposals: ProposalTable, database: Database) -> None:
        number = await put(database)
        assert await proposals.propose(URL, "resident", ALICE, "fr", NOON) is Proposed.WAITS
        await proposals.decide(number, 1, Decision.LATER, MODERATOR, NOON)
        assert await proposals.propose(URL, "moderator", MODERATOR, "fr", NOON) is Proposed.WAITS

    async def test_what_was_published_is_known_also_once_the_proposal_is_gone(
        self, proposals: ProposalTable, database: Database
    ) -> None:
        number = await put(database)
        await proposals.decide(number, 1, Decision.PUBLISHED, MODERATOR, NOON, slug="an-article")
        assert await proposals.propose(URL, "moderator", MODERATOR, "fr", NOON) is Proposed.KNOWN
        await proposals.tidy(NOON + timedelta(days=100))
        assert await proposals.get(number) is None
        assert await proposals.propose(URL, "resident", ALICE, "fr", NOON) is Proposed.KNOWN

    async def test_what_was_refused_stays_so_for_residents_and_a_moderator_may_think_again(
        self, proposals: ProposalTable, database: Database
    ) -> None:
        number = await put(database)
        await proposals.decide(number, 1, Decision.REFUSED, MODERATOR, NOON, reason="off-topic")
        assert await proposals.propose(URL, "resident", ALICE, "fr", NOON) is Proposed.REFUSED
        assert await proposals.propose(URL, "moderator", MODERATOR, "fr", NOON) is Proposed.TAKEN
        assert await EntryTable(database).known((canonical(URL),)) is None

    async def test_excluded_hosts_never_enter(self, proposals: ProposalTable, database: Database) -> None:
        bar = item("exclusion", "mauvais", title="Mauvais journal", reason="incites", hosts=("mauvais.fr",))
        await ItemTable(database).put(bar, State.PUBLISHED, None, None, NOON)
        for url in ("https://mauvais.fr/a", "https://www.google.com/amp/s/mauvais.fr/a"):
            assert await proposals.propose(url, "moderator", MODERATOR, "fr", NOON) is Proposed.EXCLUDED
        assert await proposals.propose("https://bon.fr/a", "moderator", MODERATOR, "fr", NOON) is Proposed.TAKEN

    async def test_five_a_day_for_each_resident_also_where_they_were_dealt_with(
        self, proposals: ProposalTable, database: Database
    ) -> None:
        async def one(number: int, person: int = ALICE, days: int = 0) -> Proposed:
            return await proposals.propose(
                f"https://a.fr/{person}/{number}", "resident", person, "fr", NOON + timedelta(days=days)
            )

        assert [await one(number) for number in range(A_DAY)] == [Proposed.TAKEN] * A_DAY
        await database.write(lambda connection: connection.execute("DELETE FROM link"))
        assert await one(A_DAY) is await one(A_DAY + 1) is Proposed.TOO_MANY
        assert await one(0, BERNARD) is Proposed.TAKEN
        assert await one(A_DAY, days=1) is Proposed.TAKEN
        many = [await proposals.propose(f"https://m.fr/{n}", "moderator", MODERATOR, "fr", NOON) for n in range(9)]
        assert many == [Proposed.TAKEN] * 9

    async def test_what_is_refused_at_once_does_not_count(self, proposals: ProposalTable, database: Database) -> None:
        await put(database)
        for _ in range(9):
            assert await proposals.propose(URL, "resident", ALICE, "fr", NOON) is Proposed.WAITS
        assert await proposals.propose("https://a.fr/1", "resident", ALICE, "fr", NOON) is Proposed.TAKEN

    async def test_who_is_not_known_proposes_nothing(self, proposals: ProposalTable) -> None:
        assert await proposals.propose(URL, "resident", None, "fr", NOON) is Proposed.TOO_MANY


class TestLikeness:
    async def test_articles_of_the_same_story_are_alike(self, proposals: ProposalTable, database: Database) -> None:
        items = ItemTable(database)
        for slug, story, state in (
            ("a", "lampes", State.PUBLISHED), ("b", "lampes", State.DRAFT), ("c", None, State.PUBLISHED),
        ):  # fmt: skip
            await items.put(item("article", slug, story=story), state, None, None, NOON)
        number = await put(database, DRAFT.model_copy(update={"story": "lampes"}))
        assert await proposals.like(await get(proposals, number)) == ["a"]

    async def test_articles_that_read_alike_are_offered_without_a_story(
        self, proposals: ProposalTable, database: Database
    ) -> None:
        text = "La mairie remplace les lampes de la place Stalingrad par des lampes plus claires dès lundi prochain."
        piece = Piece("Des lampes à Stalingrad", text, "fr", PartialDate("2026-11-20"), ("stalingrad",), "figaro")
        await ItemTable(database).put(
            item("article", "a", summary={"fr": text, "en": text}), State.PUBLISHED, None, None, NOON
        )
        await database.write(
            lambda c: PieceTable.put(c, "a:a", piece, sketch(piece.title, piece.text, "fr"), "a", NOON)
        )
        number = await put(database, DRAFT.model_copy(update={"title_original": piece.title}), text)
        assert await proposals.like(await get(proposals, number)) == ["a"]
        other = await put(
            database, DRAFT.model_copy(update={"places": (), "title_original": "Le budget"}), "Rien à voir."
        )
        assert await proposals.like(await get(proposals, other)) == []


async def test_old_ones_go_and_no_others(proposals: ProposalTable, database: Database) -> None:
    old, kept = NOON - kept_for("proposals") - timedelta(hours=1), NOON - kept_for("proposals") + timedelta(hours=1)
    undecided, decided = await put(database, now=old), await put(database, now=old)
    young, late = await put(database, now=kept), await put(database, now=old)
    await proposals.decide(decided, 1, Decision.REFUSED, MODERATOR, old)
    await proposals.decide(late, 1, Decision.REFUSED, MODERATOR, kept)
    await proposals.propose("https://a.fr/1", "resident", ALICE, "fr", NOON - kept_for("links") - timedelta(hours=1))
    await proposals.propose("https://a.fr/2", "resident", ALICE, "fr", NOON)
    await proposals.tidy(NOON)
    there = [number for number in (undecided, decided, young, late) if await proposals.get(number)]
    assert there == [young, late]
    query = "SELECT (SELECT group_concat(url) FROM link), (SELECT group_concat(day) FROM proposer)"
    left = await database.read(lambda connection: connection.execute(query).fetchone())
    assert left == ("https://a.fr/2", date(2026, 11, 22).isoformat())
