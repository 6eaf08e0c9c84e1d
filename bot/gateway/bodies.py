"""Bodies: rich text, buttons, places and charts as parameters of Bot API methods."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from content.charts import Bar, Chart
from content.rich import Rich, Span
from handlers.reply import Document, Pin

CHART: Final = "_chart"
"""The parameter that holds a chart's figures until it is drawn."""

DOCUMENT: Final = "_document"
"""The parameter that holds a file's name and content until it is sent."""

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


def rich_of(parameters: Mapping[str, Any]) -> Rich:
    """Return text and spans of parameters that ``text_parameters`` made."""
    kinds = {own: kind for kind, own in _OWN_NAME.items()}
    spans = tuple(
        Span(
            kinds.get(each["type"], each["type"]),
            each["offset"],
            each["length"],
            each.get("url"),
            each["type"] in kinds,
        )
        for each in parameters.get("entities", ())
    )
    return Rich(str(parameters.get("text", "")), spans)


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


def document_parameters(document: Document) -> dict[str, Any]:
    """Return a file still to be attached."""
    return {DOCUMENT: asdict(document)}


def document_of(frozen: dict[str, Any]) -> Document:
    """Return the file that was frozen into a body."""
    return Document(frozen["name"], frozen["content"])
