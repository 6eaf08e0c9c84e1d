"""Unknown: what to say to a command there is not, with the nearest there is."""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

import handlers
from content.texts import languages
from handlers.command import Command, Scope
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request
from handlers.typed import shown

_MOST = 3


async def unknown(request: Request, services: Services) -> Reply:  # noqa: ARG001  every command has the same shape
    """Return that there is no such command, with the nearest ones as buttons."""
    near = nearest(request.asked_as)
    text = request.text("unknown.near" if near else "unknown.none", name=shown(f"/{request.asked_as[:32]}"))
    buttons = [Button(f"/{command.alias(request.language)}", command.name) for command in near]
    buttons.append(Button(f"/{handlers.BY_NAME['help'].alias(request.language)}", "help"))
    return say(text, tuple(dict.fromkeys(buttons)), private=True)


def nearest(name: str) -> list[Command]:
    """Return the commands whose name, in any language, is a slip or two away, or begins that way; nearest first."""
    typed = name.lower()[:32]
    names = {known: command for command in open_to_all(handlers.COMMANDS) for known in _names(command)}
    cutoff = 1 if len(typed) < 5 else 2
    slips = process.extract(typed, list(names), scorer=OSA.distance, score_cutoff=cutoff, limit=_MOST)
    begun = [known for known in names if len(typed) >= 3 and (known.startswith(typed) or typed.startswith(known))]
    found = [names[known] for known in (*(known for known, _, _ in slips), *begun)]
    return list(dict.fromkeys(found))[:_MOST]


def open_to_all(commands: Iterable[Command]) -> list[Command]:
    """Return the commands anybody may use that stand in the menu."""
    return [each for each in commands if not each.hidden and each.scope not in (Scope.MODERATORS, Scope.OPERATORS)]


def _names(command: Command) -> list[str]:
    return [command.name, *(command.alias(language) for language in languages())]
