"""A press on the loopback: feeds and articles a test writes, and the intake that reads them into a store of its own."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial
from typing import Any, Final

from bot.clock import MovableClock
from bot.intake.fetch import Fetcher
from bot.intake.fetched import Fetched
from bot.intake.intake import Intake
from bot.intake.reading import answer
from bot.intake.reading.feed import read_feed
from bot.intake.reading.page import read_page
from bot.intake.reading.reader import Reader
from bot.intake.reading.records import FeedRead, PageRead, ReadingError, Unread
from bot.storage.database import Database
from bot.storage.documents import put_document
from bot.storage.feeds import FeedTable
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.proposals import ProposalTable
from content.pack.manifest import Disambiguation, Manifest
from content.records import Exclusion, Feed, Place, Source, State, Term, Topic
from handlers.ports import Proposal, Sources
from tests.bot.conftest import NOON
from tests.bot.intake.site import fetcher, http, Names, open_site, Site
from tests.content.paris_pack import ITEMS, page

ABOUT: Final = "Crack à Stalingrad : les riverains de Paris 19e manifestent"
LEAD: Final = "Des habitants du quartier Stalingrad, à Paris, demandent une salle de consommation et plus de policiers."


class NearReader(Reader):
    """Reads in this process what the child would: quicker, and as strict about what comes back."""

    async def read_feed(self, fetched: Fetched) -> FeedRead:
        found = read_feed(fetched.body, fetched.url_final, fetched.content_type, fetched.charset)
        return answer.feed(answer.decoded(json.dumps(found).encode()), fetched.url_final, self._now())

    async def read_page(self, fetched: Fetched) -> PageRead:
        if fetched.tdm_reserved:
            raise answer.reserved()
        if fetched.content_type != "text/html":
            raise ReadingError(Unread.NOT_A_PAGE, "No page.")
        found = read_page(fetched.body, fetched.url_final, fetched.content_type, fetched.charset)
        return answer.page(answer.decoded(json.dumps(found).encode()), fetched.url_final, self._now())


def entry(
    url: str, title: str = ABOUT, lead: str = LEAD, *, guid: str | None = None, at: datetime | None = NOON
) -> str:
    """Return an item of an RSS feed."""
    named = "" if guid is None else f"<guid isPermaLink='false'>{guid}</guid>"
    dated = "" if at is None else f"<pubDate>{format_datetime(at)}</pubDate>"
    link = url.replace("&", "&amp;")
    return f"<item><title>{title}</title><link>{link}</link>{named}{dated}<description>{lead}</description></item>"


def feed(*entries: str, title: str = "Le Journal") -> str:
    """Return an RSS feed."""
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{"".join(entries)}</channel></rss>'


def article(
    text: str = "", title: str = ABOUT, site: str = "Le Journal", head: str = "", day: str = "2026-11-22"
) -> bytes:
    """Return the whole answer with an article's page; its text is repeated until it is long enough to be one."""
    body = "".join(
        f"<p>{text or LEAD} Paragraphe {number}, où la mairie répond aux habitants du quartier.</p>"
        for number in range(6)
    )
    meta = (
        f'<meta property="og:site_name" content="{site}">'
        f'<meta property="article:published_time" content="{day}T09:00:00+01:00">'
    )
    html = (
        f'<!doctype html><html lang="fr"><head><title>{title}</title>{meta}{head}</head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )
    return http(html, Content_Type="text/html")


@dataclass
class Press:
    """The store, the site and the intake between them."""

    database: Database
    items: ItemTable
    knowledge: Knowledge
    site: Site
    clock: MovableClock
    intake: Intake
    gone: list[str] = field(default_factory=list)
    woken: list[bool] = field(default_factory=list)

    @property
    def proposals(self) -> ProposalTable:
        return ProposalTable(self.database)

    def serve(self, path: str, *entries: str, title: str = "Le Journal", **headers: str) -> None:
        """Serve a feed with the entries at the path."""
        self.site.answers[path] = http(feed(*entries, title=title), **headers)

    async def add_feed(self, slug: str = "feed-journal", path: str = "/rss", **more: Any) -> None:
        """Put a feed of the site into the store."""
        held = {
            "slug": slug, "title": "Le Journal", "url": self.site.url(path), "scope": "regional", "status": "ok", "enabled": True,
            "checked_on": "2026-11-20", **more,
        }  # fmt: skip
        await self.items.put(Feed.model_validate(held), State.PUBLISHED, None, None, self.clock.now())

    async def poll(self, after: timedelta = timedelta(0)) -> list[Proposal]:
        """Let the time pass and poll what is due; return what waits."""
        self.clock.advance(after)
        await self.intake.once()
        return await self.waiting()

    async def waiting(self) -> list[Proposal]:
        """Return the proposals, in the order they came."""
        rows = await self.rows("SELECT id FROM proposal ORDER BY id")
        return [found for (number,) in rows if (found := await self.proposals.get(number)) is not None]

    async def rows(self, query: str) -> list[Any]:
        return await self.database.read(lambda connection: connection.execute(query).fetchall())

    async def dropped(self) -> dict[str, int]:
        """Return the counts, by why."""
        return dict(await self.rows("SELECT why, sum(times) FROM dropped GROUP BY why"))

    async def words(self, person: int) -> list[str]:
        """Return what waits to be said to somebody."""
        rows = await self.rows(f"SELECT body FROM outbox WHERE chat = {person} ORDER BY id")
        return [json.loads(body)["text"] for (body,) in rows]

    async def intake_sources(self) -> Sources:
        """Return how the reading of the sources goes, as digests tell it."""
        return await FeedTable(self.database).sources(self.clock.now())

    def asked(self, path: str) -> list[str]:
        """Return the heads of the requests for the path."""
        return [head for head in self.site.asked if head.split(" ")[1] == path]


@asynccontextmanager
async def press(
    database: Database,
    clock: MovableClock,
    *,
    chance: float = 0.5,
    reader: Reader | None = None,
    hosts: tuple[str, ...] = (),
) -> AsyncIterator[Press]:
    """Open a site, and an intake that reaches nothing else, over a store with the Paris places, topics and sources.

    The site answers for ``hosts`` too.
    """
    items = ItemTable(database)
    async with database.transaction():
        for item in ITEMS.values():
            if isinstance(item, Place | Topic | Source | Term | Exclusion):
                await items.put(item, State.PUBLISHED, None, None, NOON)
        for name, kind in (("pack", Manifest), ("disambiguation", Disambiguation)):
            document = page(kind, name)
            await database.write(partial(put_document, name=name, document=document, file_hash="", at=NOON))
    knowledge = Knowledge(database, items)
    await knowledge.refresh()
    looked_up = Names({host: [["127.0.0.1"]] for host in hosts})
    async with open_site() as site, _fetcher(site, looked_up, hosts, clock) as web:
        gone: list[str] = []
        woken: list[bool] = []

        async def is_gone(slug: str, _title: str) -> None:
            gone.append(slug)

        intake = Intake(
            database, items, knowledge, web, clock, lambda: woken.append(True), is_gone, chance=lambda: chance,
            reader=reader or NearReader(now=clock.now), pause=0,
        )  # fmt: skip
        yield Press(database, items, knowledge, site, clock, intake, gone, woken)


def _fetcher(site: Site, names: Names, hosts: tuple[str, ...], clock: MovableClock) -> Fetcher:
    return fetcher(site, names=names, allow=frozenset((host, site.port) for host in hosts), now=clock.now)
