"""Rich text: markup becomes plain text with spans over it, measured and cut as messengers count, in UTF-16 units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import Final
from unicodedata import category

from markupsafe import Markup

LIMIT: Final = 4096
"""UTF-16 units a message may hold after parsing (Telegram's published limit)."""

_KINDS: Final = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "s": "strikethrough",
    "code": "code", "blockquote": "blockquote", "a": "text_link",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text with a look or a link: offset and length in UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str | None = None
    folded: bool = False
    """A quotation shown folded, opened by a tap."""

    @property
    def end(self) -> int:
        """The unit after the last one."""
        return self.offset + self.length

    def moved(self, by: int) -> "Span":
        """Return the same stretch ``by`` units further on."""
        return Span(self.kind, self.offset + by, self.length, self.url, self.folded)


@dataclass(frozen=True, slots=True)
class Rich:
    """Plain text and the spans over it."""

    text: str
    spans: tuple[Span, ...] = ()

    def __len__(self) -> int:
        """The length in UTF-16 units."""
        return units(self.text)


def units(text: str) -> int:
    """Return the length of ``text`` in UTF-16 units: a character outside the basic plane counts twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.at = 0
        self.open: list[tuple[str, int, str | None, bool]] = []
        self.spans: list[Span] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_data("\n")
        elif tag in _KINDS:
            values = dict(attrs)
            self.open.append((tag, self.at, values.get("href"), "expandable" in values))
        else:
            raise ValueError(f"the markup has a tag <{tag}> that is not known")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise ValueError(f"the markup closes <{tag}> where it is not open")
        _, start, url, folded = self.open.pop()
        if self.at > start and (tag != "a" or url):
            self.spans.append(Span(_KINDS[tag], start, self.at - start, url, folded))

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
        self.at += units(data)


@lru_cache(maxsize=4096)
def read(markup: Markup) -> Rich:
    """Return the rich text of ``markup`` (b, i, u, s, code, blockquote, a); raises ValueError for any other tag."""
    if "<" not in markup:
        return Rich(unescape(markup))
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    if reader.open:
        raise ValueError(f"the markup never closes <{reader.open[-1][0]}>")
    return Rich("".join(reader.parts), tuple(sorted(reader.spans, key=lambda span: (span.offset, -span.length))))


def join(parts: list[Rich], between: str = "\n\n") -> Rich:
    """Return the parts as one text, with ``between`` between those that are not empty."""
    texts: list[str] = []
    spans: list[Span] = []
    at = 0
    for part in parts:
        if not part.text:
            continue
        if texts:
            texts.append(between)
            at += units(between)
        texts.append(part.text)
        spans.extend(span.moved(at) for span in part.spans)
        at += len(part)
    return Rich("".join(texts), tuple(spans))


def trim(rich: Rich) -> Rich:
    """Return the text without white space at its ends; spans follow, and never cover white space at the ends alone."""
    body = rich.text.strip()
    if len(body) == len(rich.text):
        return rich
    lead = len(rich.text) - len(rich.text.lstrip())
    return _cut(rich, units(rich.text[:lead]), units(rich.text[:lead]) + units(body), body)


def _cut(rich: Rich, start: int, end: int, body: str) -> Rich:
    spans = []
    for span in rich.spans:
        first, last = max(span.offset, start), min(span.end, end)
        if last > first:
            spans.append(replace(span, offset=first - start, length=last - first))
    return Rich(body, tuple(spans))


_LONGEST_CHARACTER: Final = 64
"""Code points read as one character at most; a longer pile of marks is cut like any other text."""
_FLAG_LETTERS: Final = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_TIED: Final = frozenset(["\u200d", *map(chr, range(0x1F3FB, 0x1F400)), *map(chr, range(0xE0020, 0xE0080))])
_BREAKS: Final = (re.compile(r"\n\n"), re.compile(r"\n"), re.compile(r"[.!?…»]\s"), re.compile(r"\s"))


def split(rich: Rich, limit: int = LIMIT) -> Iterator[Rich]:
    """Yield the text in pieces of at most ``limit`` UTF-16 units.

    Cut between paragraphs where one can, else lines, sentences, words; never inside a character. Spans are cut with it.
    """
    rich = trim(rich)
    while len(rich) > limit:
        chars = _fitting(rich.text, limit)
        cut = _break(rich.text, chars)
        yield trim(_cut(rich, 0, units(rich.text[:cut]), rich.text[:cut]))
        rich = trim(_cut(rich, units(rich.text[:cut]), len(rich), rich.text[cut:]))
    if rich.text:
        yield rich


def _fitting(text: str, limit: int) -> int:
    """Return how many characters of ``text`` fit into ``limit`` units."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return index
    return len(text)


def _break(text: str, chars: int) -> int:
    """Return where to cut: the last good break in the second half of what fits, else exactly what fits."""
    for pattern in _BREAKS:
        ends = [match.end() for match in pattern.finditer(text, 0, chars)]
        if ends and ends[-1] > chars // 2:
            return ends[-1]
    whole = chars
    while whole > max(0, chars - _LONGEST_CHARACTER) and _belongs(text, whole):
        whole -= 1
    return max(chars if whole == 0 or _belongs(text, whole) else whole, 1)


def _belongs(text: str, at: int) -> bool:
    """Return whether the character at ``at`` is read as one with those before it: a mark, a skin tone, half a flag."""
    mark = text[at]
    if mark in _FLAG_LETTERS:
        run = len(text[:at]) - len(text[:at].rstrip(_FLAG_LETTERS))
        return run % 2 == 1
    return mark in _TIED or text[at - 1] == "\u200d" or category(mark).startswith("M")
