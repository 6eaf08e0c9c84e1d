import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.intake.relevance import relevant
from content.intake.sentences import sentences
from content.intake.telling import LONGEST, names, three_sentences
from tests.bench.curation.labelled import reference

ARTICLE = """Abonnez-vous à la newsletter de la rédaction pour ne rien manquer de l’actualité.
C’est un matin comme les autres dans la capitale, et le café est chaud.
Mardi 5 octobre 2022, la police a évacué 86 personnes du square Forceval, porte de la Villette.
Le soleil brille et les passants regardent en silence les camions qui partent.
« Il faut des soins. Il faut un toit », dit une riveraine de Pantin qui demande un hébergement pour tous.
Lire aussi : notre dossier sur la porte de la Villette et l’évacuation.
Selon M. le préfet, 1 000 policiers sont mobilisés ; l’évacuation a coûté 2,5 millions d’euros, etc.
Rien d’autre ne s’est passé ce jour-là dans le quartier."""


def test_the_sentences_with_places_subjects_figures_and_dates_are_chosen_in_their_order() -> None:
    found = relevant("Forceval évacué", ARTICLE, reference())
    told = three_sentences(ARTICLE, *names(found, reference(), "fr"), "fr")
    assert len(told) == 3
    assert told[0].startswith("Mardi 5 octobre 2022")
    assert any("préfet" in one for one in told)
    assert all(one in " ".join(ARTICLE.split()) for one in told)
    assert not any("newsletter" in one or "Lire aussi" in one for one in told)


def test_a_sentence_said_twice_is_told_once() -> None:
    said = "La police a évacué mardi 86 personnes du square Forceval à Paris. "
    assert len(three_sentences(said * 5, ("Forceval",), ("police",), "fr")) == 1


def test_a_very_long_sentence_is_cut_between_words() -> None:
    (told,) = three_sentences("Forceval " + "mot " * 400, ("Forceval",), (), "fr")
    assert len(told) <= LONGEST
    assert told.endswith("mot…")


def test_a_text_that_tells_nothing_tells_nothing() -> None:
    assert three_sentences("", ("Forceval",), (), "fr") == ()
    assert three_sentences("Lire aussi.", (), (), "fr") == ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("M. Dupont est là. Il part.", ["M. Dupont est là.", "Il part."]),
        ("Mme Martin et J.-P. Durand, art. 5. Fin.", ["Mme Martin et J.-P. Durand, art. 5.", "Fin."]),
        (
            "Il dit : « Il faut agir. C’est urgent. » Elle répond.",
            ["Il dit : « Il faut agir. C’est urgent. »", "Elle répond."],
        ),
        (
            "Soit 3.5 millions, etc. La suite… Et alors ? Oui.",
            ["Soit 3.5 millions, etc.", "La suite…", "Et alors ?", "Oui."],
        ),
        ("Le plan B. Puis rien.", ["Le plan B.", "Puis rien."]),
        ("« Jamais fermé. Toujours ouvert", ["« Jamais fermé. Toujours ouvert"]),
        ("Titre sans point\nPuis une phrase.", ["Titre sans point", "Puis une phrase."]),
        ("12 personnes. 30 policiers.", ["12 personnes.", "30 policiers."]),
        ("www.paris.fr est le site. Voilà.", ["www.paris.fr est le site.", "Voilà."]),
    ],
)
def test_french_sentences_end_where_readers_end_them(text: str, parts: list[str]) -> None:
    assert sentences(text, "fr") == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mr. Smith left at 9 a.m. on Monday. He came back.", ["Mr. Smith left at 9 a.m. on Monday.", "He came back."]),
        ('"It is late." He left. “Stop. Now.” The end.', ['"It is late."', "He left.", "“Stop. Now.”", "The end."]),
        ("No. 12 is on St. Mark Road. The U.S. Senate met.", ["No. 12 is on St. Mark Road.", "The U.S. Senate met."]),
    ],
)
def test_english_sentences_end_where_readers_end_them(text: str, parts: list[str]) -> None:
    assert sentences(text, "en") == parts


@given(st.text(max_size=400), st.lists(st.text(max_size=20), max_size=3), st.sampled_from(["fr", "en", "xx"]))
def test_any_text_gives_at_most_three_short_sentences(text: str, names: list[str], language: str) -> None:
    told = three_sentences(text, names, names, language)
    assert len(told) <= 3
    assert all(one and len(one) <= LONGEST and "\n" not in one for one in told)


@pytest.mark.parametrize("piece", [". ", "« ", "a. A", "M. ", "… ", ".»", "\n", "Ab cd ef gh ij kl mn. ", "“”", "A."])
def test_hostile_texts_take_no_longer_than_others(piece: str) -> None:
    began = time.perf_counter()
    three_sentences(piece * 200_000, ("Forceval",), ("police",), "fr")
    assert time.perf_counter() - began < 3
