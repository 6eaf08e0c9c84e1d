"""Intake on the real tables: what it costs to make a proposal of an article, at stores of each size."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from datetime import datetime, UTC
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.intake.arrival import addresses, Arrival
from bot.intake.grouping import Grouping
from bot.storage.database import DATABASE, open_database
from bot.storage.entries import EntryTable
from bot.storage.pieces import PieceTable
from bot.storage.proposals import ProposalTable
from content.intake import Draft, Piece, relevant, sketch
from tests.bench.curation.labelled import reference
from tests.bench.curation.store import arriving

_NEW: Final = 300
_CHUNK: Final = 1000
_NOW: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
Row = tuple[str, str, str, str]


def measure_kept(sizes: Sequence[int]) -> list[Row]:
    """Return a row for each size: proposals a second, and how long one takes."""
    return [asyncio.run(_cost(size)) for size in sizes]


async def _cost(size: int) -> Row:
    reports = [piece for _, piece in arriving(size + _NEW)]
    with TemporaryDirectory() as folder:
        async with open_database(Path(folder) / DATABASE) as database:
            for start in range(0, size, _CHUNK):
                await database.write(partial(_hold, reports=reports[start : min(size, start + _CHUNK)]))
            grouping, took, stories = Grouping(reference), [], 0
            for piece in reports[size:]:
                began = time.perf_counter()
                relevant(piece.title, piece.text, reference(), piece.language)
                arrival = Arrival(_draft(piece), piece, addresses(piece.url), "feed")
                placed = await database.write(
                    partial(grouping.take, arrival=arrival, person=None, language="fr", now=_NOW)
                )
                took.append((time.perf_counter() - began) * 1000)
                stories += placed.known is not None
    took.sort()
    return (
        f"{size:,} proposals held, on disk",
        f"{1000 * len(took) / sum(took):.0f}/s",
        f"{took[len(took) // 2]:.2f} / {took[int(len(took) * 0.99)]:.2f} ms",
        f"matched, grouped, written and committed one by one ({stories} known)",
    )


def _hold(connection: sqlite3.Connection, reports: Sequence[Piece]) -> None:
    for piece in reports:
        number = ProposalTable.put(connection, _draft(piece), piece.text, "feed", None, "fr", _NOW)
        EntryTable.stand(connection, addresses(piece.url), _NOW, proposal=number)
        numbers = sketch(piece.title, piece.text, piece.language)
        PieceTable.put(connection, f"p:{number}", piece, numbers, None, _NOW)


def _draft(piece: Piece) -> Draft:
    return Draft(
        url=piece.url or "https://a.example/", publisher=piece.source, date=piece.date, language=piece.language,
        places=piece.places, title_original=piece.title,
    )  # fmt: skip
