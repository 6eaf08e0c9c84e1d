import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.intake.copying import copied, MOST
from content.records import Article
from tests.content.paris_pack import every

SOURCE = (
    "Mardi matin, la police a évacué le campement installé depuis un an sous le périphérique, porte de la Villette."
)


def test_nine_words_in_a_row_are_told_as_the_summary_has_them() -> None:
    assert copied("On lit que LA POLICE a evacue, le campement installé depuis un an. Fin.", SOURCE) == (
        "LA POLICE a evacue, le campement installé depuis un an"
    )


def test_eight_words_in_a_row_are_fine_and_nine_are_not() -> None:
    assert copied("la police a évacué le campement installé depuis", SOURCE) is None
    assert copied("la police a évacué le campement installé depuis un", SOURCE) is not None


def test_the_longest_of_several_runs_is_told() -> None:
    text = "un deux trois quatre cinq six sept huit neuf X la police a évacué le campement installé depuis un an sous le périphérique"
    assert copied(text, f"un deux trois quatre cinq six sept huit neuf {SOURCE}") == (
        "la police a évacué le campement installé depuis un an sous le périphérique"
    )


def test_hidden_characters_hide_no_copy() -> None:
    hidden = "la po\u00adlice a évacué le campement ins\u200btallé depuis un an"
    assert copied(hidden, SOURCE) is not None


def test_an_official_name_counts_as_one_word_only_where_a_list_says_so() -> None:
    name = "Comité interministériel de lutte contre la drogue et les conduites addictives"
    assert copied(f"Le {name} se réunit", f"Selon le {name}, rien") is not None
    assert copied(f"Le {name} se réunit", f"Selon le {name}, rien", (name,)) is None


def test_nothing_in_the_pack_is_copied_from_an_original_title() -> None:
    for article in every(Article).values():
        for text in article.summary.values():
            assert copied(text, article.title_original or "") is None


WORDS = st.lists(st.sampled_from(["a", "b", "É", "l’", "x-y", "«", "."]), max_size=60).map(" ".join)


@given(WORDS, WORDS)
def test_what_is_told_stands_in_both_and_nothing_longer_does(summary: str, source: str) -> None:
    from content.fold import fold

    ours, theirs = fold(summary).split(), f" {' '.join(fold(source).split())} "
    longest = max(
        (
            end - start
            for start in range(len(ours))
            for end in range(start, len(ours) + 1)
            if f" {' '.join(ours[start:end])} " in theirs
        ),
        default=0,
    )
    run = copied(summary, source)
    assert (run is not None) == (longest > MOST)
    if run is not None:
        assert len(fold(run).split()) == longest
        assert run in summary


@given(st.text(max_size=300), st.text(max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_anything_can_be_compared(summary: str, source: str, names: list[str]) -> None:
    copied(summary, source, names)
    copied(summary, summary, names)


@pytest.mark.parametrize("piece", ["a ", "a b ", "a b c d e f g h i "])
def test_the_same_words_over_and_over_take_seconds_at_most(piece: str) -> None:
    began = time.perf_counter()
    copied(piece * 1000, piece * 100_000)
    assert time.perf_counter() - began < 5
