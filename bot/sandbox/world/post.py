"""A message as it stands, a topic, and the word for what a person cannot do."""

from dataclasses import dataclass, field

from bot.sandbox.record import Record

TOPIC_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


class Impossible(ValueError):  # noqa: N818
    """What a person cannot do here, said in one sentence."""


@dataclass
class Topic:
    """A topic of a forum; its id is the number of the message that opened it."""

    id: int
    name: str
    color: int = TOPIC_COLORS[0]
    emoji: str = ""
    closed: bool = False
    hidden: bool = False

    def record(self) -> Record:
        """Return the topic as the control interface shows it."""
        return {"id": self.id, "name": self.name, "closed": self.closed}


@dataclass
class Post:
    """A message as it stands now, and what Telegram does not tell about it."""

    record: Record
    from_bot: bool
    deleted: bool = False
    # The person whose client shows it, when only one does; the inline message it is known as.
    inline_message_id: str = ""
    reactions: dict[int, list[Record]] = field(default_factory=dict)

    def shown(self) -> Record:
        """Return the message as the control interface shows it."""
        return {**self.record, "from_bot": self.from_bot, **({"deleted": True} if self.deleted else {})}
