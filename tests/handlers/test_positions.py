"""``/positions``: at least two different stances, in the same form, in date order, or none."""

from content.records import Item
from handlers.positions import positions
from tests.handlers.world import ask, both, item, pressable, services, spoken, Store, world

AROUND: tuple[Item, ...] = (
    item("source", "gazette"),
    item("article", "article-1"),
    item("topic", "eclairage", title=both("Éclairage", "Lighting")),
    item("topic", "bancs", title=both("Bancs", "Benches")),
)
FOR = item("position", "p-1", date="2025-02-01", says=both("Il en faut plus."), name="Camille Essai")
AGAINST = item(
    "position",
    "p-2",
    date="2024-01-01",
    stance="against",
    says=both("Il y en a assez."),
    name="Dominique Essai",
    display="role_only",
)


def store(*items: Item) -> Store:
    """Return a world with the items."""
    return world(*AROUND, *items)


async def test_two_stances_are_shown_in_date_order_with_names_only_where_allowed() -> None:
    text = spoken(await positions(ask("positions", "éclairage"), services(store(FOR, AGAINST))))
    assert text.index("Il y en a assez.") < text.index("Il en faut plus.")
    assert "Maire (Camille Essai)" in text
    assert "Dominique" not in text
    assert "1er janvier 2024 (il y a plus de 2 ans) : Maire\n" in text
    assert "1er février 2025 (il y a plus d’un an)" in text
    assert "Fonctions à la date indiquée" in text


async def test_one_stance_is_never_shown_alone_however_many_hold_it() -> None:
    same = item("position", "p-3", says=both("Moi aussi j’en veux."))
    text = spoken(await positions(ask("positions", "éclairage"), services(store(FOR, same))))
    assert "une seule position" in text
    assert "Il en faut plus" not in text
    assert "Moi aussi" not in text


async def test_a_stance_not_fit_to_publish_does_not_count() -> None:
    hidden = AGAINST.model_copy(update={"publish": "needs_second_source"})
    text = spoken(await positions(ask("positions", "éclairage"), services(store(FOR, hidden))))
    assert "Il en faut plus" not in text


async def test_without_a_topic_only_debated_ones_are_offered() -> None:
    lonely = item("position", "p-3", topic="bancs")
    reply = await positions(ask("positions"), services(store(FOR, AGAINST, lonely)))
    assert pressable(reply) == [("positions", "eclairage")]


async def test_a_topic_nobody_spoke_of_says_so() -> None:
    assert "Aucune position publiée" in spoken(
        await positions(ask("positions", "bancs"), services(store(FOR, AGAINST)))
    )
