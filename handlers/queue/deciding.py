"""Deciding: publish, refuse with a reason, put off; one person decides, and whoever proposed it hears of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from markupsafe import Markup

from content.intake import named, to_article
from content.records import Article, State
from content.texts import closest, texts
from handlers import here
from handlers.choices import rows, said, title
from handlers.ports import Decision, Proposal, Services
from handlers.queue import at, late, writing
from handlers.queue.at import At, mark
from handlers.queue.card import card, likely, ready
from handlers.reply import Button, Reply, say
from handlers.request import Request

REASONS: Final = ("not-here", "double", "private", "weak", "other")
"""Why a proposal is refused; told by the texts ``queue.why.<value>``."""
_ACTS: Final[Mapping[Decision, str]] = {
    Decision.PUBLISHED: "publish",
    Decision.MERGED: "merge",
    Decision.REFUSED: "refuse",
    Decision.LATER: "put-off",
}


async def publish(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:  # noqa: ARG001  a step
    """Publish it as an article, or say everything that is wrong with it."""
    written = ready(proposal, services)
    if not written:
        return await card(proposal, request, services, request.text("queue.not-ready"))
    titles = {code: proposal.title[code] for code in written}
    slug = await _free(proposal, titles[written[0]], services)
    rules = await services.curation.editor.rules()
    made = to_article(
        proposal.draft, titles, {code: proposal.summary[code] for code in written}, slug=slug,
        today=here.today(request, services), rules=replace(rules, languages=written), original=proposal.original,
        ongoing_case=proposal.ongoing,
    )  # fmt: skip
    if not isinstance(made, Article):
        return await card(proposal, request, services, writing.says(made, request))
    if not await _decide(proposal, Decision.PUBLISHED, request, services, slug=slug):
        return await late.lost(proposal, request, services)
    await services.curation.editor.put(made, State.PUBLISHED, request.person.id or 0, None, request.now)
    done = request.text("queue.published", title=title(made, request.language))
    opened = Button(said(request, "queue.see"), "open", slug)
    reply = say(done, (opened,), (_following(proposal, request),), items=(slug,))
    return _telling(reply, proposal, request, "queue.told-published", Button("", "open", slug))


async def double(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:
    """Drop it: an article the store has is the same report."""
    found = next((each for each in await likely(proposal, services) if mark(each.slug) == asked.rest), None)
    if found is None:
        return await card(proposal, request, services, request.text("queue.no-such-story"))
    if not await _decide(proposal, Decision.MERGED, request, services, slug=found.slug, reason="double"):
        return await late.lost(proposal, request, services)
    reply = say(request.text("queue.merged", title=title(found, request.language)), (_following(proposal, request),))
    return _telling(reply, proposal, request, "queue.told-known", Button("", "open", found.slug))


async def refuse(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:
    """Return the reasons to choose from; refuse it for the one that was pressed."""
    if asked.rest not in REASONS:
        reasons = (at.to(said(request, f"queue.why.{why}"), at.REFUSE, proposal, why) for why in REASONS)
        back = at.to(said(request, "queue.back"), at.SHOW, proposal)
        told = proposal.person is not None and proposal.person != request.person.id
        return say(request.text("queue.why" if told else "queue.why-alone"), *rows(reasons), (back,), private=True)
    if not await _decide(proposal, Decision.REFUSED, request, services, reason=asked.rest):
        return await late.lost(proposal, request, services)
    done = request.text("queue.refused", why=request.text(f"queue.why.{asked.rest}"))
    return _telling(
        say(done, (_following(proposal, request),)), proposal, request, "queue.told-refused", None, asked.rest
    )


async def later(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:  # noqa: ARG001  a step
    """Put it off: it comes again behind the others."""
    if not await _decide(proposal, Decision.LATER, request, services):
        return await late.lost(proposal, request, services)
    return say(request.text("queue.put-off"), (_following(proposal, request),))


async def _decide(
    proposal: Proposal, state: Decision, request: Request, services: Services, *, slug: str | None = None,
    reason: str | None = None,
) -> bool:  # fmt: skip
    """Decide, where nobody did meanwhile, and write it into the audit."""
    by = request.person.id or 0
    done = await services.curation.proposals.decide(
        proposal.id, proposal.version, state, by, request.now, slug=slug, reason=reason
    )
    if done:
        await services.curation.audit.note(
            _ACTS[state],
            f"proposal:{proposal.id}",
            by,
            request.now,
            before=proposal.state.value,
            after=slug,
            why=reason,
        )
    return done


async def _free(proposal: Proposal, words: str, services: Services) -> str:
    """Return a slug nothing in the store has, nor ever had."""
    taken: list[str] = []
    while await services.curation.editor.stored(slug := named(proposal.draft, words, taken)):
        taken.append(slug)
    return slug


def _following(proposal: Proposal, request: Request) -> Button:
    return Button(said(request, "queue.next"), "queue", str(At(at.NEXT, proposal.id)))


def _telling(
    reply: Reply, proposal: Proposal, request: Request, key: str, opens: Button | None, why: str | None = None
) -> Reply:
    """Return the reply with a word to whoever proposed it, in their language; none to who decided."""
    person = proposal.person
    if person is None or person == request.person.id:
        return reply
    spoken = texts(closest(proposal.language, request.language))
    values: dict[str, Markup] = {"why": spoken.text(f"queue.why.{why}")} if why else {}
    text = spoken.text(key, url=proposal.draft.url, **values)
    ways = ((replace(opens, label=spoken.text("queue.see").unescape()),),) if opens else ()
    return replace(reply, to_people=((person, spoken.language, say(text, *ways, private=True)),))
