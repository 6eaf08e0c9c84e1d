"""A correction as it is told: the line above a message that was changed, and the word to those who had the wrong one."""

from markupsafe import Markup

from content.records import Item
from handlers import choices, here
from handlers.choices import said, title
from handlers.ports import Services
from handlers.reply import Button, Reply, Row
from handlers.request import Request
from handlers.telling.doors import door


def correction_note(item: Item, was: str, is_right: str, request: Request, services: Services) -> Markup:
    """Return the line that stands above a message that was corrected."""
    return request.text(
        "correct.note", date=request.texts.day(here.today(request, services)), title=title(item, request.language),
        said=was, right=is_right,
    )  # fmt: skip


def short_note(item: Item, request: Request, services: Services) -> Markup:
    """Return the line that stands above a message that was corrected and has no room for more."""
    date = request.texts.day(here.today(request, services))
    return request.text("correct.note-short", date=date, title=title(item, request.language))


def retraction_note(item: Item, request: Request, services: Services) -> Markup:
    """Return the line that stands above a message of which something was withdrawn."""
    date = request.texts.day(here.today(request, services))
    return request.text("retract.note", date=date, title=title(item, request.language))


def withdrawn_text(request: Request, services: Services) -> Markup:
    """Return what stands in the place of a message that was withdrawn and can no longer be deleted."""
    return request.text("retract.instead", date=request.texts.day(here.today(request, services)))


def tell_correction(item: Item, was: str, is_right: str, why: str, request: Request, services: Services) -> Reply:
    """Return the word to those who had the wrong message: what was said, what is right, why, and where to read on."""
    word = request.text(
        "correct.word", title=title(item, request.language), said=was, right=is_right, why=why,
        date=request.texts.day(here.today(request, services)),
    )  # fmt: skip
    return Reply(blocks=(word,), buttons=_ways(item, request), items=(item.slug,))


def tell_retraction(item: Item, why: str, request: Request, services: Services) -> Reply:
    """Return the word to those who had a message that was withdrawn."""
    word = request.text(
        "retract.word",
        title=title(item, request.language),
        why=why,
        date=request.texts.day(here.today(request, services)),
    )
    log = door(request, said(request, "correct.log"), "corrections")
    return Reply(blocks=(word,), buttons=((log,),), items=(item.slug,))


def _ways(item: Item, request: Request) -> tuple[Row, ...]:
    if not request.private:
        return ((door(request, said(request, "correct.log"), "corrections"),),)
    ways = (
        Button(said(request, "correct.open"), "open", item.slug),
        Button(said(request, "correct.log"), "corrections"),
    )
    return choices.rows(ways)
