import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.intake.relevance import around, excluded, narrow, relevant, Why
from content.records import Exclusion
from tests.bench.curation.labelled import elsewhere, labelled, reference
from tests.content.paris_pack import every

EXCLUSIONS = tuple(every(Exclusion).values())


def test_a_report_of_the_neighbourhood_is_kept_with_its_innermost_places_and_its_topics() -> None:
    found = relevant(
        "Évacuation place de la Bataille-de-Stalingrad",
        "La police a évacué mardi des usagers de crack de la place, dans le 19e arrondissement de Paris, dit la mairie.",
        reference(),
    )
    assert found.why is None
    assert found.places == ("place-stalingrad",)
    assert found.topics[0] == "evacuation"


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        ("Le PSG s’impose à Nantes", "Le club gagne 3-1.", Why.NO_PLACE),
        ("Bordeaux : un point de deal démantelé", "La police a interpellé des vendeurs aux Aubiers.", Why.NO_PLACE),
        ("Concert à l’Adidas Arena", "Le chanteur se produira samedi soir.", Why.NO_TOPIC),
        ("Manifestation des agriculteurs à Paris", "Les tracteurs ont bloqué le périphérique.", Why.WIDE),
    ],
)
def test_what_is_dropped_says_why_so_that_it_can_be_counted(title: str, text: str, why: Why) -> None:
    found = relevant(title, text, reference())
    assert found.why is why
    assert found.why.key == f"dropped.{why.value}"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Stalingrad : une biographie du maréchal", "La bataille de Stalingrad et la police politique en 1943."),
        ("Rosa Parks honorée à Montgomery", "La militante a été célébrée par la police et les habitants en Alabama."),
        ("Théâtre de la Colline : la saison", "Une évacuation a retardé la première ; la police était là."),
        ("104 interpellations à Lyon", "La police annonce 75 gardes à vue et 93 contrôles."),
        ("Saint-Denis de La Réunion", "Les habitants de Saint-Denis, à La Réunion, et la police."),
    ],
)
def test_ambiguous_names_and_numbers_are_no_places(title: str, text: str) -> None:
    assert relevant(title, text, reference()).why is Why.NO_PLACE


def test_the_longest_name_wins() -> None:
    found = relevant("Police à la porte de la Chapelle", "Des policiers patrouillent rue de la Chapelle.", reference())
    assert found.places == ("porte-chapelle", "rue-chapelle")


def test_a_local_feed_needs_no_word_of_context_beside_a_bare_name() -> None:
    title, text = "Stalingrad : des patrouilles de nuit", "Les policiers passent chaque soir."
    assert relevant(title, text, reference()).why is Why.NO_PLACE
    assert relevant(title, text, reference(), local=True).places == ("place-stalingrad",)


def test_the_city_alone_is_enough_for_a_subject_that_is_ours_alone() -> None:
    found = relevant(
        "Plan crack : la Ville de Paris présente un bilan", "Le comité du plan crack se réunit.", reference()
    )
    assert (found.why, found.places) == (None, ("paris",))


def test_english_is_read_as_english() -> None:
    found = relevant(
        "Clearance at Porte de la Villette", "The police moved people on; residents ask for housing.", reference()
    )
    assert found.why is None
    assert found.topics == ("evacuation",)


def test_most_of_the_packs_reports_that_name_a_place_are_kept_and_news_from_elsewhere_is_not() -> None:
    kept = [one for one in labelled("fr") if relevant(one.piece.title, one.piece.text, reference()).why is None]
    assert len(kept) > 50
    leaked = [title for title, text in elsewhere() if relevant(title, text, reference()).why is None]
    assert len(leaked) <= 3


def test_places_are_narrowed_to_the_innermost_and_their_surroundings_are_known() -> None:
    assert narrow(["paris", "paris-19", "place-stalingrad"], reference()) == ("place-stalingrad",)
    assert {"paris-19", "paris", "france"} <= set(around(["place-stalingrad"], reference()))


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://francais.rt.com/france/1", "x"),
        ("https://www.google.com/amp/s/www.rt.com/news/1", "x"),
        ("https://news-pravda.com/a", "x"),
        ("https://a.example/", "RT France"),
        ("https://a.example/", "SPUTNIK"),
        ("", "fdesouche.com"),
    ],
)
def test_excluded_sources_never_enter_by_address_or_by_name(url: str, source: str) -> None:
    assert excluded(url, source, EXCLUSIONS)


@pytest.mark.parametrize(
    ("url", "source"), [("https://www.start.com/a", "Start"), ("https://lemonde.fr/rt.com", "Le Monde"), ("", "")]
)
def test_others_do(url: str, source: str) -> None:
    assert not excluded(url, source, EXCLUSIONS)


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=100), st.text(max_size=300))
def test_any_text_is_judged(title: str, text: str) -> None:
    found = relevant(title, text, reference())
    assert set(found.places) <= set(reference().places)
    assert (found.why is None) <= bool(found.places and found.topics)


def test_a_very_long_text_takes_a_second_at_most() -> None:
    relevant("", "warm", reference())
    for piece in ("place de la ", "104 a ", "crack police ", "paris "):
        began = time.perf_counter()
        relevant(piece * 10_000, piece * 100_000, reference())
        assert time.perf_counter() - began < 3
