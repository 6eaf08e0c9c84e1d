"""Room: how long a message will be, and how a text too long for its place is cut without losing its source."""

from typing import Final

from markupsafe import Markup

from content.rich import join, LIMIT, read, Rich, split
from handlers.reply import Entry, Reply

ENTRY: Final = 1200
"""UTF-16 units of one entry; one that is longer is cut, and its card has the rest."""
HEAD: Final = 600
_NUMBER: Final = 4
"""Units the number before an entry takes."""
_SOURCE: Final = 400
"""Units of a last line that is kept whole: it names the source."""


def fits(reply: Reply) -> bool:
    """Return whether the reply is one message, with the numbers its entries will get."""
    texts = [block.text if isinstance(block, Entry) else block for block in reply.blocks]
    whole = join([read(reply.head), *(read(text) for text in texts), read(reply.foot)])
    return len(whole) + _NUMBER * len(texts) <= LIMIT


def within(text: Markup, limit: int = ENTRY) -> Markup:
    """Return the text, cut at a word where it is longer than ``limit`` units; its last line, the source, stays whole."""
    if len(read(text)) <= limit:
        return text
    body, _, last = text.rpartition("\n")
    source = read(Markup(last))  # noqa: S704  a part of markup
    if not body or len(source) > _SOURCE:
        return _cut(read(text), limit)
    return Markup("\n").join((_cut(read(Markup(body)), limit - len(source) - 1), Markup(last)))  # noqa: S704


def _cut(text: Rich, limit: int) -> Markup:
    return Markup.escape(f"{next(split(text, limit - 2)).text} …")
