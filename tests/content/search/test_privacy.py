"""What may be kept of a question nothing answered."""

import pytest

from content.search.privacy import countable


def test_the_words_are_kept_folded_and_without_their_order() -> None:
    assert countable("Où trouver un Vétérinaire de garde ?", "fr") == "garde veterinaire"


@pytest.mark.parametrize(
    "telling",
    [
        "06 12 34 56 78", "+33612345678", "01.42.00.00.00", "quelqu.un@example.org", "@dealer_19", "AB-123-CD", "ab 123 cd",
        "1234 ABC 75", "https://example.org/profil", "www.example.org", "x" * 61, "FR7630001007941234567890185",
    ],
)  # fmt: skip
def test_what_could_tell_of_a_person_is_never_kept(telling: str) -> None:
    assert countable(f"scooter {telling}", "fr") == "scooter"
    assert countable(telling, "fr") == ""


def test_an_arrondissement_is_kept() -> None:
    assert countable("piscine du 19e", "fr") == "19e piscine"


@pytest.mark.parametrize("text", ["", "   ", "?!?", "😡", "\0", "x" * 5000, "bonjour svp merci"])
def test_nothing_is_kept_of_what_asks_nothing(text: str) -> None:
    assert len(countable(text, "fr").split()) <= 3
    assert "x" * 61 not in countable(text, "fr")
