"""Which figures may stand on one chart, and the chart they make."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from content.charts.chart import Bar, Chart
from content.records import Figure
from content.texts import Texts

_CHANGES = frozenset({"difference", "change"})


def comparable(figures: Iterable[Figure], texts: Texts) -> Chart | None:
    """Return the figures as one chart in date order, or None where they may not be compared.

    They may only if they are of one series, one scope and one unit, are all plain numbers with a date, and no gap stands
    among levels (content policy, section 2, rule 7: two scopes are never put on one chart).
    """
    ordered = sorted(figures, key=lambda figure: figure.as_of.first if figure.as_of else dt.date.min)
    if len(ordered) < 2 or not all(_drawable(figure) for figure in ordered):
        return None
    first = ordered[0]
    if any(not _alike(first, other) for other in ordered[1:]):
        return None
    language = texts.language
    bars = tuple(_bar(figure, ordered, texts) for figure in ordered)
    title = _title(ordered, language)
    scope = first.scope.say(language)
    notes = [texts.text("chart.scope", scope=scope)] if title.casefold() != scope.casefold() else []
    notes += [texts.text("chart.by", who=who, date=date) for who, date in _authors(ordered, texts)]
    notes += [texts.text("figure.caveat", caveat=caveat) for caveat in _caveats(ordered, texts)]
    return Chart(title, bars, tuple(note.unescape() for note in notes), language)


def series(figures: Iterable[Figure]) -> list[tuple[Figure, ...]]:
    """Return the figures grouped by their series, in the order met; a figure without one is left out."""
    groups: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.series:
            groups[figure.series].append(figure)
    return [tuple(group) for group in groups.values()]


def described(chart: Chart, texts: Texts) -> str:
    """Return the chart in words, for those who do not see it: every label with its value, then what must be read beside."""
    bars = "; ".join(f"{bar.label}: {bar.written}" for bar in chart.bars)
    return texts.text("chart.words", title=chart.title, bars=bars, notes=" ".join(chart.notes)).unescape()


def _drawable(figure: Figure) -> bool:
    return figure.series is not None and figure.number is not None and figure.as_of is not None


def _alike(one: Figure, other: Figure) -> bool:
    return (
        one.series == other.series
        and dict(one.unit) == dict(other.unit)
        and dict(one.scope) == dict(other.scope)
        and (one.measured_as in _CHANGES) == (other.measured_as in _CHANGES)
    )


def _bar(figure: Figure, all_of_them: list[Figure], texts: Texts) -> Bar:
    """Return one bar; labels that are the same for all are told apart by their date and, if need be, their author."""
    title = figure.title.say(texts.language)
    label = title
    same = [other for other in all_of_them if other.title.say(texts.language) == title]
    if len(same) > 1 and figure.as_of is not None:
        label = f"{texts.day(figure.as_of)}, {figure.stated_by.say(texts.language)}"
    return Bar(label, figure.number or 0.0, written(figure, texts))


def written(figure: Figure, texts: Texts) -> str:
    """Return the value with its unit as readers of the language write them: ``≈ 1 500 personnes``, ``85 %``."""
    if figure.written:
        return figure.written.say(texts.language)
    value = texts.number(figure.number) if figure.number is not None else figure.value
    key = "figure.about" if figure.approximate else "figure.value"
    said = texts.text(key, value=value, unit=figure.unit.say(texts.language)).unescape()
    # French sets the sign apart, English does not.
    return said if texts.language == "fr" else said.replace(" %", "%")


def _authors(figures: list[Figure], texts: Texts) -> list[tuple[str, str]]:
    known = {
        (figure.stated_by.say(texts.language), texts.day(figure.as_of)): None for figure in figures if figure.as_of
    }
    return list(known)


def _caveats(figures: list[Figure], texts: Texts) -> list[str]:
    """Return what to know of the figures, each once; a general word for those without one of their own."""
    general = texts.text("figure.caveat-general").unescape()
    return list({figure.caveat.say(texts.language) if figure.caveat else general: None for figure in figures})


def _title(figures: list[Figure], language: str) -> str:
    """Return the title they share, or else their scope."""
    titles = list({figure.title.say(language): None for figure in figures})
    title = titles[0] if len(titles) == 1 else figures[0].scope.say(language)
    return title[:1].upper() + title[1:]
