"""The picture of a chart: an SVG from a template, turned into PNG with the one font that is shipped."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import resvg_py
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from content.charts.chart import Bar, Chart

_FOLDER: Final = Path(__file__).parent
_WIDTH: Final = 1080
"""Pixels: as wide as a phone's screen is sharp."""
_MARGIN: Final = 48
_TITLE, _LABEL, _NOTE = 40, 32, 26
_THICKNESS: Final = 44
_LETTER: Final = 0.56
"""Width of an average letter of the font, in parts of its size; generous, so that no line leaves the picture."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    y: int


@dataclass(frozen=True, slots=True)
class _Drawn:
    label: tuple[_Line, ...]
    x: float
    y: int
    width: float
    written: str
    value_x: float
    value_y: int
    anchor: str


@lru_cache(maxsize=64)
def draw(chart: Chart) -> bytes:
    """Return the chart as a PNG picture of 1,080 pixels width; the same chart always gives the same bytes.

    It takes about a tenth of a second of processor time, once a chart: call it beside the event loop, not on it.
    """
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg(chart), skip_system_fonts=True, font_files=[str(_FOLDER / "NotoSans-Regular.ttf")]
        )
    )


def svg(chart: Chart) -> str:
    """Return the chart as SVG text, every value escaped."""
    y = _MARGIN
    title, y = _lines(chart.title, _TITLE, y)
    y += 24
    scale = _Scale(chart.bars)
    bars = []
    for bar in chart.bars:
        drawn, y = _bar(bar, scale, y)
        bars.append(drawn)
    y += 16
    notes: list[_Line] = []
    for note in chart.notes:
        lines, y = _lines(note, _NOTE, y)
        notes.extend(lines)
    return _template().render(
        width=_WIDTH, height=y + _MARGIN - 12, margin=_MARGIN, thickness=_THICKNESS, title=title, bars=bars, notes=notes,
        title_size=_TITLE, label_size=_LABEL, note_size=_NOTE, zero=round(scale.at(0), 1),
    )  # fmt: skip


class _Scale:
    """From values to pixels: nothing is cut off, zero is always on the picture, and the written values have room."""

    def __init__(self, bars: Iterable[Bar]) -> None:
        bars = tuple(bars)
        values = [bar.value for bar in bars]
        self.low, self.high = min(0.0, *values), max(0.0, *values)
        room = min(max(_wide(bar.written) for bar in bars) + 16, _WIDTH * 0.6)
        self.left = _MARGIN + (room if self.low < 0 else 0)
        self.right = _WIDTH - _MARGIN - (room if self.high > 0 else 0)

    def at(self, value: float) -> float:
        span = (self.high - self.low) or 1.0
        return self.left + (value - self.low) / span * (self.right - self.left)


def _bar(bar: Bar, scale: _Scale, y: int) -> tuple[_Drawn, int]:
    label, y = _lines(bar.label, _LABEL, y)
    y += 2
    start, end = sorted((scale.at(0), scale.at(bar.value)))
    beside, anchor = (end + 12, "start") if bar.value >= 0 else (start - 12, "end")
    drawn = _Drawn(
        label, round(start, 1), y, round(max(end - start, 2), 1), bar.written, round(beside, 1), y + 33, anchor
    )
    return drawn, y + _THICKNESS + 28


def _lines(text: str, size: int, y: int) -> tuple[tuple[_Line, ...], int]:
    """Return ``text`` as lines that fit the picture from ``y`` on, and where the next thing may begin."""
    fitting = int((_WIDTH - 2 * _MARGIN) / (size * _LETTER))
    lines = []
    for line in textwrap.wrap(text, fitting) or [""]:
        lines.append(_Line(line, y + size))
        y += round(size * 1.35)
    return tuple(lines), y


def _wide(text: str) -> float:
    return len(text) * _LABEL * _LETTER


@cache
def _template() -> Template:
    surroundings = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)
    return surroundings.get_template("bars.svg.j2")
