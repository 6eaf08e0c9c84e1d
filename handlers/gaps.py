"""``/gaps``: what people searched and did not find, without who, and what should be looked at again."""

from dataclasses import replace
from hashlib import blake2b
from typing import Final

from markupsafe import Markup

from content.records import Contact, Item, Publish
from content.texts import closest, texts
from handlers import choices, here
from handlers.awaited import asked_with, cancelling, dropped, expect, pending
from handlers.choices import label, rows, said, title
from handlers.command import Command, Scope
from handlers.ports import Gap, Services
from handlers.reply import Button, Entry, Reply, say
from handlers.request import Request
from handlers.typed import shown

_GAP, _AGED, _ANSWER = "G", "V", "="
# Capitals: the name of an item has none.
_PER_PAGE: Final = 8
_SHOWN: Final = 6
_MOST: Final = 60
_KINDS: Final = ("topic", "need", "contact", "measure", "article", "figure", "place", "term")


async def gaps(request: Request, services: Services) -> Reply:
    """Return the gaps, the aged items, one gap with the way to answer it, or what became of an answer."""
    if empty := here.nothing_yet(request, services):
        return empty
    if request.awaited is not None:
        return await _search(asked_with(request), request, services)
    step, rest = request.args[:1], request.args[1:]
    if request.pressed and step == _ANSWER:
        return await _answered(rest, request, services)
    await dropped(request, services)
    if request.pressed and step == _GAP:
        return await _one(rest, request, services)
    if request.pressed and step == _AGED:
        return await _aged(request, services)
    return await _list(request, services)


async def _list(request: Request, services: Services) -> Reply:
    found = list(await services.curation.gaps.list(request.now))[:_MOST]
    aged = len(await services.curation.editor.aged(request.now, _MOST))
    way = Button(request.text("gaps.aged", n=aged).unescape(), "gaps", _AGED)
    ways = ((way,),) if aged else ()
    if not found:
        return say(request.text("gaps.none"), *ways)
    entries = [Entry(_line(each, request, services), _opener(each, services)) for each in found]
    return Reply(entries, head=request.text("gaps.head"), buttons=ways, per_page=_PER_PAGE, private=True)


def _opener(gap: Gap, services: Services) -> Button:
    return Button(label(_words(gap, services)), "gaps", f"{_GAP}{_mark(gap)}")


def _line(gap: Gap, request: Request, services: Services) -> Markup:
    line = request.text("gaps.line", n=gap.times, words=_words(gap, services))
    return Markup(" ").join((line, request.text("gaps.hands", n=gap.hands))) if gap.hands else line


def _words(gap: Gap, services: Services) -> str:
    """Return the words as they may be shown."""
    return shown(services.packs.reference.decent(gap.words))


def _mark(gap: Gap) -> str:
    return blake2b(f"{gap.language} {gap.words}".encode(), digest_size=6).hexdigest()


async def _found(mark: str, request: Request, services: Services) -> Gap | None:
    return next((each for each in await services.curation.gaps.list(request.now) if _mark(each) == mark), None)


async def _one(mark: str, request: Request, services: Services, note: Markup | None = None) -> Reply:
    """Return one gap, and take the next words as a search for what answers it."""
    gap = await _found(mark, request, services)
    if gap is None:
        return replace(await _list(request, services), toast=said(request, "gaps.gone"))
    text = request.text("gaps.ask", line=_line(gap, request, services))
    prompt = Markup("\n\n").join(each for each in (note, text) if each)
    return await expect(request, services, mark, prompt, cancelling(request))


async def _search(mark: str, request: Request, services: Services) -> Reply:
    """Return what the typed words find, to choose the answer from."""
    hits = await services.search.find(request.args, request.language, kinds=_KINDS, limit=_SHOWN)
    found = [each for each in await services.items.some(hit.slug for hit in hits.hits) if each.publish is Publish.OK]
    if not found:
        return await _one(mark, request, services, request.text("gaps.found-nothing", words=shown(request.args)))
    buttons = rows(Button(label(title(each, request.language)), "gaps", f"{_ANSWER}{each.slug}") for each in found)
    return await expect(request, services, mark, request.text("gaps.which"), cancelling(request), *buttons)


async def _answered(slug: str, request: Request, services: Services) -> Reply:
    """Note the answer, and tell those whose hand is up."""
    mark = await pending(request, services)
    gap = await _found(mark, request, services) if mark is not None else None
    item = await services.items.get(slug)
    if gap is None or item is None or item.publish is not Publish.OK:
        return say(request.text("gaps.too-late"), (Button(said(request, "gaps.back"), "gaps"),))
    by = request.person.id or 0
    chats = await services.curation.gaps.answer(gap.words, gap.language, slug, by, request.now)
    await services.curation.audit.note("answer", f"gap:{_mark(gap)}", by, request.now, after=slug)
    told = tuple(_told(chat, language, gap, item, request, services) for chat, language in chats)
    done = request.text("gaps.answered", n=len(told), title=title(item, request.language))
    return say(done, (Button(said(request, "gaps.back"), "gaps"),), to_people=told, private=True)


def _told(
    chat: int, language: str, gap: Gap, item: Item, request: Request, services: Services
) -> tuple[int, str, Reply]:
    spoken = texts(closest(language, request.language))
    text = spoken.text("gaps.told", words=_words(gap, services), title=title(item, spoken.language))
    opened = Button(label(title(item, spoken.language)), "open", item.slug)
    return chat, spoken.language, say(text, (opened,), private=True)


async def _aged(request: Request, services: Services) -> Reply:
    """Return the items past their review date and the contacts not checked for six months."""
    found = await services.curation.editor.aged(request.now, _MOST)
    if not found:
        return say(request.text("gaps.nothing-aged"), (Button(said(request, "gaps.back"), "gaps"),))
    entries = [Entry(_old(each, request), _tool(each, request)) for each in found]
    back = (Button(said(request, "gaps.back"), "gaps", in_place=True),)
    head = request.text("gaps.aged-head")
    return Reply(entries, head=head, buttons=(back,), per_page=_PER_PAGE, turns=("gaps", _AGED))


def _old(item: Item, request: Request) -> Markup:
    name = title(item, request.language)
    if isinstance(item, Contact) and not item.stale(request.now.date()):
        return request.text("gaps.old-contact", title=name, date=request.texts.day(item.checked_on))
    return request.text("gaps.old", title=name, date=request.texts.day(item.review_by or item.checked_on))


def _tool(item: Item, request: Request) -> Button:
    """Return the button that brings the item up to date, or opens it where that is done elsewhere."""
    if item.kind in ("measure", "figure", "contact"):
        return Button(label(title(item, request.language)), "update", item.slug)
    return choices.opener(item, request)


COMMAND: Command = Command("gaps", gaps, scope=Scope.MODERATORS)
