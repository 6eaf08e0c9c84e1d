"""Choosing: topics, places, the source and the story of a proposal, by buttons, or by words where there are too many."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from content.fold import fold
from content.intake import reliability
from content.records import Article, Place, Source, State, Topic
from handlers import here
from handlers.choices import label, rows, said, title
from handlers.ports import Proposal, Services
from handlers.queue import asking, at, late
from handlers.queue.at import At, mark
from handlers.queue.card import card, likely, named_as, publisher
from handlers.reply import Button, Reply, say
from handlers.request import Request

_VOICES = ("official", "press", "association", "politician", "other")
_MOST = 8


async def topics(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:
    """Return the topics to choose from, the chosen ones ticked, after a press took one in or out."""
    known = services.packs.reference.topics
    edited = await _toggled("topics", asked, proposal, known, services)
    if edited is None:
        return await late.lost(proposal, request, services)
    listed = sorted(known.values(), key=lambda topic: title(topic, request.language))
    ticks = _ticks(listed, edited.draft.topics, at.TOPICS, edited, request)
    return say(request.text("queue.which-topics"), *rows(ticks, 2), (_back(edited, request),), private=True)


async def places(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:
    """Return the places found, ticked, after a press took one in or out, and the way to name others."""
    known = services.packs.reference.places
    edited = await _toggled("places", asked, proposal, known, services)
    if edited is None:
        return await late.lost(proposal, request, services)
    listed = [known[slug] for slug in dict.fromkeys((*proposal.draft.places, *edited.draft.places)) if slug in known]
    ticks = _ticks(listed, edited.draft.places, at.PLACES, edited, request)
    more = at.to(said(request, "queue.name-places"), at.WRITE, edited, "places", in_place=False)
    text = request.text("queue.which-places")
    return say(text, *rows(ticks, 2), (more, _back(edited, request)), private=True)


async def named_places(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:
    """Add the places the typed words name; ask again where they name none."""
    found = [place.slug for place in services.packs.reference.places_in(request.args, here=True)]
    if not found:
        return await asking.ask(asked, proposal, request, services, request.text("queue.no-such-place"))
    return await _changed(
        proposal, {"places": tuple(dict.fromkeys((*proposal.draft.places, *found)))}, request, services
    )


async def ongoing(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:  # noqa: ARG001  a step
    """Say, or no longer say, that it tells of a case still before the courts: then it is shown on request only."""
    edited = await services.curation.proposals.edit(proposal.id, proposal.version, ongoing=not proposal.ongoing)
    return await card(edited, request, services) if edited else await late.lost(proposal, request, services)


async def source(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:
    """Return how to say who publishes; a press names a source there is, or the voice of a new one."""
    if asked.rest in _VOICES:
        return await _new_source(asked.rest, proposal, request, services)
    known = services.packs.reference.sources
    chosen = next((each for each in known.values() if mark(each.slug) == asked.rest), None)
    if chosen is not None:
        update = {"source": chosen.slug, "reliability": reliability(chosen)}
        return await _changed(proposal, update, request, services)
    name = publisher(proposal.draft, request, services)
    voices = (at.to(request.text(f"source.voice.{voice}").unescape(), at.SOURCE, proposal, voice) for voice in _VOICES)
    words = at.to(said(request, "queue.name-source"), at.WRITE, proposal, "source", in_place=False)
    prompt = request.text("queue.which-source", name=name)
    return say(prompt, (words,), *rows(voices, 2), (_back(proposal, request),), private=True)


async def named_source(proposal: Proposal, request: Request, services: Services) -> Reply:
    """Return the sources whose name the typed words mean, to choose from."""
    called = services.packs.reference.source(request.args)
    found = [called.found] if called.found else list(called.among)
    if not found:
        hits = await services.search.find(request.args, request.language, kinds=("source",), limit=_MOST)
        found = [each for each in await services.items.some(hit.slug for hit in hits.hits) if isinstance(each, Source)]
    again = At(at.WRITE, proposal.id, proposal.version, "source")
    if not found:
        return await asking.ask(again, proposal, request, services, request.text("queue.no-such-source"))
    buttons = (at.to(label(each.title), at.SOURCE, proposal, mark(each.slug)) for each in found[:_MOST])
    return say(request.text("queue.is-source"), *rows(buttons), (_back(proposal, request),), private=True)


async def story(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:  # noqa: ARG001  a step
    """Return the articles that seem to tell the same event: of each, whether it is one event, or the very same report."""
    found = await likely(proposal, services)
    lines = [request.text("queue.which-story")]
    ways: list[tuple[Button, ...]] = []
    for number, each in enumerate(found, 1):
        lines.append(request.text("queue.story-line", number=number, title=title(each, request.language)))
        ways.append(
            (
                at.to(request.text("queue.same-event", number=number).unescape(), at.JOIN, proposal, mark(each.slug)),
                at.to(
                    request.text("queue.same-report", number=number).unescape(), at.DOUBLE, proposal, mark(each.slug)
                ),
            )
        )
    return say(Markup("\n").join(lines), *ways, (_back(proposal, request),), private=True)


async def join(asked: At, proposal: Proposal, request: Request, services: Services) -> Reply:
    """Let the proposal be published as part of the story of an article; an article without one becomes its beginning."""
    found = next((each for each in await likely(proposal, services) if mark(each.slug) == asked.rest), None)
    if found is None:
        return await card(proposal, request, services, request.text("queue.no-such-story"))
    update = {"story": found.story or found.slug}
    edited = await services.curation.proposals.edit(
        proposal.id, proposal.version, draft=proposal.draft.model_copy(update=update)
    )
    if edited is None:
        return await late.lost(proposal, request, services)
    if found.story is None:
        by = request.person.id or 0
        begun = found.model_copy(update=update)
        await services.curation.editor.put(begun, State.PUBLISHED, by, None, request.now)
        await services.curation.audit.note("story", found.slug, by, request.now, after=update["story"])
    return await card(edited, request, services, _joined(found, request))


def _joined(found: Article, request: Request) -> Markup:
    return request.text("queue.joined", title=title(found, request.language))


async def _new_source(voice: str, proposal: Proposal, request: Request, services: Services) -> Reply:
    """Keep the publisher of the proposal as a new source of that voice."""
    name = named_as(proposal.draft)
    slug = _slug(name)
    if not slug or await services.curation.editor.stored(slug):
        return await card(proposal, request, services, request.text("queue.no-new-source"))
    today = here.today(request, services)
    made = Source.model_validate({"slug": slug, "title": name, "voice": voice, "checked_on": today})
    update = {"source": made.slug, "reliability": reliability(made)}
    edited = await services.curation.proposals.edit(
        proposal.id, proposal.version, draft=proposal.draft.model_copy(update=update)
    )
    if edited is None:
        return await late.lost(proposal, request, services)
    by = request.person.id or 0
    await services.curation.editor.put(made, State.PUBLISHED, by, None, request.now)
    await services.curation.audit.note("source", made.slug, by, request.now, after=f"{name} ({voice})")
    return await card(edited, request, services, request.text("queue.new-source", name=name))


def _slug(name: str) -> str:
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in fold(name))
    return "-".join(part for part in letters.split("-") if part)[:40].strip("-")


async def _toggled(
    name: str, asked: At, proposal: Proposal, known: Iterable[str], services: Services
) -> Proposal | None:
    """Return the proposal with the slug the step names taken in or out; as it is where it names none."""
    slug = next((each for each in known if asked.rest and mark(each) == asked.rest), None)
    if slug is None:
        return proposal
    chosen: tuple[str, ...] = getattr(proposal.draft, name)
    now = tuple(each for each in chosen if each != slug) if slug in chosen else (*chosen, slug)
    draft = proposal.draft.model_copy(update={name: now})
    return await services.curation.proposals.edit(proposal.id, proposal.version, draft=draft)


async def _changed(proposal: Proposal, update: Mapping[str, object], request: Request, services: Services) -> Reply:
    draft = proposal.draft.model_copy(update=update)
    edited = await services.curation.proposals.edit(proposal.id, proposal.version, draft=draft)
    return await card(edited, request, services) if edited else await late.lost(proposal, request, services)


def _ticks(
    listed: Iterable[Topic | Place], chosen: tuple[str, ...], step: str, proposal: Proposal, request: Request
) -> list[Button]:
    return [
        at.to(
            label(f"✓ {title(each, request.language)}" if each.slug in chosen else title(each, request.language)),
            step, proposal, mark(each.slug),
        )
        for each in listed
    ]  # fmt: skip


def _back(proposal: Proposal, request: Request) -> Button:
    return at.to(said(request, "queue.back"), at.SHOW, proposal)
