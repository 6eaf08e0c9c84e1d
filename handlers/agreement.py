"""Agreement: what following something would send, shown with its price; kept only when it is confirmed by a press."""

from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from content.news import Every, Filter
from content.texts import languages, texts
from handlers import choices
from handlers.choices import said
from handlers.pause import paused, resuming, standing
from handlers.ports import Manner, Services, Subscription
from handlers.quiet import hours, USUAL, zone
from handlers.reply import Button, NOTHING, Reply, Row, say
from handlers.request import ChatKind, Request
from handlers.telling.price import Price, price
from handlers.wanted import CHOSEN, decode, encode, in_words, too_much

MOST: Final = 40
"""What one chat may follow."""
ITEM_FIRST: Final = Every.NOW
"""How often a single item is told unless somebody chooses: it changes a few times a year."""
FIRST: Final = Every.DAILY
_FORM, _CONFIRM, _SAMPLE = "?", "!", "~"
_LETTERS: Final = {every.value[0]: every for every in Every}
_STAMPED: Final = "{message}"
_ACTING: Final = 34
"""Letters of a slug that fit a button beside the number of whom it acts for."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is followed, how often, in what language."""

    wanted: Filter
    every: Every
    language: str

    def args(self, step: str) -> str | None:
        """Return them as a button carries them; None where the filter is too long for one."""
        code = encode(self.wanted)
        return None if code is None else f"{step}{self.every.value[0]}{self.language}{code}"


async def agree(wanted: Filter, request: Request, services: Services) -> Reply:
    """Return what following ``wanted`` would send and the choices there are; nothing is kept yet."""
    known = await services.subscriptions.find(request.about.id, request.about.thread, wanted)
    usual = ITEM_FIRST if wanted.item is not None else FIRST
    terms = Terms(wanted, known.every, known.language) if known else Terms(wanted, usual, request.language)
    return await _form(terms, request, services)


async def pressed(request: Request, services: Services) -> Reply | None:
    """Return the answer to one of the buttons made here; None where the request is none of them."""
    if not request.pressed or not request.args or request.args[0] not in (CHOSEN, _FORM, _CONFIRM, _SAMPLE):
        return None
    step, rest = request.args[0], request.args[1:]
    if step == CHOSEN:
        wanted = decode(rest, services)
        return _stale(request) if wanted is None else await agree(wanted, request, services)
    every, language, wanted = _LETTERS.get(rest[:1]), rest[1:3], decode(rest[3:], services)
    if every is None or language not in languages() or wanted is None:
        return _stale(request)
    terms = Terms(wanted, every, language)
    if step == _SAMPLE:
        return await _sample(terms, request, services)
    return await (_form if step == _FORM else _confirm)(terms, request, services)


def again(dropped: Subscription, request: Request) -> tuple[Row, ...]:
    """Return a button that follows again what was just dropped; none where it was for another topic of the group."""
    args = Terms(dropped.filter, dropped.every, dropped.language).args(_CONFIRM)
    if args is None or dropped.thread != request.about.thread:
        return ()
    return ((Button(said(request, "subscribe.again"), _command(dropped.filter), args, in_place=True),),)


def how(every: Every, language: str, request: Request) -> Markup:
    """Return how often and in what language, in words: ``une fois par jour, en français``."""
    often = request.text(f"subscribe.every.{every.value}")
    return request.text("subscribe.how", every=often, language=request.text(f"subscribe.language.{language}"))


async def _form(terms: Terms, request: Request, services: Services) -> Reply:
    if terms.args(_FORM) is None:
        return too_much(request)
    if request.acting_for is not None and len(terms.wanted.item or "") > _ACTING:
        return say(request.text("follow.in-group", slug=terms.wanted.item))
    known = await services.subscriptions.find(request.about.id, request.about.thread, terms.wanted)
    if known is None and (full := await _full(request, services)):
        return full
    prices = {every: await price(terms.wanted, every, request, services) for every in Every}
    parts = (
        request.text("subscribe.head", what=await in_words(terms.wanted, request, services)),
        _must_have(terms.wanted, request, services),
        _cost(prices[terms.every], request),
        request.text("subscribe.known", how=how(known.every, known.language, request)) if known else NOTHING,
        request.text("subscribe.terms", how=how(terms.every, terms.language, request)),
    )
    text = Markup("\n\n").join(part for part in parts if part)
    return say(text, *_buttons(terms, prices, known, request), private=bool(terms.wanted.words or terms.wanted.without))


async def _full(request: Request, services: Services) -> Reply | None:
    """Return that no more can be followed, where it is so."""
    if len(await services.subscriptions.of(request.about.id)) < MOST:
        return None
    return say(
        request.text("subscribe.full", most=MOST), (Button(said(request, "subscriptions.open"), "subscriptions"),)
    )


def _must_have(wanted: Filter, request: Request, services: Services) -> Markup:
    """Return that some words name nothing known, so that they must stand in what is told."""
    if not wanted.words:
        return NOTHING
    reference = services.packs.reference
    quoted = [request.text("wanted.quoted", word=reference.decent(word)).unescape() for word in wanted.words]
    return request.text("subscribe.must-have", n=len(quoted), words=request.texts.listing(quoted))


