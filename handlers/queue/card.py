"""The card of a proposal: what arrived, what was made of it so far, and every step a moderator can take."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from markupsafe import Markup

from content.fold import fold
from content.intake import Draft
from content.records import Article
from handlers.choices import said
from handlers.ports import Proposal, Services
from handlers.queue import at
from handlers.reply import Button, Reply, Row
from handlers.request import Request
from handlers.typed import shown


def languages(services: Services) -> tuple[str, ...]:
    """Return the languages articles are written in."""
    return services.packs.manifest.languages if services.packs.manifest else ("fr",)


def tongue(code: str, request: Request) -> str:
    """Return what a language is called in that of the request."""
    return str(request.texts.locale.languages.get(code, code))


def ready(proposal: Proposal, services: Services) -> tuple[str, ...]:
    """Return the languages in which the proposal has both title and summary."""
    return tuple(code for code in languages(services) if proposal.title.get(code) and proposal.summary.get(code))


async def likely(proposal: Proposal, services: Services) -> list[Article]:
    """Return the published articles that seem to tell the same event, the likeliest first."""
    slugs = list(await services.curation.proposals.like(proposal))[:3]
    return [each for each in await services.items.some(slugs) if isinstance(each, Article)]


async def card(proposal: Proposal, request: Request, services: Services, note: Markup | None = None) -> Reply:
    """Return the card, for one moderator's eyes: not kept once sent."""
    waiting = await services.curation.proposals.waiting(request.now)
    alike = await likely(proposal, services)
    head = [note, request.text("queue.head", n=waiting)]
    blocks = [
        Markup("\n").join(_arrived(proposal, request, services)),
        Markup("\n").join(_like(proposal, alike, request)),
        _eyes(proposal.draft, request),
        Markup("\n").join(_ours(proposal, request, services)),
    ]
    return Reply(
        blocks=[each for each in blocks if each],
        head=Markup("\n\n").join(each for each in head if each),
        buttons=_buttons(proposal, alike, request, services),
        per_page=len(blocks),
        private=True,
    )


def publisher(draft: Draft, request: Request, services: Services) -> Markup:
    """Return who publishes, and that the source is not known where it is not."""
    source = services.packs.reference.sources.get(draft.source or "")
    if source is not None:
        return Markup.escape(source.title)
    if draft.source is not None:
        return Markup.escape(named_as(draft))  # added a moment ago
    return request.text("queue.unknown-source", name=shown(named_as(draft)))


def named_as(draft: Draft) -> str:
    """Return the name the page or the feed gives its publisher; that of its site where it gives none."""
    return " ".join(draft.publisher.split())[:60] or (urlsplit(draft.url).hostname or "").removeprefix("www.")


def _arrived(proposal: Proposal, request: Request, services: Services) -> Iterator[Markup]:
    draft, reference = proposal.draft, services.packs.reference
    who = publisher(draft, request, services)
    date = request.texts.day(draft.date) if draft.date else request.text("card.undated").unescape()
    yield request.text("queue.source", publisher=who, date=date)
    if draft.date and draft.date_known != "feed":
        yield request.text(f"queue.date.{draft.date_known}")
    yield request.text("queue.link", url=draft.url, host=urlsplit(draft.url).hostname or draft.url)
    yield request.text(f"queue.from.{draft.proposer}")
    places = [reference.places[slug].title.say(request.language) for slug in draft.places if slug in reference.places]
    topics = [reference.topics[slug].title.say(request.language) for slug in draft.topics if slug in reference.topics]
    none = request.text("queue.none").unescape()
    yield request.text("queue.places", places=request.texts.listing(places) or none)
    yield request.text("queue.topics", topics=request.texts.listing(topics) or none)
    if proposal.ongoing:
        yield request.text("queue.ongoing-set")


def _like(proposal: Proposal, alike: Sequence[Article], request: Request) -> Iterator[Markup]:
    story = proposal.draft.story
    joined = [each for each in alike if story is not None and each.story == story]
    if joined:
        yield request.text("queue.joined", title=joined[0].title.say(request.language))
    elif alike:
        yield request.text("queue.like")
        for each in alike:
            day = request.texts.day(each.date) if each.date else request.text("card.undated").unescape()
            yield request.text("queue.like-line", title=each.title.say(request.language), date=day)


def _eyes(draft: Draft, request: Request) -> Markup:
    """Return the publisher's own words, marked as for the moderator alone (content policy, section 7, rule 13)."""
    told = {fold(line): line for line in (*reversed(draft.sentences), draft.title_original)}  # pages repeat the title
    lines = [shown(line, 400) for line in reversed(told.values()) if line.strip()]
    if not lines:
        return Markup()
    return request.text("queue.eyes", lines=Markup("\n").join(Markup.escape(line) for line in lines))


def _ours(proposal: Proposal, request: Request, services: Services) -> Iterator[Markup]:
    for code in languages(services):
        title, summary = proposal.title.get(code), proposal.summary.get(code)
        yield request.text(
            "queue.ours",
            language=tongue(code, request),
            title=title or request.text("queue.to-write"),
            summary=summary or request.text("queue.to-write"),
        )
    complete = ready(proposal, services)
    if not complete:
        yield request.text("queue.not-ready")
    for code in languages(services):
        if complete and code not in complete:
            yield request.text("queue.falls-back", language=tongue(code, request))


def _buttons(proposal: Proposal, alike: Sequence[Article], request: Request, services: Services) -> tuple[Row, ...]:
    draft = proposal.draft

    def button(key: str, step: str, rest: str = "") -> Button:
        return at.to(said(request, key), step, proposal, rest)

    rows: list[Row] = []
    if ready(proposal, services):
        rows.append((button("queue.publish", at.PUBLISH),))
    for code in languages(services):
        rows.append(
            tuple(
                at.to(
                    request.text(f"queue.write.{name}", language=tongue(code, request)).unescape(),
                    at.WRITE, proposal, f"{name}.{code}", in_place=False,
                )
                for name in ("title", "summary")
            )
        )  # fmt: skip
    rows.append((button("queue.edit-topics", at.TOPICS), button("queue.edit-places", at.PLACES)))
    if draft.source is None:
        rows.append((button("queue.edit-source", at.SOURCE),))
    if draft.date is None or draft.date_known == "unknown":
        date = at.to(said(request, "queue.edit-date"), at.WRITE, proposal, "date", in_place=False)
        rows.append((date,))
    rows.append((button("queue.ongoing-off" if proposal.ongoing else "queue.ongoing-on", at.ONGOING),))
    if alike:
        rows.append((button("queue.edit-story", at.STORY), button("queue.refuse", at.REFUSE)))
    else:
        rows.append((button("queue.refuse", at.REFUSE),))
    rows.append((button("queue.later", at.LATER), button("queue.next", at.NEXT)))
    return tuple(rows)
