"""``/about``: who runs this, for which neighbourhood, from what, and how fresh it is."""

from typing import Final

from markupsafe import Markup

from content.records import Article, Item
from handlers import here
from handlers.choices import said
from handlers.command import Command
from handlers.ports import Services
from handlers.reply import Button, Reply
from handlers.request import Request

_COUNTED: Final = ("article", "measure", "figure", "position")
_MOST: Final = 1000
"""Items of a kind that are counted one by one; beyond, "more than" is said."""


async def about(request: Request, services: Services) -> Reply:
    """Return the pack's own words on itself, how much it holds, and the newest and the checking dates."""
    manifest = services.packs.manifest
    if (empty := here.nothing_yet(request, services)) or manifest is None:
        return empty or Reply(blocks=(request.text("about.software"),))
    language = request.language
    held = {kind: list(await services.items.newest(kind, limit=_MOST)) for kind in _COUNTED}
    blocks = [
        request.text("about.who", title=manifest.title.say(language), area=manifest.area.say(language)),
        request.text("about.method", method=manifest.method.say(language)),
        _counts(held, request, services),
        _dates(held, request, services),
        request.text("about.publisher", publisher=manifest.publisher.say(language)),
        request.text("about.software"),
    ]
    buttons = (
        (Button(said(request, "help.privacy"), "privacy"), Button(said(request, "about.corrections"), "corrections")),
        (Button(said(request, "choice.mistake"), "mistake"),),
    )
    return Reply(blocks=blocks, buttons=buttons, per_page=len(blocks))


def _counts(held: dict[str, list[Item]], request: Request, services: Services) -> Markup:
    reference = services.packs.reference
    counts = {kind: len(items) for kind, items in held.items()}
    counts |= {
        "contact": sum(1 for each in reference.contacts.values() if each.display_ok),
        "place": len(reference.places),
        "term": len(reference.terms),
        "source": len(reference.sources),
    }
    told = [request.text(f"count.{kind}", n=count) for kind, count in counts.items() if count]
    key = "about.counts-more" if any(len(items) == _MOST for items in held.values()) else "about.counts"
    return request.text(key, counts=Markup(request.texts.listing([str(each) for each in told])))  # noqa: S704  our texts


def _dates(held: dict[str, list[Item]], request: Request, services: Services) -> Markup:
    dates = [item.date for item in held["article"] if isinstance(item, Article) and item.date]
    items = [item for some in held.values() for item in some]
    checked = [item.checked_on for item in (*items, *services.packs.reference.contacts.values())]
    lines = []
    if dates:
        lines.append(request.text("about.newest", date=request.texts.day(max(dates))))
    if checked:
        first, last = request.texts.day(min(checked)), request.texts.day(max(checked))
        once = request.text("about.checked-once", date=first)
        lines.append(once if first == last else request.text("about.checked", first=first, last=last))
    return Markup("\n").join(lines)


COMMAND = Command("about", about)
