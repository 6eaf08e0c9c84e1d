"""Handlers: everything people can ask, one file a command, listed here in the order of the menu."""

from typing import Final

from content.texts import languages
from handlers import (
    about,
    add,
    alert,
    ask,
    audit,
    contacts,
    correct,
    corrections,
    digest,
    figures,
    follow,
    forget,
    gaps,
    glossary,
    hand,
    help,  # noqa: A004  the command's own name
    language,
    latest,
    measure,
    measures,
    mistake,
    moderators,
    mydata,
    nearest,
    open,  # noqa: A004  the command's own name
    pause,
    place,
    positions,
    privacy,
    propose,
    push,
    queue,
    quiet,
    recall,
    retract,
    search,
    setup,
    sources,
    start,
    status,
    subscribe,
    subscriptions,
    summary,
    timeline,
    unsubscribe,
    update,
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
    subscribe.COMMAND,
    subscriptions.COMMAND,
    unsubscribe.COMMAND,
    follow.COMMAND,
    quiet.COMMAND,
    pause.COMMAND,
    setup.COMMAND,
    digest.COMMAND,
    corrections.COMMAND,
    about.COMMAND,
    privacy.COMMAND,
    language.COMMAND,
    mydata.COMMAND,
    forget.COMMAND,
    mistake.COMMAND,
    propose.COMMAND,
    queue.COMMAND,
    add.COMMAND,
    update.COMMAND,
    push.COMMAND,
    alert.COMMAND,
    correct.COMMAND,
    retract.COMMAND,
    recall.COMMAND,
    status.COMMAND,
    sources.COMMAND,
    gaps.COMMAND,
    audit.COMMAND,
    moderators.COMMAND,
    open.COMMAND,
    nearest.COMMAND,
    hand.COMMAND,
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
