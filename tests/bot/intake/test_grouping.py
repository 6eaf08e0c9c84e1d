"""Grouping: one article comes in once, whatever paper sends it how often; one event is offered as one story."""

from datetime import timedelta
from typing import Any

import pytest

from bot.clock import MovableClock
from bot.storage.database import Database
from content.records import State
from handlers.ports import Decision
from tests.bot.conftest import NOON
from tests.bot.intake.press import ABOUT, article, entry, LEAD, press
from tests.bot.intake.test_links import of_the_store
from tests.content.paris_pack import ITEMS

QUARTER = timedelta(minutes=15)
TOLD = (
    "Plusieurs centaines d’habitants ont défilé samedi de la place Stalingrad au canal, à Paris, contre le crack et pour une salle "
    "de consommation, à l’appel d’un collectif de riverains du 19e arrondissement."
)
TOLD_TOO = (
    "Contre le crack, des riverains de Stalingrad ont défilé samedi à Paris, du canal à la place : le collectif d’habitants du 19e "
    "arrondissement réclame une salle de consommation."
)
OTHER = "Un rapport sur l’hébergement des usagers de crack est publié à Paris ; il vise la porte de la Villette et ses hôtels."


async def test_the_same_words_of_one_paper_under_another_address_are_known(
    database: Database, clock: MovableClock
) -> None:
    async with press(database, clock) as town:
        await town.add_feed()
        town.serve("/rss", entry(town.site.url("/a"), lead=TOLD, guid="1"))
        town.site.answers["/a"] = article(TOLD)
        (found,) = await town.poll()
        late = NOON + timedelta(minutes=20)
        town.serve("/rss", entry(town.site.url("/moved"), lead=TOLD, guid="2", at=late))
        town.site.answers["/moved"] = article(TOLD)
        assert await town.poll(timedelta(minutes=30)) == [found]
        assert await town.dropped() == {"known": 1}


async def test_and_so_they_are_once_somebody_decided_and_the_words_are_gone(
    database: Database, clock: MovableClock
) -> None:
    async with press(database, clock) as town:
        await town.add_feed()
        town.serve("/rss", entry(town.site.url("/a"), lead=TOLD, guid="1"))
        (found,) = await town.poll()
        assert await town.proposals.decide(found.id, found.version, Decision.REFUSED, 1, NOON)
        (refused,) = await town.waiting()
        assert refused.original == ""
        late = NOON + timedelta(minutes=20)
        town.serve(
            "/rss", entry(town.site.url("/moved"), f"{ABOUT}, vidéo", TOLD, guid="2", at=late),
            entry(town.site.url("/other"), "Crack : un rapport sur la porte de la Villette, à Paris", OTHER, guid="3", at=late),
        )  # fmt: skip
        found_too = await town.poll(timedelta(minutes=30))
        assert [one.draft.url for one in found_too[1:]] == [town.site.url("/other")]


async def test_the_same_words_with_other_figures_are_news(database: Database, clock: MovableClock) -> None:
    async with press(database, clock) as town:
        await town.add_feed()
        words = "Opération contre le trafic de crack à Stalingrad, à Paris : la préfecture annonce {} interpellations et {} gardes à vue."
        one = entry(town.site.url("/a"), "Stalingrad : 12 interpellations", words.format(12, 3), guid="1")
        two = entry(
            town.site.url("/b"), "Stalingrad : 31 interpellations", words.format(31, 8), guid="2", at=NOON - QUARTER
        )
        town.serve("/rss", one, two)
        assert len(await town.poll()) == 2


async def test_an_agency_s_words_in_two_papers_are_two_articles_of_one_story(
    database: Database, clock: MovableClock
) -> None:
    async with press(database, clock) as town:
        for slug, path, title in (("feed-a", "/a", "Le Parisien"), ("feed-b", "/b", "20 Minutes")):
            await town.add_feed(slug, path, title=title)
            town.serve(path, entry(town.site.url(f"{path}1"), lead=TOLD), title=title)
        one, two = await town.poll()
        assert (one.draft.source, two.draft.source) == ("le-parisien", "20-minutes")
        assert one.draft.story is not None and one.draft.story == two.draft.story
        assert one.version == 1


