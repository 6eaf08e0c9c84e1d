"""Answer: what a search found, told as surely as it is sure: one card, a question back, a list, or that there is nothing."""

from dataclasses import replace
from typing import Final

from markupsafe import Markup

from handlers import choices
from handlers.choices import said
from handlers.hand import raising
from handlers.open import open_item
from handlers.ports import Findings, Hit, Services
from handlers.reply import Button, Entry, Reply, Row
from handlers.request import Request
from handlers.typed import carried, LITERAL, shown

READ: Final = 40
"""Hits that are asked for."""
SHOWN: Final = 6
"""Hits that are listed."""
_OTHERS: Final = 3
_ASIDE: Final = frozenset(("need", "article", "figure", "position", "source"))
"""Kinds that are one telling among several: where a subject is named, they do not speak for it."""


async def answer(request: Request, services: Services) -> Reply:
    """Return the answer to the words of the request, searched for in both languages."""
    literal = request.pressed and request.args.startswith(LITERAL)
    words = request.args.removeprefix(LITERAL) if literal else request.args
    found = await services.search.find(words, request.language, literal=literal, limit=READ)
    if not found.hits:
        await services.search.missed(words, request.language)
        return _nothing(words, request, services)
    heads = _heads(found, request)
    literally = _literally(found, words, request)
    if found.close and len(found.hits) > 1:
        return _ask_back(found, heads, literally, request)
    if found.sure:
        return await _card(found, heads, literally, request, services)
    return _list(found, _repeated(words, services), heads, literally, request)


async def one(request: Request, services: Services) -> Reply | None:
    """Return the one item the words of the request surely name; None where they name none, or several."""
    found = await services.search.find(request.args, request.language, limit=READ)
    if not found.hits or not found.sure or found.hits[0].kind in _ASIDE:
        return None
    heads = _heads(found, request)
    return await _card(found, heads, _literally(found, request.args, request), request, services)


async def between(first: Button, request: Request, services: Services) -> Reply | None:
    """Return a question back, with ``first`` before what the words may name; None where they name nothing nearly."""
    found = await services.search.find(request.args, request.language, limit=READ)
    if not found.hits or not (found.sure or found.close):
        return None
    reply = _ask_back(found, _heads(found, request), _literally(found, request.args, request), request)
    others = tuple(row for row in reply.buttons if row[0] != first and getattr(row[0], "args", "") != first.args)
    return replace(reply, buttons=((first,), *others))


async def _card(
    found: Findings, heads: list[Markup], literally: tuple[Row, ...], request: Request, services: Services
) -> Reply:
    """Return the card of the first hit, and the next ones as buttons."""
    card = await open_item(found.hits[0].slug, replace(request, args=found.hits[0].slug), services)
    head = Markup("\n").join([*heads, card.head] if card.head else heads)
    others = _opening(found.hits[1 : 1 + _OTHERS], request)
    if others:
        head = Markup("\n").join([head, request.text("search.others")]) if head else request.text("search.others")
    return replace(card, head=head, buttons=(*card.buttons, *others, *literally), private=True)


def _ask_back(found: Findings, heads: list[Markup], literally: tuple[Row, ...], request: Request) -> Reply:
    text = request.text("search.which")
    return Reply(
        blocks=(text,),
        head=Markup("\n").join(heads),
        buttons=(*_opening(found.hits[:SHOWN], request), *literally),
        private=True,
    )


def _list(found: Findings, words: str, heads: list[Markup], literally: tuple[Row, ...], request: Request) -> Reply:
    return Reply(
        blocks=tuple(Entry(_line(hit, request), _opener(hit, request)) for hit in found.hits[:SHOWN]),
        head=Markup("\n").join([*heads, request.text("search.unsure", words=words)]),
        buttons=literally,
        per_page=SHOWN,
        private=True,
    )


def _nothing(words: str, request: Request, services: Services) -> Reply:
    """Return that nothing was found, with the topics and the needs to go on from."""
    rows = (
        *raising(words, request),
        *choices.topics(request, services, "summary")[:3],
        (Button(said(request, "choice.contacts"), "contacts"),),
    )
    return Reply(blocks=(request.text("search.nothing", words=_repeated(words, services)),), buttons=rows, private=True)


def _repeated(words: str, services: Services) -> str:
    """Return the words as they may be printed: without the slang some places are called by (content policy, section 2, rule 4)."""
    return shown(services.packs.reference.decent(words))


def _heads(found: Findings, request: Request) -> list[Markup]:
    heads = []
    if found.read_as:
        heads.append(request.text("search.read-as", words=shown(found.read_as)))
    if found.language != request.language:
        heads.append(request.text("search.other-language"))
    if found.incomplete:
        heads.append(request.text("search.incomplete"))
    return heads


def _literally(found: Findings, words: str, request: Request) -> tuple[Row, ...]:
    """Return a button that searches what was typed, where something else was searched for."""
    args = carried(words) if found.read_as else None
    return ((Button(said(request, "search.literally"), "search", args),),) if args else ()


def _opening(hits: tuple[Hit, ...], request: Request) -> tuple[Row, ...]:
    return choices.rows(_opener(hit, request) for hit in hits)


def _opener(hit: Hit, request: Request) -> Button:
    return Button(choices.label(f"{_kind(hit, request)} · {hit.title}"), "open", hit.slug)


def _line(hit: Hit, request: Request) -> Markup:
    return request.text("search.line", kind=_kind(hit, request), title=hit.title)


def _kind(hit: Hit, request: Request) -> str:
    key = f"found.{hit.kind}"
    return said(request, key if request.texts.has(key) else "found.item")
