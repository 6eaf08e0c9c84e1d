"""``/privacy``: what is kept about whoever asks, and how long, from the same table the tidying uses."""

from markupsafe import Markup

from handlers.choices import said
from handlers.command import Command
from handlers.kept import KEPT, Kept
from handlers.ports import Services
from handlers.reply import Button, Reply
from handlers.request import Request


async def privacy(request: Request, services: Services) -> Reply:
    """Return what is kept, how long, and what never is."""
    held = Markup("\n").join(line(each, request) for each in KEPT)
    manifest = services.packs.manifest
    blocks = [request.text("privacy.intro"), held, request.text("privacy.never"), request.text("privacy.telegram")]
    if manifest:
        blocks.append(request.text("privacy.publisher", publisher=manifest.publisher.say(request.language)))
    ways = (
        Button(said(request, "privacy.mydata"), "mydata"),
        Button(said(request, "privacy.forget"), "forget"),
    )
    return Reply(blocks=blocks, buttons=(ways,), per_page=len(blocks))


def line(kept: Kept, request: Request) -> Markup:
    """Return one kind of thing with how long it is kept, as a line of a list."""
    how_long = request.text("held.days", n=kept.days) if kept.days else request.text("held.until-forgotten")
    return request.text("held.line", what=request.text(f"held.{kept.what}"), how_long=how_long)


COMMAND = Command("privacy", privacy)
