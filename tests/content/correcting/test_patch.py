"""The patch: the right words in the place of the wrong ones, and everything that stands out stays where it belongs."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.correcting import below, Change, corrected, excerpt, fits, hinted, withdrawn
from content.rich import LIMIT, Rich, Span, units

TEXTS = st.text(alphabet=st.sampled_from("ab \n.👩🏽‍🚒é🇫🇷"), max_size=40)


def stretch(rich: Rich, span: Span) -> str:
    return rich.text.encode("utf-16-le")[2 * span.offset : 2 * span.end].decode("utf-16-le")


@st.composite
def messages(draw: st.DrawFn) -> Rich:
    text = draw(TEXTS)
    ends = [units(text[:at]) for at in range(len(text) + 1)]
    spans = []
    for _ in range(draw(st.integers(0, 4))):
        first, last = sorted(draw(st.tuples(st.sampled_from(ends), st.sampled_from(ends))))
        if last > first:
            spans.append(Span("bold", first, last - first))
    return Rich(text, tuple(sorted(spans, key=lambda span: (span.offset, -span.length))))


def sound(rich: Rich) -> bool:
    ordered = sorted(rich.spans, key=lambda span: (span.offset, -span.length))
    return list(rich.spans) == ordered and all(
        span.offset >= 0 and span.length > 0 and span.end <= len(rich) for span in rich.spans
    )


class TestCorrected:
    def test_what_stands_before_and_behind_keeps_its_look(self) -> None:
        text = "👩🏽‍🚒 Titre : douze lampes, source"
        title, source = (units(text[: text.index(word)]) for word in ("Titre", "source"))
        spans = (Span("bold", title, 5), Span("text_link", source, 6, "https://a.example"))
        done = corrected(Rich(text, spans), [Change("douze lampes", "quatre-vingts lampes 💡")])
        assert done is not None
        assert done.text == "👩🏽‍🚒 Titre : quatre-vingts lampes 💡, source"
        assert [stretch(done, span) for span in done.spans] == ["Titre", "source"]

    def test_a_look_over_the_text_or_within_it_covers_what_is_right(self) -> None:
        message = Rich("a douze b", (Span("bold", 0, 9), Span("italic", 3, 3)))
        done = corrected(message, [Change("douze", "dix")])
        assert done is not None
        assert [stretch(done, span) for span in done.spans] == ["a dix b", "dix"]

    def test_only_whole_words(self) -> None:
        assert corrected(Rich("redouze douzes douzé"), [Change("douze", "dix")]) is None

    def test_what_is_right_already_is_not_made_right_twice(self) -> None:
        change = Change("12 lampes", "12 lampes neuves")
        once = corrected(Rich("12 lampes"), [change])
        assert once == Rich("12 lampes neuves")
        assert corrected(once, [change]) is None

    def test_two_that_change_places_change_once(self) -> None:
        done = corrected(Rich("douze et treize"), [Change("douze", "treize"), Change("treize", "douze")])
        assert done == Rich("treize et douze")

    def test_of_two_the_longer_is_meant(self) -> None:
        done = corrected(Rich("douze lampes"), [Change("douze lampes", "dix lampes"), Change("douze", "treize")])
        assert done == Rich("dix lampes")

    def test_only_in_paragraphs_that_name_the_item_and_never_in_a_note(self) -> None:
        text = "✏️ Mairie : on lisait « 9 h »\n\nMairie\n9 h\n\nPoste\n9 h"
        done = corrected(Rich(text), [Change("9 h", "10 h")], ("Mairie",))
        assert done == Rich("✏️ Mairie : on lisait « 9 h »\n\nMairie\n10 h\n\nPoste\n9 h")

    @given(messages(), st.lists(st.builds(Change, TEXTS.filter(bool), TEXTS), max_size=3))
    def test_whatever_is_replaced_what_stands_out_stays_within_the_text(
        self, message: Rich, said: list[Change]
    ) -> None:
        done = corrected(message, said)
        assert done is None or sound(done)

    @given(messages(), TEXTS.filter(bool))
    def test_replaced_by_itself_nothing_changes(self, message: Rich, text: str) -> None:
        done = corrected(message, [Change(text, text)])
        assert done is None or done.text == message.text


class TestHinted:
    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("Une phrase bien assez longue pour être coupée …", True),
            ("Autre chose", False),
            ("Une phrase bien assez longue pour être juste.", False),
        ],
    )
    def test_the_beginning_of_a_long_text_shows_that_it_was_said(self, text: str, there: bool) -> None:
        change = Change(
            "Une phrase bien assez longue pour être coupée et fausse.", "Une phrase bien assez longue pour être juste."
        )
        assert hinted(Rich(text), [change]) is there


class TestWithdrawn:
    @given(messages(), st.lists(TEXTS.filter(bool), max_size=3))
    def test_whatever_is_struck_the_text_stays_and_nothing_is_struck_twice(
        self, message: Rich, texts: list[str]
    ) -> None:
        done = withdrawn(message, texts)
        assert done.text == message.text
        assert sound(done)
        struck = sorted((span.offset, span.end) for span in done.spans if span.kind == "strikethrough")
        assert all(first[1] <= second[0] for first, second in pairwise(struck))


class TestBelow:
    @pytest.mark.parametrize("length", [0, 1, 3000, 4000, 4096])
    def test_with_its_note_it_is_one_message(self, length: int) -> None:
        note, message = Rich("✏️ note " * 20, (Span("bold", 0, 4),)), Rich("💡" * (length // 2))
        done = below(note, message)
        assert len(done) <= LIMIT
        assert sound(done)
        assert fits(note, message) == (length <= 3000)


class TestExcerpt:
    def test_short_texts_are_whole(self) -> None:
        change = Change("douze", "quatorze")
        assert excerpt(change) is change

    def test_of_long_ones_the_words_that_differ_with_some_around(self) -> None:
        said = f"{'avant ' * 60}douze lampes{' après' * 60}"
        found = excerpt(Change(said, said.replace("douze", "quatorze")))
        assert "douze lampes" in found.said
        assert "quatorze lampes" in found.right
        for text in (found.said, found.right):
            assert text.startswith("… avant")
            assert text.endswith("après …")
            assert len(text) < 220

    @given(st.text(max_size=900), st.text(max_size=900))
    def test_it_is_never_long(self, said: str, right: str) -> None:
        found = excerpt(Change(said, right))
        assert max(len(found.said), len(found.right)) <= 330
