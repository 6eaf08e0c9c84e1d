"""Inline mode: cards for a few words, nothing for what the bot never answers, the emergency text for distress."""

import pytest

from content.rich import read
from handlers.inline import inline
from tests.handlers.world import ask, both, EMERGENCY, item, services, world

STORE = world(
    item("source", "gazette"),
    item("contact", "police", title=both("Police", "Police"), phone="17", display_fields=["phone"]),
    item("article", "a-1", title=both("Square rénové", "Square renewed"), date="2026-11-01"),
    item("article", "a-2", title=both("Square fermé", "Square closed"), date="2026-11-10"),
    item("article", "a-3", title=both("Procès", "Trial"), ongoing_case=True),
    item("feed", "f-1", title="Square"),
)


async def test_words_offer_the_cards_that_are_found() -> None:
    cards = await inline("square", ask(""), services(STORE))
    assert {card.slug for card in cards} == {"a-1", "a-2"}
    for card in cards:
        text = read(card.markup).text
        assert card.title in text
        assert "La Gazette" in text
        assert "2026" in text
        assert "\n" not in card.description
        assert len(card.description) <= 100


async def test_no_words_offer_the_newest_without_cases_before_the_courts() -> None:
    assert [card.slug for card in await inline("  ", ask(""), services(STORE))] == ["a-2", "a-1"]


async def test_distress_offers_the_emergency_text_alone() -> None:
    cards = await inline("jveux mourir", ask(""), services(STORE))
    assert [card.slug for card in cards] == ["police"]
    assert read(cards[0].markup).text == EMERGENCY.crisis.say("fr")


async def test_what_the_bot_never_answers_offers_nothing() -> None:
    assert await inline("où acheter du crack", ask(""), services(STORE)) == []


@pytest.mark.parametrize("words", ["x" * 5000, "<b>", "\u202e🙂", "%' OR 1=1"])
async def test_strange_words_offer_nothing_and_break_nothing(words: str) -> None:
    assert await inline(words, ask(""), services(STORE)) == []


async def test_an_empty_store_offers_nothing() -> None:
    empty = world()
    empty.manifest = None
    assert await inline("square", ask(""), services(empty)) == []
