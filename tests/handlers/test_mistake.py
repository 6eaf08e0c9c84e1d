"""``/mistake``: passed on without a word on who says it, and never with what points at a person."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from content.rich import read
from handlers.mistake import mistake
from handlers.ports import Account, Recipient, Services
from tests.handlers.desk import Book
from tests.handlers.world import ask, both, item, services, spoken, world

STORE = world(
    item("measure", "m-1", title=both("Caméras", "Cameras")),
    item("place", "louis-blanc", title=both("Louis-Blanc", "Louis-Blanc")),
    item("office", "maire", title=both("Maire", "Mayor"), name="Ariane Exemple", evidence="-", certainty=both("-")),
)


SENT_AT = dt.datetime(2026, 11, 20, 17, 30, tzinfo=dt.UTC)


def ports(operators: int = 1, kind: str = "group", copies: int = 1) -> Services:
    """Message 3041 is a copy of the broadcast 12."""
    book = Book()
    book.accounts[12] = Account(12, "digest", "Le bulletin du vendredi", SENT_AT, {"sent": copies})
    book.copies[12] = [Recipient(3041, -77, kind, "sent", None, SENT_AT)]
    return replace(services(STORE), operators=operators, ledger=book)


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


@pytest.mark.parametrize(
    ("language", "asks", "names"),
    [
        ("fr", "Qu’est-ce qui est faux ?", "dans l’envoi n° 12 : Le bulletin du vendredi."),
        ("en", "What is wrong?", "sent as no. 12: Le bulletin du vendredi."),
    ],
)
async def test_a_press_under_a_message_sent_unasked_names_what_was_sent_and_never_to_whom(
    language: str, asks: str, names: str
) -> None:
    reply = await mistake(ask("mistake", "3041", pressed=True, language=language), ports())
    told = read(reply.to_operators).text
    assert names in told
    assert not {"42", "77", "3041"} & set(re.findall(r"\d+", told))
    assert asks in spoken(reply)
    assert "#3041" in spoken(reply)
    assert "None" not in told


@pytest.mark.parametrize(("copies", "numbered"), [(1, False), (2, True)])
async def test_of_what_one_person_alone_got_the_operators_have_no_number(copies: int, numbered: bool) -> None:
    told = read(
        (await mistake(ask("mistake", "3041", pressed=True), ports(kind="private", copies=copies))).to_operators
    )
    assert "Le bulletin du vendredi" in told.text
    assert ("n° 12" in told.text) is numbered


@pytest.mark.parametrize("args", ["99", "#99"])
async def test_a_number_that_is_no_messages_is_explained(args: str) -> None:
    reply = await mistake(ask("mistake", args, pressed=args == "99"), ports())
    assert not reply.to_operators


async def test_words_on_a_message_are_passed_on_with_what_it_was_screened_like_all_and_not_kept() -> None:
    reply = await mistake(ask("mistake", "#3041 la date est fausse"), ports())
    told = read(reply.to_operators).text
    assert "n° 12" in told
    assert "la date est fausse" in told
    assert "#3041" not in told
    assert reply.private
    assert not (await mistake(ask("mistake", "#3041 appelez le 06 12 34 56 78"), ports())).to_operators


@pytest.mark.parametrize(
    ("args", "pressed"), [("3041", False), ("2 fautes dans la fiche", False), ("#3041", True), ("²", True)]
)
async def test_a_number_is_a_messages_only_where_a_button_says_so(args: str, pressed: bool) -> None:
    told = read((await mistake(ask("mistake", args, pressed=pressed), ports())).to_operators).text
    assert "envoi" not in told
    assert args in told


async def test_a_message_is_not_reported_while_nobody_receives_reports() -> None:
    reply = await mistake(ask("mistake", "3041", pressed=True), ports(operators=0))
    assert not reply.to_operators
    assert "rien n’a été transmis" in spoken(reply)


async def test_a_link_under_a_message_in_a_channel_names_its_number_too() -> None:
    reply = await mistake(ask("mistake", "3041", asked_as="start"), ports())
    assert "n° 12" in read(reply.to_operators).text
    assert "#3041" in spoken(reply)
