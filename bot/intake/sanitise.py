"""Sanitising: text from outside, made safe to stand in a message among other text.

Source of the rules: security.md 6.6. What comes out is plain text; whoever renders it still escapes it.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

MOST_MARKS: Final = 3
"""Combining marks on one letter; no writing in use needs more."""

_JOINER: Final = "\u200d"
_PICTURE: Final = "\ufe0f"
"""Asks for the coloured form of the sign before it."""

_INVISIBLE: Final = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, apart from the ends of lines
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphens and fillers
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero width; direction set, isolated or overridden
    "\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff"  # halves of pairs; private use
    "\ufdd0-\ufdef\ufffe\uffff"  # no characters at all
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    "]"
)
_LONE: Final = re.compile(
    f"(?<![\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff{_PICTURE}]){_JOINER}"
    f"|{_JOINER}(?![\u203c-\u3299\U0001f000-\U0001faff])"
    f"|(?<![#*0-9\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]){_PICTURE}"
)
"""A joiner outside a picture made of several, and a wish for colour where there is nothing to colour."""

_NEW_LINES: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES: Final = re.compile("[\t\u1680\u2000-\u200a\u205f\u3000]")
"""Spaces that become an ordinary one; the no-break spaces of French stay."""
_RUN: Final = re.compile("[ \xa0\u202f]*[ ][ \xa0\u202f]*")
_STACK: Final = re.compile("[^\x00-\u02ff\u2000-\u20cf\u2100-\u2fff]{4,}")
"""Where so many marks in a row can stand at all; nothing else is looked at one by one."""


def one_line(text: str, most: int) -> str:
    """Return the text on one line of at most ``most`` characters, cut between words with an ellipsis."""
    return _cut(_RUN.sub(" ", _clean(text).replace("\n", " ")).strip(), most)


def paragraphs(text: str, most: int) -> str:
    """Return the text of at most ``most`` characters with its lines kept and empty ones dropped."""
    lines = (_RUN.sub(" ", line).strip() for line in _clean(text).split("\n"))
    return _cut("\n".join(line for line in lines if line), most)


def _clean(text: str) -> str:
    text = _SPACES.sub(" ", _NEW_LINES.sub("\n", text))
    if text.isascii():
        return _INVISIBLE.sub("", text)
    # Dropping one can make another droppable, or letters composable that stood apart: until nothing changes.
    before = ""
    while text != before:
        before = text
        text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
        text = _STACK.sub(lambda found: "".join(_few_marks(found[0])), text)
        text = _LONE.sub("", text)
    return text


def _few_marks(run: str) -> Iterator[str]:
    marks = 0
    for sign in run:
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            yield sign


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    space = max(kept.rfind(" "), kept.rfind("\n"))
    kept = kept[:space] if space > most // 2 else kept
    return kept.rstrip(f" \n\xa0\u202f{_JOINER}") + "…"
