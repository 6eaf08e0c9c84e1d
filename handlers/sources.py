"""``/sources``: how the reading of each feed goes; who runs the bot enables one once a person has read its terms."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.language import Translated
from content.records import Feed, State
from handlers import here
from handlers.awaited import asked_with, dropped, expect
from handlers.choices import label, said
from handlers.command import Command, Scope
from handlers.ports import FeedStanding, Services
from handlers.reply import Button, Entry, Reply, say
from handlers.request import Request
from handlers.screened import screened

_ON, _SURE, _OFF = "A", "Y", "Z"
# Capitals: the name of a feed, which a button may carry alone, has none.
_PER_PAGE: Final = 8
_WRONG: Final = dt.timedelta(days=2)
"""How long a feed may answer nothing before it is said to be silent."""


async def sources(request: Request, services: Services) -> Reply:
    """Return how the feeds stand, one of them, or what became of a switch."""
    if request.awaited is not None:
        return await _terms(asked_with(request), request, services)
    await dropped(request, services)
    standings = list(await services.curation.editor.feeds(request.now))
    step, slug = request.args[:1], request.args[1:]
    if request.pressed and step in (_ON, _SURE, _OFF):
        return await _switch(step, slug, request, services)
    one = next((each for each in standings if each.slug == request.args), None)
    if one is not None:
        return await _detail(one, request, services)
    return _list(standings, request, services)


def _list(standings: Sequence[FeedStanding], request: Request, services: Services) -> Reply:
    if not standings:
        return say(request.text("sources.none"))
    order = sorted(standings, key=lambda each: (not each.enabled, each.fault is None, each.title.casefold()))
    read = sum(each.enabled for each in standings)
    entries = [Entry(_line(each, request, services), Button(label(each.title), "sources", each.slug)) for each in order]
    return Reply(entries, head=request.text("sources.head", n=read, all=len(standings)), per_page=_PER_PAGE)


def _line(one: FeedStanding, request: Request, services: Services) -> Markup:
    return request.text("sources.line", title=one.title, state=_state(one, request, services))


def _state(one: FeedStanding, request: Request, services: Services) -> Markup:
    """Return in words whether it is read, since when it is silent, and why."""
    if not one.enabled:
        return request.text("sources.off")
    if one.failing_since is not None:
        why = _fault(one.fault, request)
        return request.text("sources.failing", since=_when(one.failing_since, request, services), why=why)
    if one.answered_at is None:
        return request.text("sources.not-yet")
    when = _when(one.answered_at, request, services)
    if request.now - one.answered_at > _WRONG:
        return request.text("sources.silent", since=when)
    return request.text("sources.read", when=when)


def _fault(fault: str | None, request: Request) -> Markup:
    key = f"fetch.{fault}"
    return request.text(key) if fault and request.texts.has(key) else request.text("sources.fault")


async def _detail(one: FeedStanding, request: Request, services: Services, note: Markup | None = None) -> Reply:
    found = await services.curation.editor.stored(one.slug)
    feed = found[0] if found is not None and isinstance(found[0], Feed) else None
    lines = [
        _line(one, request, services),
        request.text("sources.taken", n=one.taken),
        request.text("sources.dropped", n=one.dropped),
    ]
    if feed is not None:
        lines.append(request.text("sources.address", url=feed.url or "–"))
        terms = feed.terms.say(request.language) if feed.terms else request.text("sources.terms-unread")
        lines.append(request.text("sources.terms", terms=terms))
    buttons = [(Button(said(request, "sources.back"), "sources", in_place=True),)]
    if request.person.operator and feed is not None and feed.url:
        key, step = ("sources.disable", _OFF) if one.enabled else ("sources.enable", _ON)
        buttons.insert(0, (Button(said(request, key), "sources", f"{step}{one.slug}", in_place=True),))
    elif not request.person.operator:
        lines.append(request.text("sources.operators"))
    text = Markup("\n").join(lines)
    return say(Markup("\n\n").join(each for each in (note, text) if each), *buttons)


async def _switch(step: str, slug: str, request: Request, services: Services) -> Reply:
    """Enable a feed after its terms were shown and confirmed, or disable it."""
    found = await services.curation.editor.stored(slug)
    if found is None or not isinstance(found[0], Feed) or not request.person.operator:
        return say(request.text("scope.operators") if found else request.text("open.gone"))
    feed = found[0]
    if step == _OFF:
        return await _keep(feed.model_copy(update={"enabled": False}), "sources.disabled", request, services)
    cancel = Button(said(request, "await.cancel"), "sources", slug, in_place=True)
    if feed.terms is None:
        return await expect(request, services, slug, request.text("sources.ask-terms", title=feed.title), cancel)
    if step == _ON:
        sure = Button(said(request, "sources.enable-sure"), "sources", f"{_SURE}{slug}", in_place=True)
        prompt = request.text("sources.read-terms", title=feed.title, terms=feed.terms.say(request.language))
        return say(prompt, (sure,), (cancel,))
    return await _keep(feed.model_copy(update={"enabled": True}), "sources.enabled", request, services)


async def _terms(slug: str, request: Request, services: Services) -> Reply:
    """Keep the word of who read the terms, and enable the feed."""
    found = await services.curation.editor.stored(slug)
    if found is None or not isinstance(found[0], Feed) or not request.person.operator:
        return say(request.text("scope.operators") if found else request.text("open.gone"))
    fine = await screened(request, services, "note", overridable=False)
    if isinstance(fine, Markup):
        cancel = Button(said(request, "await.cancel"), "sources", slug, in_place=True)
        return await expect(request, services, slug, fine, cancel)
    # Whoever reads it in another language sees the words as they were written.
    terms = Translated({request.language: " ".join(fine.text.split())[:600]})
    return await _keep(
        found[0].model_copy(update={"terms": terms, "enabled": True}), "sources.enabled", request, services
    )


async def _keep(feed: Feed, done: str, request: Request, services: Services) -> Reply:
    by = request.person.id or 0
    await services.curation.editor.put(feed, State.PUBLISHED, by, None, request.now)
    act = "enable" if feed.enabled else "disable"
    await services.curation.audit.note(act, feed.slug, by, request.now)
    standings = await services.curation.editor.feeds(request.now)
    one = next((each for each in standings if each.slug == feed.slug), None)
    note = request.text(done)
    return await _detail(one, request, services, note) if one is not None else say(note)


def _when(at: dt.datetime, request: Request, services: Services) -> str:
    day = at.astimezone(ZoneInfo(here.zone(services))).date()
    return f"{request.texts.day(day)}, {request.texts.time(at, here.zone(services))}"


COMMAND: Command = Command("sources", sources, scope=Scope.MODERATORS)
