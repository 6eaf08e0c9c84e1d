"""``/mistake``: passed on without a word on who says it, and never with what points at a person."""

from dataclasses import replace

import pytest

from content.rich import read
from handlers.mistake import mistake
from handlers.ports import Services
from tests.handlers.world import ask, both, item, services, spoken, world

STORE = world(
    item("measure", "m-1", title=both("Caméras", "Cameras")),
    item("place", "louis-blanc", title=both("Louis-Blanc", "Louis-Blanc")),
    item("office", "maire", title=both("Maire", "Mayor"), name="Ariane Exemple", evidence="-", certainty=both("-")),
)


def ports(operators: int = 1) -> Services:
    return replace(services(STORE), operators=operators)


async def test_a_press_on_a_card_tells_the_operators_and_invites_to_say_more() -> None:
    reply = await mistake(ask("mistake", "m-1", pressed=True), ports())
    told = read(reply.to_operators).text
    assert "Caméras" in told
    assert "m-1" in told
    assert "/erreur m-1" in spoken(reply)


async def test_words_are_passed_on_with_the_item_and_without_the_person() -> None:
    reply = await mistake(ask("mistake", "m-1 la date est fausse,\nc’était <2021> & pas 2020"), ports())
    told = read(reply.to_operators).text
    assert "la date est fausse" in told
    assert "<2021> & pas 2020" in told
    assert "Caméras" in told
    assert "42" not in told
    assert "Merci" in spoken(reply)
    assert reply.private


async def test_words_about_no_item_are_passed_on_too() -> None:
    reply = await mistake(ask("mistake", "le lien ne marche plus"), ports())
    assert "le lien ne marche plus" in read(reply.to_operators).text


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("appelez le 06 12 34 56 78", "téléphone"),
        ("m-1 M. Dupont deale au 3e étage", "reconnu"),
        ("il y a des dealers devant le 12 en ce moment", "en ce moment"),
        ("AB-123-CD", "plaque"),
        ("écrivez à jean@example.org", "courriel"),
    ],
)
async def test_what_points_at_a_person_is_not_passed_on_and_the_reason_is_kind(words: str, why: str) -> None:
    reply = await mistake(ask("mistake", words), ports())
    text = spoken(reply)
    assert not reply.to_operators
    assert why in text
    assert "réécrire" in text
    assert words not in text


async def test_public_names_may_be_named() -> None:
    reply = await mistake(ask("mistake", "Ariane Exemple parle de dealers, l’article dit le contraire"), ports())
    assert reply.to_operators


async def test_a_story_is_too_long() -> None:
    reply = await mistake(ask("mistake", "faux " * 300), ports())
    assert not reply.to_operators
    assert "800" in spoken(reply)


@pytest.mark.parametrize("args", ["m-1", "m-1 la date est fausse", "la date est fausse"])
async def test_while_nobody_receives_reports_that_is_said(args: str) -> None:
    reply = await mistake(ask("mistake", args), ports(operators=0))
    assert not reply.to_operators
    assert "rien n’a été transmis" in spoken(reply)


async def test_nothing_said_is_explained() -> None:
    reply = await mistake(ask("mistake"), ports())
    assert not reply.to_operators
    assert "/erreur" in spoken(reply)


async def test_a_turned_direction_stays_in_its_line() -> None:
    reply = await mistake(ask("mistake", "m-1 la date\u202e est fausse"), ports())
    told = read(reply.to_operators).text
    assert "\u202e" not in told
    assert told.count("\u2068") == told.count("\u2069")
