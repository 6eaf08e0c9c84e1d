"""``/unsubscribe [words|all]``: follows one thing or nothing any more; quiet hours, language and digests stay."""

from collections.abc import Sequence
from typing import Final

from content.fold import fold
from content.news import Filter
from handlers import choices
from handlers.choices import said
from handlers.command import Command, Scope
from handlers.ports import Services, Subscription
from handlers.reply import Button, Reply, Row, say
from handlers.request import Request
from handlers.subscriptions import dropped
from handlers.typed import meant
from handlers.wanted import in_words, read

_YES: Final = "yes"
_PER_PAGE: Final = 8


async def unsubscribe(request: Request, services: Services) -> Reply:
    """Ask which to end, and end it once it was pressed; end all once that was confirmed by a press."""
    kept = list(await services.subscriptions.of(request.about.id))
    # Only a press counts: a link or a pasted command could carry the words as well.
    if request.pressed and request.args == _YES:
        return await _ended(request, services)
    if not kept:
        return say(
            request.text("unsubscribe.nothing"), (Button(said(request, "subscriptions.subscribe"), "subscribe"),)
        )
    if request.pressed and request.args.isdecimal():
        chosen = next((each for each in kept if str(each.id) == request.args), None)
        return await dropped(chosen, request, services) if chosen else await _which(kept, request, services)
    if fold(request.args) in meant("unsubscribe.words-all"):
        yes = Button(said(request, "unsubscribe.yes"), "unsubscribe", _YES, in_place=True)
        return say(request.text("unsubscribe.sure", n=len(kept)), (yes,), (_list(request),))
    if not request.args:
        return await _which(kept, request, services)
    named = await _named(kept, request, services)
    return await _which(named, request, services) if named else await _unknown(kept, request, services)


async def _ended(request: Request, services: Services) -> Reply:
    count = await services.subscriptions.remove_all(request.about.id)
    text = request.text("unsubscribe.done", n=count) if count else request.text("unsubscribe.nothing")
    return say(text, (Button(said(request, "subscriptions.subscribe"), "subscribe"),))


async def _named(kept: list[Subscription], request: Request, services: Services) -> list[Subscription]:
    """Return those of the subscriptions the words name: by what they ask to follow, or by how it is called in the list."""
    wanted = read(request.args, request, services)
    if isinstance(wanted, Filter):
        same = [each for each in kept if each.filter.write() == wanted.write()]
        near = [each for each in kept if _shares(each.filter, wanted)]
        if same or near:
            return same or near
    words = fold(request.args[:80]).split()
    names = {each.id: fold(await in_words(each.filter, request, services)) for each in kept}
    return [each for each in kept if words and all(word in names[each.id] for word in words)]


def _shares(followed: Filter, wanted: Filter) -> bool:
    """Return whether what is followed has all the topics, places and words that were named."""
    asked = (*wanted.topics, *wanted.places, *wanted.words)
    return bool(asked) and set(asked) <= {*followed.topics, *followed.places, *followed.words}


async def _which(kept: Sequence[Subscription], request: Request, services: Services) -> Reply:
    text = request.text("unsubscribe.which")
    return say(text, *await _buttons(kept, request, services))


async def _unknown(kept: list[Subscription], request: Request, services: Services) -> Reply:
    return say(request.text("unsubscribe.unknown"), *await _buttons(kept, request, services))


async def _buttons(kept: Sequence[Subscription], request: Request, services: Services) -> tuple[Row, ...]:
    """Return a button to end each of a page of them, and one to end all."""
    shown = choices.on_page(kept, request.page, _PER_PAGE)
    buttons = [
        Button(
            f"✕ {choices.label(await in_words(each.filter, request, services))}",
            "unsubscribe",
            str(each.id),
            in_place=True,
        )
        for each in shown
    ]
    more = choices.turning(len(kept), _PER_PAGE, request)
    return (*choices.rows(buttons), *more, (Button(said(request, "unsubscribe.all"), "unsubscribe", "all"),))


def _list(request: Request) -> Button:
    return Button(said(request, "subscriptions.open"), "subscriptions")


COMMAND = Command("unsubscribe", unsubscribe, scope=Scope.GROUP_ADMINS)
