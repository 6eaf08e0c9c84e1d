"""A small world to answer about: a store of records in memory, behind the same ports as the real one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from markupsafe import Markup

from content.fold import fold
from content.language import Translated
from content.pack.manifest import Disambiguation, Emergency, Manifest, Synonyms, Wording
from content.records import ITEM, Item, Status
from content.reference import Reference
from content.rich import join, read
from content.schedule import Quiet
from content.texts import texts
from handlers.ports import Findings, Held, Hit, Manner, Services
from handlers.reply import Button, Entry, Reply
from handlers.request import Chat, ChatKind, Person, Position, Request
from tests.handlers.curating import Curating
from tests.handlers.desk import Book, Curators, Doors, Siren, Timetable
from tests.handlers.following import Follows, Log

NOW: Final = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)
"""A Sunday, 11:00 in Paris."""

MANIFEST: Final = Manifest(
    slug="essai",
    title=Translated({"fr": "Essai", "en": "Trial"}),
    area=Translated({"fr": "un quartier d’essai", "en": "a trial neighbourhood"}),
    languages=("fr", "en"),
    time_zone="Europe/Paris",
    generated=dt.date(2026, 11, 22),
    method=Translated({"fr": "à la main", "en": "by hand"}),
    publisher=Translated({"fr": "des riverains", "en": "residents"}),
)

EMERGENCY: Final = Emergency(
    checked_on=dt.date(2026, 11, 1),
    checked_by="a tester",
    always_first=Translated({"fr": "En danger : 17, 112, 114 par SMS.", "en": "In danger: 17, 112, 114 by text."}),
    crisis=Translated({"fr": "Appelez le 15 ou le 3114.", "en": "Call 15 or 3114."}),
    contacts=("police",),
)


def both(french: str, english: str | None = None) -> dict[str, str]:
    """Return a text in two languages; the English one is told apart by its mark where none is given."""
    return {"fr": french, "en": english or f"{french} [en]"}


def item(kind: str, slug: str, **fields: Any) -> Item:
    """Return a record of the kind, with what every one of that kind needs filled in where it is not given."""
    return ITEM.validate_python(
        {"kind": kind, "slug": slug, "checked_on": dt.date(2026, 11, 1), **_DEFAULTS.get(kind, {}), **fields}
    )


_DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    "article": {
        "title": both("Un article", "An article"), "source": "gazette", "language": "fr", "date": "2026-11-10",
        "date_certainty": "exact", "reliability": "press", "summary": both("Un résumé.", "A summary."),
    },
    "measure": {
        "field": "policing", "title": both("Une mesure", "A measure"), "description": both("Description.", "Description."),
        "authority": both("La Ville", "The city"), "status": "announced", "status_as_of": "2026-10-01",
        "today": {"known": True, "says": both("en cours", "going on")}, "evidence": [],
        "certainty": both("dit par la source", "stated by the source"),
    },
    "contact": {
        "category": "city", "title": both("Un contact", "A contact"), "display_ok": True, "verified": {"where": None, "how": "read"},
    },
    "figure": {
        "title": both("Un chiffre", "A figure"), "value": "12", "unit": both("places", "places"),
        "scope": both("un quartier, en 2025", "one district, in 2025"), "as_of": "2026-01-05",
        "stated_by": both("La Ville", "The city"), "source": "article-1", "measured_as": "count",
        "caveat": both("Compté une seule fois.", "Counted only once."),
    },
    "position": {
        "role": both("Maire", "Mayor"), "display": "name_and_role", "date": "2024-05-01", "topic": "eclairage",
        "stance": "for", "says": both("Pour.", "For."), "source": "article-1",
    },
    "place": {"title": both("Un lieu", "A place"), "sort": "square", "coordinates_from": "a map"},
    "term": {
        "title": both("un mot", "a word"), "definition": both("Ce qu’il veut dire.", "What it means."),
        "source": both("un guide officiel", "an official guide"),
    },
    "topic": {"title": both("Un sujet", "A topic")},
    "source": {"title": "La Gazette", "voice": "press"},
    "need": {"title": both("Un besoin", "A need"), "contacts": []},
    "feed": {"title": "Un flux", "url": None, "scope": "local", "status": "unknown"},
}  # fmt: skip


@dataclass
class Store:
    """The items of a world, and what the ports do with them, over plain dictionaries."""

    items: dict[str, Item] = field(default_factory=dict)
    manifest: Manifest | None = MANIFEST
    emergency: Emergency | None = EMERGENCY
    wording: Wording = field(default_factory=Wording)
    synonyms: Synonyms = field(default_factory=Synonyms)
    disambiguation: Disambiguation = field(default_factory=Disambiguation)
    languages: dict[int, str] = field(default_factory=dict)
    manners: dict[int, Manner] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    log: Log = field(default_factory=Log)
    follows: Follows = field(default_factory=Follows)
    timetable: Timetable = field(default_factory=Timetable)
    book: Book = field(default_factory=Book)
    siren: Siren = field(default_factory=Siren)
    curators: Curators = field(default_factory=Curators)
    doors: Doors = field(default_factory=Doors)

    @cached_property
    def curating(self) -> Curating:
        """Where its items are curated."""
        return Curating(self.items)

    @cached_property
    def reference(self) -> Reference:
        """The reference items among them, as they were when first asked for."""
        return Reference(self.items.values(), self.disambiguation)

    async def get(self, slug: str) -> Item | None:
        """Return the item, or None."""
        return self.items.get(slug)

    async def some(self, slugs: Iterable[str]) -> list[Item]:
        """Return those there are, in the order asked for."""
        return [self.items[slug] for slug in slugs if slug in self.items]

    async def newest(
        self,
        kind: str,
        *,
        topics: Iterable[str] = (),
        places: Iterable[str] = (),
        status: Status | None = None,
        limit: int = 300,
    ) -> Sequence[Item]:
        """Return the items of a kind about the topics and the places, newest first."""
        wanted = set(topics), set(places)
        found = [each for each in self.items.values() if each.kind == kind and _about(each, *wanted)]
        if status is not None:
            found = [each for each in found if getattr(each, "status", None) is status]
        return sorted(found, key=_dated, reverse=True)[:limit]

    async def find(
        self, query: str, language: str, *, literal: bool = False, kinds: Iterable[str] | None = None, limit: int = 10
    ) -> Findings:
        """Return the items whose title holds every word, those of the first kinds first."""
        words = fold(query).split()
        allowed = set(kinds) if kinds is not None else None
        hits = []
        for each in self.items.values():
            title = getattr(each, "title", None)
            spoken = title.say(language) if isinstance(title, Translated) else str(title or "")
            if (allowed is None or each.kind in allowed) and words and all(word in fold(spoken) for word in words):
                hits.append(Hit(each.slug, each.kind, spoken, language, 1.0))
        return Findings(tuple(hits[:limit]), sure=len(hits) == 1, close=len(hits) > 1, language=language)

    async def missed(self, query: str, language: str) -> None:
        """Remember what nothing answered."""
        self.missing.append(query)

    async def language(self, chat: int) -> str | None:
        """Return the language chosen there, or None."""
        return self.languages.get(chat)

    async def choose_language(self, chat: int, language: str) -> None:
        """Keep the language chosen there."""
        self.languages[chat] = language

    async def manner(self, chat: int) -> Manner:
        """Return how the chat wants to be written to."""
        return self.manners.get(chat, Manner())

    async def choose_zone(self, chat: int, zone: str | None) -> None:
        """Keep the chat's time zone."""
        self.manners[chat] = replace(await self.manner(chat), zone=zone)

    async def keep_quiet(self, chat: int, quiet: Quiet | None) -> None:
        """Keep the chat's quiet hours."""
        self.manners[chat] = replace(await self.manner(chat), quiet=quiet)

    async def pause(self, chat: int, until: dt.datetime | None) -> None:
        """Send the chat nothing it follows before ``until``."""
        self.manners[chat] = replace(await self.manner(chat), paused_until=until)

    async def held(self, chat: int) -> list[Held]:
        """Return the language, which is all that is held."""
        return [Held("language", self.languages[chat], None)] if chat in self.languages else []

    async def forget(self, chat: int, now: dt.datetime) -> int:
        """Forget the language; return how many things went."""
        return 1 if self.languages.pop(chat, None) else 0


