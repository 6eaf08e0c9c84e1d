"""A command: a name, the coroutine that answers, and where and by whom it may be used."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from content.texts import texts
from handlers.ports import Services
from handlers.reply import Reply
from handlers.request import Request

Handler = Callable[[Request, Services], Awaitable[Reply]]


class Scope(StrEnum):
    """Where and by whom a command may be used."""

    EVERYONE = "everyone"
    ONESELF = "oneself"
    """About oneself: in a private chat; elsewhere a doorway leads there."""
    GROUP_ADMINS = "group_admins"
    """In a group by its admins, in a private chat by everyone."""
    MODERATORS = "moderators"
    OPERATORS = "operators"


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the menu. Its description is the text ``menu.<name>``, its French name the text ``alias.<name>``."""

    name: str
    handler: Handler
    scope: Scope = Scope.EVERYONE
    trusts_group: bool = False
    """Of GROUP_ADMINS: a group that speaks in its own name (an anonymous admin) is obeyed; the others want to know who asks."""
    hidden: bool = False
    """Left out of the menu (an answer reached by buttons only)."""

    def alias(self, language: str) -> str:
        """Return the name the command goes by in a language; the canonical one where it has no other."""
        words = texts(language)
        key = f"alias.{self.name}"
        return str(words.text(key)) if words.has(key) else self.name
