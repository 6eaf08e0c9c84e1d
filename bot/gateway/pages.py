"""Pages: a reply becomes messages that fit, with buttons to turn the page, and in groups a doorway to the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from content.rich import join, LIMIT, read, Rich, split
from handlers.reply import Button, Doorway, Link, Reply, Row, SharePlace
from handlers.request import Request

GROUP_LIMIT: Final = 700
"""UTF-16 units of an answer in a group; what is longer goes on in the private chat."""


@dataclass(frozen=True, slots=True)
class Page:
    """One message: its text and its buttons."""

    text: Rich
    buttons: tuple[Row, ...]
    share: SharePlace | None = None


def lay_out(reply: Reply, request: Request) -> Page:
    """Return the page of ``reply`` the request asks for: the last there is when it asks for one beyond."""
    head, foot = read(reply.head), read(reply.foot)
    if not request.private and not reply.urgent:
        return _in_group(reply, request, head, foot)
    frame = len(head) + len(foot) + 2 * 2
    number, shown, more = 0, Rich(""), False
    for page, others in _pages(reply, LIMIT - frame):
        number, shown, more = number + 1, page, others
        if number == max(request.page, 1):
            break
    rows = _rows(reply)
    if turning := _turning(request, number, more=more):
        rows = (turning, *rows)
    return Page(join([head, shown, foot]), rows, _share(reply))


def _pages(reply: Reply, room: int) -> Iterator[tuple[Rich, bool]]:
    """Yield the blocks in pages of at most ``room`` units and ``per_page`` blocks, and whether more follow.

    A block too long for a page is cut well. No further block is read than the one that shows that more follow.
    """
    page: list[Rich] = []
    used = 0
    for block in _pieces(reply.blocks, room):
        size = len(block) + (2 if page else 0)
        if page and (used + size > room or len(page) == reply.per_page):
            yield join(page), True
            page, used, size = [], 0, len(block)
        page.append(block)
        used += size
    if page:
        yield join(page), False


def _pieces(blocks: Iterable[Markup], room: int) -> Iterator[Rich]:
    for block in blocks:
        yield from split(read(block), room)


def _in_group(reply: Reply, request: Request, head: Rich, foot: Rich) -> Page:
    """Return a short answer for a group; what does not fit is behind a doorway to the private chat."""
    blocks = [read(block) for _, block in zip(range(4), reply.blocks, strict=False)]
    whole = join([head, *blocks, foot])
    if len(blocks) < 4 and len(whole) <= GROUP_LIMIT:
        return Page(whole, _rows(reply))
    shown: list[Rich] = []
    for block in blocks[:3]:
        if shown and len(join([head, *shown, block, foot])) > GROUP_LIMIT:
            break
        shown.append(block)
    if shown and len(join([head, *shown, foot])) > GROUP_LIMIT:
        room = max(200, GROUP_LIMIT - len(head) - len(foot))
        first = next(split(shown[0], room))
        shown = [replace(first, text=f"{first.text} …")] if len(first) < len(shown[0]) else shown
    door = Doorway(str(request.text("page.rest")), request.command, request.args)
    return Page(join([head, *shown, foot]), ((door,),))


def _rows(reply: Reply) -> tuple[Row, ...]:
    rows = []
    for row in reply.buttons:
        kept = tuple(button for button in row if not isinstance(button, SharePlace))
        if kept:
            rows.append(kept)
    return tuple(rows)


def _share(reply: Reply) -> SharePlace | None:
    for row in reply.buttons:
        for button in row:
            if isinstance(button, SharePlace):
                return button
    return None


def _turning(request: Request, number: int, *, more: bool) -> Row:
    """Return the buttons to the page before and the page after."""
    row: list[Button | Link | Doorway | SharePlace] = []

    def turn(key: str, page: int) -> Button:
        return Button(str(request.text(key, page=page)), request.command, request.args, in_place=True, page=page)

    if number > 1:
        row.append(turn("page.before", number - 1))
    if more:
        row.append(turn("page.after", number + 1))
    return tuple(row)
