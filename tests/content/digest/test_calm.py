"""Calm figures: official, recent, and about no violence."""

import datetime as dt
from typing import Any

import pytest

from content.digest.calm import calm
from content.records import Article, Figure
from tests.handlers.world import both, item

TODAY = dt.date(2026, 11, 26)


def figure(**fields: Any) -> Figure:
    said: dict[str, Any] = {
        "title": both("Places d’hébergement", "Housing places"), "unit": both("places", "places"),
        "scope": both("Paris", "Paris"), "as_of": "2025-11-27", "source": "a",
    }  # fmt: skip
    made = item("figure", "f", **{**said, **fields})
    assert isinstance(made, Figure)
    return made


def carrier(reliability: str = "official") -> Article:
    made = item("article", "a", reliability=reliability)
    assert isinstance(made, Article)
    return made


@pytest.mark.parametrize("reliability", ["official", "court"])
def test_a_recent_figure_of_an_authority_is_calm(reliability: str) -> None:
    assert calm(figure(), carrier(reliability), TODAY)


@pytest.mark.parametrize("reliability", ["press", "broadcaster", "ngo", "mirror"])
def test_what_others_report_is_not_told_alone(reliability: str) -> None:
    assert not calm(figure(), carrier(reliability), TODAY)
    assert not calm(figure(), None, TODAY)


@pytest.mark.parametrize(
    ("as_of", "told"),
    [("2024-11-26", True), ("2024-11-24", False), ("2024-11", True), ("2024", True), ("2023", False), (None, False)],
)
def test_it_is_at_most_two_years_old(as_of: str | None, told: bool) -> None:
    assert calm(figure(as_of=as_of, as_of_note=both("-")), carrier(), TODAY) is told


@pytest.mark.parametrize(
    "fields",
    [
        {"title": both("Tirs visibles sur une vidéo", "Shots visible in one video")},
        {"title": both("Nuits de tirs de mortier", "Nights with firework shots")},
        {"unit": both("agressions", "assaults")},
        {"scope": both("violences dans la rue", "street violence")},
        {"caveat": both("Sans les blessés.", "Without the injured.")},
        {"title": both("Faits", "Knife attacks")},
    ],
)
def test_one_about_violence_weapons_or_death_is_never_that_of_a_week(fields: dict[str, Any]) -> None:
    assert not calm(figure(**fields), carrier(), TODAY)


def test_words_that_only_look_alike_do_no_harm() -> None:
    assert calm(figure(title=both("Tirage du journal de quartier, places armoriées")), carrier(), TODAY)
