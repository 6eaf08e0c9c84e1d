"""Which figures may stand on one chart: one series, one scope, one unit, and nothing else."""

from typing import Any

import pytest

from content.charts import comparable, described, series
from content.records import Figure
from content.texts import texts
from tests.handlers.world import both, item

FRENCH = texts("fr")


def figure(slug: str, value: str, **fields: Any) -> Figure:
    """Return a figure of the series ``halte`` unless told otherwise."""
    made = item("figure", slug, **{"value": value, "series": "halte", "title": both(f"Chiffre {slug}"), **fields})
    assert isinstance(made, Figure)
    return made


def test_figures_of_one_series_scope_and_unit_make_a_chart_in_date_order() -> None:
    chart = comparable(
        [figure("b", "1800", as_of="2026-02-01"), figure("a", "1200", as_of="2025-02-01", approximate=True)], FRENCH
    )
    assert chart is not None
    assert [bar.label for bar in chart.bars] == ["Chiffre a", "Chiffre b"]
    assert [bar.written.replace("\u202f", " ") for bar in chart.bars] == ["environ 1 200 places", "1 800 places"]


@pytest.mark.parametrize(
    "other",
    [
        {"scope": both("toute la ville")},
        {"unit": both("personnes")},
        {"series": "autre"},
        {"series": None},
        {"value": "250-300"},
        {"as_of": None, "as_of_note": both("non datée")},
        {"measured_as": "change"},
    ],
)
def test_a_chart_is_refused_when_one_figure_counts_something_else(other: dict[str, Any]) -> None:
    assert comparable([figure("a", "1"), figure("b", "2")], FRENCH) is not None
    assert comparable([figure("a", "1"), figure("b", **{"value": "2", **other})], FRENCH) is None


def test_one_figure_alone_is_no_chart() -> None:
    assert comparable([figure("a", "1")], FRENCH) is None
    assert comparable([], FRENCH) is None


def test_what_must_be_read_beside_the_bars_stands_under_them() -> None:
    chart = comparable([figure("a", "1"), figure("b", "2", caveat=None)], FRENCH)
    assert chart is not None
    below = " ".join((chart.title, *chart.notes)).replace("\u00a0", " ").casefold()
    assert "un quartier, en 2025" in below
    assert "selon la ville, 5 janvier 2026" in below
    assert "compté une seule fois" in below
    assert "nous ne l’avons pas recompté" in below


def test_bars_of_the_same_name_are_told_apart_by_date_and_author() -> None:
    same = {"title": both("Passages")}
    chart = comparable([figure("a", "1", as_of="2024", **same), figure("b", "2", as_of="2025", **same)], FRENCH)
    assert chart is not None
    assert [bar.label for bar in chart.bars] == ["2024, La Ville", "2025, La Ville"]
    assert chart.title == "Passages"


def test_the_words_of_a_chart_say_every_value() -> None:
    chart = comparable([figure("a", "12"), figure("b", "34")], FRENCH)
    assert chart is not None
    words = described(chart, FRENCH)
    assert "Chiffre a: 12 places" in words
    assert "Chiffre b: 34 places" in words


def test_figures_are_grouped_by_series_and_those_without_one_left_out() -> None:
    groups = series(
        [figure("a", "1"), figure("b", "2", series="autre"), figure("c", "3"), figure("d", "4", series=None)]
    )
    assert [[each.slug for each in group] for group in groups] == [["a", "c"], ["b"]]
