"""Screened: what somebody typed is held against the policy before it is kept: stopped kindly, or let pass with a reason."""

import re
from dataclasses import dataclass
from itertools import chain
from typing import Final

from markupsafe import Markup

from content.fold import fold
from content.records import Item
from content.safety.public import Public, public
from content.safety.screens import Ground, screen, Stop
from content.wording import guide
from handlers.ports import Services
from handlers.request import Request
from handlers.typed import meant, shown

_SHORTEST: Final = 8
"""Characters of a reason."""
_REASON: Final = re.compile(r"\s*([^\W\d_]{4,12})[ \u00a0\u202f]?:[ \u00a0\u202f]*(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fine:
    """A text that may be kept."""

    text: str
    why: str | None = None
    """The reason typed to let something pass, where there was something to let pass."""
    passed: tuple[Ground, ...] = ()


async def screened(request: Request, services: Services, field: str, *, overridable: bool = True) -> Fine | Markup:
    """Return the typed words of the request as they may be kept, or what is said where they may not.

    ``field`` is what they are of (``title.fr``). What the policy does not call strict passes with a last line that gives a
    reason; it is for the caller to write it into the audit.
    """
    known, ours = await names(services), guide(services.packs.wording)
    text, why = _parted(request.args)
    stops = screen(text, field, known, ours)
    if not stops:
        # A line that only looks like a reason belongs to the text.
        whole = request.args.strip()
        return Fine(whole) if why is None or not screen(whole, field, known, ours) else Fine(text)
    if any(stop.strict for stop in stops) or not overridable:
        return _stopped(stops, request, overridable=False)
    if why is None or len(why) < _SHORTEST:
        return _stopped(stops, request, overridable=True)
    if unfit := screen(why, "reason", known, ours):
        return _stopped(unfit, request, overridable=False)
    return Fine(text, why, tuple(dict.fromkeys(stop.ground for stop in stops)))


async def names(services: Services) -> Public:
    """Return the names and numbers the store itself makes public."""
    reference = services.packs.reference
    listed: chain[Item] = chain(
        reference.places.values(), reference.sources.values(), reference.topics.values(), reference.terms.values(),
        reference.offices.values(), reference.contacts.values(), await services.items.newest("position"),
    )  # fmt: skip
    return public(listed)


def _parted(typed: str) -> tuple[str, str | None]:
    """Return the text and the reason that stands on its last line, None where none does."""
    body, _, last = typed.strip().rpartition("\n")
    found = _REASON.fullmatch(last)
    if body.strip() and found and fold(found[1]) in meant("await.reason-words"):
        return body.strip(), found[2].strip()
    return typed.strip(), None


def _stopped(stops: tuple[Stop, ...], request: Request, *, overridable: bool) -> Markup:
    lines = [request.text("screen.stop.head")]
    for stop in stops:
        lines.append(request.text(stop.key, piece=shown(stop.piece)))
        lines.append(request.text(stop.hint, instead=stop.instead))
    lines.append(request.text("await.reason-how") if overridable else request.text("screen.stop.strict"))
    return Markup("\n").join(dict.fromkeys(lines))
