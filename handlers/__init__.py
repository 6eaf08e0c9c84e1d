"""Handlers: everything people can ask, one file a command, listed here in the order of the menu."""

from typing import Final

from content.texts import languages
from handlers import (
    about,
    ask,
    contacts,
    corrections,
    figures,
    forget,
    glossary,
    help,  # noqa: A004  the command's own name
    language,
    latest,
    measure,
    measures,
    mistake,
    mydata,
    nearest,
    open,  # noqa: A004  the command's own name
    place,
    positions,
    privacy,
    search,
    start,
    summary,
    timeline,
)
from handlers.command import Command

COMMANDS: Final[tuple[Command, ...]] = (
    start.COMMAND,
    help.COMMAND,
    latest.COMMAND,
    measures.COMMAND,
    measure.COMMAND,
    contacts.COMMAND,
    figures.COMMAND,
    summary.COMMAND,
    search.COMMAND,
    ask.COMMAND,
    timeline.COMMAND,
    positions.COMMAND,
    glossary.COMMAND,
    place.COMMAND,
    corrections.COMMAND,
    about.COMMAND,
    privacy.COMMAND,
    language.COMMAND,
    mydata.COMMAND,
    forget.COMMAND,
    mistake.COMMAND,
    open.COMMAND,
    nearest.COMMAND,
)

BY_NAME: Final[dict[str, Command]] = {command.name: command for command in COMMANDS}
"""The commands, by canonical name."""

_KNOWN_AS: Final[dict[str, str]] = {
    **{command.alias(code): command.name for code in languages() for command in COMMANDS},
    **{command.name: command.name for command in COMMANDS},
}


def canonical(name: str) -> str | None:
    """Return the canonical name of a command called by that name in any language, whatever its case; None for no command."""
    return _KNOWN_AS.get(name.lower())
