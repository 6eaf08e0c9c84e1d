"""Proposals: what waits for a moderator, and the links somebody sent that are still to be read."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from bot.storage.database import Database
from bot.storage.entries import EntryTable
from bot.storage.pieces import PieceTable
from bot.storage.times import instant, milliseconds
from content.intake import canonical, Draft, excluded, Piece, same_story, sketch, STORY
from content.intake.canonical import host, LONGEST
from content.records import Exclusion
from handlers.kept import kept_for
from handlers.ports import Decision, Proposal, Proposed

A_DAY: Final = 5
"""Links a resident may propose on one day; moderators as many as they like."""
MODERATOR: Final = "moderator"
_ALIKE: Final = 3
_WRITABLE: Final = frozenset({"title", "summary", "ongoing", "draft"})
_WAITING: Final = "state IN('new','later')"
_COLUMNS: Final = (
    "id, version, state, draft, made_at, title, summary, ongoing, original, feed, person, language, slug, reason"
)
AWHILE: Final = timedelta(hours=1)
"""What was put off is not met again in the same round, which a moderator seldom takes longer for."""
# Those put off come behind the new ones; who goes on from one of them does not meet the new ones again.
_NEXT: Final = f"""
SELECT {_COLUMNS} FROM proposal WHERE {_WAITING} AND id != :after
  AND CASE WHEN (SELECT p.later_at FROM proposal p WHERE p.id = :after) <= :awhile_ago THEN state = 'later' AND id > :after
    ELSE state = 'later' OR id > :after END
  AND (state = 'new' OR :after = 0 OR later_at <= :awhile_ago)
