"""``/ask question``: a question in plain words; the command it is for answers, else the search does."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import handlers
from content.fold import fold
from content.records import Figure
from content.reference.phrases import ASKING, LITTLE
from handlers import choices, here
from handlers.answer import answer, between, one, READ
from handlers.choices import said
from handlers.command import Command
from handlers.figures import show, showable
from handlers.intent import also, Intent, readings
from handlers.office import holder
from handlers.once import Once
from handlers.open import open_item
from handlers.ports import Findings, Hit, Services
from handlers.reply import Button, Entry, Made, Reply, Row, say
from handlers.request import Request
from handlers.search import examples
from handlers.subject import Subject
from handlers.typed import carried, LITERAL

_KINDS: Final = {"figures": "figure", "measures": "measure", "positions": "position"}
"""Commands whose own items are searched for the words of the question, and the kind of those."""
_FEW: Final = 5
_BEHIND: Final = 0.15
"""How far behind the best hit one of the kind may be."""
_NEAR: Final = 3
_STEM: Final = 5
_APART: Final = 0.05
"""How far two measures must be apart for the first to be the one that is meant."""


async def ask(request: Request, services: Services) -> Reply:
    """Return the answer to the question, or how to ask when there is none."""
    if empty := here.nothing_yet(request, services):
        return empty
    if not request.args:
        return say(request.text("ask.how"), *examples(request))
    if request.pressed and request.args.startswith(LITERAL):
        return await answer(request, services)
    services = replace(services, search=Once(services.search))
    meant = readings(request.args, services.packs.reference)
    if meant and meant[0].perhaps and (found := await _surely(meant[0], request, services)):
        return _beside(found, request, services)
    for reading in meant:
        reply = await _answered(reading, request, services)
        if reply is not None:
            return reply
    return await answer(request, services)


async def _surely(reading: Intent, request: Request, services: Services) -> Reply | None:
    """Return the one item the words name beside their subject, or the few they may name; None where they name the subject."""
    if reading.command == "summary" and not reading.words:
        return await one(request, services)
    words = reading.words or request.args
    found = await one(request, services) or await _narrow(Intent("measures", words=words), request, services)
    if found is not None or reading.command != "summary":
        return found
    topic = services.packs.reference.topics[reading.args]
    return await between(choices.opener(topic, request), request, services)


async def _answered(reading: Intent, request: Request, services: Services) -> Reply | None:
    """Return what the command tells; None where it has nothing to tell of that."""
    asked = replace(request, command=reading.command, args=reading.args)
    if reading.command == "help":
        return await handlers.BY_NAME["help"].handler(asked, services)
    if reading.command == "which":
        return _which(reading, request, services)
    if reading.command == "office":
        # The body is not kept once sent: its button carries words somebody typed.
        reply = await holder(reading.args, request, services)
        return replace(reply, buttons=(*reply.buttons, *_otherwise(request)), private=True)
    if reading.words and (narrow := await _narrow(reading, request, services)):
        return _beside(narrow, request, services)
    if reading.words and not reading.args:
        return None
    reply = await handlers.BY_NAME[reading.command].handler(asked, services)
    if not _tells(reply):
        return None
    reply = replace(reply, private=True, turns=(reading.command, reading.args))
    return _beside(reply, request, services)


def _which(reading: Intent, request: Request, services: Services) -> Reply:
    """Return the question whether the topic or the need is meant."""
    reference = services.packs.reference
    topic, need = reading.args.split()
    rows = (
        (Button(choices.label(reference.topics[topic].title.say(request.language)), "summary", topic),),
        (Button(choices.label(reference.needs[need].title.say(request.language)), "contacts", need),),
    )
    return say(request.text("search.which"), *rows, *_otherwise(request), private=True)


async def _narrow(reading: Intent, request: Request, services: Services) -> Reply | None:
    """Return the very figures, the measure or the debate the words name; None where they name none surely."""
    kind = _KINDS.get(reading.command)
    if kind is None:
        return None
    query = request.args if kind == "measure" else reading.words
    found = await services.search.find(query, request.language, limit=READ)
    hits = _of_kind(found, kind, reading)
    if kind == "figure":
        figures = showable(await services.items.some(hit.slug for hit in hits))
        reply = await show(figures, request, services, Subject()) if figures else None
        return _with_all(reply, reading, figures, request) if reply else None
    return (
        replace(await open_item(hits[0].slug, replace(request, args=hits[0].slug), services), private=True)
        if hits
        else None
    )


def _of_kind(found: Findings, kind: str, reading: Intent) -> list[Hit]:
    """Return the hits of the kind that the words name; of measures one that stands out, or none."""
    best = found.hits[0].score if found.hits and reading.args else 0.0
    hits = [hit for hit in found.hits if hit.kind == kind and hit.score >= best - _BEHIND]
    if kind == "position":
        return hits[:1]
    # Where no topic is named there is no list to fall back on, and a figure further down is better than none.
    near = found.hits[: 1 if reading.args else _NEAR] if kind == "figure" else ()
    hits = [hit for hit in hits if hit in near or _names(hit.title, reading.words)]
    if kind == "measure" and len(hits) > 1 and hits[0].score - hits[1].score < _APART:
        return []
    return hits[:_FEW]


def _names(title: str, words: str) -> bool:
    """Return whether the title says at least half of what the words tell."""
    telling = [word[:_STEM] for word in fold(words).split() if word not in LITTLE and word not in ASKING]
    said = fold(title).split()
    return 2 * sum(any(one.startswith(stem) for one in said) for stem in telling) >= max(len(telling), 1)


def _with_all(reply: Reply, reading: Intent, figures: list[Figure], request: Request) -> Reply:
    """Return the figures found, with a button to all of the topic."""
    every: tuple[Row, ...] = ((Button(said(request, "choice.figures"), "figures", reading.args),),)
    return replace(reply, buttons=(*reply.buttons, *every), private=True, per_page=max(len(figures), 1))


def _tells(reply: Reply) -> bool:
    """Return whether a reply holds anything of the store, and is not only a word that there is nothing."""
    if reply.items:
        return True
    blocks: Iterable[object] = reply.blocks
    return (
        isinstance(blocks, Made)
        or (isinstance(blocks, tuple | list) and any(isinstance(it, Entry) for it in blocks))
        or (bool(reply.buttons) and reply.per_page == 1)
    )


def _beside(reply: Reply, request: Request, services: Services) -> Reply:
    """Return the reply with a button to the need the words may tell of, and one that searches the very words."""
    need = also(request.args, services.packs.reference)
    offered = {each.args for row in reply.buttons for each in row if isinstance(each, Button)}
    rows = (
        ((Button(choices.label(need.title.say(request.language)), "contacts", need.slug),),)
        if need and need.slug not in {*offered, *reply.items}
        else ()
    )
    return replace(reply, buttons=(*reply.buttons, *rows, *_otherwise(request)), private=True)


def _otherwise(request: Request) -> tuple[Row, ...]:
    """Return a button that searches the very words, for whom the answer is not the one wanted."""
    words = carried(request.args)
    return ((Button(said(request, "ask.otherwise"), "search", words),),) if words else ()


COMMAND: Command = Command("ask", ask)
