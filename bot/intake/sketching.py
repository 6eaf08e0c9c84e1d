"""Sketching: the store's own articles are sketched too, so that what arrives is held against them."""

import sqlite3
from collections.abc import Callable
from typing import Final

from bot.clock import Clock
from bot.storage.entries import EntryTable
from bot.storage.items import ItemTable
from bot.storage.pieces import PieceTable
from content.intake import canonical, narrow, Piece, sketch
from content.records import Article
from content.reference import Reference

_CHUNK: Final = 50
"""Articles sketched in one transaction."""


class Sketcher:
    """Keeps pieces of the articles in step with the store."""

    def __init__(self, items: ItemTable, pieces: PieceTable, reference: Callable[[], Reference], clock: Clock) -> None:
        """Sketch the articles of ``items``; ``reference`` may change."""
        self._items = items
        self._pieces = pieces
        self._reference = reference
        self._clock = clock
        self._news: int | None = None
        """The last line of the log of news that was looked at; None: the whole store still is to be."""

    async def catch_up(self) -> None:
        """Sketch every article that came or changed since; at the first call since the start the whole store is looked at."""
        if self._news is None:
            newest, after = await self._pieces.newest(), ""
            while slugs := await self._pieces.lacking(after, _CHUNK):
                await self._sketch(slugs)
                after = slugs[-1]
            self._news = newest
        while lines := await self._pieces.changed(self._news, _CHUNK):
            await self._sketch(list(dict.fromkeys(slug for _, slug in lines)))
            self._news = lines[-1][0]

    async def _sketch(self, slugs: list[str]) -> None:
        # What changes after this instant is in the log of news, and looked at again.
        now, made = self._clock.now(), []
        for slug in slugs:
            held = await self._items.stored(slug)
            if held is not None and isinstance(held.item, Article):
                made.append(_sketched(held.item, self._reference()))

        def work(connection: sqlite3.Connection) -> None:
            for article, piece, numbers in made:
                PieceTable.put(connection, f"a:{article.slug}", piece, numbers, article.story or article.slug, now)
                if article.url is not None:
                    EntryTable.stand(connection, (canonical(article.url),), now, slug=article.slug)

        await self._items.database.write(work)


def _sketched(article: Article, reference: Reference) -> tuple[Article, Piece, tuple[int, ...]]:
    """Return the article as grouping reads it: by the publisher's title where we know it, and our summary."""
    language = article.language if article.language in article.summary else next(iter(article.summary))
    piece = Piece(
        article.title_original or article.title.say(language),
        article.summary.say(language),
        language,
        article.date,
        narrow(article.places, reference),
        article.source,
        article.url,
    )
    return article, piece, sketch(piece.title, piece.text, language)
