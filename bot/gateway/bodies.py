"""Bodies: rich text, buttons, places and charts as parameters of Bot API methods."""

from dataclasses import asdict
from typing import Any, Final

from content.charts import Bar, Chart
from content.rich import Rich, Span
from handlers.reply import Pin

CHART: Final = "_chart"
"""The parameter that holds a chart's figures until it is drawn."""

_OWN_NAME: Final = {"blockquote": "expandable_blockquote"}


def entity(span: Span) -> dict[str, Any]:
    """Return a span as a MessageEntity."""
    kind = _OWN_NAME.get(span.kind, span.kind) if span.folded else span.kind
    found: dict[str, Any] = {"type": kind, "offset": span.offset, "length": span.length}
    if span.url:
        found["url"] = span.url
    return found


def text_parameters(rich: Rich) -> dict[str, Any]:
    """Return text and entities; no preview of links, which would speak louder than the answer."""
    return {
        "text": rich.text,
        "entities": [entity(span) for span in rich.spans],
        "link_preview_options": {"is_disabled": True},
    }


def pin_parameters(pin: Pin) -> dict[str, Any]:
    """Return a place as a venue."""
    return {"latitude": pin.lat, "longitude": pin.lon, "title": pin.title, "address": pin.address}


def chart_parameters(chart: Chart, caption: str) -> dict[str, Any]:
    """Return a picture still to be drawn, with its words for those who cannot see it."""
    return {CHART: asdict(chart), "caption": caption}


def chart_of(frozen: dict[str, Any]) -> Chart:
    """Return the chart that was frozen into a body."""
    bars = tuple(Bar(**bar) for bar in frozen["bars"])
    return Chart(frozen["title"], bars, tuple(frozen["notes"]), frozen["language"])
