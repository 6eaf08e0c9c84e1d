"""The picture of a chart: drawn with the shipped font alone, whatever the values and the words."""

import struct
import xml.etree.ElementTree as ET
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import content.charts
from content.charts import Bar, Chart, draw
from content.charts.drawing import svg

_CHART = Chart("Passages par jour", (Bar("2024", 12, "12"), Bar("2025", -7.5, "-7,5")), ("Selon la Ville",), "fr")


def _size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_chart_is_a_png_as_wide_as_a_phone_is_sharp() -> None:
    png = draw(_CHART)
    assert png.startswith(b"\x89PNG")
    assert _size(png)[0] == 1080
    assert _size(png)[1] > 300


def test_the_letters_of_the_shipped_font_are_really_drawn() -> None:
    # Without its font resvg draws no letter at all, and the two pictures would be the same.
    assert draw(_CHART) != draw(Chart("Xxxxxxxx xxx xxxx", _CHART.bars, _CHART.notes, "fr"))


def test_the_font_is_shipped_with_its_licence() -> None:
    folder = Path(content.charts.__file__).parent
    assert (folder / "NotoSans-Regular.ttf").stat().st_size > 100_000
    assert "SIL Open Font License" in (folder / "NotoSans-LICENSE.txt").read_text(encoding="utf-8")


def test_words_that_look_like_markup_are_shown_as_words() -> None:
    hostile = Chart('<script>&"', (Bar("</text>", 1, "<1>"), Bar("b", 2, "2")), ("a & b",), "fr")
    root = ET.fromstring(svg(hostile))
    assert "</text>" in [element.text for element in root.iter()]
    assert draw(hostile).startswith(b"\x89PNG")


def test_a_bar_twice_as_high_is_twice_as_long_and_zero_is_where_bars_begin() -> None:
    root = ET.fromstring(svg(Chart("t", (Bar("a", 10, "10"), Bar("b", 20, "20")), (), "fr")))
    bars = [each for each in root.iter("{http://www.w3.org/2000/svg}rect") if each.get("rx")]
    one, two = (float(bar.get("width") or 0) for bar in bars)
    assert abs(two - 2 * one) < 1
    assert len({bar.get("x") for bar in bars}) == 1


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(max_size=200), st.floats(-1e12, 1e12), st.text(max_size=60)), min_size=1, max_size=8))
def test_no_bar_leaves_the_picture(rows: list[tuple[str, float, str]]) -> None:
    kept = "".join
    bars = tuple(
        Bar(kept(c for c in a if c.isprintable()), b, kept(c for c in w if c.isprintable())) for a, b, w in rows
    )
    root = ET.fromstring(svg(Chart("t", bars, (), "fr")))
    for rect in root.iter("{http://www.w3.org/2000/svg}rect"):
        left, width = float(rect.get("x") or 0), float(rect.get("width") or 0)
        assert left >= 0
        assert left + width <= 1080 + 2
