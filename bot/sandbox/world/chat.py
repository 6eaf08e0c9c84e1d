"""A chat of the world: private, group, supergroup with or without topics, or channel."""

from collections.abc import Iterator
from typing import Any, TYPE_CHECKING

from bot.sandbox.record import Record
from bot.sandbox.world.member import default_permissions, everything, Member
from bot.sandbox.world.post import Impossible, Post, Topic, TOPIC_COLORS
from bot.sandbox.world.posting import announce, deliver, echo

if TYPE_CHECKING:
    from bot.sandbox.world.person import Person
    from bot.sandbox.world.world import World


class Chat:
    """A chat with its members, topics and messages; private ones are kept by their person."""

    def __init__(self, world: "World", number: int, kind: str, title: str = "", *, forum: bool = False) -> None:
        """Start empty."""
        self.world = world
        self.id = number
        self.kind = kind
        self.title = title
        self.forum = forum
        self.username = ""
        self.description = ""
        self.photo: Record | None = None
        self.person: Person | None = None
        self.members: dict[int, Member] = {}
        self.permissions = default_permissions()
        self.topics: dict[int, Topic] = {}
        self.general = Topic(1, "General")
        self.posts: dict[int, Post] = {}
        self.pinned: list[int] = []
        self.links: dict[str, Record] = {}
        self.requests: set[int] = set()
        self.migrated_to: int | None = None
        self.gone = False
        self.menu_button: Record | None = None
        # The first number is the creation of the chat; in a forum, 1 also names the general topic.
        self._last = 1

    def __repr__(self) -> str:
        """Return the chat by its title."""
        return f"<{self.kind} {self.title or self.id}>"

    def record(self) -> Record:
        """Return the Chat object of messages and updates."""
        if self.person is not None:
            return {**self.person.names(), "id": self.id, "type": "private"}
        record: Record = {"id": self.id, "title": self.title, "type": self.kind}
        if self.username:
            record["username"] = self.username
        if self.forum:
            record["is_forum"] = True
        return record

    @property
    def numbers_alone(self) -> bool:
        """Whether its messages are counted in the chat; private chats and basic groups share one count per bot."""
        return self.kind in {"supergroup", "channel"}

    def next_number(self) -> int:
        """Return the number of the next message here."""
        if not self.numbers_alone:
            return self.world.next_shared_number()
        self._last += 1
        return self._last

    @property
    def bot(self) -> Member:
        """The bot's own place in the chat."""
        return self.members.get(self.world.bot_id, Member("left"))

    @property
    def messages(self) -> list[Record]:
        """What the bot said here and did not delete, oldest first, as it stands now."""
        return [post.record for post in self.posts.values() if post.from_bot and not post.deleted]

    @property
    def everything(self) -> list[Record]:
        """All that stands in the chat, whoever said it, oldest first."""
        return [post.record for post in self.posts.values() if not post.deleted]

    def member_records(self) -> Iterator[Record]:
        """Yield the members as the control interface shows them."""
        for number, member in self.members.items():
            rights = [name for name, held in member.rights.items() if held]
            yield {"id": number, "status": member.status, "rights": rights, "anonymous": member.anonymous}

    def shown(self) -> Record:
        """Return the chat as the control interface shows it."""
        shown: Record = {
            "id": self.id,
            "kind": self.kind,
            "title": self.title or (self.person.name if self.person else ""),
            "forum": self.forum,
            "topics": [topic.record() for topic in self.topics.values()],
            "members": list(self.member_records()),
            "pinned": list(self.pinned),
        }
        if self.person is not None:
            shown["person"] = self.person.id
        if self.migrated_to is not None:
            shown["migrated_to"] = self.migrated_to
        return shown

    def member(self, person: "Person | int") -> Member:
        """Return a person's place here, ``left`` for a stranger."""
        return self.members.get(person if isinstance(person, int) else person.id, Member("left"))

    # People and their rights

    def change(self, user: Record, new: Member, by: Record, **extra: Any) -> None:
        """Give someone a new place and tell the bot: ``my_chat_member`` of itself, ``chat_member`` where it rules."""
        old = self.members.get(user["id"], Member("left"))
        self.members[user["id"]] = new
        update = {
            "chat": self.record(),
            "from": by,
            "date": self.world.unix_time(),
            "old_chat_member": old.record(user, self.kind),
            "new_chat_member": new.record(user, self.kind),
            **extra,
        }
        if user["id"] == self.world.bot_id:
            self.world.updates.add("my_chat_member", update)
        elif self.bot.rules:
            self.world.updates.add("chat_member", update)
        self.world.journal.publish({"type": "chat", "chat": self.shown()})

    def join(self, person: "Person", by: "Person | None" = None, *, quiet: bool = False) -> None:
        """Let a person in, added by another or by themselves; Telegram says so in groups."""
        if self.member(person).present:
            raise Impossible(f"{person.name} is already in {self.title}.")
        if self.member(person).status == "kicked":
            raise Impossible(f"{person.name} is banned from {self.title}.")
        person.meet()
        adder = (by or person).user()
        self.change(person.user(), Member("member"), adder)
        if self.kind != "channel" and not quiet:
            announce(self, {"new_chat_members": [person.user()]}, adder)

    def leave(self, person: "Person") -> None:
        """Let a person go."""
        if not self.member(person).present:
            raise Impossible(f"{person.name} is not in {self.title}.")
        self.change(person.user(), Member("left"), person.user())
        if self.kind != "channel":
            announce(self, {"left_chat_member": person.user()}, person.user())

    def promote(self, person: "Person", *, anonymous: bool = False, title: str = "", **rights: bool) -> None:
        """Make a person an administrator with all rights but to appoint others, or with the rights named."""
        held = rights or {**everything(self.kind), "can_promote_members": False}
        self.change(person.user(), Member("administrator", held, anonymous, title), self.owner())

    def demote(self, person: "Person") -> None:
        """Make an administrator a plain member again."""
        if not self.member(person).rules:
            raise Impossible(f"{person.name} is no administrator of {self.title}.")
        self.change(person.user(), Member("member"), self.owner())

    def ban(self, person: "Person") -> None:
        """Ban a person, as an administrator would."""
        self.change(person.user(), Member("kicked"), self.owner())

    def promote_bot(self, **rights: bool) -> None:
        """Make the bot an administrator with all rights but to appoint others, or with the rights named."""
        held = rights or {**everything(self.kind), "can_promote_members": False}
        self.change(self.world.bot_user(), Member("administrator", held), self.owner())

    def demote_bot(self) -> None:
        """Make the bot a plain member."""
        self.change(self.world.bot_user(), Member("member"), self.owner())

    def add_bot(self) -> None:
        """Add the bot, as the owner would: to a channel as an administrator."""
        if self.kind == "channel":
            return self.promote_bot()
        self.change(self.world.bot_user(), Member("member"), self.owner())
        return announce(self, {"new_chat_members": [self.world.bot_user()]}, self.owner())

    def kick_bot(self) -> None:
        """Throw the bot out."""
        self.change(self.world.bot_user(), Member("kicked"), self.owner())

    def restrict_bot(self, **permissions: bool) -> None:
        """Take permissions from the bot: those named, by default all of them."""
        held = {**default_permissions(), **permissions} if permissions else {}
        self.change(self.world.bot_user(), Member("restricted", held), self.owner())

    def owner(self) -> Record:
        """Return the owner's User object."""
        for number, member in self.members.items():
            if member.status == "creator":
                return self.world.user(number)
        return self.world.founder().user()

    # Topics

    def topic(self, name: str, by: "Person | None" = None) -> Topic:
        """Open a topic, as a person would; raise Impossible where there are none."""
        return self.open_topic(name, (by.user() if by else self.owner()))

    def open_topic(self, name: str, author: Record, color: int = TOPIC_COLORS[0], emoji: str = "") -> Topic:
        """Open a topic and return it; its first message says so."""
        if not self.forum:
            raise Impossible(f"{self.title or 'A private chat'} has no topics.")
        number = self._last + 1
        topic = Topic(number, name, color, emoji)
        self.topics[number] = topic
        content: Record = {"name": name, "icon_color": color}
        if emoji:
            content["icon_custom_emoji_id"] = emoji
        announce(self, {"forum_topic_created": content}, author, number)
        self.world.journal.publish({"type": "chat", "chat": self.shown()})
        return topic

    def close_topic(self, topic: Topic | int, author: Record | None = None) -> None:
        """Close a topic: only administrators can still write there."""
        self._toggle(topic, closed=True, author=author)

    def reopen_topic(self, topic: Topic | int, author: Record | None = None) -> None:
        """Open a closed topic again."""
        self._toggle(topic, closed=False, author=author)

    def _toggle(self, topic: Topic | int, *, closed: bool, author: Record | None) -> None:
        found = self.find_topic(topic)
        found.closed = closed
        said: Record = {"forum_topic_closed": {}} if closed else {"forum_topic_reopened": {}}
        announce(self, said, author or self.owner(), found.id)
        self.world.journal.publish({"type": "chat", "chat": self.shown()})

    def delete_topic(self, topic: Topic | int) -> None:
        """Delete a topic with all its messages."""
        found = self.find_topic(topic)
        del self.topics[found.id]
        for post in self.posts.values():
            if post.record.get("message_thread_id") == found.id:
                post.deleted = True
                self.world.journal.publish({"type": "deleted", "message": post.shown()})
        self.world.journal.publish({"type": "chat", "chat": self.shown()})

    def find_topic(self, topic: Topic | int) -> Topic:
        """Return a topic by its number; raise Impossible when there is none."""
        number = topic if isinstance(topic, int) else topic.id
        if number == self.general.id:
            return self.general
        if number not in self.topics:
            raise Impossible(f"{self.title} has no topic {number}.")
        return self.topics[number]

    # The chat itself

    def migrate(self) -> "Chat":
        """Make a basic group a supergroup with a new number; return the new chat."""
        if self.kind != "group":
            raise Impossible("Only a basic group becomes a supergroup.")
        new = self.world.new_chat("supergroup", self.title)
        new.members = dict(self.members)
        new.permissions = dict(self.permissions)
        announce(self, {"migrate_to_chat_id": new.id}, self.owner())
        self.migrated_to = new.id
        anonymous = {"sender_chat": new.record()}
        deliver(new, {"migrate_from_chat_id": self.id}, self.world.group_bot(), extra=anonymous, service=True)
        self.world.journal.publish({"type": "chat", "chat": new.shown()})
        self.world.journal.publish({"type": "chat", "chat": self.shown()})
        return new

    def delete(self) -> None:
        """Delete the group: the bot is told so at its next call."""
        self.gone = True

    def find(self, message_id: int) -> Post | None:
        """Return a message that still stands, or None."""
        post = self.posts.get(message_id)
        return post if post is not None and not post.deleted else None

    def remove(self, message_id: int) -> None:
        """Delete a message."""
        post = self.posts[message_id]
        post.deleted = True
        if message_id in self.pinned:
            self.pinned.remove(message_id)
        self.world.journal.publish({"type": "deleted", "message": post.shown()})

    def changed(self, post: Post) -> None:
        """Tell who looks on that a message was edited."""
        echo(self, post, "edited")