ORDER BY state = 'later', id LIMIT 1
"""  # noqa: S608  our own words


class ProposalTable:
    """Tables ``proposal`` and ``link``; implements the port ``Proposals`` of the handlers."""

    def __init__(self, database: Database) -> None:
        """Read and write through ``database``."""
        self._database = database

    @staticmethod
    def put(
        connection: sqlite3.Connection,
        draft: Draft,
        original: str,
        feed: str | None,
        person: int | None,
        language: str,
        now: datetime,
    ) -> int:
        """Let a draft wait for a moderator, within the caller's transaction; return its number.

        ``original`` is the publisher's text, kept until somebody decides; ``language`` that of who proposed it.
        """
        cursor = connection.execute(
            "INSERT INTO proposal(draft, original, feed, person, language, made_at) VALUES(?, ?, ?, ?, ?, ?)",
            (_written(draft), original, feed, person, language, milliseconds(now)),
        )
        return int(cursor.lastrowid or 0)

    async def waiting(self, now: datetime) -> int:  # noqa: ARG002  what was put off waits as well
        """Return how many proposals wait."""
        query = f"SELECT count(*) FROM proposal WHERE {_WAITING}"  # noqa: S608
        return int((await self._database.read(lambda connection: connection.execute(query).fetchone()))[0])

    async def next(self, after: int, now: datetime) -> Proposal | None:
        """Return the first that waits behind the one of that number (0: the first), those put off last; None where none does."""
        return await self._one(_NEXT, {"after": after, "awhile_ago": milliseconds(now - AWHILE)})

    async def get(self, number: int) -> Proposal | None:
        """Return the proposal whatever its state."""
        return await self._one(f"SELECT {_COLUMNS} FROM proposal WHERE id = :id", {"id": number})  # noqa: S608

    async def edit(self, number: int, version: int, **fields: Any) -> Proposal | None:
        """Change ``title``, ``summary``, ``ongoing`` or ``draft``; None where it changed since ``version``, or is decided."""
        if unknown := set(fields) - _WRITABLE:
            raise ValueError(f"not to be changed: {sorted(unknown)}")
        values = {name: _plain(value) for name, value in fields.items()}
        changes = "".join(f", {name} = :{name}" for name in values)
        query = (
            f"UPDATE proposal SET version = version + 1{changes} WHERE id = :id AND version = :version AND {_WAITING}"  # noqa: S608
        )

        def change(connection: sqlite3.Connection) -> Proposal | None:
            if not connection.execute(query, {**values, "id": number, "version": version}).rowcount:
                return None
            row = connection.execute(f"SELECT {_COLUMNS} FROM proposal WHERE id = ?", (number,)).fetchone()  # noqa: S608
            return _proposal(row)

        return await self._database.write(change)

    async def decide(
        self,
        number: int,
        version: int,
        state: Decision,
        by: int,
        now: datetime,
        *,
        slug: str | None = None,
        reason: str | None = None,
    ) -> bool:
        """Decide it, or put it off; False where it changed since ``version``, or is decided: somebody else was faster."""
        later = state in (Decision.NEW, Decision.LATER)
        values = {
            "id": number, "version": version, "state": state.value, "slug": slug, "reason": reason, "at": milliseconds(now),
            "by": None if later else by, "later": later,
        }  # fmt: skip

        def keep(connection: sqlite3.Connection) -> bool:
            done = connection.execute(
                "UPDATE proposal SET version = version + 1, state = :state, slug = :slug, reason = :reason,"  # noqa: S608
                " later_at = CASE WHEN :later THEN :at ELSE later_at END, decided_at = CASE WHEN :later THEN NULL ELSE :at END,"
                " decided_by = :by, original = CASE WHEN :later THEN original ELSE '' END"
                f" WHERE id = :id AND version = :version AND {_WAITING}",
                values,
            ).rowcount
            if done and slug is not None:
                connection.execute("UPDATE address SET slug = ? WHERE proposal = ?", (slug, number))
            return bool(done)

        return await self._database.write(keep)

    async def propose(self, url: str, kind: str, person: int | None, language: str, now: datetime) -> Proposed:
        """Take a link in: ``kind`` is ``moderator`` or ``resident``. It is fetched later; who sent it hears what became of it.

        What a moderator refused stays refused for residents; a moderator may think again.
        """
        link = url.strip()
        # The canonical form of what is no address of the web has no host.
        if not host(link) or len(link) > LONGEST or any(character.isspace() for character in link):
            return Proposed.NO_LINK

        def take(connection: sqlite3.Connection) -> Proposed:
            if excluded(link, "", _exclusions(connection)):
                return Proposed.EXCLUDED
            known = _standing(connection, canonical(link), kind)
            if known is not None:
                return known
            if kind != MODERATOR and not _allowed(connection, person, now):
                return Proposed.TOO_MANY
            connection.execute(
                "INSERT INTO link(url, kind, person, language, at) VALUES(?, ?, ?, ?, ?)",
                (link, kind, person, language, milliseconds(now)),
            )
            return Proposed.TAKEN

        return await self._database.write(take)

    async def like(self, proposal: Proposal) -> Sequence[str]:
        """Return the slugs of articles that seem to tell the same event, the likeliest first."""
        return await self._database.read(lambda connection: _like(connection, proposal))

    async def tidy(self, now: datetime) -> None:
        """Remove what was decided long ago, or waited so long that it is no news any more, and links nobody could read."""
        old = milliseconds(now - kept_for("proposals"))
        links = milliseconds(now - kept_for("links"))
        # Five a day are counted by the day's name, so that yesterday's count is of no use.
        today = now.date().isoformat()

        def remove(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM proposal WHERE coalesce(decided_at, made_at) < ?", (old,))
            connection.execute("DELETE FROM link WHERE at < ?", (links,))
            connection.execute("DELETE FROM proposer WHERE day < ?", (today,))

        await self._database.write(remove)

    async def _one(self, query: str, values: dict[str, int]) -> Proposal | None:
        row = await self._database.read(lambda connection: connection.execute(query, values).fetchone())
        return None if row is None else _proposal(row)


def _allowed(connection: sqlite3.Connection, person: int | None, now: datetime) -> bool:
    """Return whether the person may propose one more today, and count it."""
    if person is None:
        return False
    today = now.date().isoformat()
    (times,) = connection.execute(
        "INSERT INTO proposer VALUES(?, ?, 1) ON CONFLICT DO UPDATE SET times = min(times, ?) + 1 RETURNING times",
        (person, today, A_DAY),
    ).fetchone()
    return int(times) <= A_DAY


def _standing(connection: sqlite3.Connection, key: str, kind: str) -> Proposed | None:
    """Return what became of the page before; None where it is new, or a moderator thinks again about what was refused."""
    known = EntryTable.behind(connection, (key,))
    if known is not None and known.slug is not None:
        return Proposed.KNOWN
    if known is not None and known.state == Decision.REFUSED:
        if kind != MODERATOR:
            return Proposed.REFUSED
        # Nothing is to be taken for it when it is read again.
        connection.execute("DELETE FROM address WHERE proposal = ?", (known.proposal,))
        connection.execute("DELETE FROM piece WHERE owner = ?", (f"p:{known.proposal}",))
    elif known is not None and known.state is not None:
        return Proposed.WAITS
    waiting = connection.execute("SELECT url FROM link")
    return Proposed.WAITS if any(canonical(link) == key for (link,) in waiting) else None


def _like(connection: sqlite3.Connection, proposal: Proposal) -> list[str]:
    draft = proposal.draft
    query = "SELECT slug FROM item WHERE story = ? AND kind = 'article' AND state = 'published' ORDER BY date DESC, slug LIMIT ?"
    told = [slug for (slug,) in connection.execute(query, (draft.story, _ALIKE))] if draft.story else []
    piece = Piece(
        draft.title_original, proposal.original, draft.language, draft.date, draft.places, draft.source or draft.publisher,
        draft.url,
    )  # fmt: skip
    near = PieceTable.near(connection, piece, sketch(piece.title, piece.text, piece.language))
    scored = [(same_story(piece, each.piece), each.owner[2:]) for each in near if each.owner.startswith("a:")]
    likely = [slug for score, slug in sorted(scored, reverse=True) if score >= STORY]
    return list(dict.fromkeys((*told, *likely)))[:_ALIKE]


def _exclusions(connection: sqlite3.Connection) -> list[Exclusion]:
    rows = connection.execute("SELECT slug, body FROM item WHERE kind = 'exclusion' AND state = 'published'")
    return [Exclusion.model_validate({"slug": slug, **json.loads(body)}) for slug, body in rows]


def _written(draft: Draft) -> str:
    return draft.model_dump_json(exclude_defaults=True)


def _plain(value: Any) -> str | int:
    if isinstance(value, Draft):
        return _written(value)
    return int(value) if isinstance(value, bool) else json.dumps(dict(value), ensure_ascii=False)


def _proposal(row: Sequence[Any]) -> Proposal:
    number, version, state, draft, made_at, title, summary, ongoing, original, feed, person, language, slug, reason = (
        row
    )
    return Proposal(
        number, version, Decision(state), Draft.model_validate_json(draft), instant(made_at), json.loads(title),
        json.loads(summary), bool(ongoing), original, feed, person, language, slug, reason,
    )  # fmt: skip
