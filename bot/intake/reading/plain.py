"""Plain text from HTML, for the short texts of feeds; by the standard library, as an import of lxml costs more than it saves."""

from html.parser import HTMLParser
from typing import Final

READ: Final = 20_000
"""Characters of HTML that are read for one field: the parser's time can grow with the square of its input."""
_UNSEEN: Final = frozenset(("script", "style", "template", "head", "noscript", "iframe", "object", "svg"))
_FLOWING: Final = frozenset(
    ("a", "abbr", "b", "cite", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u")
)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unseen += tag in _UNSEEN
        if tag not in _FLOWING:
            self.parts.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag not in _FLOWING:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag not in _FLOWING:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def plain(html: str, most: int) -> str:
    """Return what a reader would see of the HTML, at most ``most`` characters, not yet sanitised."""
    html = html[:READ]
    if "<" not in html and "&" not in html:
        return html[:most]
    parser = _Text()
    try:
        parser.feed(html)
        parser.close()
    except AssertionError:  # how this parser says that a declaration is malformed
        parser.parts.append(" ")
    return "".join(parser.parts)[:most]
