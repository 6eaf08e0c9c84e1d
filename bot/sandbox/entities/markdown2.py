"""Telegram's second Markdown: nesting, quotes, and reserved letters that must be escaped."""

from dataclasses import dataclass

from bot.sandbox.entities.html import fault
from bot.sandbox.entities.links import emoji_behind, link_entity, moment_behind
from bot.sandbox.entities.markdown import code_language
from bot.sandbox.entities.units import ordered, units
from bot.sandbox.record import Record

RESERVED = set("_*[]()~`>#+-=|{}.!\n")
# The names that Telegram's faults use for its kinds of entities.
NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "precode": "PreCode",
    "link": "TextUrl",
    "emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}


@dataclass(frozen=True)
class _Open:
    kind: str
    offset: int
    begin: int
    start: int
    language: str = ""


def parse_markdown2(source: str) -> tuple[str, list[Record]]:
    """Return the plain text and its entities; raise Telegram's refusal for a fault."""
    return _Markdown2(source).read()


class _Markdown2:
    """One reading of one text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.offset = 0
        self.entities: list[Record] = []
        self.nested: list[_Open] = []
        self.quoting = False
        self.may_quote = True

    def read(self) -> tuple[str, list[Record]]:
        while self.at < len(self.source):
            letter = self.source[self.at]
            following = self.source[self.at + 1 : self.at + 2]
            if letter == "\\" and following and 0 < ord(following) <= 126:
                self._put(following)
                if following != "\r":
                    self.may_quote = following == "\n"
                self.at += 2
            elif not self._is_reserved(letter):
                self._put(letter)
                self.may_quote = self.may_quote and letter == "\r"
                self.at += 1
            elif self._ends(letter):
                self._end(letter)
            else:
                self._begin(letter)
        self._finish()
        return "".join(self.out), ordered(self.entities)

    def _put(self, text: str) -> None:
        self.out.append(text)
        self.offset += units(text)

    def _is_reserved(self, letter: str) -> bool:
        if self.nested and self.nested[-1].kind in ("code", "pre", "precode"):
            return letter == "`"
        return letter in RESERVED

    def _sees(self, text: str) -> bool:
        return self.source.startswith(text, self.at)

    def _ends(self, letter: str) -> bool:
        if not self.nested:
            return False
        if self.quoting and letter == "\n" and self.source[self.at + 1 : self.at + 2] != ">":
            return True
        return {
            "bold": letter == "*",
            "italic": letter == "_" and not self._sees("__"),
            "underline": self._sees("__"),
            "strikethrough": letter == "~",
            "spoiler": self._sees("||"),
            "code": letter == "`",
            "pre": self._sees("```"),
            "precode": self._sees("```"),
            "link": letter == "]",
            "emoji": letter == "]",
            "blockquote": False,
        }[self.nested[-1].kind]

    def _begin(self, letter: str) -> None:
        begin, kind, language = self.at, "", ""
        if letter == "\n":
            self._put("\n")
            self.may_quote = True
            self.at += 1
            return
        if letter == ">" and self.may_quote:
            self.at += 1
            if self.quoting:
                return
            self.quoting, kind = True, "blockquote"
        elif self._sees("```"):
            language, self.at = code_language(self.source, self.at + 3)
            kind = "precode" if language else "pre"
        else:
            for mark, name in MARKS:
                if self._sees(mark):
                    kind, self.at = name, self.at + len(mark)
                    break
        if not kind:
            raise fault(f"Character '{letter}' is reserved and must be escaped with the preceding '\\'")
        self.nested.append(_Open(kind, self.offset, begin, len(self.out), language))

    def _unended(self) -> Exception:
        last = self.nested[-1]
        return fault(
            f"Can't find end of {NAMES[last.kind]} entity at byte offset {len(self.source[: last.begin].encode())}"
        )

    def _end(self, letter: str) -> None:
        opened = self.nested[-1]
        kind = opened.kind
        if letter == "\n" and kind != "blockquote":
            # "||" as the last thing of a quote makes it one that unfolds.
            ends_quote = kind == "spoiler" and self.source[opened.begin + 2 : self.at].strip("\r") == ""
            if not ends_quote or len(self.nested) < 2 or self.nested[-2].kind != "blockquote":
                raise self._unended()
            self.nested.pop()
            opened, kind = self.nested[-1], "expandable_blockquote"
        if letter == "\n":
            self._put("\n")
            self.quoting, self.may_quote = False, True
            self.at += 1
            self._add(kind, opened)
        elif kind in ("link", "emoji"):
            self.at += 1
            self._link(opened)
        else:
            self.at += {"underline": 2, "spoiler": 2, "pre": 3, "precode": 3}.get(kind, 1)
            self._add(kind, opened)
        self.nested.pop()

    def _add(self, kind: str, opened: _Open) -> None:
        length = self.offset - opened.offset
        if length:
            language = {"language": opened.language} if opened.language else {}
            name = "pre" if kind == "precode" else kind
            self.entities.append({"type": name, "offset": opened.offset, "length": length, **language})

    def _link(self, opened: _Open) -> None:
        length = self.offset - opened.offset
        url = "".join(self.out[opened.start :])
        if self._sees("("):
            url = self._address()
        elif opened.kind == "emoji":
            raise fault("The entity must contain a tg://emoji or tg://time URL")
        if opened.kind == "link":
            entity = link_entity(opened.offset, length, url)
            self.entities += [entity] if entity and length else []
            return
        span = {"offset": opened.offset, "length": length}
        emoji, moment = emoji_behind(url), moment_behind(url)
        if emoji:
            self.entities.append({"type": "custom_emoji", **span, "custom_emoji_id": emoji})
        elif moment:
            shown = {"date_time_format": moment[1]} if moment[1] else {}
            self.entities.append({"type": "date_time", **span, "unix_time": moment[0], **shown})
        else:
            raise fault("Invalid tg://emoji or tg://time URL specified")

    def _address(self) -> str:
        begin = self.at = self.at + 1
        url = []
        while self.at < len(self.source) and self.source[self.at] != ")":
            if self._sees("\\") and self.at + 1 < len(self.source) and ord(self.source[self.at + 1]) <= 126:
                self.at += 1
            url.append(self.source[self.at])
            self.at += 1
        if self.at >= len(self.source):
            raise fault(f"Can't find end of a URL at byte offset {len(self.source[:begin].encode())}")
        self.at += 1
        return "".join(url)

    def _finish(self) -> None:
        if self.quoting:
            kind = "blockquote"
            if self.nested[-1].kind == "spoiler" and self.nested[-1].begin == len(self.source) - 2:
                self.nested.pop()
                kind = "expandable_blockquote"
            if self.nested[-1].kind == "blockquote":
                self._add(kind, self.nested.pop())
        if self.nested:
            raise self._unended()


MARKS = (
    ("__", "underline"),
    ("_", "italic"),
    ("*", "bold"),
    ("~", "strikethrough"),
    ("||", "spoiler"),
    ("![", "emoji"),
    ("[", "link"),
    ("`", "code"),
)
