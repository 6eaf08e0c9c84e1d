import time

from hypothesis import given
from hypothesis import strategies as st

from content.intake.sketch import alike, bands, HASHES, sketch
from tests.bench.curation.labelled import labelled, rewritten

TEXTS = [one.piece for one in labelled("fr")]


def keys(title: str, text: str) -> set[int]:
    return set(bands(sketch(title, text, "fr")))


def test_a_text_meets_itself_in_every_band_whatever_its_case_and_accents() -> None:
    one = sketch("Évacuation place Stalingrad", "La police a évacué la place mardi matin.", "fr")
    assert one == sketch("EVACUATION PLACE STALINGRAD", "la police a evacue la place, mardi matin", "fr")
    assert len(one) == HASHES
    assert len(set(bands(one))) == HASHES // 2


def test_a_text_of_which_three_words_in_ten_are_changed_is_found_again() -> None:
    found = sum(
        bool(keys(piece.title, piece.text) & keys(changed.title, changed.text))
        for piece in TEXTS
        for changed in [rewritten(piece, 0.3, 1)]
    )
    assert found / len(TEXTS) > 0.8


def test_different_articles_of_one_neighbourhood_hardly_ever_meet() -> None:
    held = [keys(piece.title, piece.text) for piece in TEXTS]
    met = sum(bool(one & other) for at, one in enumerate(held) for other in held[:at])
    assert met < 20  # of 4,005 pairs


def test_the_share_of_equal_numbers_follows_the_share_of_equal_words() -> None:
    piece = TEXTS[0]
    near, far = rewritten(piece, 0.05, 1), rewritten(piece, 0.5, 1)
    first = sketch(piece.title, piece.text, "fr")
    assert alike(first, first) == 1
    assert alike(first, sketch(near.title, near.text, "fr")) > alike(first, sketch(far.title, far.text, "fr"))


def test_a_text_without_words_has_no_sketch_and_meets_nothing() -> None:
    assert sketch("", " … ", "fr") == ()
    assert bands(()) == ()
    assert alike((), ()) == 0


def test_a_sketch_is_the_same_on_every_machine() -> None:
    """What is stored today must be found after an update: a changed hash would hide every old article."""
    assert sketch("Place Stalingrad", "", "fr")[:2] == EXPECTED


EXPECTED = (2471830487, 3534051205)


@given(st.text(max_size=400), st.text(max_size=400), st.sampled_from(["fr", "en", "xx"]))
def test_any_text_can_be_sketched_and_its_keys_fit_the_column(title: str, text: str, language: str) -> None:
    made = sketch(title, text, language)
    assert len(made) in (0, HASHES)
    assert all(0 <= key < 2**63 for key in bands(made))


def test_a_very_long_text_takes_no_longer_than_a_long_one() -> None:
    began = time.perf_counter()
    sketch("", "mot " * 1_000_000, "fr")
    sketch("", " ".join(f"m{n}" for n in range(100_000)), "fr")
    assert time.perf_counter() - began < 2
