"""``/propose`` and ``/add``: a link and nothing else goes in; what else is written is neither kept nor passed on."""

from dataclasses import replace

import pytest

from handlers import BY_NAME
from handlers.add import add
from handlers.command import Scope
from handlers.ports import Proposed
from handlers.propose import propose
from handlers.request import Person
from tests.handlers.world import ask, pressing, services, spoken, world

LINK = "https://gazette.example/2026/stalingrad"


@pytest.mark.parametrize("typed", [LINK, f"  {LINK}  ", f"<{LINK}>", "HTTP://gazette.example/x"])
async def test_a_link_is_taken_in_with_who_sent_it_and_in_what_language(typed: str) -> None:
    known = world()
    reply = await propose(ask("propose", typed, language="en"), services(known))
    ((url, kind, person, language),) = known.curating.tray.links
    assert (kind, person, language) == ("resident", 42, "en")
    assert url == typed.strip(" <>")
    assert "a moderator decides" in spoken(reply)


@pytest.mark.parametrize(
    "typed",
    [
        f"{LINK} mon voisin du 3e",
        "mon voisin vend",
        "gazette.example",
        f"{LINK}\n{LINK}",
        "ftp://a.example/b",
        "javascript:alert(1)",
    ],
)
async def test_other_words_are_refused_kindly_and_not_kept(typed: str) -> None:
    known = world()
    reply = await propose(ask("propose", typed), services(known))
    assert known.curating.tray.links == []
    assert known.curating.questions.asked == {}
    assert "un lien et rien d’autre" in spoken(reply)
    assert "voisin" not in spoken(reply)


@pytest.mark.parametrize("became", [each for each in Proposed if each is not Proposed.TAKEN])
@pytest.mark.parametrize("language", ["fr", "en"])
async def test_each_fate_has_a_sentence_of_its_own(became: Proposed, language: str) -> None:
    known = world()
    known.curating.tray.becomes = became
    said = {spoken(await propose(ask("propose", LINK, language=language), services(known)))}
    taken = spoken(await propose(ask("propose", LINK, language=language), services(world())))
    assert taken not in said


async def test_without_a_link_it_asks_for_one_and_says_what_is_kept_meanwhile() -> None:
    known = world()
    asked = ask("propose")
    reply = await propose(asked, services(known))
    assert "je garde le lien" in spoken(reply)
    assert known.curating.questions.asked[42][:2] == ("propose", "")
    await propose(replace(asked, args=LINK, awaited=""), services(known))
    assert [url for url, *_ in known.curating.tray.links] == [LINK]


async def test_it_can_be_left_there() -> None:
    known = world()
    asked = ask("propose")
    await propose(pressing(await propose(asked, services(known)), "Annuler", asked), services(known))
    assert known.curating.questions.asked == {}


async def test_a_link_of_telegram_proposes_nothing_in_somebodys_name() -> None:
    known = world()
    await propose(ask("propose", LINK, asked_as="start"), services(known))
    assert known.curating.tray.links == []


async def test_a_moderator_brings_one_in_as_a_moderator() -> None:
    known = world()
    reply = await add(ask("add", LINK, person=Person(7, moderator=True)), services(known))
    assert known.curating.tray.links == [(LINK, "moderator", 7, "fr")]
    assert "/queue" in spoken(reply)
    assert (BY_NAME["add"].scope, BY_NAME["propose"].scope) == (Scope.MODERATORS, Scope.ONESELF)
