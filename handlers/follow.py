"""``/follow [measure or item]``: to be told when one measure, article, contact, figure or position changes."""

from typing import Final

from markupsafe import Markup

from content.news import Filter
from content.records import Item, Publish
from handlers import choices, here
from handlers.agreement import agree, how, pressed
from handlers.choices import said
from handlers.command import Command, Scope
from handlers.ports import Services, Subscription
from handlers.reply import Button, Reply, say
from handlers.request import Request
from handlers.wanted import in_words

KINDS: Final = ("measure", "article", "contact", "figure", "position")
_SHOWN: Final = 6
_LISTED: Final = 10


async def follow(request: Request, services: Services) -> Reply:
    """Return what following the item the words mean would send, to be confirmed; without words what is followed singly."""
    if empty := here.nothing_yet(request, services):
        return empty
    if (answer := await pressed(request, services)) is not None:
        return answer
    if not request.args:
        return await _followed(request, services)
    item = await services.items.get(request.args) if " " not in request.args else None
    if item is not None and _followable(item):
        return await agree(Filter(item=item.slug), request, services)
    return await _searched(request, services)


async def _searched(request: Request, services: Services) -> Reply:
    """Return the agreement on what the search surely found, or the question which is meant."""
    found = await services.search.find(request.args, request.language, kinds=KINDS, limit=_SHOWN)
    items = [each for each in await services.items.some(hit.slug for hit in found.hits) if _followable(each)]
    if not items:
        return say(request.text("follow.none"), (Button(said(request, "choice.measures"), "measures"),))
    if found.sure and not found.close and items[0].slug == found.hits[0].slug:
        return await agree(Filter(item=items[0].slug), request, services)
    buttons = (
        Button(
            choices.label(f"{said(request, f'found.{each.kind}')} · {choices.title(each, request.language)}"),
            "follow",
            each.slug,
        )
        for each in items
    )
    return say(request.text("follow.which"), *choices.rows(buttons))


def _followable(item: Item) -> bool:
    return item.kind in KINDS and item.publish is Publish.OK


async def _followed(request: Request, services: Services) -> Reply:
    kept = [each for each in await services.subscriptions.of(request.about.id) if each.filter.item is not None]
    lines = [await _line(each, request, services) for each in kept[:_LISTED]]
    head = request.text("follow.all", n=len(kept)) if kept else request.text("follow.nothing")
    buttons = [
        Button(
            choices.label(await in_words(each.filter, request, services)), "subscriptions", str(each.id), in_place=True
        )
        for each in kept[:_LISTED]
    ]
    more = (Button(said(request, "subscriptions.open"), "subscriptions"),)
    measures = (Button(said(request, "choice.measures"), "measures"),)
    text = Markup("\n\n").join((head, *((Markup("\n").join(lines),) if lines else ()), request.text("follow.how")))
    return say(text, *choices.rows(buttons), more if kept else measures)


async def _line(each: Subscription, request: Request, services: Services) -> Markup:
    what = choices.label(await in_words(each.filter, request, services))
    return request.text("follow.line", what=what, how=how(each.every, each.language, request))


COMMAND = Command("follow", follow, scope=Scope.GROUP_ADMINS)
