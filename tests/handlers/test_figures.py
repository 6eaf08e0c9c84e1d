"""``/figures``: no number without scope, author, date and caveat, and no two scopes on one picture."""

from content.records import Item
from handlers.figures import figures
from tests.handlers.world import ask, both, item, pressable, services, spoken, Store, world

AROUND: tuple[Item, ...] = (
    item("source", "gazette"),
    item("topic", "sante", title=both("Santé", "Health")),
    item("article", "article-1"),
)


def store(*items: Item) -> Store:
    """Return a world with the items."""
    return world(*AROUND, *items)


async def test_a_figure_travels_with_scope_author_date_caveat_and_source() -> None:
    text = spoken(await figures(ask("figures"), services(store(item("figure", "f")))))
    for part in (
        "Un chiffre : 12 places", "Porte sur : un quartier, en 2025", "Selon La Ville, 5 janvier 2026", "À savoir : Compté une seule fois.",
        "Source : La Gazette (🗞 presse), 10 novembre 2026",
    ):  # fmt: skip
        assert part in text


async def test_a_figure_without_a_caveat_of_its_own_gets_the_general_one() -> None:
    text = spoken(await figures(ask("figures"), services(store(item("figure", "f", caveat=None)))))
    assert "nous ne l’avons pas recompté" in text


async def test_a_figure_that_says_nothing_of_its_date_is_not_shown() -> None:
    text = spoken(await figures(ask("figures"), services(store(item("figure", "f", as_of=None)))))
    assert "Aucun chiffre" in text


async def test_comparable_figures_make_a_picture() -> None:
    told = store(item("figure", "a", series="s"), item("figure", "b", series="s", title=both("Un autre")))
    reply = await figures(ask("figures"), services(told))
    assert reply.chart is not None
    assert len(reply.chart.bars) == 2


async def test_two_scopes_never_make_a_picture() -> None:
    told = store(item("figure", "a", series="s"), item("figure", "b", series="s", scope=both("tout Paris")))
    reply = await figures(ask("figures"), services(told))
    assert reply.chart is None
    assert not reply.buttons


async def test_several_series_are_offered_and_each_makes_its_own_picture() -> None:
    told = store(
        *(item("figure", f"a-{n}", series="un", title=both(f"A{n}")) for n in range(2)),
        *(item("figure", f"b-{n}", series="deux", title=both(f"B{n}"), unit=both("lits")) for n in range(2)),
    )
    reply = await figures(ask("figures"), services(told))
    assert reply.chart is None
    assert set(pressable(reply)) == {("figures", "un"), ("figures", "deux")}
    one = await figures(ask("figures", "deux"), services(told))
    assert one.chart is not None
    assert {bar.written for bar in one.chart.bars} == {"12 lits"}


async def test_figures_are_found_by_topic() -> None:
    told = store(item("figure", "a", topics=["sante"], title=both("Lits")), item("figure", "b", title=both("Bancs")))
    text = spoken(await figures(ask("figures", "santé"), services(told)))
    assert "Lits" in text
    assert "Bancs" not in text
