"""Who holds a post: the last name our sources gave, with its dates, never as what is so today."""

from typing import Final

from content.cards import office as cards
from content.records import Office, Publish
from handlers import choices, here
from handlers.carried import carried
from handlers.ports import Services
from handlers.reply import Reply, Row
from handlers.request import Request

_WEAK: Final = "aggregator"
"""What evidence says of itself that needs a second source (content policy, section 4)."""


async def holder(slugs: str, request: Request, services: Services) -> Reply:
    """Return who was last read of as holding each of the posts, with what that rests on."""
    offices = [services.packs.reference.offices[slug] for slug in slugs.split()]
    known = await carried((office.evidence for office in offices), services)
    today = here.today(request, services)
    texts, reference = request.texts, services.packs.reference
    return Reply(
        blocks=tuple(
            cards.card(office, known.get(office.evidence), texts, reference, today)
            if office.publish is Publish.OK and _WEAK not in office.evidence
            else cards.unknown(office, texts, today)
            for office in offices
        ),
        buttons=_term(offices[0], request, services),
        items=tuple(office.slug for office in offices),
    )


def _term(office: Office, request: Request, services: Services) -> tuple[Row, ...]:
    """Return a button to what the post is, where the glossary tells it."""
    terms = services.packs.reference.terms.values()
    titles = {word.casefold() for word in office.title.values()}
    meant = (
        term for term in terms if any(name.casefold() in title for title in titles for name in term.title.values())
    )
    return choices.rows(choices.opener(term, request) for term in list(meant)[:1])
