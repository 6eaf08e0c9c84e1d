"""Rich text: reading markup, measuring, joining, trimming, and cutting it without harm."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape, Markup

from content.rich import join, LIMIT, read, Rich, Span, split, trim, units

ALPHABET = st.one_of(
    st.sampled_from([*list("ab .!?\n«»é’ \u200d️ְ́⃣"), "👩", "🏽", "🇫", "🇷", "𝔸", "\n\n", ". ", "م"]),
    st.characters(codec="utf-8"),
)
TEXTS = st.lists(ALPHABET, max_size=120).map("".join)


@st.composite
def rich_texts(draw: st.DrawFn) -> Rich:
    """A text with spans that start and end between characters."""
    text = draw(TEXTS)
    spans = []
    for _ in range(draw(st.integers(0, 4))):
        first = draw(st.integers(0, len(text)))
        last = draw(st.integers(0, len(text)))
        if first < last:
            kind = draw(st.sampled_from(["bold", "italic", "code", "text_link"]))
            start = units(text[:first])
            spans.append(
                Span(kind, start, units(text[first:last]), "https://a.example" if kind == "text_link" else None)
            )
    return Rich(text, tuple(spans))


def covered(rich: Rich, span: Span) -> str:
    """Return what a messenger shows under the span; fails when it starts or ends inside a character."""
    encoded = rich.text.encode("utf-16-le")
    return encoded[span.offset * 2 : span.end * 2].decode("utf-16-le")


def first(rich: Rich, limit: int) -> str:
    """Return the text of the first piece."""
    return next(split(rich, limit)).text


def bare(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


class TestReading:
    def test_plain_text_stays_as_it_is(self) -> None:
        assert read(Markup("Rien de neuf.")) == Rich("Rien de neuf.")

    def test_entities_become_characters_with_and_without_tags(self) -> None:
        assert read(Markup("a &lt; b &amp; c")).text == "a < b & c"
        assert read(Markup("<b>a</b> &lt; b &amp; c &#39;")).text == "a < b & c '"

    def test_what_somebody_wrote_cannot_become_a_tag(self) -> None:
        hostile = '<b>x</b><a href="https://evil.example">y</a><script>'
        rich = read(Markup("<i>{}</i>").format(hostile))
        assert rich.text == hostile
        assert [span.kind for span in rich.spans] == ["italic"]

    def test_spans_are_counted_in_utf_16_units(self) -> None:
        rich = read(Markup("👩🏽 <b>é𝔸</b> z"))
        (span,) = rich.spans
        assert (span.offset, span.length) == (5, 3)
        assert covered(rich, span) == "é𝔸"

    def test_a_link_keeps_its_address_with_its_ampersands(self) -> None:
        (span,) = read(Markup('<a href="https://a.example/?x=1&amp;y=2">ici</a>')).spans
        assert (span.kind, span.url) == ("text_link", "https://a.example/?x=1&y=2")

    def test_a_link_without_an_address_is_plain(self) -> None:
        assert read(Markup("<a>ici</a>")) == Rich("ici")

    def test_an_empty_span_is_no_span(self) -> None:
        assert read(Markup("<b></b>x")) == Rich("x")

    def test_nested_spans_come_outermost_first(self) -> None:
        rich = read(Markup("<blockquote expandable><b>a</b>b</blockquote>"))
        assert [(span.kind, span.length, span.folded) for span in rich.spans] == [
            ("blockquote", 2, True),
            ("bold", 1, False),
        ]

    def test_a_line_break_is_a_new_line(self) -> None:
        assert read(Markup("a<br>b")).text == "a\nb"

    @pytest.mark.parametrize(
        "markup", ["<p>a</p>", "<script>x</script>", "<b>a", "a</b>", "<b><i>a</b></i>", "<img src=x>"]
    )
    def test_unknown_or_crossed_or_unclosed_tags_are_refused(self, markup: str) -> None:
        with pytest.raises(ValueError, match="the markup"):
            read(Markup(markup))

    @given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
    def test_an_escaped_text_reads_back_unchanged(self, text: str) -> None:
        assert read(escape(text)).text == text
        assert read(Markup("<b>.</b>{}").format(text)).text == f".{text}"


class TestMeasuring:
    @given(TEXTS)
    def test_units_are_those_of_utf_16(self, text: str) -> None:
        assert units(text) == len(text.encode("utf-16-le")) // 2 == len(Rich(text))


class TestJoining:
    def test_empty_parts_leave_no_gap(self) -> None:
        assert join([Rich(""), Rich("a"), Rich(""), Rich("b")]).text == "a\n\nb"

    @given(st.lists(rich_texts(), max_size=4))
    def test_each_span_still_covers_its_own_words(self, parts: list[Rich]) -> None:
        joined = join(parts)
        before = [covered(part, span) for part in parts for span in part.spans]
        assert [covered(joined, span) for span in joined.spans] == before


class TestTrimming:
    @given(rich_texts())
    def test_only_white_space_at_the_ends_goes(self, rich: Rich) -> None:
        trimmed = trim(rich)
        assert trimmed.text == rich.text.strip()
        assert [words for span in trimmed.spans if (words := bare(covered(trimmed, span)))] == [
            words for span in rich.spans if (words := bare(covered(rich, span)))
        ]


class TestSplitting:
    @settings(max_examples=300)
    @given(rich_texts(), st.integers(2, 40))
    def test_every_piece_fits_and_nothing_but_white_space_is_lost(self, rich: Rich, limit: int) -> None:
        pieces = list(split(rich, limit))
        assert all(0 < len(piece) <= limit for piece in pieces)
        assert bare("".join(piece.text for piece in pieces)) == bare(rich.text)
        for piece in pieces:
            piece.text.encode("utf-16-le")  # no half of a surrogate pair
            assert piece.text == piece.text.strip()

    @settings(max_examples=300)
    @given(rich_texts(), st.integers(2, 40))
    def test_spans_stay_inside_their_piece_over_their_own_words(self, rich: Rich, limit: int) -> None:
        pieces = list(split(rich, limit))
        for piece in pieces:
            for span in piece.spans:
                assert 0 <= span.offset < span.end <= len(piece)
                covered(piece, span)  # raises where a span starts inside a character
        for kind in ("bold", "italic", "code", "text_link"):
            before = sorted("".join(bare(covered(rich, span)) for span in rich.spans if span.kind == kind))
            after = sorted("".join(bare(covered(piece, s)) for piece in pieces for s in piece.spans if s.kind == kind))
            assert after == before

    @given(
        st.lists(
            st.sampled_from(["a", "é", "e\u0301", "👩🏽\u200d🚒", "❤\ufe0f", "1\ufe0f\u20e3", "שָׁ", "क्षि", "👍🏿"]),
            max_size=60,
        )
    )
    def test_no_character_is_cut_from_its_marks(self, characters: list[str]) -> None:
        for piece in split(Rich("".join(characters)), 24):
            start = piece.text[0]
            assert not unicodedata.category(start).startswith("M")
            assert start not in "\u200d\ufe0f🏽🏿"
            assert not piece.text.endswith("\u200d")

    def test_a_flag_is_not_cut_in_two(self) -> None:
        pieces = list(split(Rich("🇫🇷" * 20), 18))
        assert "".join(piece.text for piece in pieces) == "🇫🇷" * 20
        assert all(len(piece.text) % 2 == 0 for piece in pieces)

    def test_four_thousand_and_ninety_seven_units_make_two_messages(self) -> None:
        pieces = list(split(Rich("a" * (LIMIT - 1) + "👩")))
        assert [len(piece) for piece in pieces] == [LIMIT - 1, 2]

    def test_a_cut_falls_between_paragraphs_before_lines_before_sentences_before_words(self) -> None:
        assert first(Rich("un deux. trois\nquatre\n\ncinq six sept huit"), 30).endswith("quatre")
        assert first(Rich("un deux. trois quatre\ncinq six sept huit"), 30).endswith("quatre")
        assert first(Rich("un deux trois. quatre cinq six sept"), 25) == "un deux trois."
        assert first(Rich("un deux trois quatre cinq"), 16) == "un deux trois"

    def test_a_span_over_the_cut_goes_on_in_the_next_piece(self) -> None:
        one, second = split(read(Markup("<b>aaaa bbbb</b>")), 6)
        assert (one.spans, second.spans) == ((Span("bold", 0, 4),), (Span("bold", 0, 4),))

    def test_nothing_but_white_space_is_no_piece_at_all(self) -> None:
        assert list(split(Rich(" \n\u00a0 "))) == []

    def test_a_pile_of_combining_marks_makes_few_pieces_quickly(self) -> None:
        began = time.process_time()
        pieces = list(split(Rich("a" + "\u0301" * 20_000)))
        assert len(pieces) == 5
        assert time.process_time() - began < 2
