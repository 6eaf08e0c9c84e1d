"""``/about`` and ``/corrections``: who publishes, from what, how fresh."""

from handlers.about import about
from handlers.corrections import corrections
from tests.handlers.world import ask, item, pressable, services, spoken, world

STORE = world(
    item("source", "gazette"),
    item("article", "a-1", date="2026-11-10"),
    item("article", "a-2", date="2021-05"),
    item("measure", "m-1"),
    item("place", "p-1"),
)


async def test_about_names_the_pack_its_method_its_publisher_and_its_counts() -> None:
    text = spoken(await about(ask("about"), services(STORE)))
    for said in (
        "Essai",
        "un quartier d’essai",
        "à la main",
        "des riverains",
        "2 articles",
        "1 mesure",
        "1 lieu",
        "Riverain",
    ):
        assert said in text
    assert "10 novembre 2026" in text
    assert "1er novembre 2026" in text
    assert " 0 " not in text


async def test_about_speaks_english() -> None:
    text = spoken(await about(ask("about", language="en"), services(STORE)))
    assert "run by residents" in text
    assert "2 articles, 1 measure, 1 place and 1 source" in text


async def test_an_empty_store_is_said_to_be_empty() -> None:
    empty = world()
    empty.manifest = None
    assert spoken(await about(ask("about"), services(empty)))


async def test_no_correction_so_far_is_said_plainly() -> None:
    reply = await corrections(ask("corrections"), services(STORE))
    assert "Aucune correction" in spoken(reply)
    assert pressable(reply) == [("mistake", "")]
