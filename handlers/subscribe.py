"""``/subscribe [topic|place|words -exclusions]``: to be told of what is new, once its price has been seen and confirmed."""

from typing import Final

from content.fold import fold
from content.news import Filter
from handlers import choices, here
from handlers.agreement import agree, pressed
from handlers.choices import said
from handlers.command import Command, Scope
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request
from handlers.wanted import choosing, read

_LARGE: Final = ("arrondissement", "commune", "neighbourhood")
_PER_PAGE: Final = 12


async def subscribe(request: Request, services: Services) -> Reply:
    """Return what following the words would send, to be confirmed; without words the topics and places to choose from."""
    if empty := here.nothing_yet(request, services):
        return empty
    if (answer := await pressed(request, services)) is not None:
        return answer
    if not request.args:
        return _offer(request, services)
    wanted = read(request.args, request, services)
    return wanted if isinstance(wanted, Reply) else await agree(wanted, request, services)


def _offer(request: Request, services: Services) -> Reply:
    """Return the topics and the larger places as buttons, page by page, and everything."""
    reference = services.packs.reference
    topics = sorted(reference.topics.values(), key=lambda topic: fold(topic.title.say(request.language)))
    places = [place for sort in _LARGE for place in reference.places.values() if place.sort == sort]
    offered = [
        *((topic.title.say(request.language), Filter(topics=(topic.slug,))) for topic in topics),
        *((f"📍 {place.title.say(request.language)}", Filter(places=(place.slug,))) for place in places),
    ]
    shown = choices.on_page(offered, request.page, _PER_PAGE)
    buttons = [choosing(label, wanted, request) for label, wanted in shown]
    everything = choosing(said(request, "subscribe.everything"), Filter(), request)
    return say(
        request.text("subscribe.which"),
        *choices.rows([each for each in buttons if each], 2),
        *choices.turning(len(offered), _PER_PAGE, request),
        *(((everything,),) if everything else ()),
        (Button(said(request, "subscriptions.open"), "subscriptions"),),
    )


COMMAND = Command("subscribe", subscribe, scope=Scope.GROUP_ADMINS)
