"""Applying: before and after are shown, and what was confirmed becomes a new revision."""

from dataclasses import replace

from content.records import Article, Contact, Figure, Measure, State
from handlers import here
from handlers.awaited import cancelling, expect
from handlers.choices import said, title
from handlers.ports import Services
from handlers.reply import Button, Reply, Row, say
from handlers.request import Request
from handlers.update.change import Change
from handlers.update.made import Changed, made, noted, told, wrong

_SURE = "Y"


async def preview(change: Change, request: Request, services: Services, *ways: Row) -> Reply:
    """Return the item before and after, with the button that confirms exactly that."""
    both = await _both(change, request, services)
    if both is None:
        return say(request.text("update.gone"))
    before, after, article = both
    today = here.today(request, services)
    if remarks := wrong(before, after, await services.curation.editor.rules(), today):
        says = "; ".join(f"{each.field}: {each.says}" for each in remarks)
        return say(request.text("update.wrong", says=says), (cancelling(request, change.slug),))
    source = before.source if isinstance(before, Figure) else None
    known = await services.items.get(source) if source else None
    text = request.text(
        "update.preview",
        title=title(before, request.language),
        before=told(before, request, known if isinstance(known, Article) else None),
        after=told(after, request, article),
    )
    sure = Button(said(request, "update.sure"), "update", f"{_SURE}{change.check}", in_place=True)
    reply = await expect(request, services, change.written(), text, cancelling(request, change.slug), *ways, (sure,))
    return replace(reply, items=(before.slug,))


async def apply(change: Change, request: Request, services: Services) -> Reply:
    """Keep the changed item, unless somebody changed it since it was shown; those who follow it are told."""
    stored = await services.curation.editor.stored(change.slug)
    both = await _both(change, request, services)
    if stored is None or both is None:
        return say(request.text("update.gone"))
    if stored[2] != change.revision:
        again = Button(said(request, "update.begin-again"), "update", change.slug)
        return say(request.text("update.changed"), (again,))
    before, after, _ = both
    if wrong(before, after, await services.curation.editor.rules(), here.today(request, services)):
        return say(request.text("update.gone"))
    by = request.person.id or 0
    await services.curation.editor.put(after, State.PUBLISHED, by, None, request.now)
    await services.curation.audit.note("update", after.slug, by, request.now, before=noted(before), after=noted(after))
    opened = Button(said(request, "queue.see"), "open", after.slug)
    return say(request.text("update.done", title=title(after, request.language)), (opened,), items=(after.slug,))


async def _both(change: Change, request: Request, services: Services) -> tuple[Changed, Changed, Article | None] | None:
    """Return the item as it is, as the change makes it, and the source of the change; None where one is not published."""
    item = await services.items.get(change.slug)
    article = await services.items.get(change.source) if change.source else None
    if not isinstance(item, Measure | Figure | Contact) or (change.source and not isinstance(article, Article)):
        return None
    source = article if isinstance(article, Article) else None
    languages = services.packs.manifest.languages if services.packs.manifest else (request.language,)
    return item, made(item, change, source, languages, here.today(request, services)), source
