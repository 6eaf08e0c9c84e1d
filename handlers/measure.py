"""``/measure slug or words``: the sheet of one measure."""

from content.cards import measure as cards
from content.cards.figure import complete
from content.records import Figure, Measure, Publish
from handlers import choices, here
from handlers.carried import of_figures, of_measures
from handlers.command import Command
from handlers.curate import tools
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request


async def measure(request: Request, services: Services) -> Reply:
    """Return the measure of that slug, or the one the words mean; asks back where they mean several."""
    if empty := here.nothing_yet(request, services):
        return empty
    if not request.args:
        return say(request.text("measure.which"), (_list(request),))
    item = await services.items.get(request.args) if " " not in request.args else None
    if isinstance(item, Measure) and item.publish is Publish.OK:
        return await sheet(item, request, services)
    findings = await services.search.find(request.args, request.language, kinds=("measure",), limit=5)
    found = await services.items.some(hit.slug for hit in findings.hits)
    meant = [each for each in found if isinstance(each, Measure) and each.publish is Publish.OK]
    if not meant:
        return say(request.text("measure.none"), (_list(request),))
    if len(meant) == 1 or findings.sure:
        return await sheet(meant[0], request, services)
    buttons = (Button(choices.label(each.title.say(request.language)), "measure", each.slug) for each in meant)
    return say(request.text("ask-back.which"), *choices.rows(buttons))


async def sheet(found: Measure, request: Request, services: Services) -> Reply:
    """Return the sheet of a measure: who, where, status with its date, evidence, figures, what is not known."""
    items = await services.items.some(found.figures)
    attached = [each for each in items if isinstance(each, Figure) and each.publish is Publish.OK and complete(each)]
    articles = await of_measures((found,), services) | await of_figures(attached, services)
    today = here.today(request, services)
    reference = services.packs.reference
    return Reply(
        blocks=cards.card(found, articles, attached, request.texts, reference, today),
        buttons=(
            *choices.following(found, request),
            (Button(choices.said(request, "choice.mistake"), "mistake", found.slug),),
            *tools("measure", found.slug, request),
            (_list(request),),
        ),
        items=(found.slug, *(each.slug for each in attached)),
    )


def _list(request: Request) -> Button:
    return Button(choices.said(request, "choice.measures"), "measures")


COMMAND = Command("measure", measure)
