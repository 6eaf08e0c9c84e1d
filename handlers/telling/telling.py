"""What is told: one message, the stories it tells, and what moderators call it."""

from dataclasses import dataclass

from handlers.reply import Reply


@dataclass(frozen=True, slots=True)
class Telling:
    """One message for one chat, told without having been asked for at this moment."""

    reply: Reply
    stories: tuple[str, ...]
    """What it tells, so that none is told there again (see ``Happening.story``)."""
    title: str
    """What moderators' lists call it: plain words."""
    empty: bool = False
    """It says that there is nothing new."""
