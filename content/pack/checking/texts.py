"""Rules on texts: every language there, nothing unprintable, no unwanted word, no name that may not be shown, not too long."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from content.fold import fold
from content.language import Translated
from content.pack.checking.addresses import check_address, in_text
from content.pack.checking.leaves import leaves, shown
from content.pack.checking.remark import Remark
from content.pack.manifest import Document
from content.pack.sentences import shortened
from content.records import Article, Item, Position, Topic
from content.wording import WordingGuide

TITLE: Final = 140
"""Characters of a title: two lines on a telephone."""

SENTENCES: Final = 4
"""Of an article's summary (content policy, section 7, rules 13 and 14)."""

SUMMARY: Final = 1500
"""Characters of a topic's summary in one language: a screenful."""

_HIDDEN: Final = frozenset("\u061c\u200b\u200e\u200f\u2028\u2029\u2060\ufeff")
_SHORT: Final = re.compile(
    r"\b(?:M|MM|Mr|Mrs|Ms|Dr|Pr|St|Ste|art|al|env|cf|ex|n|p|pp|vs|etc|approx|[Nn]o(?=\.\s?\d)|c\.-à-d|i\.e|e\.g|[A-Z])\."
)
_END: Final = re.compile(r"[.!?…]+[»”\")\s]*(?=\s[«“\"(]?\s?[0-9A-ZÀ-ÖØ-Þ]|\s*$)")


class Names:
    """The names that may not be shown: of people whose every position says ``role_only`` (content policy, section 2, rule 6)."""

    def __init__(self, positions: Iterable[Position]) -> None:
        """Collect them from the positions."""
        roles: set[str] = set()
        free: set[str] = set()
        for position in positions:
            if position.name is not None:
                (free if position.shown_name else roles).add(" ".join(fold(position.name).split()))
        kept = sorted(name for name in roles - free if len(name) > 3)
        self._pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, kept))})\b") if kept else None

    def in_text(self, text: str) -> bool:
        """Return whether the text names one of them."""
        return self._pattern is not None and self._pattern.search(fold(text)) is not None


def sentences(text: str) -> int:
    """Return how many sentences a text has; abbreviations end none."""
    return len(_END.findall(_SHORT.sub("x", text.strip()))) or 1


def check_languages(model: Item | Document, languages: tuple[str, ...]) -> Iterator[Remark]:
    """Yield each text that lacks a language of the pack, or has one the pack does not speak; notes are the editor's own."""
    wanted = set(languages)
    for path, value in leaves(model):
        if isinstance(value, Translated) and value.keys() != wanted and path != "note":
            for missing in sorted(wanted - value.keys()):
                yield Remark(f"{path}.{missing}", "is missing; pack.yaml says that every text exists in this language")
            for extra in sorted(value.keys() - wanted):
                yield Remark(f"{path}.{extra}", "is in a language that pack.yaml does not name")


def check_characters(model: Item | Document) -> Iterator[Remark]:
    """Yield each text with characters that cannot be seen or that turn the direction of writing."""
    for path, value in leaves(model):
        texts = value.values() if isinstance(value, Translated) else (value,)
        for text in texts:
            hidden = _unseen(text)
            if hidden:
                name = unicodedata.name(hidden, "a control character").lower()
                yield Remark(path, f"holds a character nobody sees (U+{ord(hidden):04X}, {name}); remove it")


def check_shown(item: Item, guide: WordingGuide, names: Names, excluded: Iterable[str]) -> Iterator[Remark]:
    """Yield what the texts people see may not hold."""
    for field, text in shown(item):
        yield from _check_text(field, text, guide, excluded)
        if names.in_text(text):
            yield Remark(field, "names a person of whom only the role may be shown; write the role")
        if field.startswith("title") and len(text) > TITLE:
            yield Remark(field, f"has {len(text)} characters; a title has at most {TITLE}")
    if isinstance(item, Article):
        for language, text in item.summary.items():
            if (count := sentences(text)) > SENTENCES:
                yield Remark(f"summary.{language}", f"has {count} sentences; at most {SENTENCES}, in our own words")
    if isinstance(item, Topic):
        yield from _check_summary(item)


def check_document(document: Document, guide: WordingGuide, excluded: Iterable[str]) -> Iterator[Remark]:
    """Yield what the texts of a document people see may not hold."""
    for path, value in leaves(document):
        if isinstance(value, Translated):
            for language, text in value.items():
                yield from _check_text(f"{path}.{language}", text, guide, excluded)


def _check_text(field: str, text: str, guide: WordingGuide, excluded: Iterable[str]) -> Iterator[Remark]:
    for found, instead in guide.find(text):
        language = field.rpartition(".")[2]
        yield Remark(field, f"'{shortened(found)}' is not our word; say: {shortened(instead.say(language), 100)}")
    for url in in_text(text) if "://" in text else ():
        yield from check_address(field, url, excluded)


def _check_summary(topic: Topic) -> Iterator[Remark]:
    if topic.summary is None:
        return
    for language in topic.title:
        said = [statement.says.get(language, "") for statement in topic.summary.statements]
        length = len(" ".join(said))
        if length > SUMMARY:
            yield Remark(f"summary.{language}", f"has {length} characters in all; at most {SUMMARY}")


def _unseen(text: str) -> str:
    """Return the first character of a text that nobody sees, or nothing."""
    if text.isascii() and text.isprintable():
        return ""
    for character in text:
        if character.isprintable() or character in "\n\u00a0\u202f\u2009\u200c\u200d\u00ad":
            continue
        if character in _HIDDEN or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn"):
            return character
    return ""
