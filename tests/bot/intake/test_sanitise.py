"""Sanitising: fault 72 of the delivery paper, and properties that hold of any text."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.intake.sanitise import one_line, paragraphs

FAMILY = "👩\u200d👩\u200d👧"
RAINBOW = "🏳\ufe0f\u200d🌈"
BAD = "\u202e\u202a\u2066\u2069\u200e\u200f\u061c\u200b\u200c\u2060\ufeff\xad\u034f\u3164\x00\x1b\x9b\ud800\ue000\U000e0041\ufffe"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Fermé\u202eexe.gpj", "Ferméexe.gpj"),
        (f"a{BAD}b", "ab"),
        ("e\u0301te\u0301", "été"),
        ("Quoi\u202f? «\xa0Rien\xa0»", "Quoi\u202f? «\xa0Rien\xa0»"),
        (" a\t\u3000b \r\n\r\n c\u2028d ", "a b c d"),
        ("a \xa0 \xa0b", "a b"),
        (f"Famille {FAMILY} {RAINBOW} 👍🏽", f"Famille {FAMILY} {RAINBOW} 👍🏽"),
        ("1\ufe0f\u20e3 ❤\ufe0f a\ufe0fb", "1\ufe0f\u20e3 ❤\ufe0f ab"),
        ("pa\u200dris \u200d", "paris"),
        ("Z" + "\u0301\u0302\u0303\u0304" * 20, "\u0179\u0302\u0303\u0304"),
        ("السلام عليكم", "السلام عليكم"),
        ("हिन्दी", "हिन्दी"),
    ],
)  # fmt: skip
def test_what_is_kept_and_what_is_dropped(text: str, clean: str) -> None:
    assert one_line(text, 200) == clean


def test_it_is_cut_between_words() -> None:
    assert one_line("un deux trois quatre", 14) == "un deux trois…"
    assert one_line("un deux trois quatre", 13) == "un deux…"
    assert one_line("x" * 50, 10) == "x" * 9 + "…"
    assert one_line("un deux", 7) == "un deux"


def test_lines_are_kept_where_they_are_wanted() -> None:
    assert paragraphs(" un \r\n\n\u200b\n deux\u2029trois\x0b", 100) == "un\ndeux\ntrois"
    assert paragraphs("un\ndeux\ntrois", 10) == "un\ndeux…"


def marks(text: str) -> int:
    """Return the longest run of combining marks."""
    longest = run = 0
    for sign in text:
        run = run + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        longest = max(longest, run)
    return longest


SOME = st.text(
    st.characters()
    | st.sampled_from(f"{BAD}\u200d\ufe0f\u0301\u0323\u0345\u05b4\u0f39👩🏽🌈❤#1\u20e3 \xa0\n\r\t\u1100\u1161\u11a8"),
    max_size=40,
)


@given(SOME, st.integers(1, 60))
@example("\u0344\u0344\u0344\u0344", 60)
@example("a\u200d\u200b👩", 60)
def test_any_text_comes_out_short_clean_and_the_same_when_cleaned_again(text: str, most: int) -> None:
    line = one_line(text, most)
    assert len(line) <= most
    assert one_line(line, most) == line
    assert not set(line) & (set(BAD) | set("\n\r\t"))
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Co") for sign in line)
    assert marks(line) <= 3
    assert line == unicodedata.normalize("NFC", line)
    assert line == line.strip()
    line.encode()


@given(SOME)
def test_lines_are_as_clean(text: str) -> None:
    found = paragraphs(text, 1000)
    assert paragraphs(found, 1000) == found
    assert all(line and line == one_line(line, 1000) for line in found.split("\n") if found)


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûüœæÀÉ’«»0123456789.,;:!?()-"), max_size=60))
def test_french_is_left_alone(text: str) -> None:
    assert one_line(text, 100) == text
