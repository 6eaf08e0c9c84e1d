"""``/update <item>``: a measure's new status, a figure's new value, a contact checked today; before and after, then confirmed."""

from dataclasses import replace
from typing import Final, get_args

from markupsafe import Markup

from content.dates import PartialDate
from content.records import Article, Contact, Figure, Item, Measure, Publish, Status
from content.records.contact import ShownField
from handlers import here
from handlers.awaited import asked_with, cancelling, dropped, expect, pending
from handlers.choices import label, rows, said, title
from handlers.command import Command, Scope
from handlers.ports import Services
from handlers.reply import Button, Reply, Row, say
from handlers.request import Request
from handlers.typed import shown
from handlers.update.applying import apply, preview
from handlers.update.change import Change
from handlers.update.value import value_of

# Capitals: the name of an item, which a button may carry alone, has none.
_STATUS, _VALUE, _CHECKED, _FIELD, _ARTICLE, _DATE, _SURE = "S", "V", "C", "F", "A", "D", "Y"
_KINDS: Final = ("measure", "figure", "contact")
_SHOWN: Final = 6
_FIELDS: Final[tuple[str, ...]] = get_args(ShownField)
_STATES: Final = tuple(Status)


async def update(request: Request, services: Services) -> Reply:
    """Find the item, ask for what is new, show before and after, and keep it once confirmed."""
    if empty := here.nothing_yet(request, services):
        return empty
    if request.awaited is not None:
        return await _words(request, services)
    step, rest = request.args[:1], request.args[1:]
    if request.pressed and step in (_FIELD, _ARTICLE, _DATE, _SURE):
        return await _goes_on(step, rest, request, services)
    await dropped(request, services)
    if request.pressed and step in (_STATUS, _VALUE, _CHECKED):
        return await _begin(step, rest, request, services)
    if not request.args:
        return say(request.text("update.how"))
    item = await services.items.get(request.args.strip())
    return _tool(item, request) if _may(item) and item is not None else await _search(request, services)


def _may(item: Item | None) -> bool:
    return isinstance(item, Measure | Figure | Contact) and item.publish is Publish.OK


async def _search(request: Request, services: Services) -> Reply:
    hits = await services.search.find(request.args, request.language, kinds=_KINDS, limit=_SHOWN)
    found = [each for each in await services.items.some(hit.slug for hit in hits.hits) if _may(each)]
    if not found:
        return say(request.text("update.none", words=shown(request.args)), private=True)
    buttons = rows(Button(label(title(each, request.language)), "update", each.slug) for each in found)
    return say(request.text("update.which"), *buttons)


def _tool(item: Item, request: Request) -> Reply:
    """Return what can be brought up to date of the item."""
    if isinstance(item, Measure):
        states = [
            Button(request.text(f"status.{state.value}").unescape(), "update", f"{_STATUS}{number}{item.slug}")
            for number, state in enumerate(_STATES)
        ]
        return say(request.text("update.ask.status", title=title(item, request.language)), *rows(states, 2))
    step, key = (_VALUE, "update.new-value") if isinstance(item, Figure) else (_CHECKED, "update.checked")
    way = Button(said(request, key), "update", f"{step}{item.slug}")
    correct = Button(said(request, "update.correct"), "correct", item.slug)
    return say(request.text("update.tool", title=title(item, request.language)), (way,), (correct,), items=(item.slug,))


async def _begin(step: str, rest: str, request: Request, services: Services) -> Reply:
    """Return the first question about the item."""
    number, slug = (rest[:1], rest[1:]) if step == _STATUS else ("", rest)
    stored = await services.curation.editor.stored(slug)
    item = stored[0] if stored is not None and await services.items.get(slug) is not None else None
    if stored is None or item is None or not _may(item):
        return say(request.text("update.gone"))
    change = Change(slug, stored[2])
    if step == _STATUS and isinstance(item, Measure) and number.isdecimal() and int(number) < len(_STATES):
        return await _ask(replace(change, status=_STATES[int(number)].value, step="source"), request, services)
    if step == _VALUE and isinstance(item, Figure):
        return await _ask(replace(change, step="value"), request, services)
    if step == _CHECKED and isinstance(item, Contact):
        return await _fields(replace(change, fields=item.display_fields), item, request, services)
    return _tool(item, request)


