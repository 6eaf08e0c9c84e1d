"""The words a misspelt one may stand for."""

import pytest

from content.fold import words
from content.search.form import sound, stem
from content.search.tongues import tongue
from content.search.vocabulary import Vocabulary, Word

_WORDS = words(
    "stalingrad forceval prefecture prefet seringue eclairage campement commissariat chapelle porte villette tapage nuit "
    "evacuation pharmacie addiction main demande cour scene peripherique rosa parks"
)


def _vocabulary(known: list[str] = _WORDS) -> Vocabulary:
    vocabulary = Vocabulary()
    vocabulary.update((_word(word, 3) for word in known), texts=100)
    return vocabulary


def _word(word: str, count: int) -> Word:
    return Word(word, stem(word, "fr"), sound(word, "fr"), word, count)


def _meant(vocabulary: Vocabulary, typed: str, *, wider: bool = False) -> list[str]:
    return [one.word.word for one in vocabulary.corrections(typed, sound(typed, "fr"), wider)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stalingrd", "stalingrad"), ("forcval", "forceval"), ("seringe", "seringue"), ("eclairrage", "eclairage"),
        ("comisariat", "commissariat"), ("chappele", "chapelle"), ("evacuasion", "evacuation"), ("prefekture", "prefecture"),
    ],
)  # fmt: skip
def test_a_slip_or_a_mishearing_is_read_as_the_word_meant(typed: str, meant: str) -> None:
    assert _meant(_vocabulary(), typed)[0] == meant


def test_a_word_written_as_it_sounds_is_found_by_its_sound() -> None:
    assert _meant(_vocabulary(), "farmassi")[:1] == ["pharmacie"]


@pytest.mark.parametrize("typed", ["couvre", "meteo", "lasagnes", "piscine"])
def test_a_word_that_is_simply_not_there_is_not_bent_into_another(typed: str) -> None:
    assert _meant(_vocabulary(), typed, wider=True) == []


def test_figures_are_never_corrected() -> None:
    assert _meant(_vocabulary(["2021", "3919"]), "3918") == []


def test_a_glued_name_comes_apart() -> None:
    joints = tongue("fr").stop
    assert _vocabulary().split("rosaparks", joints) == ("rosa", "parks")
    assert _vocabulary().split("portedelachapelle", joints) == ("porte", "chapelle")
    assert _vocabulary().split("lachapelle", joints) == ("chapelle",)


def test_a_whole_word_does_not_come_apart() -> None:
    assert _vocabulary().split("demain", tongue("fr").stop) == ()


def test_a_beginning_gives_the_words_of_the_most_texts_first_then_the_shortest() -> None:
    vocabulary = _vocabulary()
    vocabulary.update([_word("prefectoral", 40)], texts=100)
    assert [word.word for word in vocabulary.starting("pref", 2)] == ["prefectoral", "prefet"]


def test_a_word_whose_last_text_goes_is_forgotten_everywhere() -> None:
    vocabulary = _vocabulary()
    vocabulary.update([_word("stalingrad", 0)], texts=99)
    assert "stalingrad" not in vocabulary
    assert not vocabulary.knows_stem(stem("stalingrad", "fr"))
    assert vocabulary.starting("stalin", 5) == []
    assert _meant(vocabulary, "stalingrd") == []


def test_a_rare_word_tells_more_than_a_frequent_one() -> None:
    vocabulary = _vocabulary()
    vocabulary.update([_word("rue", 80)], texts=100)
    assert vocabulary.information(stem("forceval", "fr")) > vocabulary.information(stem("rue", "fr")) > 0
