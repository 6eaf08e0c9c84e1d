"""Applying: what was said and what is right are shown with how many copies there are; confirmed, every copy is followed."""

from typing import Final

from markupsafe import Markup

from content.correcting import Change, excerpt, headline
from content.records import Item, State
from content.texts import languages, texts
from handlers import chased, here
from handlers.awaited import cancelling, expect
from handlers.choices import said, title
from handlers.correct.erratum import DROPPED, Erratum, KEPT
from handlers.correct.fields import current, made
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request
from handlers.typed import shown
from handlers.update.made import wrong

SURE: Final = "Y"
_SHOWN: Final = 900


async def preview(erratum: Erratum, item: Item, request: Request, services: Services) -> Reply:
    """Return all of it, and the button that confirms exactly that."""
    after = made(item, erratum, here.today(request, services))
    if remarks := wrong(item, after, await services.curation.editor.rules(), here.today(request, services)):
        says = "; ".join(f"{each.field}: {each.says}" for each in remarks)
        return say(request.text("correct.wrong", says=says), (cancelling(request, item.slug),), private=True)
    count = await services.curation.corrections.reach(item.slug)
    lines = [request.text("correct.preview", title=title(item, request.language)), *_told(erratum, item, request)]
    lines += [
        request.text("correct.preview-why", why=erratum.why),
        request.text("correct.preview-reach", n=count) if count else request.text("correct.preview-nobody"),
    ]
    sure = Button(said(request, "correct.sure"), "correct", f"{SURE}{erratum.check}", in_place=True)
    text = Markup("\n\n").join(lines)
    return await expect(request, services, erratum.written(), text, cancelling(request, item.slug), (sure,))


def _told(erratum: Erratum, item: Item, request: Request) -> list[Markup]:
    """Return what was said and what is right, a paragraph for each language."""
    found = []
    for code, was in current(item, erratum.name).items():
        name = request.texts.locale.languages.get(code, code) if code else request.text(f"correct.field.{erratum.name}")
        if erratum.others.get(code) == KEPT:
            found.append(request.text("correct.preview-kept", language=name))
        elif erratum.others.get(code) == DROPPED:
            found.append(request.text("correct.preview-dropped", language=name))
        else:
            right = shown(erratum.texts.get(code, was), _SHOWN)
            found.append(request.text("correct.preview-text", language=name, said=shown(was, _SHOWN), right=right))
    return found


async def apply(erratum: Erratum, request: Request, services: Services) -> Reply:
    """Keep what is right, write the public line, follow every copy; nothing where somebody changed the item meanwhile."""
    stored = await services.curation.editor.stored(erratum.slug)
    if stored is None or stored[1] is not State.PUBLISHED or not erratum.texts:
        return say(request.text("correct.gone"))
    if stored[2] != erratum.revision:
        again = Button(said(request, "correct.begin-again"), "correct", erratum.slug)
        return say(request.text("correct.changed"), (again,))
    today, by = here.today(request, services), request.person.id or 0
    after = made(stored[0], erratum, today)
    if wrong(stored[0], after, await services.curation.editor.rules(), today):
        return say(request.text("correct.gone"))
    told = _headline(stored[0], after, request)
    number = await services.curation.corrections.correct(
        stored[0], after, told.said, told.right, erratum.why, by, request.now
    )
    short = excerpt(told)
    await services.curation.audit.note(
        "correct", erratum.slug, by, request.now, before=short.said, after=short.right, why=erratum.why
    )
    done = request.text("correct.done", title=title(after, request.language))
    return await chased.account(number, request, services, done)


def _headline(before: Item, after: Item, request: Request) -> Change:
    """Return what was said and what is right, in the moderator's language where it differs there."""
    for spoken in (request.texts, *(texts(code) for code in languages())):
        if found := headline(before, after, spoken):
            return found
    return Change(title(before, request.language), title(after, request.language))
