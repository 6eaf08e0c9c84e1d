from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.dates import PartialDate
from content.intake.story import Piece, same_article, same_story, STORY
from tests.bench.curation.labelled import crowded, labelled, pairs, rewritten

EVACUATION = Piece(
    "Rosa-Parks : 86 personnes évacuées",
    "La préfecture de police donne le chiffre de 86 personnes évacuées du tunnel de la gare, jeudi matin.",
    "fr", PartialDate("2020-09-03"), ("tunnel-rosa-parks",), "cnews", "https://cnews.example/1", ("paris-19", "paris"),
)  # fmt: skip
BY_ANOTHER = Piece(
    "Évacuation du tunnel de la gare : où vont les personnes ?",
    "Jeudi, les policiers ont fait partir 86 personnes qui dormaient dans le tunnel ; une partie est hébergée.",
    "fr", PartialDate("2020-09-04"), ("tunnel-rosa-parks", "porte-aubervilliers"), "ici",
)  # fmt: skip
LIGHTING = Piece(
    "De nouveaux lampadaires devant la gare",
    "La mairie installe quarante lampadaires et promet des bancs au printemps, à la demande d’une école.",
    "fr", PartialDate("2020-09-03"), ("tunnel-rosa-parks",), "ici",
)  # fmt: skip


def test_one_event_in_the_words_of_two_papers_is_one_story() -> None:
    assert same_story(EVACUATION, BY_ANOTHER) >= STORY
    assert same_story(BY_ANOTHER, EVACUATION) == same_story(EVACUATION, BY_ANOTHER)


def test_two_events_at_one_place_on_one_day_are_two_stories() -> None:
    assert same_story(EVACUATION, LIGHTING) < STORY


def test_the_same_event_a_year_later_is_another_story() -> None:
    assert same_story(EVACUATION, replace(BY_ANOTHER, date=PartialDate("2021-09-03"))) == 0


@pytest.mark.parametrize(
    ("day", "together"), [("2020-09-08", True), ("2020-09-09", False), ("2020-08-28", False), ("2020-09", True)]
)
def test_five_days_are_near_enough_and_six_are_not(day: str, together: bool) -> None:
    assert (same_story(EVACUATION, replace(EVACUATION, date=PartialDate(day), source="x")) > 0) is together


def test_the_same_words_about_another_place_are_another_story() -> None:
    assert same_story(EVACUATION, replace(BY_ANOTHER, places=("pantin",))) == 0


def test_a_place_and_the_district_it_lies_in_may_be_one_story() -> None:
    district = replace(BY_ANOTHER, places=("paris-19",))
    assert 0 < same_story(EVACUATION, district) < same_story(EVACUATION, BY_ANOTHER)


def test_without_a_date_only_nearly_the_same_words_are_one_story() -> None:
    assert same_story(replace(EVACUATION, date=None), BY_ANOTHER) == 0
    copy = rewritten(EVACUATION, 0.05, 1)
    assert same_story(replace(copy, date=None, source="copy"), EVACUATION) == 1


def test_figures_in_common_bring_two_reports_together() -> None:
    other = replace(BY_ANOTHER, text=BY_ANOTHER.text.replace("86", "soixante"))
    assert same_story(EVACUATION, BY_ANOTHER) > same_story(EVACUATION, other)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_most_stories_of_the_pack_are_found_and_half_of_what_is_offered_is_right(language: str) -> None:
    judged = [(same_story(a.piece, b.piece) >= STORY, same) for a, b, same in pairs(labelled(language))]
    found = sum(said and same for said, same in judged)
    assert found / sum(same for _, same in judged) > 0.75
    assert found / sum(said for said, _ in judged) > 0.5


def test_five_unrelated_events_in_five_days_hardly_disturb() -> None:
    judged = [(same_story(a.piece, b.piece) >= STORY, same) for a, b, same in pairs(crowded(labelled("fr"), 1))]
    assert sum(said and not same for said, same in judged) < 30  # of 3,986 pairs that are different events


def test_a_changed_address_or_tracking_is_no_new_article() -> None:
    again = replace(EVACUATION, url="http://www.cnews.example/1/?utm_source=rss", text="tout autre chose")
    assert same_article(EVACUATION, again)
    moved = replace(EVACUATION, url="https://cnews.example/actu/9", title="Rosa-Parks: 86 personnes évacuées")
    assert same_article(EVACUATION, moved)


def test_another_papers_report_and_the_next_months_order_are_new_articles() -> None:
    assert not same_article(EVACUATION, BY_ANOTHER)
    assert not same_article(EVACUATION, replace(EVACUATION, source="ici", url="https://ici.example/1"))
    order = Piece("Arrêté contre les regroupements", "Du 20 février au 19 mars, les regroupements sont interdits dans le secteur.",
                  "fr", PartialDate("2024-02-16"), (), "pp", "https://pp.example/2")  # fmt: skip
    next_one = replace(order, date=PartialDate("2024-03-16"), url="https://pp.example/3")
    assert not same_article(order, next_one)
    same_day = replace(
        order, title="Arrêté n° 2", text=order.text.replace("20 février", "21 février"), url="https://pp.example/4"
    )
    assert not same_article(order, same_day)


PIECES = st.builds(
    Piece,
    st.text(max_size=60), st.text(max_size=200), st.sampled_from(["fr", "en", "xx"]),
    st.sampled_from([None, PartialDate("2024"), PartialDate("2024-02"), PartialDate("2024-02-29")]),
    st.lists(st.sampled_from(["a", "b", "c-d"]), max_size=3).map(tuple), st.text(max_size=5), st.none() | st.text(max_size=40),
)  # fmt: skip


@given(PIECES, PIECES)
def test_any_two_reports_can_be_compared_either_way(a: Piece, b: Piece) -> None:
    assert 0 <= same_story(a, b) <= 1
    assert same_story(a, b) == pytest.approx(same_story(b, a))
    assert same_article(a, b) == same_article(b, a)
