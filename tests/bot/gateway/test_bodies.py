"""Bodies: rich text, places and charts as Telegram's parameters."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from telegram import MessageEntity

from bot.gateway.bodies import chart_of, chart_parameters, entity, pin_parameters, rich_of, text_parameters
from content.charts import Bar, Chart
from content.rich import read, Rich, Span
from handlers.reply import Pin


@pytest.mark.parametrize("kind", ["bold", "italic", "underline", "strikethrough", "code", "blockquote"])
def test_every_kind_of_span_is_one_telegram_knows(kind: str) -> None:
    made = entity(Span(kind, 0, 1))
    assert made == {"type": kind, "offset": 0, "length": 1}
    assert made["type"] in list(MessageEntity.ALL_TYPES)


def test_a_folded_quotation_and_a_link_have_their_own_form() -> None:
    assert entity(Span("blockquote", 0, 1, folded=True))["type"] == MessageEntity.EXPANDABLE_BLOCKQUOTE
    assert entity(Span("text_link", 2, 3, "https://a.example")) == {
        "type": "text_link", "offset": 2, "length": 3, "url": "https://a.example",
    }  # fmt: skip


def test_a_text_goes_with_entities_no_parse_mode_and_no_preview() -> None:
    made = text_parameters(read(Markup("👩🏽 <b>a</b>")))
    assert made == {
        "text": "👩🏽 a",
        "entities": [{"type": "bold", "offset": 5, "length": 1}],
        "link_preview_options": {"is_disabled": True},
    }


def test_a_place_is_a_venue() -> None:
    assert pin_parameters(Pin(48.88, 2.37, "Mairie", "8 rue X")) == {
        "latitude": 48.88, "longitude": 2.37, "title": "Mairie", "address": "8 rue X",
    }  # fmt: skip


@given(
    st.lists(st.builds(Bar, st.text(), st.floats(allow_nan=False, allow_infinity=False), st.text()), max_size=4),
    st.lists(st.text(), max_size=3),
)
def test_a_chart_comes_back_from_the_outbox_as_it_was(bars: list[Bar], notes: list[str]) -> None:
    chart = Chart("Titre", tuple(bars), tuple(notes), "fr")
    frozen = json.loads(json.dumps(chart_parameters(chart, "caption")))
    assert chart_of(frozen["_chart"]) == chart


def test_what_was_sent_is_read_back_as_it_was() -> None:
    spans = (Span("bold", 0, 2), Span("text_link", 3, 4, "https://a.example"), Span("blockquote", 8, 3, folded=True))
    rich = Rich("ab cdef ghi", spans)
    assert rich_of(text_parameters(rich)) == rich
    assert rich_of({"text": "x"}) == Rich("x")
