"""Telegram's HTML: tags to entities, faults in Telegram's words with offsets in UTF-8 bytes."""

import re
from dataclasses import dataclass

from bot.sandbox.entities.links import link_entity
from bot.sandbox.entities.units import ordered, units
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request, Refusal

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
TAGS = {*SIMPLE, "a", "tg-emoji", "tg-time", "pre", "code", "blockquote"}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([A-Za-z]+));?")
SPACE = " \t\r\n\0\v"


def fault(text: str) -> Refusal:
    """Return the refusal of a text whose markup is broken."""
    return bad_request(f"can't parse entities: {text}")


@dataclass(frozen=True)
class _Open:
    tag: str
    argument: str
    unix: int
    offset: int
    start: int


def parse_html(source: str) -> tuple[str, list[Record]]:
    """Return the plain text and its entities; raise Telegram's refusal for a fault."""
    return _Html(source).read()


class _Html:
    """One reading of one text, from its first letter to its last."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.entities: list[Record] = []
        self.nested: list[_Open] = []

    def read(self) -> tuple[str, list[Record]]:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                self._tag()
            else:
                self._put(self._letter())
        if self.nested:
            raise fault(f'Can\'t find end tag corresponding to start tag "{self.nested[-1].tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return "".join(self.out), ordered(self.entities)

    def _put(self, text: str) -> None:
        self.out.append(text)
        self.offset += units(text)

    def _letter(self) -> str:
        letter = self.source[self.at]
        reference = REFERENCE.match(self.source, self.at) if letter == "&" else None
        decoded = _decoded(reference) if reference else ""
        if reference and decoded:
            self.at = reference.end()
            return decoded
        self.at += 1
        return letter

    def _bytes(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))

    def _peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _skip(self, wanted: str) -> None:
        while self._peek() and self._peek() in wanted:
            self.at += 1

    def _name(self) -> str:
        start = self.at
        while self._peek() and self._peek() not in SPACE + ">":
            self.at += 1
        return self.source[start : self.at].lower()

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self._peek() == "/":
            self.at += 1
            self._end_tag(begin)
        else:
            self._start_tag(begin)
        self.at += 1

    def _start_tag(self, begin: int) -> None:
        tag = self._name()
        if not self._peek():
            raise fault(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if tag not in TAGS:
            raise fault(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        argument, unix = "", 0
        while self._peek() != ">":
            self._skip(SPACE)
            if self._peek() == ">":
                break
            name, value = self._attribute(tag, begin)
            if tag == "tg-time" and name == "unix":
                unix = int(value) if value.isdigit() else 0
            else:
                argument = _argument(tag, name, value, argument)
        if tag == "span" and argument != "spoiler":
            raise fault(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        self.nested.append(_Open(tag, argument, unix, self.offset, len(self.out)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        start = self.at
        while self._peek() and self._peek() not in SPACE + "=>/\"'":
            self.at += 1
        name = self.source[start : self.at]
        if not name:
            raise fault(f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(begin)}')
        self._skip(SPACE)
        if self._peek() != "=":
            if not self._peek():
                raise fault(f'Unclosed start tag "{tag}" at byte offset {self._bytes(begin)}')
            return name, "1"
        self.at += 1
        self._skip(SPACE)
        if not self._peek():
            raise fault(f'Unclosed start tag "{tag}" at byte offset {self._bytes(begin)}')
        value = self._quoted() if self._peek() in "\"'" else self._token()
        if not self._peek():
            raise fault(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        return name, value

    def _token(self) -> str:
        start = self.at
        while self._peek() and ((self._peek().isascii() and self._peek().isalnum()) or self._peek() in ".-"):
            self.at += 1
        if self._peek() and self._peek() not in SPACE + ">":
            raise fault(f"Unexpected end of name token at byte offset {self._bytes(start)}")
        return self.source[start : self.at].lower()

    def _quoted(self) -> str:
        quote = self._peek()
        self.at += 1
        value = []
        while self._peek() and self._peek() != quote:
            value.append(self._letter())
        if self._peek() == quote:
            self.at += 1
        return "".join(value)

    def _end_tag(self, begin: int) -> None:
        if not self.nested:
            raise fault(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        name = self._name()
        self._skip(SPACE)
        if self._peek() != ">":
            raise fault(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        opened = self.nested.pop()
        if name and name != opened.tag:
            raise fault(
                f'Unmatched end tag at byte offset {self._bytes(begin)}, expected "</{opened.tag}>", found "</{name}>"'
            )
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        span: Record = {"offset": opened.offset, "length": self.offset - opened.offset}
        if opened.tag in SIMPLE:
            self.entities.append({"type": SIMPLE[opened.tag], **span})
        elif opened.tag == "tg-emoji":
            if not opened.argument.isdigit() or not int(opened.argument):
                raise fault("Invalid custom emoji identifier specified")
            self.entities.append({"type": "custom_emoji", **span, "custom_emoji_id": opened.argument})
        elif opened.tag == "tg-time":
            if opened.unix:
                shown = {"date_time_format": opened.argument} if opened.argument else {}
                self.entities.append({"type": "date_time", **span, "unix_time": opened.unix, **shown})
        elif opened.tag == "a":
            entity = link_entity(span["offset"], span["length"], opened.argument or "".join(self.out[opened.start :]))
            self.entities += [entity] if entity else []
        elif opened.tag == "blockquote":
            kind = "expandable_blockquote" if opened.argument else "blockquote"
            self.entities.append({"type": kind, **span})
        else:
            self._close_code(opened, span)

    def _close_code(self, opened: _Open, span: Record) -> None:
        last = self.entities[-1] if self.entities else {}
        same = {"offset": last.get("offset"), "length": last.get("length")} == span
        if opened.tag == "pre" and same and last.get("type") == "code" and last.get("language"):
            last["type"] = "pre"
        elif opened.tag == "code" and same and last.get("type") == "pre" and opened.argument:
            last["language"] = opened.argument
        else:
            language = {"language": opened.argument} if opened.tag == "code" and opened.argument else {}
            self.entities.append({"type": opened.tag, **span, **language})


def _argument(tag: str, name: str, value: str, before: str) -> str:
    """Return what a tag's attribute means for its entity."""
    if tag == "a" and name == "href":
        return value
    if tag == "code" and name == "class" and value.startswith("language-"):
        return value.removeprefix("language-")
    if tag == "span" and name == "class" and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if (tag, name) in {("tg-emoji", "emoji-id"), ("tg-time", "format")}:
        return value
    return "1" if (tag, name) == ("blockquote", "expandable") else before


def _decoded(reference: re.Match[str]) -> str:
    """Return the letter of a character reference, or nothing when Telegram leaves it as it stands."""
    hexadecimal, decimal, name = reference.groups()
    if name:
        return NAMED.get(name, "")
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if not 0 < code < 0x10FFFF or len(reference.group().rstrip(";")) >= 10 or 0xD800 <= code <= 0xDFFF:
        return ""
    return chr(code)