async def _ask(change: Change, request: Request, services: Services, note: Markup | None = None, *ways: Row) -> Reply:
    prompt = Markup("\n\n").join(each for each in (note, request.text(f"update.ask.{change.step}")) if each)
    return await expect(request, services, change.written(), prompt, cancelling(request, change.slug), *ways)


async def _words(request: Request, services: Services) -> Reply:
    """Take what was typed as the value, the words of the source, or the date."""
    change = Change.read(asked_with(request))
    if change is None:
        return say(request.text("update.too-late"))
    typed = request.args.strip()
    if change.step == "value":
        value = value_of(typed)
        if value is None:
            return await _ask(change, request, services, request.text("update.no-value"))
        return await _ask(replace(change, value=value, step="source"), request, services)
    if change.step == "source":
        return await _sources(change, request, services)
    if change.step == "date":
        try:
            date = PartialDate(typed)
        except ValueError:
            date = None
        if date is None or date.first > here.today(request, services):
            return await _ask(change, request, services, request.text("draft.date"))
        return await preview(replace(change, date=typed, step=""), request, services)
    return await _again(change, request, services)


async def _sources(change: Change, request: Request, services: Services) -> Reply:
    """Return the published articles the words find, to choose the source from."""
    hits = await services.search.find(request.args, request.language, kinds=("article",), limit=_SHOWN)
    found = [each for each in await services.items.some(hit.slug for hit in hits.hits) if each.publish is Publish.OK]
    if not found:
        return await _ask(change, request, services, request.text("update.no-source", words=shown(request.args)))
    buttons = rows(Button(label(title(each, request.language)), "update", f"{_ARTICLE}{each.slug}") for each in found)
    return await _ask(change, request, services, request.text("update.which-source"), *buttons)


async def _goes_on(step: str, rest: str, request: Request, services: Services) -> Reply:
    """Return what a press leads to while a change is open; that it was open too long ago where none is."""
    kept = await pending(request, services)
    change = Change.read(kept) if kept is not None else None
    if change is None:
        return say(request.text("update.too-late"))
    if step == _ARTICLE and change.step == "source":
        return await _dated(change, rest, request, services)
    if step == _DATE and change.step == "date":
        article = await services.items.get(change.source)
        if isinstance(article, Article) and article.date is not None:
            return await preview(replace(change, date=str(article.date), step=""), request, services)
    if step == _FIELD and not change.step and rest in _FIELDS:
        item = await services.items.get(change.slug)
        if isinstance(item, Contact):
            return await _fields(_toggled(change, rest), item, request, services)
    if step == _SURE and not change.step and rest == change.check:
        return await apply(change, request, services)
    return await _again(change, request, services)


async def _again(change: Change, request: Request, services: Services) -> Reply:
    """Return the question that is open once more: the press or the words were no answer to it."""
    if change.step:
        return await _ask(change, request, services)
    item = await services.items.get(change.slug)
    if isinstance(item, Contact):
        return await _fields(change, item, request, services)
    return await preview(change, request, services)


async def _dated(change: Change, slug: str, request: Request, services: Services) -> Reply:
    """Return the question for the date, with that of the article to press."""
    article = await services.items.get(slug)
    if not isinstance(article, Article) or article.publish is not Publish.OK:
        return await _ask(change, request, services)
    ways: tuple[Row, ...] = ()
    if article.date is not None:
        day = request.texts.day(article.date)
        ways = ((Button(request.text("update.article-date", date=day).unescape(), "update", _DATE),),)
    return await _ask(replace(change, source=slug, step="date"), request, services, None, *ways)


def _toggled(change: Change, name: str) -> Change:
    now = set(change.fields) ^ {name}
    return replace(change, fields=tuple(each for each in _FIELDS if each in now))


async def _fields(change: Change, item: Contact, request: Request, services: Services) -> Reply:
    """Return what of the contact is shown, to tick, with before and after below."""
    ticks = [
        Button(_ticked(name, change, request), "update", f"{_FIELD}{name}", in_place=True)
        for name in _FIELDS
        if getattr(item, name) is not None
    ]
    return await preview(change, request, services, *rows(ticks, 2))


def _ticked(name: str, change: Change, request: Request) -> str:
    told = said(request, f"update.field.{name}")
    return f"✓ {told}" if name in change.fields else told


COMMAND: Command = Command("update", update, scope=Scope.MODERATORS)
