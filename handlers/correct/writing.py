"""Writing: the right text is asked for, language by language, then the reason; what the policy forbids is not taken."""

from dataclasses import replace

from markupsafe import Markup

from content.records import Item
from handlers.awaited import cancelling, expect
from handlers.choices import said
from handlers.correct.applying import preview
from handlers.correct.erratum import DROPPED, Erratum, KEPT
from handlers.correct.fields import current, fit, screened_as
from handlers.ports import Services
from handlers.reply import Button, Reply, Row
from handlers.request import Request
from handlers.screened import screened
from handlers.typed import shown

SHORTEST, LONGEST = 8, 300
"""Characters of a reason: it stands in the public log."""
_SHOWN = 900


async def following(erratum: Erratum, item: Item, request: Request, services: Services) -> Reply:
    """Return the next question: the text in the next language, or why."""
    spoken = list(current(item, erratum.name))
    spoken.sort(key=lambda code: code != request.language)
    for code in spoken:
        if code not in erratum.texts and code not in erratum.others:
            return await again(replace(erratum, step=f"text.{code}"), item, request, services)
    return await again(replace(erratum, step="why"), item, request, services)


async def again(
    erratum: Erratum, item: Item, request: Request, services: Services, note: Markup | None = None
) -> Reply:
    """Return the question that is open."""
    prompt, ways = _question(erratum, item, request)
    text = Markup("\n\n").join(each for each in (note, prompt) if each)
    return await expect(request, services, erratum.written(), text, cancelling(request, item.slug), *ways)


def may(other: str, erratum: Erratum, item: Item) -> bool:
    """Return whether the text of the language in question may stay as it is, or go: one at least is written anew."""
    language = erratum.step.removeprefix("text.")
    rest = set(current(item, erratum.name)) - {language} - set(erratum.texts)
    rest -= {code for code, what in erratum.others.items() if what == DROPPED or other == KEPT}
    return bool(erratum.texts) if other == DROPPED else bool(erratum.texts or rest)


def _question(erratum: Erratum, item: Item, request: Request) -> tuple[Markup, tuple[Row, ...]]:
    if erratum.step == "why":
        return request.text("correct.ask-why"), ()
    language = erratum.step.removeprefix("text.")
    name = request.text(f"correct.field.{erratum.name}")
    was = shown(current(item, erratum.name)[language], _SHOWN)
    if not language:
        return request.text("correct.ask-text", field=name, said=was), ()
    spoken = request.texts.locale.languages.get(language, language)
    ways: list[Row] = []
    for step, other in (("K", KEPT), ("D", DROPPED)):
        if may(other, erratum, item):
            ways.append((Button(said(request, f"correct.{other}"), "correct", f"{step}{language}", in_place=True),))
    return request.text("correct.ask-language", field=name, said=was, language=spoken), tuple(ways)


async def text(erratum: Erratum, item: Item, request: Request, services: Services) -> Reply:
    """Take what was typed as the right text in the language in question, or say what is wrong with it and ask again."""
    language = erratum.step.removeprefix("text.")
    as_field = screened_as(erratum.name, language)
    typed = request.args
    if as_field is not None:
        fine = await screened(request, services, as_field)
        if isinstance(fine, Markup):
            return await again(erratum, item, request, services, fine)
        typed = fine.text
        if fine.passed:
            grounds = ", ".join(ground.value for ground in fine.passed)
            await services.curation.audit.note(
                "waive", item.slug, request.person.id, request.now, after=f"{as_field}: {grounds}", why=fine.why
            )
    kept = fit(erratum.name, typed)
    if kept is None:
        return await again(erratum, item, request, services, request.text("correct.does-not-fit"))
    if kept == current(item, erratum.name).get(language):
        return await again(erratum, item, request, services, request.text("correct.same"))
    return await following(replace(erratum, texts={**erratum.texts, language: kept}), item, request, services)


async def why(erratum: Erratum, item: Item, request: Request, services: Services) -> Reply:
    """Take what was typed as the reason, or say what is wrong with it and ask again."""
    reason = await reasoned(request, services)
    if isinstance(reason, Markup):
        return await again(erratum, item, request, services, reason)
    return await preview(replace(erratum, step="", why=reason), item, request, services)


async def reasoned(request: Request, services: Services) -> str | Markup:
    """Return the typed reason as the public log may have it, or what is said where it may not."""
    line = " ".join(request.args.split())
    if not SHORTEST <= len(line) <= LONGEST:
        return request.text("correct.why-length")
    fine = await screened(replace(request, args=line), services, f"correction.{request.language}", overridable=False)
    return fine if isinstance(fine, Markup) else fine.text
