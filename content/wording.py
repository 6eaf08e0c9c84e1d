"""Wording: the words never to use in our own voice, found in any text, with what to say instead."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from content.fold import fold
from content.language import Translated
from content.pack.manifest import Wording, WordingRule

_QUOTED: Final = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"|„[^„“”]*[“”]")


class Unwanted(NamedTuple):
    """Words that were found, as they stand in the text, and what to say instead."""

    found: str
    instead: Translated


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    quoted: bool
    instead: Translated


class WordingGuide:
    """The wording guide, ready to be held against texts (content policy, section 7, rule 8)."""

    def __init__(self, rules: Iterable[WordingRule]) -> None:
        """Hold the rules a program can check; the others are a person's."""
        checked = [rule for rule in rules if rule.checked]
        self._rules = tuple(_Rule(_pattern(rule), rule.quoted, rule.use) for rule in checked)
        every = "|".join(rule.pattern.pattern for rule in self._rules)
        self._any = re.compile(every) if every else None

    def find(self, text: str) -> list[Unwanted]:
        """Return the unwanted words of ``text`` in the order they stand; quoted ones only where the rule minds them too."""
        if self._any is None or self._any.search(fold(text)) is None:
            return []
        spread = _Spread(text)
        found = [
            (start, Unwanted(spread.text[start:end], rule.instead))
            for rule in self._rules
            for start, end in spread.matches(rule.pattern)
            if not (rule.quoted and spread.quoted(start, end))
        ]
        return [unwanted for _, unwanted in sorted(found, key=lambda each: each[0])]


def guide(wording: Wording) -> WordingGuide:
    """Return the guide of a pack."""
    return WordingGuide(wording.rules)


def _pattern(rule: WordingRule) -> re.Pattern[str]:
    """Return what finds a rule's words in folded text: its forms, or the words themselves where it has none."""
    forms = [form for form in (_form(written) for written in rule.forms or rule.avoid) if form]
    return re.compile(rf"\b(?:{'|'.join(forms) or '(?!)'})\b")


def _form(written: str) -> str:
    """Return the pattern of one form: ``*`` ends a stem, and each longer word may stand in the plural."""
    parts = []
    for word in re.findall(r"[^\s*]+\*?", written):
        for piece in fold(word).split():
            stem = word.endswith("*") and piece == fold(word).split()[-1]
            plural = "(?:s|x|es)?" if len(piece) > 2 else ""
            parts.append(piece + (r"\w*" if stem else plural))
    return " ".join(parts)


class _Spread:
    """A text with its folded words, each knowing where it stands."""

    def __init__(self, text: str) -> None:
        self.text = "".join(c for c in unicodedata.normalize("NFC", text) if c == " " or fold(f"a{c}b") != "ab")
        self._starts: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        words, at = [], 0
        for token in re.finditer(r"[^\W_]+", self.text):
            for word in fold(token.group()).split():
                self._starts[at], self._ends[at + len(word)] = token.start(), token.end()
                words.append(word)
                at += len(word) + 1
        self._folded = " ".join(words)
        self._quotes = [(found.start(), found.end()) for found in _QUOTED.finditer(self.text)]

    def matches(self, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
        """Return where the pattern stands in the text itself."""
        return [(self._starts[found.start()], self._ends[found.end()]) for found in pattern.finditer(self._folded)]

    def quoted(self, start: int, end: int) -> bool:
        """Return whether the stretch stands between quotation marks."""
        return any(opens < start and end < closes for opens, closes in self._quotes)
