"""Choices: buttons made of items, topics and places, with labels that fit a phone."""

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar

from content.fold import fold
from content.language import Translated
from content.records import Place, Record, Topic
from handlers.ports import Services
from handlers.reply import Button, Row
from handlers.request import Request

T = TypeVar("T")

LABEL: Final = 42
"""Characters of a label a phone shows on one line."""
ARGS: Final = 45
"""Characters of arguments a button can carry (they are slugs, one byte each)."""
MOST: Final = 12
"""Buttons offered at once; more is no choice any more."""


def said(request: Request, key: str) -> str:
    """Return the sentence ``key`` as the plain text a button needs."""
    return request.text(key).unescape()


def label(text: str) -> str:
    """Return the text shortened at a word to fit a button, with an ellipsis."""
    if len(text) <= LABEL:
        return text
    cut = text[: LABEL - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut} …".replace("  ", " ")


def rows(buttons: Iterable[Button], across: int = 1) -> tuple[Row, ...]:
    """Return the buttons in rows of ``across``."""
    listed = list(buttons)
    return tuple(tuple(listed[start : start + across]) for start in range(0, len(listed), across))


def on_page(entries: Sequence[T], page: int, per_page: int) -> Sequence[T]:
    """Return the entries that stand on a page; those of the last page where there are not so many."""
    last = max(1, -(-len(entries) // per_page))
    start = (min(max(page, 1), last) - 1) * per_page
    return entries[start : start + per_page]


def turning(number: int, per_page: int, request: Request) -> tuple[Row, ...]:
    """Return buttons to the pages before and after, for the same command: also in groups, where a reply has one page only."""
    last = max(1, -(-number // per_page))
    page = min(max(request.page, 1), last)
    turned = [(key, to) for key, to in (("page.before", page - 1), ("page.after", page + 1)) if 1 <= to <= last]
    row = tuple(
        Button(request.text(key, page=to).unescape(), request.command, request.args, in_place=True, page=to)
        for key, to in turned
    )
    return (row,) if row else ()


def topics(request: Request, services: Services, command: str) -> tuple[Row, ...]:
    """Return a button for each topic, leading to ``command``."""
    known = sorted(services.packs.reference.topics.values(), key=lambda topic: fold(topic.title.say(request.language)))
    return rows((_button(topic, request, command) for topic in known[:MOST]), 2)


def among(found: Iterable[Record], request: Request, command: str) -> tuple[Row, ...]:
    """Return a button for each of the records that may have been meant."""
    return rows(_button(record, request, command) for record in list(found)[:MOST])


def opener(record: Record, request: Request) -> Button:
    """Return the button that opens the record's card."""
    return _button(record, request, "open")


def elsewhere(subject: Place | Topic, request: Request, commands: Iterable[str]) -> tuple[Row, ...]:
    """Return buttons that ask other commands about the same place or topic."""
    return rows((Button(said(request, f"choice.{name}"), name, subject.slug) for name in commands), 2)


def following(record: Record, request: Request) -> tuple[Row, ...]:
    """Return the button that follows the topic, the place or the single item; in private chats only: a group's admins decide."""
    if not request.private:
        return ()
    command = "subscribe" if isinstance(record, Topic | Place) else "follow"
    return ((Button(said(request, "choice.follow"), command, record.slug),),)


def title(record: Record, language: str) -> str:
    """Return what to call a record on a button."""
    named = getattr(record, "title", record.slug)
    return named.say(language) if isinstance(named, Translated) else str(named)


def _button(record: Record, request: Request, command: str) -> Button:
    return Button(label(title(record, request.language)), command, record.slug)
