"""Voices: whose an article is, by its host or by the name its page gives."""

import pytest

from bot.clock import MovableClock
from bot.intake.voices import Voices
from bot.storage.database import Database
from bot.storage.entries import EntryTable
from content.records import State
from tests.bot.conftest import NOON
from tests.bot.intake.press import press
from tests.bot.intake.test_links import of_the_store

FEED = ("20 Minutes", "https://www.flux.fr/rss")


@pytest.mark.parametrize(
    ("url", "site", "source"),
    [
        ("https://paris.presse.fr/b", "", "rfi"),
        ("https://amp.presse.fr/b", "", None),
        ("https://copie.fr/b", "", None),
        ("https://www.leparisien.fr/a", "", "le-parisien"),
        ("https://video.leparisien.fr/a", "", "le-parisien"),
        ("https://leparisien.example.org/a", "", None),
        ("https://www.autre.fr/a", "Le Monde", "le-monde"),
        ("https://www.autre.fr/a", "Un journal inconnu", None),
        ("https://flux.fr/a", "", "20-minutes"),
        ("https://www.autre.fr/a", "", None),
    ],
)
async def test_whose_it_is(database: Database, clock: MovableClock, url: str, site: str, source: str | None) -> None:
    async with press(database, clock) as town:
        held = [("https://paris.presse.fr/a", "rfi", "press"), ("https://paris.presse.fr/z", "rfi", "press"),
                ("https://paris.presse.fr/c", "le-monde", "press"), ("https://copie.fr/a", "rfi", "mirror")]  # fmt: skip
        for number, (at, whose, reliability) in enumerate(held):
            one = of_the_store(at, f"held-{number}", source=whose, reliability=reliability)
            await town.items.put(one, State.PUBLISHED, None, None, NOON)
        await town.poll()
        found = await Voices(EntryTable(database), lambda: town.knowledge.reference).whose(url, site, FEED)
    assert (found.slug if found else None) == source
