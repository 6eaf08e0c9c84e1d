"""Chased: how far a correction, a withdrawal or a recall came with the copies, with a button to look again."""

from typing import Final

from markupsafe import Markup

from handlers.choices import said
from handlers.ports import Chase, Services
from handlers.reply import Button, Reply, say
from handlers.request import Request

LOOK: Final = "N"
"""What the arguments of the button begin with; the chase's number follows."""
_STATES: Final = ("sent", "early", "answered", "queued", "unsure", "dead")
_COMMANDS: Final = {"correction": "correct", "retraction": "retract", "recall": "recall"}


def looks(request: Request) -> int | None:
    """Return the number of the chase a button asks about; None where it asks for something else."""
    number = request.args.removeprefix(LOOK)
    return int(number) if request.pressed and request.args.startswith(LOOK) and number.isdecimal() else None


async def account(number: int, request: Request, services: Services, done: Markup | None = None) -> Reply:
    """Return what became of the copies so far, below a word on what was ``done``."""
    chase = await services.curation.corrections.chase(number)
    if chase is None:
        return say(request.text("correct.account-gone"))
    told = _told(chase, request)
    again = Button(said(request, "correct.look"), _COMMANDS[chase.kind], f"{LOOK}{number}", in_place=True)
    ways = ((again,), (Button(said(request, "correct.log"), "corrections"),))
    return say(
        Markup("\n\n").join(each for each in (done, told) if each), *(ways[:1] if chase.kind == "recall" else ways)
    )


def _told(chase: Chase, request: Request) -> Markup:
    total = sum(chase.states.values())
    if not total:
        return request.text("correct.account-open" if chase.open else "correct.account-none")
    parts = []
    for name in _STATES:
        if count := chase.states.get(name, 0):
            key = f"correct.state.{name}" if chase.kind == "correction" else f"retract.state.{name}"
            parts.append(request.text(key, n=count))
    line = request.text("correct.account", n=total, parts=Markup(", ").join(parts))
    return Markup("\n").join((line, request.text("correct.account-open"))) if chase.open else line
