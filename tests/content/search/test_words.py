"""What of a text is worth looking for."""

import pytest

from content.search.form import plain, stem
from content.search.words import asked_words, text_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bonjour, qui appeler pour du bruit la nuit svp ?", ["bruit", "nuit"]),
        ("Où en est l'éclairage de la place ???", ["eclairage", "place"]),
        ("est-ce que je voudrais savoir où trouver un CSAPA s'il vous plaît", ["csapa"]),
        ("C’est quoi l’injonction thérapeutique", ["injonction", "therapeutique"]),
        ("😡😡 SERINGUE !!! par terre", ["seringue", "terre"]),
    ],
)
def test_politeness_and_padding_are_taken_out_of_a_french_question(text: str, words: list[str]) -> None:
    assert asked_words(text, "fr") == words


def test_politeness_and_padding_are_taken_out_of_an_english_question() -> None:
    assert asked_words("Hello, who should I call about a needle on the street please?", "en") == ["needle", "street"]


def test_a_little_word_is_looked_for_when_nothing_else_was_asked() -> None:
    assert asked_words("c'est quoi ILS", "fr") == ["ils"]
    assert asked_words("ils", "fr") == ["ils"]


def test_an_acronym_is_kept_in_a_text_although_a_little_word_is_written_the_same() -> None:
    assert text_words("Une ILS est une infraction rare", "fr") == [
        "ils",
        "infraction",
        "rare",
    ]


def test_capitals_throughout_make_no_acronyms() -> None:
    assert asked_words("OU EST LA SERINGUE DANS LA RUE", "fr") == ["seringue", "rue"]


@pytest.mark.parametrize("written", ["19e", "19eme", "19ieme", "19th"])
def test_every_way_to_write_an_arrondissement_is_one_word(written: str) -> None:
    assert plain(written) == "19e"


def test_words_of_one_family_share_a_stem() -> None:
    assert stem("seringues", "fr") == stem("seringue", "fr")
    assert stem("lighting", "en") == stem("lights", "en")
