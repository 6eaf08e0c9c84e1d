"""Pages: a reply becomes messages that fit, with buttons to turn the page, and in groups a doorway to the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count, islice
from typing import Final

from markupsafe import Markup

from content.rich import join, LIMIT, read, Rich, split
from handlers.reply import Button, Doorway, Entry, Reply, Row
from handlers.request import Request

GROUP_LIMIT: Final = 700
"""UTF-16 units of an answer in a group; what is longer goes on in the private chat."""
BETWEEN: Final = "\n\n"
_GROUP_BLOCKS: Final = 3
_ACROSS: Final = 5
_ROOM_FOR_NUMBER: Final = 4


@dataclass(frozen=True, slots=True)
class Page:
    """One message: its text and its buttons."""

    text: Rich
    buttons: tuple[Row, ...]
    items: tuple[str, ...] = ()
    """Slugs of the items whose facts stand on it."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block as it will stand, or a part of one too long; with its entry where it begins one."""

    text: Rich
    entry: Entry | None = None


def lay_out(reply: Reply, request: Request) -> Page:
    """Return the page of ``reply`` the request asks for: the last there is when it asks for one beyond."""
    head, foot = _short(reply.head), _short(reply.foot)
    if not request.private and not reply.urgent:
        return _in_group(reply, request, head, foot)
    room = LIMIT - len(head) - len(foot) - 2 * len(BETWEEN)
    number, shown, more = 0, list[_Piece](), False
    for page, others in _pages(reply, room):
        number, shown, more = number + 1, page, others
        if number == max(request.page, 1):
            break
    text = join([head, *(piece.text for piece in shown), foot], BETWEEN)
    rows = (*openers(shown), *reply.buttons, *_turning(reply, request, number, more=more))
    return Page(text, rows, reply.items + _items(shown))


def _short(text: Markup) -> Rich:
    """Return a head or a foot; of one too long, which may repeat what somebody wrote, only the beginning."""
    return next(split(read(text), LIMIT // 4), Rich(""))


def _pages(reply: Reply, room: int) -> Iterator[tuple[list[_Piece], bool]]:
    """Yield the blocks in pages of at most ``room`` units and ``per_page`` blocks, and whether more follow.

    A block too long for a page is cut well. No further block is read than the one that shows that more follow.
    """
    page: list[_Piece] = []
    used = 0
    for piece in pieces(reply.blocks, room):
        size = len(piece.text) + _ROOM_FOR_NUMBER + len(BETWEEN)
        if page and (used + size > room or len(page) == reply.per_page):
            yield numbered(page), True
            page, used = [], 0
        page.append(piece)
        used += size
    if page:
        yield numbered(page), False


def pieces(blocks: Iterable[Markup | Entry], room: int) -> Iterator[_Piece]:
    for block in blocks:
        entry = block if isinstance(block, Entry) else None
        text = read(block.text if isinstance(block, Entry) else block)
        for part in split(text, room - _ROOM_FOR_NUMBER - len(BETWEEN)):
            yield _Piece(part, entry)
            entry = None


def numbered(page: list[_Piece]) -> list[_Piece]:
    """Return the page with its entries numbered from one, where there are several."""
    if sum(piece.entry is not None for piece in page) < 2:
        return page
    numbers = count(1)
    return [
        replace(piece, text=join([Rich(f"{next(numbers)}."), piece.text], " ")) if piece.entry else piece
        for piece in page
    ]


def openers(page: list[_Piece]) -> tuple[Row, ...]:
    """Return the buttons that open the entries: their numbers in rows, or the one entry by its name."""
    opens = [piece.entry.opens for piece in page if piece.entry]
    if len(opens) < 2:
        return (tuple(opens),) if opens else ()
    numbers = [replace(button, label=str(number)) for number, button in enumerate(opens, 1)]
    return tuple(tuple(numbers[at : at + _ACROSS]) for at in range(0, len(numbers), _ACROSS))


def _items(page: list[_Piece]) -> tuple[str, ...]:
    return tuple(slug for piece in page if piece.entry for slug in piece.entry.items)


def _in_group(reply: Reply, request: Request, head: Rich, foot: Rich) -> Page:
    """Return a short answer for a group; what does not fit is behind a doorway to the private chat."""
    found = list(islice(pieces(reply.blocks, LIMIT // 2), _GROUP_BLOCKS + 1))
    whole = numbered(found)
    text = join([head, *(piece.text for piece in whole), foot], BETWEEN)
    if len(found) <= _GROUP_BLOCKS and len(text) <= GROUP_LIMIT:
        return Page(text, (*openers(whole), *reply.buttons), reply.items + _items(whole))
    shown = found[:_GROUP_BLOCKS]
    while len(shown) > 1 and len(join([head, *(piece.text for piece in shown), foot], BETWEEN)) > GROUP_LIMIT:
        shown.pop()
    room = max(200, GROUP_LIMIT - len(head) - len(foot))
    if len(shown) == 1 and len(shown[0].text) > room:
        first = next(split(shown[0].text, room))
        shown = [replace(shown[0], text=join([first, Rich("…")], " "))]
    text = join([head, *(piece.text for piece in shown), foot], BETWEEN)
    door = Doorway(str(request.text("page.rest")), *(reply.turns or (request.command, request.args)))
    return Page(text, ((door,),), reply.items + _items(shown))


def _turning(reply: Reply, request: Request, number: int, *, more: bool) -> tuple[Row, ...]:
    """Return the buttons to the page before and the page after."""

    command, args = reply.turns or (request.command, request.args)

    def turn(key: str, page: int) -> Button:
        return Button(str(request.text(key, page=page)), command, args, in_place=True, page=page)

    before = (turn("page.before", number - 1),) if number > 1 else ()
    after = (turn("page.after", number + 1),) if more else ()
    return ((*before, *after),) if before or after else ()