def _about(each: Item, topics: set[str], places: set[str]) -> bool:
    # Items not fit to publish are found too: the commands themselves must hold them back.
    its_topics = {*getattr(each, "topics", ()), getattr(each, "topic", "")}
    return (not topics or bool(topics & its_topics)) and (not places or bool(places & {*getattr(each, "places", ())}))


def _dated(each: Item) -> dt.date:
    for name in ("date", "status_as_of", "as_of"):
        date = getattr(each, name, None)
        if date is not None:
            return date.first  # type: ignore[no-any-return]
    return dt.date.min


def world(*items: Item) -> Store:
    """Return a store that holds the items."""
    return Store({each.slug: each for each in items})


def services(store: Store) -> Services:
    """Return the ports of the store."""
    return Services(
        items=store, search=store, packs=store, chats=store, news=store.log, subscriptions=store.follows,
        schedules=store.timetable, ledger=store.book, alerts=store.siren, moderators=store.curators, doors=store.doors,
        curation=store.curating.ports,
    )  # fmt: skip


def ask(
    command: str,
    args: str = "",
    *,
    language: str = "fr",
    now: dt.datetime = NOW,
    page: int = 1,
    kind: ChatKind = ChatKind.PRIVATE,
    position: Position | None = None,
    person: Person | None = None,
    pressed: bool = False,
    asked_as: str = "",
    thread: int | None = None,
    acting_for: Chat | None = None,
) -> Request:
    """Return a request as it comes out of a chat."""
    return Request(
        command, args, Chat(42, kind, thread), person or Person(42), texts(language), now, page, pressed, position,
        asked_as, acting_for=acting_for,
    )  # fmt: skip


