"""``/corrections``: the public log, in the reader's language, with the card of what is still published."""

import datetime as dt

from handlers.corrections import corrections
from handlers.ports import Correction
from tests.handlers.world import ask, both, item, NOW, pressable, services, spoken, Store, world

EARLIER = NOW - dt.timedelta(days=3)


def log(*made: Correction) -> Store:
    known = world(
        item("source", "gazette", title="La Gazette"),
        item("article", "lampes", title=both("Quatorze lampes", "Fourteen lamps")),
    )
    known.log.corrected = list(made)
    return known


LAMPS = Correction(
    "lampes", NOW, "Douze lampes", "Quatorze lampes", "La Ville a compté.",
    {"fr": ("Douze lampes", "Quatorze lampes"), "en": ("Twelve lamps", "Fourteen lamps")},
)  # fmt: skip
GONE = Correction("faux", EARLIER, "Un faux bruit", "", "Le journal l’a démenti.", {"en": ("A false rumour", "")})


async def test_each_says_what_was_said_what_is_right_when_and_why_and_opens_the_card() -> None:
    reply = await corrections(ask("corrections"), services(log(LAMPS, GONE)))
    told = spoken(reply)
    assert "2 corrections" in told
    for words in ("le 22 novembre 2026", "« Douze lampes »", "« Quatorze lampes »", "La Ville a compté."):
        assert words in told
    assert "Un faux bruit, le 19 novembre 2026\nInformation retirée. Le journal l’a démenti." in told
    assert ("open", "lampes") in pressable(reply)
    assert ("open", "faux") not in pressable(reply)


async def test_in_the_language_of_the_reader() -> None:
    told = spoken(await corrections(ask("corrections", language="en"), services(log(LAMPS, GONE))))
    assert "“Twelve lamps”" in told
    assert "A false rumour" in told
    assert "Douze" not in told


async def test_of_long_texts_the_words_that_differ() -> None:
    said = "La Ville a posé des lampes. " * 20 + "Elles sont douze."
    right = said.replace("douze", "quatorze")
    told = spoken(
        await corrections(ask("corrections"), services(log(Correction("lampes", NOW, said, right, "Erreur."))))
    )
    assert "sont quatorze." in told
    assert len(told) < 900


async def test_without_any_it_says_so() -> None:
    assert "Aucune correction" in spoken(await corrections(ask("corrections"), services(world())))
