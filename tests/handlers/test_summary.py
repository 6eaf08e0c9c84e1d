"""``/summary``: where things stand, each statement with its source, the whole with its date."""

from typing import Any

from content.records import Item
from handlers.summary import summary
from tests.handlers.world import ask, both, item, pressable, services, spoken, Store, world


def topic(**fields: Any) -> Item:
    """Return a topic with a summary of two statements."""
    told = {
        "as_of": "2026-10-01",
        "statements": [
            {"says": both("Un banc est annoncé."), "sources": ["article-1"]},
            {"says": both("Un tribunal l’a annulé."), "sources": ["ruling"]},
        ],
        "unknown": both("la date de pose"),
    }
    return item("topic", "bancs", title=both("Bancs", "Benches"), summary={**told, **fields})


RULING = item("article", "ruling", title=both("Annulé"), companion="reversal")
REVERSAL = item("article", "reversal", title=both("Renversé"), companion="ruling", source="cour")


def store(*items: Item) -> Store:
    """Return a world with the items and the articles they rest on."""
    return world(
        item("source", "gazette"), item("source", "cour", title="La Cour"), item("article", "article-1"), *items
    )


async def test_each_statement_has_its_source_and_the_whole_its_date() -> None:
    text = spoken(await summary(ask("summary", "bancs"), services(store(topic(), RULING, REVERSAL))))
    assert "Le point au 1er octobre 2026" in text
    assert "• Un banc est annoncé.\n  La Gazette (🗞 presse), 10 novembre 2026" in text
    assert "Ce que l’on ne sait pas\nla date de pose" in text
    assert "plus d’un an" not in text


async def test_a_statement_on_a_reversed_ruling_names_the_reversal_or_is_left_out() -> None:
    text = spoken(await summary(ask("summary", "bancs"), services(store(topic(), RULING, REVERSAL))))
    assert "La Cour" in text
    alone = spoken(await summary(ask("summary", "bancs"), services(store(topic(), RULING))))
    assert "Un tribunal" not in alone
    assert "Un banc est annoncé." in alone


async def test_an_old_summary_says_that_things_may_have_changed() -> None:
    text = spoken(await summary(ask("summary", "bancs"), services(store(topic(as_of="2024-02")))))
    assert "Le point en février 2024" in text
    assert "plus d’un an" in text


async def test_without_a_topic_those_with_a_summary_are_offered() -> None:
    bare = item("topic", "murs", title=both("Murs", "Walls"))
    reply = await summary(ask("summary"), services(store(topic(), bare)))
    assert pressable(reply) == [("summary", "bancs")]


async def test_a_topic_without_a_summary_offers_other_ways() -> None:
    reply = await summary(ask("summary", "murs"), services(store(item("topic", "murs", title=both("Murs", "Walls")))))
    assert "Je n’ai pas de résumé" in spoken(reply)
    assert ("measures", "murs") in pressable(reply)
