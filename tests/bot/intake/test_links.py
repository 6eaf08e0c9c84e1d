"""Links: what somebody sent is read with the same care, tried three times, and they hear what became of it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.storage.database import Database
from content.dates import PartialDate
from content.records import Article, State
from handlers.ports import Decision, Proposed
from tests.bot.conftest import NOON
from tests.bot.intake.press import ABOUT, article, LEAD, Press, press
from tests.bot.intake.site import http

ANNE, MAX = 11, 12
MINUTE = timedelta(minutes=1)


async def send(town: Press, path: str, kind: str = "resident", person: int | None = ANNE, language: str = "fr") -> None:
    """Send a link of the site, or a whole one, and let it be fetched."""
    url = path if "//" in path else town.site.url(path)
    assert await town.proposals.propose(url, kind, person, language, town.clock.now()) is Proposed.TAKEN
    await town.poll()


async def test_a_resident_s_link_waits_for_the_moderators_and_nothing_is_said_twice(
    database: Database, clock: MovableClock
) -> None:
    async with press(database, clock) as town:
        town.site.answers["/a"] = article(site="Le Parisien")
        await send(town, "/a")
        (found,) = await town.waiting()
        assert await town.words(ANNE) == []
        assert not town.woken
    draft = found.draft
    assert (found.person, draft.proposer, draft.source, draft.reliability) == (ANNE, "resident", "le-parisien", "press")
    assert (draft.title_original, draft.date, draft.date_known) == (ABOUT, PartialDate("2026-11-22"), "page")
    assert "place-stalingrad" in draft.places


async def test_who_waited_longer_than_they_were_told_hears_that_it_is_in_the_queue_in_their_language(
    database: Database, clock: MovableClock
) -> None:
    async with press(database, clock) as town:
        town.site.answers["/a"] = http("", "500 Broken")
        await send(town, "/a", "moderator", MAX, "en")
        town.site.answers["/a"] = article()
        await town.poll(MINUTE)
        assert town.woken
        assert await town.words(MAX) == ["Your link to 127.0.0.1 was read.\nIt waits in /queue."]


async def test_what_is_from_elsewhere_a_moderator_may_take_and_a_resident_not(
    database: Database, clock: MovableClock
) -> None:
    async with press(database, clock) as town:
        for path in ("/a", "/b"):
            town.site.answers[path] = article("Il pleut à Nantes.", title="Météo à Nantes")
        await send(town, "/a")
        assert await town.waiting() == []
        assert "n’est pas retenu" in (await town.words(ANNE))[0]
        await send(town, "/b", "moderator", MAX)
        (found,) = await town.waiting()
        assert (found.draft.places, found.draft.proposer) == ((), "moderator")
        assert "complétez" in (await town.words(MAX))[0]


@pytest.mark.parametrize(
    ("answer", "why"), [("robots", "ne pas la lire"), ("reserved", "réserve"), ("refused", "refus")]
)
async def test_what_a_site_does_not_let_us_read_a_person_will_open(
    database: Database, clock: MovableClock, answer: str, why: str
) -> None:
    async with press(database, clock) as town:
        if answer == "robots":
            town.site.answers["/robots.txt"] = http("User-agent: *\nDisallow: /")
        refused = (
            http("", "403 No")
            if answer == "refused"
            else http("<p>x</p>", Content_Type="text/html", tdm_reservation="1")
        )
        town.site.answers["/2026/11/20/a"] = refused
        await send(town, "/2026/11/20/a")
        (found,) = await town.waiting()
        assert (found.original, found.draft.sentences, found.draft.date_known) == ("", (), "address")
        assert why in (await town.words(ANNE))[0] and "une personne l’ouvrira" in (await town.words(ANNE))[0]


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("url", "answer", "says"),
        [
            ("/a", http("", "404 No"), "ne connaît pas cette page"),
            ("/a", http("", "410 Gone"), "n’existe plus"),
            ("/a", http("%PDF", Content_Type="application/pdf"), "un fichier"),
            ("/a", http("", "301 Moved", Location="/a"), "sans aboutir"),
            ("http://10.0.0.1/a", b"", "réseau privé"),
            ("http://localhost/a", b"", "réseau privé"),
            ("http://journal.fr:8080/a", b"", "adresse du web"),
        ],
    )
    async def test_is_told_at_once_in_words(
        self, database: Database, clock: MovableClock, url: str, answer: bytes, says: str
    ) -> None:
        async with press(database, clock) as town:
            town.site.answers["/a"] = answer
            await send(town, url)
            (said,) = await town.words(ANNE)
            assert said.startswith("Je n’ai pas pu lire votre lien") and says in said
            assert await town.waiting() == []
            assert await town.rows("SELECT count(*) FROM link") == [(0,)]

    @pytest.mark.parametrize("status", ["500 Broken", "429 Slowly", ""])
    async def test_for_now_is_tried_three_times(self, database: Database, clock: MovableClock, status: str) -> None:
        async with press(database, clock) as town:

            async def cut(_writer: Any) -> None:
                """Close without an answer."""

            town.site.answers["/a"] = http("", status) if status else cut
            await send(town, "/a")
            for after in (MINUTE, 10 * MINUTE):
                assert await town.words(ANNE) == []
                before = len(town.site.asked)
                await town.poll(after - timedelta(seconds=1))
                assert len(town.site.asked) == before
                await town.poll(timedelta(seconds=1))
                assert len(town.site.asked) > before
            (said,) = await town.words(ANNE)
            assert "erreur" in said if status else "ne répond pas" in said
            await town.poll(60 * MINUTE)
            assert len(await town.words(ANNE)) == 1

    async def test_may_be_read_the_second_time(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            town.site.answers["/a"] = http("", "503 Busy")
            await send(town, "/a")
            town.site.answers["/a"] = article()
            assert len(await town.poll(MINUTE)) == 1
            assert len(await town.words(ANNE)) == 1

    async def test_a_file_a_moderator_may_bring_in(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            town.site.answers["/arrete.pdf"] = http("%PDF", Content_Type="application/pdf")
            await send(town, "/arrete.pdf", "moderator", MAX)
            (found,) = await town.waiting()
            assert found.draft.url.endswith("/arrete.pdf")


class TestWhatIsKnown:
    async def test_an_article_of_the_store(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            await town.items.put(of_the_store(town.site.url("/une")), State.PUBLISHED, None, None, NOON)
            await town.poll()
            town.site.answers["/b"] = article(head=f'<link rel="canonical" href="{town.site.url("/une")}">')
            await send(town, "/b")
            assert await town.waiting() == []
            assert "déjà connu" in (await town.words(ANNE))[0]
            again = await town.proposals.propose(town.site.url("/b?utm_source=x"), "resident", ANNE, "fr", NOON)
            assert again is Proposed.KNOWN

    async def test_one_that_waits_or_was_refused(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock) as town:
            for path in ("/a", "/b", "/c"):
                town.site.answers[path] = article()
            await send(town, "/a")
            await send(town, "/b", person=MAX)
            assert "attend déjà une décision" in (await town.words(MAX))[0]
            (found,) = await town.waiting()
            assert await town.proposals.decide(found.id, found.version, Decision.REFUSED, 1, NOON)
            await send(town, "/c", person=MAX)
            assert "déjà été refusé" in (await town.words(MAX))[1]
            assert len(await town.waiting()) == 1

    async def test_what_leads_to_an_excluded_source(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock, hosts=("www.rt.com",)) as town:
            town.site.answers["/a"] = http("", "301 Moved", Location=town.site.url("/b", "www.rt.com"))
            town.site.answers["/b"] = article()
            await send(town, "/a")
            assert "source exclue" in (await town.words(ANNE))[0]
            assert await town.waiting() == []


async def test_a_link_taken_back_while_it_was_fetched_brings_nothing(database: Database, clock: MovableClock) -> None:
    async with press(database, clock) as town:

        async def forgotten(writer: Any) -> None:
            await database.write(lambda connection: connection.execute("DELETE FROM link"))
            writer.write(article())

        town.site.answers["/a"] = forgotten
        await send(town, "/a")
        assert (await town.waiting(), await town.words(ANNE)) == ([], [])


async def test_words_never_hold_what_the_page_says(database: Database, clock: MovableClock) -> None:
    async with press(database, clock) as town:
        town.site.answers["/a"] = article(head='<meta name="tdm-reservation" content="1">')
        await send(town, "/a")
        (said,) = await town.words(ANNE)
        assert ABOUT not in said and LEAD[:30] not in said


def of_the_store(url: str | None, slug: str = "journal-une", **more: Any) -> Article:
    """Return an article as the store holds it."""
    return Article.model_validate(
        {
            "slug": slug, "title": {"fr": "Des riverains défilent", "en": "Residents march"}, "source": "le-parisien",
            "language": "fr", "date": "2026-11-22", "date_certainty": "from_feed", "url": url, "reliability": "press",
            "places": ["place-stalingrad"], "topics": ["residents"],
            "summary": {"fr": "Selon le journal, des riverains ont défilé à Stalingrad contre le crack.",
                        "en": "According to the paper, residents marched at Stalingrad against crack."},
            "checked_on": "2026-11-22", **more,
        }
    )  # fmt: skip
