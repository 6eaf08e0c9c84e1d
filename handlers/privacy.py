"""``/privacy``: what is kept about whoever asks, and how long, from the same table the tidying uses."""

from markupsafe import Markup

from handlers.choices import said
from handlers.command import Command
from handlers.kept import ENDS, KEPT, Kept
from handlers.ports import Services
from handlers.reply import Button, Doorway, Reply, Row
from handlers.request import Request


async def privacy(request: Request, services: Services) -> Reply:
    """Return what is kept, how long, and what never is."""
    personal, others = (
        Markup("\n").join(line(each, request) for each in KEPT if each.personal is personal)
        for personal in (True, False)
    )
    manifest = services.packs.manifest
    blocks = [
        request.text("privacy.intro"), personal, request.text("privacy.nobody"), others, request.text("privacy.never"),
        request.text("privacy.telegram"),
    ]  # fmt: skip
    if manifest:
        blocks.append(request.text("privacy.publisher", publisher=manifest.publisher.say(request.language)))
    mydata, forget = said(request, "privacy.mydata"), said(request, "privacy.forget")
    ways: Row = (Button(mydata, "mydata"), Button(forget, "forget"))
    if not request.private:  # both are about oneself
        ways = (Doorway(mydata, "mydata"), Doorway(forget, "forget"))
    return Reply(blocks=blocks, buttons=(ways,), per_page=len(blocks))


def line(kept: Kept, request: Request) -> Markup:
    """Return one kind of thing with how long it is kept, as a line of a list."""
    how_long = request.text("held.days", n=kept.days) if kept.days else request.text(ENDS[kept.what])
    return request.text("held.line", what=request.text(f"held.{kept.what}"), how_long=how_long)


COMMAND = Command("privacy", privacy)
