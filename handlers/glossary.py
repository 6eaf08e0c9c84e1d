"""``/glossary [word]``: the words of police, courts and care, explained."""

from typing import Final

from content.cards import term as cards
from content.fold import fold
from content.records import Publish, Term
from handlers import choices, here
from handlers.command import Command
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request

PER_PAGE: Final = 8


async def glossary(request: Request, services: Services) -> Reply:
    """Return the term of that name; without one, all of them in the order of the alphabet."""
    if empty := here.nothing_yet(request, services):
        return empty
    today = here.today(request, services)
    if not request.args:
        return _all(request, services)
    called = services.packs.reference.term(request.args)
    if called.found is not None:
        return Reply(blocks=(cards.card(called.found, request.texts, today),), items=(called.found.slug,))
    if called.among:
        return say(request.text("ask-back.which"), *choices.among(called.among, request, "glossary"))
    return say(request.text("glossary.none"), (Button(choices.said(request, "choice.glossary"), "glossary"),))


def _all(request: Request, services: Services) -> Reply:
    today = here.today(request, services)
    shown: list[Term] = [term for term in services.packs.reference.terms.values() if term.publish is Publish.OK]
    terms = sorted(shown, key=lambda term: fold(term.title.say(request.language)))
    if not terms:
        return say(request.text("glossary.empty"))
    return Reply(
        blocks=(cards.card(term, request.texts, today) for term in terms),
        head=request.text("glossary.head", n=len(terms)),
        per_page=PER_PAGE,
        items=tuple(term.slug for term in terms),
    )


COMMAND = Command("glossary", glossary)
