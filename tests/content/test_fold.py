import time

import pytest

from content.fold import fold, words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Éole", "eole"),
        ("Cœur d'Ærø", "coeur d aero"),
        ("l’Évangile", "l evangile"),
        ("Saint-Denis", "saint denis"),
        ("  PORTE \t de\nla  Chapelle ", "porte de la chapelle"),
        ("STRASSE straße", "strasse strasse"),
        ("ﬁn", "fin"),
        ("０６", "06"),
        ("su\u202ei\u200bci\u00adde", "suicide"),
        ("🙂", ""),
        ("", ""),
    ],
)
def test_case_accents_ligatures_and_signs_make_no_difference(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_folding_twice_changes_nothing() -> None:
    for text in ("İstanbul", "ǅ", "Œuvre’s", "ﷺ", "ß-ẞ"):
        assert fold(fold(text)) == fold(text)


def test_other_scripts_keep_their_letters() -> None:
    assert words("مرحبا 你好") == ["مرحبا", "你好"]


def test_a_long_text_folds_in_time_that_grows_with_it() -> None:
    began = time.perf_counter()
    fold("é’-" * 100_000)
    assert time.perf_counter() - began < 5
