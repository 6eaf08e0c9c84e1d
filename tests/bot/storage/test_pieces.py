"""Pieces: found by words they share and by places near in time, at a cost that does not grow with what is held."""

import sqlite3
from datetime import timedelta
from functools import partial

from bot.storage.database import Database
from bot.storage.pieces import PieceTable
from bot.storage.proposals import ProposalTable
from content.dates import PartialDate
from content.intake import Draft, NEWEST, Piece, sketch
from handlers.kept import kept_for
from handlers.ports import Decision
from tests.bot.conftest import NOON

WORDS = "Des habitants du quartier demandent une salle de consommation et une réponse de la préfecture avant la fin du mois."


def piece(text: str, *places: str, day: str | None = "2026-11-22") -> Piece:
    return Piece("Un titre", text, "fr", PartialDate(day) if day else None, places, "le-parisien", None)


def hold(connection: sqlite3.Connection, owner: str, one: Piece) -> None:
    PieceTable.put(connection, owner, one, sketch(one.title, one.text, "fr"), None, NOON)


def near(connection: sqlite3.Connection, one: Piece) -> list[str]:
    return [held.owner for held in PieceTable.near(connection, one, sketch(one.title, one.text, "fr"))]


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(DISTINCT piece) FROM {table}").fetchone()[0])


async def test_what_shares_words_is_found_whenever_and_wherever(database: Database) -> None:
    await database.write(lambda c: hold(c, "a:one", piece(WORDS, "paris-18", day="2020-01-01")))
    await database.write(
        lambda c: hold(
            c, "a:two", piece("Tout autre chose se passe ici ce matin, dit un voisin.", "paris-18", day=None)
        )
    )
    assert await database.read(lambda c: near(c, piece(f"{WORDS} Oui.", "paris-19"))) == ["a:one"]


async def test_what_shares_a_place_is_found_within_five_days(database: Database) -> None:
    for day in ("2026-11-16", "2026-11-17", "2026-11-27", "2026-11-28"):
        await database.write(partial(hold, owner=f"a:{day}", one=piece(f"Texte {day}.", "paris-18", day=day)))
    asked = piece("Un rapport du conseil paraît.", "paris-18", "paris-19")
    assert await database.read(lambda c: near(c, asked)) == ["a:2026-11-17", "a:2026-11-27"]


async def test_of_a_band_full_of_boilerplate_only_the_newest_are_found(database: Database) -> None:
    def fill(connection: sqlite3.Connection) -> None:
        for number in range(3 * NEWEST):
            hold(connection, f"a:{number}", piece(WORDS, day=None))

    await database.write(fill)
    found = await database.read(lambda c: near(c, piece(WORDS)))
    assert found == [f"a:{number}" for number in range(2 * NEWEST, 3 * NEWEST)]


async def test_a_piece_takes_the_place_of_the_one_before(database: Database) -> None:
    await database.write(lambda c: hold(c, "a:one", piece(WORDS, "paris-18")))
    await database.write(lambda c: hold(c, "a:one", piece("Un rapport du conseil paraît.", "paris-19")))
    assert await database.read(lambda c: near(c, piece(WORDS, "paris-18"))) == []
    for table in ("piece_band", "piece_place"):
        assert await database.read(partial(_count, table=table)) == 1


async def test_the_words_of_a_proposal_are_held_until_somebody_decides_and_its_sketch_for_longer(
    database: Database,
) -> None:
    proposals, one = ProposalTable(database), piece(WORDS, "paris-18")

    def propose(connection: sqlite3.Connection) -> int:
        number = ProposalTable.put(connection, Draft(url="https://a.fr/a"), WORDS, "feed-a", None, "fr", NOON)
        hold(connection, f"p:{number}", one)
        return number

    number = await database.write(propose)
    numbers = sketch(one.title, one.text, "fr")
    (held,) = await database.read(lambda c: PieceTable.near(c, one, numbers))
    assert (held.piece, held.proposal, held.decided, held.sketch) == (piece(WORDS, "paris-18"), number, False, numbers)
    await PieceTable(database).tidy(NOON + 2 * kept_for("pieces"))
    assert await proposals.decide(number, 1, Decision.REFUSED, 1, NOON)
    (held,) = await database.read(lambda c: PieceTable.near(c, one, numbers))
    assert (held.piece.text, held.decided) == ("", True)
    await PieceTable(database).tidy(NOON + kept_for("pieces"))
    assert await database.read(lambda c: near(c, one)) == [f"p:{number}"]
    await PieceTable(database).tidy(NOON + kept_for("pieces") + timedelta(seconds=1))
    assert await database.read(lambda c: near(c, one)) == []