async def test_two_papers_in_their_own_words_are_offered_as_one_story_and_another_event_is_not(
    database: Database, clock: MovableClock
) -> None:
    async with press(database, clock) as town:
        for slug, path, title in (("feed-a", "/a", "Le Parisien"), ("feed-b", "/b", "20 Minutes")):
            await town.add_feed(slug, path, title=title)
        town.serve("/a", entry(town.site.url("/a1"), lead=TOLD), title="Le Parisien")
        town.serve(
            "/b", entry(town.site.url("/b1"), "À Stalingrad, des riverains défilent contre le crack", TOLD_TOO),
            entry(town.site.url("/b2"), "Crack : un rapport sur la porte de la Villette, à Paris", OTHER), title="20 Minutes",
        )  # fmt: skip
        stories = {one.draft.url.rsplit("/", 1)[1]: one.draft.story for one in await town.poll()}
    assert stories["a1"] == stories["b1"] is not None
    assert stories["b2"] is None


class TestAgainstTheStore:
    async def test_an_article_there_is_never_proposed_again(self, database: Database, clock: MovableClock) -> None:
        async with press(database, clock, hosts=("www.leparisien.fr", "amp.leparisien.fr")) as town:
            await town.items.put(
                of_the_store(town.site.url("/une", "www.leparisien.fr")), State.RETRACTED, None, None, NOON
            )
            await town.add_feed()
            town.serve("/rss", entry(town.site.url("/une/?xtor=RSS-1", "amp.leparisien.fr")))
            assert await town.poll() == []
            assert await town.dropped() == {"known": 1}

    async def test_an_event_there_is_offered_as_its_story_also_once_it_was_corrected(
        self, database: Database, clock: MovableClock
    ) -> None:
        async with press(database, clock) as town:
            await town.items.put(of_the_store("https://journal.fr/une"), State.PUBLISHED, None, None, NOON)
            await town.add_feed()
            town.serve("/rss", entry(town.site.url("/a"), lead=TOLD))
            assert [one.draft.story for one in await town.poll()] == ["journal-une"]
            changed = of_the_store("https://journal.fr/une", places=["porte-villette"], story="march")
            await town.items.put(changed, State.PUBLISHED, None, None, clock.now())
            await town.poll()
            held = await town.rows("SELECT places, story FROM piece WHERE owner = 'a:journal-une'")
            assert held == [("porte-villette", "march")]

    @pytest.mark.parametrize("running", [True, False])
    async def test_every_article_of_the_store_is_sketched_once_and_only_what_changed_again(
        self, database: Database, clock: MovableClock, running: bool
    ) -> None:
        async with press(database, clock) as town:
            if running:
                await town.poll()
            articles = [item for item in ITEMS.values() if item.kind == "article"]
            async with database.transaction():
                for item in articles:
                    await town.items.put(item, State.PUBLISHED, None, None, NOON)
            await town.poll()
            before: list[Any] = await town.rows("SELECT id FROM piece ORDER BY id")
            assert len(before) == len(articles)
            await town.items.put(of_the_store(None), State.PUBLISHED, None, None, NOON)
            await town.poll()
            assert await town.rows("SELECT id FROM piece ORDER BY id") == [*before, (before[-1][0] + 1,)]


async def test_what_a_moderator_refused_they_may_bring_in_again_and_a_feed_may_not(
    database: Database, clock: MovableClock
) -> None:
    async with press(database, clock) as town:
        await town.add_feed()
        town.serve("/rss", entry(town.site.url("/a"), guid="1"))
        town.site.answers["/a"] = article()
        (found,) = await town.poll()
        assert await town.proposals.decide(found.id, found.version, Decision.REFUSED, 1, NOON)
        town.serve("/rss", entry(town.site.url("/a"), f"{ABOUT} : le point", LEAD, guid="2"))
        assert len(await town.poll(QUARTER)) == 1
        await town.proposals.propose(town.site.url("/a"), "moderator", 12, "fr", NOON)
        assert len(await town.poll()) == 2
