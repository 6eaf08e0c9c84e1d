"""Curating: a link or a feed brings an article, a person publishes it in three taps, followers get it, who proposed it hears."""

import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Person
from content.records import Feed, State
from tests.bot.intake.press import article as page
from tests.bot.intake.press import entry, feed
from tests.bot.intake.site import http, open_site, Site
from tests.bot.town import labels, Message, Town, town
from tests.journeys.story import asked, follow, looked, now, passed, plain, told

OPERATOR = 600_000_099
PAPER = "journal.localhost"
SAYS = "Mardi matin, la police a évacué le campement installé depuis un an sous le métro aérien, place de Stalingrad à Paris."
ABOUT = "Paris : le campement de la place de Stalingrad évacué par la police"
TITLE = "Campement évacué place de Stalingrad"
SUMMARY = "Selon Le Parisien, la police a évacué des tentes mardi. La préfecture annonce des places d’hébergement."


@pytest.fixture
async def site(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    """A paper of this machine, under a name: an address of numbers is never cited."""
    real = socket.getaddrinfo

    def looked_up(host: Any, *rest: Any, **more: Any) -> Any:
        return real("127.0.0.1" if host == PAPER else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    async with open_site() as opened:
        opened.answers["/2026/campement"] = page(SAYS, ABOUT, "Le Parisien", day="2026-11-20")
        yield opened


@pytest.fixture
async def quarter(tmp_path: Path, paris: Path, site: Site) -> AsyncIterator[Town]:
    """The bot at work, with one site of this machine to read from."""
    reads = frozenset({(PAPER, site.port)})
    async with town(tmp_path / "data", template=paris, operators=(OPERATOR,), feeds=reads) as running:
        yield running
        assert [line for line in running.world.violations if not line.startswith("update.")] == []


@pytest.fixture
def claire(quarter: Town) -> Person:
    """The operator."""
    while (person := quarter.world.person("Claire", "fr", started=True)).id < OPERATOR:
        pass
    return person


async def proposed(quarter: Town, person: Person, site: Site) -> Message:
    """Let somebody propose the article, and the bot read it; return what they were told at once."""
    answer, *_ = await quarter.ask(person, f"/propose {site.url('/2026/campement', PAPER)}")
    await looked(quarter)
    return answer


async def write(quarter: Town, person: Person, card: Message, label: str, words: str) -> Message:
    """Press the button, type the words; return the card that follows."""
    (_,) = await quarter.press(person, now(quarter, card), label)
    return (await quarter.ask(person, words))[-1]


async def test_a_link_becomes_an_article_in_three_taps_and_reaches_followers_and_who_proposed_it(
    quarter: Town, amina: Person, joe: Person, claire: Person, site: Site
) -> None:
    await follow(quarter, joe, "stalingrad")
    answer = await proposed(quarter, amina, site)
    assert "un modérateur décidera" in answer["text"]
    (card,) = await quarter.ask(claire, "/queue")
    text = plain(card["text"])
    assert "Pour vos yeux seulement" in text
    assert "Lieux : Place de la Bataille-de-Stalingrad" in text
    assert "Proposé par quelqu’un du quartier" in text
    assert "Publier" not in labels(card)
    card = await write(quarter, claire, card, "Titre (français)", TITLE)
    card = await write(quarter, claire, card, "Résumé (français)", SUMMARY)
    await quarter.press(claire, card, "Publier")
    await looked(quarter)
    (news,) = told(joe, TITLE)
    assert "Le Parisien" in news["text"]
    (thanks,) = told(amina, "Merci : l’article que vous avez proposé est publié")
    (opened,) = await quarter.press(amina, thanks, "Voir la fiche")
    assert SUMMARY.split(".", maxsplit=1)[0] in plain(opened["text"])
    assert "sous le métro aérien" not in news["text"] + opened["text"]
    assert await asked(quarter, "SELECT original FROM proposal") == [("",)]
    (journal,) = await quarter.ask(claire, "/audit")
    assert "publication" in journal["text"]
    assert str(claire.id) not in journal["text"]


async def test_a_feed_of_this_machine_brings_it_as_well(quarter: Town, joe: Person, claire: Person, site: Site) -> None:
    await follow(quarter, joe, "stalingrad")
    site.answers["/rss"] = http(feed(entry(site.url("/2026/campement", PAPER), ABOUT, SAYS), title="Le Parisien"))
    source = Feed.model_validate(
        {
            "slug": "feed-here", "title": "Le Parisien", "url": site.url("/rss", PAPER), "scope": "local", "status": "ok",
            "enabled": True, "checked_on": "2026-11-20",
        }
    )  # fmt: skip
    await quarter.app.items.put(source, State.PUBLISHED, None, None, quarter.clock.now())
    await passed(quarter, hours=1)
    (card,) = await quarter.ask(claire, "/queue")
    assert "Arrivé par un flux" in card["text"]
    card = await write(quarter, claire, card, "Titre (français)", TITLE)
    card = await write(quarter, claire, card, "Résumé (français)", SUMMARY)
    await quarter.press(claire, card, "Publier")
    await looked(quarter)
    assert len(told(joe, TITLE)) == 1
    (sources,) = await quarter.ask(claire, "/sources")
    assert "Le Parisien : lu le" in plain(sources["text"])


async def test_of_two_moderators_at_once_one_decides_and_the_other_is_told(
    quarter: Town, amina: Person, joe: Person, claire: Person, site: Site
) -> None:
    await quarter.ask(claire, f"/moderators add {joe.id}")
    await proposed(quarter, amina, site)
    (card,) = await quarter.ask(claire, "/queue")
    card = await write(quarter, claire, card, "Titre (français)", TITLE)
    card = await write(quarter, claire, card, "Résumé (français)", SUMMARY)
    (other,) = await quarter.ask(joe, "/queue")
    assert "For your eyes only" in other["text"]
    # Both presses are in the same batch of updates.
    claire.press(card, "Publier")
    joe.press(other, "Publish")
    await quarter.settled()
    assert "Publié" in now(quarter, card)["text"]
    assert "Somebody decided on this a moment ago" in now(quarter, other)["text"]
    assert str(claire.id) not in now(quarter, other)["text"]
    assert await asked(quarter, "SELECT count(*) FROM item WHERE json_extract(body, '$.title.fr') = ?", TITLE) == [(1,)]
    assert await asked(quarter, "SELECT count(*) FROM audit WHERE act = 'publish'") == [(1,)]


async def test_a_moderator_dismissed_with_the_card_open_publishes_and_writes_nothing(
    quarter: Town, amina: Person, joe: Person, claire: Person, site: Site
) -> None:
    """Fault 54, of the queue."""
    await quarter.ask(claire, f"/moderators add {joe.id}")
    await proposed(quarter, amina, site)
    (card,) = await quarter.ask(joe, "/queue")
    card = await write(quarter, joe, card, "Title (French)", TITLE)
    (_,) = await quarter.press(joe, card, "Summary (French)")
    (sure,) = await quarter.ask(claire, f"/moderators remove {joe.id}")
    await quarter.press(claire, sure, "Retirer")
    (refused,) = await quarter.ask(joe, SUMMARY)
    assert "moderators" in refused["text"]
    await quarter.press(joe, now(quarter, card), "Refuse")
    assert "moderators" in quarter.world.toasts[-1].text
    assert await asked(quarter, "SELECT state, summary FROM proposal") == [("new", "{}")]


async def test_a_resident_whose_link_is_refused_hears_why(
    quarter: Town, joe: Person, claire: Person, site: Site
) -> None:
    await proposed(quarter, joe, site)
    (card,) = await quarter.ask(claire, "/queue")
    await quarter.press(claire, card, "Refuser")
    await quarter.press(claire, now(quarter, card), "Source trop peu sûre")
    (heard,) = told(joe, "The article you proposed is not published")
    assert "Source too weak" in heard["text"]
    (again,) = await quarter.ask(joe, f"/propose {site.url('/2026/campement', PAPER)}")
    assert "did not keep it" in again["text"]


async def test_a_question_nobody_could_answer_is_answered_and_whoever_raised_a_hand_is_told(
    quarter: Town, amina: Person, claire: Person
) -> None:
    (nothing,) = await quarter.ask(amina, "/search xylophone zinzolin")
    await quarter.press(amina, nothing, "Me prévenir")
    (listed,) = await quarter.ask(claire, "/gaps")
    assert "xylophone" in listed["text"]
    assert str(amina.id) not in listed["text"]
    (prompt,) = await quarter.press(claire, listed, labels(listed)[0])
    (found,) = await quarter.ask(claire, "patrouilles")
    await quarter.press(claire, found, labels(found)[0])
    (heard,) = told(amina, "Il y a maintenant une réponse")
    assert "xylophone" in heard["text"]
    assert await asked(quarter, "SELECT count(*) FROM hand") == [(0,)]
    assert prompt["text"]


async def test_a_measure_is_brought_up_to_date_and_its_card_says_so(quarter: Town, joe: Person, claire: Person) -> None:
    (sheet,) = (await quarter.ask(claire, "/measure m-patrouilles-24h"))[-1:]
    (states,) = await quarter.press(claire, sheet, "Mettre à jour")
    await quarter.press(claire, states, "En vigueur")
    (which,) = await quarter.ask(claire, "patrouilles")
    (date,) = await quarter.press(claire, which, labels(which)[0])
    assert "De quelle date" in date["text"]
    preview = (await quarter.ask(claire, "2026-11-21"))[-1]
    assert "Avant" in preview["text"]
    await quarter.press(claire, preview, "Garder")
    card = (await quarter.ask(joe, "/measure m-patrouilles-24h"))[-1]
    assert "21 November 2026" in card["text"]
    assert labels(card).count("Update") == 0
    assert await asked(quarter, "SELECT act, subject FROM audit") == [("update", "m-patrouilles-24h")]


async def test_words_typed_an_hour_later_are_a_question_again(
    quarter: Town, amina: Person, claire: Person, site: Site
) -> None:
    await proposed(quarter, amina, site)
    (card,) = await quarter.ask(claire, "/queue")
    await quarter.press(claire, card, "Titre (français)")
    quarter.clock.set(quarter.clock.now() + timedelta(hours=1))
    await quarter.ask(claire, "Où sont les toilettes publiques ?")
    assert await asked(quarter, "SELECT title FROM proposal") == [("{}",)]
