"""Guard: before any command reads free text, words of distress get the fixed answer, and some questions a calm no.

Nothing is stored, nothing is asked back, nothing is counted (content policy, section 7, rule 21).
"""

import re
from typing import Final

from markupsafe import Markup

from content.fold import fold
from content.records import Position
from content.safety import crisis, Sought, sought
from content.safety.plain import plain, words
from handlers.choices import said
from handlers.ports import Services
from handlers.reply import Button, Reply, Row
from handlers.request import Request
from handlers.typed import carried

_ASIDE = {"mistake"}
"""Here people quote what the bot said; only distress is answered, the rest is screened by the command itself."""

_WHO: Final = re.compile(" (?:qui est|c est qui|qui etait|who is|who s|who was) ")
_PRIVATE: Final = re.compile(
    " "
    + words(
        "habite|vit|adresse|numero|telephone|portable|domicile|photo|famille|enfants|femme|mari|compte|"
        "lives|live|address|phone|family|wife|kids"
    )
    + "(?= )"
)

_HELP: dict[Sought, tuple[str, ...]] = {
    Sought.PERSON: ("deal", "victime"),
    Sought.DEALING: ("je-consomme", "deal"),
    Sought.VIOLENCE: ("menaces", "victime"),
}
"""Needs to lead to, those of them the pack has."""


async def guarded(request: Request, services: Services) -> Reply | None:
    """Return the emergency answer or the calm refusal the words call for; None where the command may go on."""
    if request.pressed or not request.args:
        return None
    if crisis(request.args):
        return emergency(request, services)
    if request.command in _ASIDE or request.awaited is not None:
        return None
    kind = sought(request.args)
    if kind is Sought.PERSON and await _public(request.args, services):
        return None
    return _refusal(kind, request, services) if kind else None


async def _public(asked: str, services: Services) -> bool:
    """Return whether only who somebody is was asked, of one who holds or held an office and spoke in it."""
    heard = plain(asked)
    if not _WHO.search(heard) or _PRIVATE.search(heard):
        return False
    names = {office.name for office in services.packs.reference.offices.values()}
    names |= {each.shown_name or "" for each in await services.items.newest("position") if isinstance(each, Position)}
    surnames = {" ".join(fold(name).split()[1:]) for name in names}
    return any(surname and f" {surname} " in heard for surname in surnames)


def emergency(request: Request, services: Services) -> Reply:
    """Return the pack's fixed emergency text, with a way on for who meant something else."""
    return Reply(blocks=(emergency_text(request, services),), buttons=_anyway(request), urgent=True, private=True)


def emergency_text(request: Request, services: Services) -> Markup:
    """Return the pack's fixed emergency text; while there is no pack, the catalogue's."""
    fixed = services.packs.emergency
    return Markup.escape(fixed.crisis.say(request.language)) if fixed else request.text("guard.crisis")


def _anyway(request: Request) -> tuple[Row, ...]:
    typed = carried(request.args)
    return ((Button(said(request, "guard.search-anyway"), "search", typed),),) if typed else ()


def _refusal(kind: Sought, request: Request, services: Services) -> Reply:
    needs = services.packs.reference.needs
    rows: list[Row] = [
        (Button(needs[slug].title.say(request.language), "contacts", slug),) for slug in _HELP[kind] if slug in needs
    ]
    rows.append((Button(said(request, "guard.contacts"), "contacts"),))
    return Reply(blocks=(request.text(f"seeks.{kind.value}"),), buttons=tuple(rows))
