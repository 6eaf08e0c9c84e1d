"""Curate: below the card of an item, what a moderator can do about it; nobody else sees it."""

from handlers.choices import said
from handlers.reply import Button, Row
from handlers.request import Request

_UPDATED = ("measure", "figure", "contact")


def tools(kind: str, slug: str, request: Request) -> tuple[Row, ...]:
    """Return the buttons for a moderator in the private chat; none for others, and none in groups."""
    if not request.person.moderator or not request.private:
        return ()
    correct = Button(said(request, "update.correct"), "correct", slug)
    if kind not in _UPDATED:
        return ((correct,),)
    return ((Button(said(request, "update.open"), "update", slug), correct),)
