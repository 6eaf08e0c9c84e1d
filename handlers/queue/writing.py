"""Writing: a title, a summary or a date that was asked for is kept where the policy lets it stand."""

from collections.abc import Mapping
from dataclasses import replace

from markupsafe import Markup

from content.dates import PartialDate
from content.intake import named, to_article, Wrong
from content.records import Article
from handlers import here
from handlers.ports import Proposal, Services
from handlers.queue import asking, choosing, late
from handlers.queue.at import At
from handlers.queue.card import card
from handlers.reply import Reply
from handlers.request import Request
from handlers.screened import Fine, screened


async def take(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:
    """Keep the words, or say what is wrong with them and ask again."""
    name, _, language = asked.rest.partition(".")
    if name == "date":
        return await _date(asked, proposal, request, services)
    if name == "places":
        return await choosing.named_places(asked, proposal, request, services)
    if name == "source":
        return await choosing.named_source(proposal, request, services)
    fine = await screened(request, services, asked.rest)
    if isinstance(fine, Markup):
        return await asking.ask(asked, proposal, request, services, fine)
    text = " ".join(fine.text.split())
    if wrong := await _wrong(name, language, text, proposal, request, services):
        return await asking.ask(
            asked, proposal, request, services, Markup("\n").join(_said(each, request) for each in wrong)
        )
    known: Mapping[str, str] = getattr(proposal, name)
    edited = await services.curation.proposals.edit(proposal.id, proposal.version, **{name: {**known, language: text}})
    if edited is None:
        return await late.lost(proposal, request, services)
    await _note(fine, asked.rest, edited, request, services)
    return await card(edited, request, services, request.text(f"queue.kept.{name}"))


def says(wrong: tuple[Wrong, ...], request: Request) -> Markup:
    """Return what is wrong, a sentence a line, each once."""
    return Markup("\n").join(dict.fromkeys(Markup("• {}").format(_said(each, request)) for each in wrong))


def _said(wrong: Wrong, request: Request) -> Markup:
    if wrong.key == "draft.copied":
        # Nothing of the publisher's text is shown again, not even the words in question.
        return request.text("queue.copied")
    return request.text(wrong.key, **wrong.values)


async def _wrong(
    name: str, language: str, text: str, proposal: Proposal, request: Request, services: Services
) -> tuple[Wrong, ...]:
    """Return what an article with this text would be refused for, as far as the text is to blame."""
    rules = await services.curation.editor.rules()
    draft = proposal.draft
    source = draft.source or next(iter(sorted(rules.known.get("source", ()))), None)
    other = {language: "…"}
    texts = {"title": other, "summary": other, name: {language: text}}
    found = to_article(
        draft.model_copy(update={"source": source}), texts["title"], texts["summary"], slug=named(draft, text),
        today=here.today(request, services), rules=replace(rules, languages=(language,)), original=proposal.original,
    )  # fmt: skip
    return () if isinstance(found, Article) else tuple(each for each in found if each.field == f"{name}.{language}")


async def _date(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:
    try:
        date = PartialDate(request.args.strip())
    except ValueError:
        date = None
    if date is None or date.first > here.today(request, services):
        return await asking.ask(asked, proposal, request, services, request.text("draft.date"))
    draft = proposal.draft.model_copy(update={"date": date, "date_known": "moderator"})
    edited = await services.curation.proposals.edit(proposal.id, proposal.version, draft=draft)
    return await card(edited, request, services) if edited else await late.lost(proposal, request, services)


async def _note(fine: Fine, field: str, proposal: Proposal, request: Request, services: Services) -> None:
    """Write into the audit that a rule was waived, and why; never the words themselves."""
    if fine.passed:
        grounds = ", ".join(ground.value for ground in fine.passed)
        await services.curation.audit.note(
            "waive",
            f"proposal:{proposal.id}",
            request.person.id,
            request.now,
            after=f"{field}: {grounds}",
            why=fine.why,
        )
