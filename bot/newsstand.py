"""The newsstand: a newspaper made up for the demo, served on this machine alone; it states nothing about the real place."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from bot.storage.database import DATABASE, open_database
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.search import SearchIndex
from content.records import Feed, Source, State
from content.schedule import instant

HOST: Final = "journal-exemple.localhost"
"""What ends in ``localhost`` is this machine, for the bot and for browsers (RFC 6761, 6.3)."""
NAME: Final = "Journal d’exemple (démo)"
_APPEARS: Final = time(6)
_MARKED: Final = (
    "Ceci est un exemple écrit pour la démo de Riverain : ce journal n’existe pas, et rien de ce qui suit n’a lieu."
)


@dataclass(frozen=True, slots=True)
class Example:
    """An article of the paper, and so many days after the demo begins it appears."""

    path: str
    title: str
    paragraphs: tuple[str, ...]
    after: int


EXAMPLES: Final = (
    Example(
        "reunion-eclairage",
        "Exemple de la démo : une réunion d’exemple sur l’éclairage, place de Stalingrad",
        (
            "Dans cet exemple, des riverains imaginaires se réunissent jeudi à 19 heures pour parler de l’éclairage public de la place "
            "de Stalingrad, à Paris.",
            "L’ordre du jour d’exemple tient en trois points : les lampadaires éteints, la lumière sous les arches du métro, et "
            "l’horaire auquel l’éclairage s’allume en hiver.",
            "La réunion d’exemple est ouverte à toutes et à tous, dans une salle inventée, et dure une heure et demie au plus.",
            "Un compte rendu, inventé lui aussi, paraît le lendemain dans ce même journal d’exemple.",
        ),
        0,
    ),
    Example(
        "marche-eclairage",
        "Exemple de la démo : une marche d’exemple pour compter les lampadaires, rue Riquet",
        (
            "Dans cet exemple, des habitants imaginaires marchent samedi à 18 heures rue Riquet, à Paris, pour compter les lampadaires "
            "éteints.",
            "La marche d’exemple part d’un lieu inventé et dure une heure ; chacun note sur une feuille les réverbères qui ne "
            "fonctionnent pas.",
            "La liste d’exemple serait ensuite remise à un service d’éclairage qui, dans cet exemple, répond sous dix jours.",
            "Ni la marche, ni la liste, ni la réponse n’existent : elles montrent ce que devient un article dans la démo.",
        ),
        1,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Newsstand:
    """The paper: what it has published so far, by the clock of the demo."""

    opens: date
    zone: str
    now: Callable[[], datetime]
    port: int

    @property
    def pair(self) -> tuple[str, int]:
        """The host and the port it may be fetched from."""
        return HOST, self.port

    def url(self, path: str) -> str:
        """Return the address of something it serves."""
        return f"http://{HOST}:{self.port}/{path}"

    def at(self, example: Example) -> datetime:
        """Return when an article appears."""
        return instant(self.opens + timedelta(days=example.after), _APPEARS, self.zone)

    def out(self) -> list[Example]:
        """Return the articles that have appeared, the newest first."""
        return [each for each in reversed(EXAMPLES) if self.at(each) <= self.now()]

    def records(self) -> tuple[Source, Feed]:
        """Return the paper and its feed as the store knows them."""
        common = {"checked_on": self.opens}
        source = {"slug": "journal-exemple", "title": NAME, "voice": "press", **common}
        feed = {
            "slug": "feed-journal-exemple", "title": NAME, "url": self.url("feed.xml"), "scope": "local",
            "status": "made up for the demo", "enabled": True, **common,
        }  # fmt: skip
        return Source.model_validate(source), Feed.model_validate(feed)


class _Rules(RequestHandler):
    def get(self) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("User-agent: *\nAllow: /\n")


class _Feed(RequestHandler):
    def initialize(self, stand: Newsstand) -> None:
        self._stand = stand

    def get(self) -> None:
        items = Markup("").join(_entry(each, self._stand) for each in self._stand.out())
        self.set_header("Content-Type", "application/rss+xml; charset=utf-8")
        head = Markup('<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>')
        about = Markup("<title>{}</title><link>{}</link><description>{}</description><language>fr</language>").format(
            NAME, self._stand.url(""), _MARKED
        )
        self.finish(head + about + items + Markup("</channel></rss>\n"))


class _Page(RequestHandler):
    def initialize(self, stand: Newsstand) -> None:
        self._stand = stand

    def get(self, path: str) -> None:
        found = next((each for each in self._stand.out() if each.path == path), None)
        if found is None:
            raise HTTPError(404)
        self.finish(_page(found, self._stand))


def _entry(example: Example, stand: Newsstand) -> Markup:
    return Markup(
        "<item><title>{}</title><link>{}</link><guid>{}</guid><pubDate>{}</pubDate><description>{}</description></item>"
    ).format(
        example.title, stand.url(example.path), stand.url(example.path), format_datetime(stand.at(example)),
        f"{_MARKED} {example.paragraphs[0]}",
    )  # fmt: skip


def _page(example: Example, stand: Newsstand) -> Markup:
    head = Markup(
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{}</title><meta name="robots" content="noindex">'
        '<meta property="og:site_name" content="{}"><meta property="article:published_time" content="{}"></head>'
    ).format(example.title, NAME, stand.at(example).isoformat())
    told = Markup("").join(Markup("<p>{}</p>").format(each) for each in (_MARKED, *example.paragraphs))
    return head + Markup("<body><article><h1>{}</h1>{}</article></body></html>\n").format(example.title, told)


@asynccontextmanager
async def open_newsstand(folder: Path, opens: date, now: Callable[[], datetime]) -> AsyncIterator[Newsstand]:
    """Serve the paper on a free port of the loopback while entered, and let the store in ``folder`` read its feed.

    Its first article appears on the day ``opens``.
    """
    sockets = bind_sockets(0, "127.0.0.1", family=socket.AF_INET)
    stand = await _put_on_sale(folder, opens, now, sockets[0].getsockname()[1])
    given = {"stand": stand}
    routes: list[Any] = [("/robots.txt", _Rules), ("/feed.xml", _Feed, given), ("/([a-z-]+)", _Page, given)]
    server = HTTPServer(Application(routes, log_function=lambda _handler: None))
    server.add_sockets(sockets)
    try:
        yield stand
    finally:
        server.stop()
        await server.close_all_connections()


async def _put_on_sale(folder: Path, opens: date, now: Callable[[], datetime], port: int) -> Newsstand:
    async with open_database(folder / DATABASE) as database:
        index = SearchIndex()
        await database.write(index.refresh)
        items = ItemTable(database, index)
        knowledge = Knowledge(database, items)
        await knowledge.refresh()
        stand = Newsstand(opens, knowledge.zone(), now, port)
        for record in stand.records():
            await items.put(record, State.PUBLISHED, None, None, now())
    return stand
