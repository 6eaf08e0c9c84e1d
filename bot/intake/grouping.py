"""Grouping: an arrival is known already, tells a story that is known, or stands alone; then it waits for a person."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.intake.arrival import Arrival
from bot.storage.entries import EntryTable, Known
from bot.storage.pieces import HeldPiece, PieceTable
from bot.storage.proposals import ProposalTable
from content.fold import fold
from content.intake import alike, around, DAYS, Piece, same_article, same_story, sketch, STORY
from content.reference import Reference

ALIKE: Final = 0.6
"""The share of a sketch from which two texts of one paper are one article, where the older text is no longer held."""
_SLUG: Final = 40


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of an arrival."""

    proposal: int | None = None
    """The proposal it is now."""
    known: Known | None = None
    """What was there already."""


class Grouping:
    """Turns arrivals into proposals, each in its place."""

    def __init__(self, reference: Callable[[], Reference]) -> None:
        """Compare places by ``reference``, which may change."""
        self._reference = reference

    def take(
        self, connection: sqlite3.Connection, arrival: Arrival, person: int | None, language: str, now: datetime
    ) -> Placed:
        """Make a proposal of the arrival unless it is known, within the caller's transaction.

        ``person`` sent it and is told what becomes of it, in ``language``. The cost does not grow with what is held.
        """
        known = EntryTable.behind(connection, arrival.addresses)
        # Of a proposal that is kept no longer nothing is left to show: a feed brings it no more, a person may.
        if known is not None and (arrival.feed is not None or known.slug is not None or known.state is not None):
            EntryTable.stand(connection, arrival.addresses, now, proposal=known.proposal, slug=known.slug)
            return Placed(known=known)
        reference = self._reference()
        piece = _around(arrival.piece, reference)
        sketched = sketch(piece.title, piece.text, piece.language)
        held = PieceTable.near(connection, piece, sketched)
        twin = next((each for each in held if _copy(piece, sketched, each)), None)
        if twin is not None:
            return Placed(known=_remember(connection, arrival, twin, now))
        likest = _likest(piece, held, reference)
        story = _story(connection, likest)
        draft = arrival.draft.model_copy(update={"story": story})
        number = ProposalTable.put(connection, draft, arrival.original, arrival.feed, person, language, now)
        EntryTable.stand(connection, arrival.addresses, now, proposal=number)
        PieceTable.put(connection, f"p:{number}", piece, sketched, story, now)
        return Placed(proposal=number)


def _around(piece: Piece, reference: Reference) -> Piece:
    return replace(piece, around=around(piece.places, reference))


def _copy(piece: Piece, sketched: tuple[int, ...], held: HeldPiece) -> bool:
    """Return whether the two are one article of one paper, also where the text of the older one is gone."""
    if same_article(piece, held.piece):
        return True
    if fold(piece.source) != fold(held.piece.source) or not _close(piece, held.piece):
        return False
    same_title = fold(piece.title) == fold(held.piece.title)
    if held.decided:
        return alike(sketched, held.sketch) >= ALIKE
    if held.proposal is None:  # all that is left of the publisher's words is the title
        return same_title and piece.date == held.piece.date
    # One desk sends the same words with other figures day after day, and each time it is news.
    return same_story(piece, held.piece) >= 1 and _figures(piece) == _figures(held.piece)


def _figures(piece: Piece) -> set[str]:
    return {word for word in fold(f"{piece.title} {piece.text}").split() if any(map(str.isdecimal, word))}


def _close(a: Piece, b: Piece) -> bool:
    if a.date is None or b.date is None:
        return True
    return abs((a.date.first - b.date.first).days) <= DAYS


def _remember(connection: sqlite3.Connection, arrival: Arrival, twin: HeldPiece, now: datetime) -> Known:
    """Let the arrival's addresses stand for the article that is known."""
    number = twin.proposal
    slug = twin.owner[2:] if number is None else None
    EntryTable.stand(connection, arrival.addresses, now, proposal=number, slug=slug)
    return EntryTable.behind(connection, arrival.addresses) or Known(number, slug, twin.state)


def _likest(piece: Piece, held: Iterable[HeldPiece], reference: Reference) -> HeldPiece | None:
    """Return the piece that most surely tells the same story; an article before a proposal that is as sure."""
    scored = [
        (same_story(piece, _around(each.piece, reference)), each.proposal is None, each.owner, each)
        for each in held
        if each.state != "refused" and not (each.decided and not each.piece.text)
    ]
    best = max(scored, key=lambda one: one[:3], default=None)
    return best[3] if best is not None and best[0] >= STORY else None


def _story(connection: sqlite3.Connection, likest: HeldPiece | None) -> str | None:
    """Return the story of the piece; a waiting proposal that has none yet is given one, so that both share it."""
    if likest is None or likest.story is not None:
        return likest.story if likest else None
    number = likest.proposal
    if number is None:
        return likest.owner[2:]
    named = (*likest.piece.places[:1], str(likest.piece.date or ""))
    end = f"-p{number}"
    story = "-".join(part for part in named if part)[: _SLUG - len(end)].strip("-") + end
    PieceTable.name_story(connection, number, story)
    return story