def pressing(reply: Reply, label: str, asked: Request) -> Request:
    """Return the request that pressing the one button whose label begins so makes; ``asked`` is what was answered."""
    found = [each for row in reply.buttons for each in row if isinstance(each, Button)]
    (button,) = [each for each in found if each.label.replace("\u00a0", " ").removeprefix("✓ ").startswith(label)]
    return replace(asked, command=button.command, args=button.args, page=button.page, pressed=True)


def spoken(reply: Reply) -> str:
    """Return the plain text of a reply, whole, as a screen reader would read it."""
    parts = _parts(reply)
    return join([read(Markup(part)) for part in parts]).text.replace("\u00a0", " ").replace("\u202f", " ")


def links(reply: Reply) -> list[str]:
    """Return every address the text links to."""
    parts = _parts(reply)
    return [span.url for part in parts for span in read(Markup(part)).spans if span.url]


def pressable(reply: Reply) -> list[tuple[str, str]]:
    """Return what each button asks for: command and arguments."""
    openers = [block.opens for block in reply.blocks if isinstance(block, Entry)]
    named = [each for row in reply.buttons for each in row if isinstance(each, Button)]
    return [(each.command, each.args) for each in (*openers, *named)]


def carried(reply: Reply) -> set[str]:
    """Return the slugs of the items a reply states facts of."""
    return {*reply.items, *(slug for block in reply.blocks if isinstance(block, Entry) for slug in block.items)}


def _parts(reply: Reply) -> list[Markup]:
    blocks = (block.text if isinstance(block, Entry) else block for block in reply.blocks)
    return [Markup(part) for part in (reply.head, *blocks, reply.foot)]