def _cost(cost: Price, request: Request) -> Markup:
    if not cost.messages or cost.last is None:
        return request.text("subscribe.price-none")
    return request.text("subscribe.price", n=cost.messages, date=request.texts.day(cost.last))


def _buttons(terms: Terms, prices: dict[Every, Price], known: Subscription | None, request: Request) -> tuple[Row, ...]:
    def button(label: str, step: str, chosen: Terms, *, in_place: bool = True) -> Button:
        return Button(label, _command(terms.wanted), chosen.args(step) or "", in_place=in_place)

    often = [
        button(_ticked(_priced(every, cost, request), on=every is terms.every), _FORM, replace(terms, every=every))
        for every, cost in prices.items()
    ]
    spoken = [
        button(
            _ticked(said(replace(request, texts=texts(code)), "language.name"), on=code == terms.language),
            _FORM, replace(terms, language=code),
        )
        for code in languages()
    ]  # fmt: skip
    rows: list[Row] = [(each,) for each in often]
    rows.append(tuple(spoken))
    if prices[terms.every].sample is not None:
        rows.insert(0, (button(said(request, "subscribe.see"), _SAMPLE, terms, in_place=False),))
    if known is None or (known.every, known.language) != (terms.every, terms.language):
        rows.append((button(said(request, "subscribe.confirm"), _CONFIRM, terms),))
    if known is not None:
        rows.append(
            (Button(said(request, "subscriptions.remove"), "subscriptions", f"{known.id} remove", in_place=True),)
        )
    return tuple(rows)


def _command(wanted: Filter) -> str:
    """Return the command whose buttons carry the filter: the shorter name where a slug needs the room."""
    return "subscribe" if wanted.item is None else "follow"


def _priced(every: Every, cost: Price, request: Request) -> str:
    often = request.text(f"subscribe.every.{every.value}").unescape()
    label = request.text("subscribe.choice", n=cost.messages, every=f"{often[:1].upper()}{often[1:]}")
    return choices.label(label.unescape())


def _ticked(label: str, *, on: bool) -> str:
    return f"✓ {label}" if on else label


async def _sample(terms: Terms, request: Request, services: Services) -> Reply:
    """Return the last message it would have sent, under a word that says so."""
    spoken = replace(request, texts=texts(terms.language))
    found = (await price(terms.wanted, terms.every, spoken, services)).sample
    if found is None:
        return say(request.text("subscribe.price-none"))
    reply = found.reply
    head = request.text("subscribe.sample")
    return replace(
        reply,
        head=Markup("\n\n").join((head, reply.head)) if reply.head else head,
        # The mark stands for the number of a message that was really sent; this one was not.
        buttons=tuple(row for row in (_unstamped(row) for row in reply.buttons) if row),
        turns=None if request.private else ("latest", ""),
    )


def _unstamped(row: Row) -> Row:
    return tuple(each for each in row if not (isinstance(each, Button) and _STAMPED in each.args))


async def _confirm(terms: Terms, request: Request, services: Services) -> Reply:
    about = request.about
    known = await services.subscriptions.find(about.id, about.thread, terms.wanted)
    if known is None and (full := await _full(request, services)):
        return full
    first = not await services.subscriptions.of(about.id)
    kept = await services.subscriptions.add(
        about.id, about.thread, terms.wanted, terms.every, terms.language, request.now
    )
    manner = await services.chats.manner(about.id)
    if first and about.kind is ChatKind.PRIVATE and manner.quiet is None:
        await services.chats.keep_quiet(about.id, USUAL)
        manner = replace(manner, quiet=USUAL)
        calm = request.text("subscribe.quiet-first", hours=hours(USUAL, request), zone=zone(manner, services))
    else:
        calm = _calm(manner, request, services)
    return await _kept(kept, calm, manner, request, services)


async def _kept(kept: Subscription, calm: Markup, manner: Manner, request: Request, services: Services) -> Reply:
    ends = paused(manner, request)
    parts = (
        request.text(
            "subscribe.done",
            what=await in_words(kept.filter, request, services),
            how=how(kept.every, kept.language, request),
        ),
        request.text("subscribe.thread") if kept.thread is not None else NOTHING,
        standing(ends, manner, request, services) if ends else NOTHING,
        calm,
        request.text("subscribe.stop"),
    )
    rows: list[Row] = [
        (Button(said(request, "subscriptions.open"), "subscriptions"), Button(said(request, "quiet.open"), "quiet")),
        (Button(said(request, "subscriptions.remove"), "subscriptions", f"{kept.id} remove", in_place=True),),
    ]
    if ends:
        rows.insert(0, (resuming(request),))
    text = Markup("\n\n").join(part for part in parts if part)
    private = bool(kept.filter.words or kept.filter.without)
    return say(text, *rows, toast=said(request, "subscribe.toast"), private=private)


def _calm(manner: Manner, request: Request, services: Services) -> Markup:
    if manner.quiet is None:
        return request.text("quiet.none")
    return request.text("quiet.now", hours=hours(manner.quiet, request), zone=zone(manner, services))


def _stale(request: Request) -> Reply:
    """Return that the button names what is no more."""
    return say(request.text("button.stale"))
