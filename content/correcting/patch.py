"""The patch: a message as it should have been, with a line on top that says what was changed; spans move with their text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from content.correcting.changes import Change
from content.rich import join, LIMIT, Rich, Span, split, units

MARKS: Final = ("✏️", "✖️")
"""What a note begins with: it tells what was said, so it is never itself corrected."""
_HINT: Final = 40
"""So many characters of a text that was cut show that it was said."""
_EXCERPT: Final = 160
"""Characters of a text a note repeats."""
_BLOCK: Final = re.compile(r"(?:(?!\n\n).)+", re.DOTALL)


def corrected(message: Rich, said: Iterable[Change], names: Sequence[str] = ()) -> Rich | None:
    """Return the message with each wrong text replaced by the right one; None where it has none of them.

    ``names`` of the item: only paragraphs with one of them are looked at, for others may speak of something else that
    reads the same (the hours of another office). Without them the whole message speaks of the item.
    """
    spots: list[tuple[int, Change]] = []
    for change in said:
        for start in _places(message.text, change.said, names, change.right):
            end = start + len(change.said)
            # What a longer text holds is part of it, and what is put in is not looked at again.
            if not any(start < at + len(other.said) and at < end for at, other in spots):
                spots.append((start, change))
    return _replaced(message, spots) if spots else None


def hinted(message: Rich, said: Iterable[Change], names: Sequence[str] = ()) -> bool:
    """Return whether a wrong text may stand in the message cut, or a name of the item beside something else that is wrong."""
    told = "\n\n".join(message.text[start:end] for start, end in _own(message.text, names))
    return any(change.said[:_HINT] in told and change.right not in told for change in said if len(change.said) > _HINT)


def withdrawn(message: Rich, texts: Sequence[str], names: Sequence[str] = ()) -> Rich:
    """Return the message with the texts of what was withdrawn struck through, in the paragraphs that name it."""
    struck: list[Span] = []
    for text in texts:
        for start in _places(message.text, text, names):
            span = Span("strikethrough", units(message.text[:start]), units(text))
            if not any(span.offset < other.end and other.offset < span.end for other in struck):
                struck.append(span)
    spans = tuple(sorted((*message.spans, *struck), key=lambda span: (span.offset, -span.length)))
    return Rich(message.text, spans)


def below(note: Rich, message: Rich) -> Rich:
    """Return the message below the note, at most one message long; of one already too long the end goes."""
    return next(split(join([note, message]), LIMIT))


def fits(note: Rich, message: Rich) -> bool:
    """Return whether nothing of the message goes where the note stands above it."""
    return len(join([note, message])) <= LIMIT


def excerpt(change: Change) -> Change:
    """Return the change by the words that differ, with some around them, where its texts are long."""
    said, right = change.said, change.right
    if max(len(said), len(right)) <= _EXCERPT:
        return change
    first = _same(said, right)
    last = _same(said[first:][::-1], right[first:][::-1])
    return Change(_window(said, first, len(said) - last), _window(right, first, len(right) - last))


def _window(text: str, first: int, last: int) -> str:
    """Return what lies from ``first`` to ``last`` with words around it, marked where it was cut."""
    spare = max(0, _EXCERPT - (last - first)) // 2
    start = text.rfind(" ", 0, max(0, first - spare) + 1) + 1 if first > spare else 0
    end = min(len(text), max(last + spare, first + 1))
    if end - start > 2 * _EXCERPT:
        end = start + 2 * _EXCERPT
    if end < len(text):
        end = max(text.rfind(" ", start, end + 1), start) if " " in text[start : end + 1] else end
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


def _same(first: str, second: str) -> int:
    """Return how many characters both begin with."""
    return next(
        (at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def _own(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where the paragraphs lie that speak of the item; notes of earlier corrections never do."""
    for block in _BLOCK.finditer(text):
        if block.group().lstrip().startswith(MARKS):
            continue
        if not names or any(name in block.group() for name in names):
            yield block.span()


def _places(text: str, wanted: str, names: Sequence[str] = (), around: str = "") -> list[int]:
    """Return where the text stands as whole words, in the item's own paragraphs; not where it is part of ``around``."""
    inside = [(at, at + len(around)) for at in _found(text, around)] if wanted in around else []
    own = list(_own(text, names))
    # A text of several paragraphs is known by itself.
    if "\n\n" in wanted:
        own = [(0, len(text))]
    return [
        start
        for start in _found(text, wanted)
        if any(first <= start and start + len(wanted) <= last for first, last in own)
        and not any(first <= start and start + len(wanted) <= last for first, last in inside)
    ]


def _found(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted) if wanted else -1
    while start != -1:
        end = start + len(wanted)
        if not (text[start - 1 : start].isalnum() and wanted[0].isalnum()) and not (
            text[end : end + 1].isalnum() and wanted[-1].isalnum()
        ):
            yield start
            start = text.find(wanted, end)
        else:
            start = text.find(wanted, start + 1)


def _replaced(message: Rich, spots: list[tuple[int, Change]]) -> Rich:
    """Return the message with the texts at those places replaced."""
    text, spans = message.text, list(message.spans)
    for start, change in sorted(spots, key=lambda spot: -spot[0]):
        text = f"{text[:start]}{change.right}{text[start + len(change.said) :]}"
        offset, old, new = units(text[:start]), units(change.said), units(change.right)
        spans = [moved for span in spans if (moved := _moved(span, offset, old, new)) is not None]
    return Rich(text, tuple(sorted(spans, key=lambda span: (span.offset, -span.length))))


def _moved(span: Span, at: int, old: int, new: int) -> Span | None:
    """Return where a span lies once ``old`` units at ``at`` became ``new``; one that lay inside covers the whole new text."""
    end = at + old
    if span.end <= at:
        return span
    if span.offset >= end:
        return replace(span, offset=span.offset + new - old)
    first = min(span.offset, at)
    last = max(span.end, end) + new - old
    return replace(span, offset=first, length=last - first) if last > first else None
