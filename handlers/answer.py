"""Answer: what a search found, told as surely as it is sure: one card, a question back, a list, or that there is nothing."""

from dataclasses import replace
from typing import Final

from markupsafe import Markup

from handlers import choices
from handlers.choices import said
from handlers.open import open_item
from handlers.ports import Findings, Hit, Services
from handlers.reply import Button, Entry, Reply, Row
from handlers.request import Request
from handlers.typed import carried, LITERAL, shown

SHOWN: Final = 6
"""Hits that are listed."""
_OTHERS: Final = 3


async def answer(request: Request, services: Services) -> Reply:
    """Return the answer to the words of the request, searched for in both languages."""
    literal = request.pressed and request.args.startswith(LITERAL)
    words = request.args.removeprefix(LITERAL) if literal else request.args
    found = await services.search.find(words, request.language, literal=literal, limit=SHOWN)
    if not found.hits:
        await services.search.missed(words, request.language)
        return _nothing(words, request, services)
    heads = _heads(found, request)
    literally = _literally(found, words, request)
    if found.close and len(found.hits) > 1:
        return _ask_back(found, heads, literally, request)
    if found.sure or len(found.hits) == 1:
        return await _card(found, heads, literally, request, services)
    return _list(found, words, heads, literally, request)


async def _card(
    found: Findings, heads: list[Markup], literally: tuple[Row, ...], request: Request, services: Services
) -> Reply:
    """Return the card of the first hit, and the next ones as buttons; unsure hits say so before it."""
    if not found.sure:
        heads = [*heads, request.text("search.perhaps")]
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
        head=Markup("\n").join([*heads, request.text("search.unsure", words=shown(words))]),
        buttons=literally,
        per_page=SHOWN,
        private=True,
    )


def _nothing(words: str, request: Request, services: Services) -> Reply:
    """Return that nothing was found, with the topics and the needs to go on from."""
    rows = (*choices.topics(request, services, "summary")[:3], (Button(said(request, "choice.contacts"), "contacts"),))
    return Reply(blocks=(request.text("search.nothing", words=shown(words)),), buttons=rows, private=True)


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
