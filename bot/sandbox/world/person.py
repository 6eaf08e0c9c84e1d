"""A person of the world and all they can do: say, press, share, edit, join, block …"""

import copy
from typing import Any, TYPE_CHECKING

from bot.sandbox.entities import formatted
from bot.sandbox.entities.units import units
from bot.sandbox.record import Record
from bot.sandbox.world.chat import Chat
from bot.sandbox.world.member import Member
from bot.sandbox.world.post import Impossible, Topic
from bot.sandbox.world.posting import bot_sees, deliver

if TYPE_CHECKING:
    from bot.sandbox.world.inline import InlineQuery
    from bot.sandbox.world.world import World


class Person:
    """Somebody with a Telegram account."""

    def __init__(self, world: "World", number: int, name: str, username: str, language_code: str, label: str) -> None:
        """Start as somebody the bot has never met."""
        self.world = world
        self.id = number
        self.name = name
        self.username = username
        self.language_code = language_code
        self.label = label
        self.blocked = False
        self.deactivated = False
        self.known = False
        self.started = False
        self._private: Chat | None = None

    def __repr__(self) -> str:
        """Return the person by name."""
        return f"<{self.name}>"

    def names(self) -> Record:
        """Return the names as Telegram splits them."""
        first, _, last = self.name.partition(" ")
        names = {"first_name": first or "?"}
        if last:
            names["last_name"] = last
        if self.username:
            names["username"] = self.username
        return names

    def user(self) -> Record:
        """Return the User object."""
        language = {"language_code": self.language_code} if self.language_code else {}
        return {"id": self.id, "is_bot": False, **self.names(), **language}

    def shown(self) -> Record:
        """Return the person as the control interface shows them."""
        return {
            "id": self.id,
            "name": self.name,
            "username": self.username,
            "language_code": self.language_code,
            "label": self.label,
            "blocked": self.blocked,
        }

    def meet(self) -> None:
        """Become someone the bot has seen somewhere."""
        self.known = True

    @property
    def private(self) -> Chat:
        """The chat with the bot."""
        if self._private is None:
            self._private = self.world.private_chat(self)
        return self._private

    @property
    def messages(self) -> list[Record]:
        """What the bot said in the private chat and did not delete, oldest first, as it stands now."""
        return self.private.messages

    def start(self, payload: str = "") -> Record:
        """Press Start (with what a deep link carries); return the message."""
        return self.say(f"/start {payload}".strip())

    def say(
        self,
        text: str,
        chat: Chat | None = None,
        topic: "Topic | int | None" = None,
        reply_to: Record | int | None = None,
        entities: list[Record] | None = None,
    ) -> Record:
        """Write in the private chat, or elsewhere; return the message."""
        body = formatted(text, given=entities)
        if not body.text:
            raise Impossible("A message needs words.")
        if units(body.text) > 4096:
            raise Impossible("A message has at most 4,096 characters.")
        return self.send(body.fields(), chat, topic, reply_to)

    def send(
        self,
        content: Record,
        chat: Chat | None = None,
        topic: "Topic | int | None" = None,
        reply_to: Record | int | None = None,
    ) -> Record:
        """Send any content, given as fields of a Message; return the message."""
        where = chat or self.private
        self._enter(where)
        thread = self._thread(where, topic)
        reply = None
        if reply_to is not None:
            reply = where.find(reply_to if isinstance(reply_to, int) else reply_to["message_id"])
            if reply is None:
                raise Impossible("The message to reply to is not there.")
            thread = thread or reply.record.get("message_thread_id")
        sender, extra = self._face(where)
        return copy.deepcopy(deliver(where, content, sender, thread=thread, reply=reply, extra=extra).record)

    def _enter(self, chat: Chat) -> None:
        """Make sure the person may write here, and start a private chat that is new."""
        if self.deactivated:
            raise Impossible(f"{self.name} has deleted the account.")
        if chat.kind == "private":
            if chat.person is not self:
                raise Impossible(f"{self.name} cannot write in another's private chat.")
            if self.blocked:
                raise Impossible(f"{self.name} has blocked the bot.")
            self.known = self.started = True
            return
        if chat.migrated_to is not None:
            raise Impossible(f"{chat.title} has become a supergroup.")
        member = chat.member(self)
        if not member.present:
            raise Impossible(f"{self.name} is not a member of {chat.title}.")
        if chat.kind == "channel" and not member.rules:
            raise Impossible(f"Only administrators write in {chat.title}.")
        if member.status == "restricted" and not member.rights.get("can_send_messages", False):
            raise Impossible(f"{self.name} may not write in {chat.title}.")

    def _thread(self, chat: Chat, topic: "Topic | int | None") -> int | None:
        if topic is None or not chat.forum:
            return None
        found = chat.find_topic(topic)
        if found.closed and not chat.member(self).rules:
            raise Impossible(f"The topic {found.name} is closed.")
        return None if found is chat.general else found.id

    def _face(self, chat: Chat) -> tuple[Record | None, Record]:
        """Return what others see as the sender: the person, the group for an anonymous administrator, the channel."""
        if chat.kind == "channel":
            return None, {"sender_chat": chat.record()}
        member = chat.member(self)
        if member.anonymous and member.rules:
            signature = {"author_signature": member.title} if member.title else {}
            return self.world.group_bot(), {"sender_chat": chat.record(), **signature}
        return self.user(), {}

    def edit(self, message: Record, text: str) -> Record:
        """Change the words of an own message; return it."""
        chat = self.world.chats[message["chat"]["id"]]
        post = chat.find(message["message_id"])
        if post is None or post.from_bot or post.record.get("from", {}).get("id", self.id) != self.id:
            raise Impossible("One can edit only one's own messages.")
        body = formatted(text)
        if not body.text:
            raise Impossible("A message needs words.")
        caption = "text" not in post.record
        for name in ("text", "entities", "caption", "caption_entities"):
            post.record.pop(name, None)
        post.record.update(body.fields("caption", "caption_entities") if caption else body.fields())
        post.record["edit_date"] = self.world.unix_time()
        if bot_sees(chat, post):
            self.world.updates.add("edited_channel_post" if chat.kind == "channel" else "edited_message", post.record)
        chat.changed(post)
        return copy.deepcopy(post.record)

    def press(self, message: Record, button: str) -> str:
        """Press a button by its label or its data; return the query's id, the address it opens, or what it says."""
        chat = self.world.chats[message["chat"]["id"]]
        post = chat.find(message["message_id"])
        if post is None:
            raise Impossible("The message is not there any more.")
        markup = post.record.get("reply_markup", {})
        for row in markup.get("inline_keyboard", []):
            for one in row:
                if button in (one["text"], one.get("callback_data")):
                    return self._press(post.record, one, chat, post.inline_message_id)
        if any(button == one["text"] for row in self.keyboard(chat) for one in row):
            self.say(button, chat)
            return button
        raise Impossible(f"There is no button {button!r}.")

    def _press(self, message: Record, button: Record, chat: Chat, inline: str) -> str:
        if "callback_data" in button:
            return self.world.queries.press(self, message, button["callback_data"], chat, inline)
        for name in ("url", "switch_inline_query", "switch_inline_query_current_chat"):
            if name in button:
                return str(button[name])
        raise Impossible(f"The sandbox cannot press {button['text']!r}.")

    def keyboard(self, chat: Chat | None = None) -> list[list[Record]]:
        """Return the reply keyboard that stands under the chat now, its rows of buttons."""
        rows: list[list[Record]] = []
        for record in (chat or self.private).messages:
            markup = record.get("reply_markup", {})
            rows = markup.get("keyboard", [] if markup.get("remove_keyboard") else rows)
        return rows

    def press_forged(self, message: Record, data: str) -> str:
        """Send a press with made-up data, as a manipulated client can; return the query's id."""
        return self.world.queries.press(self, message, data, self.world.chats[message["chat"]["id"]])

    def share_place(self, latitude: float, longitude: float, chat: Chat | None = None, **more: Any) -> Record:
        """Share a place; return the message."""
        return self.send({"location": {"latitude": latitude, "longitude": longitude, **more}}, chat)

    def share_contact(self, phone: str, chat: Chat | None = None) -> Record:
        """Share the own telephone number; return the message."""
        names = {name: value for name, value in self.names().items() if name != "username"}
        return self.send({"contact": {"phone_number": phone, **names, "user_id": self.id}}, chat)

    def send_file(self, kind: str, data: bytes, caption: str = "", chat: Chat | None = None, **more: Any) -> Record:
        """Send a photo, document, voice …; return the message."""
        file = self.world.files.keep(kind, data, str(more.pop("name", "")))
        shape = self.world.media_fields(file, more)
        words = formatted(caption).fields("caption", "caption_entities") if caption else {}
        return self.send({**shape, **words}, chat)

    def react(self, message: Record, *emoji: str) -> None:
        """React to a message with emoji, with none to take it back."""
        chat = self.world.chats[message["chat"]["id"]]
        post = chat.find(message["message_id"])
        if post is None:
            raise Impossible("The message is not there any more.")
        old = post.reactions.get(self.id, [])
        post.reactions[self.id] = [{"type": "emoji", "emoji": one} for one in emoji]
        about = {"chat": chat.id, "message_id": message["message_id"], "person": self.id}
        self.world.journal.publish({"type": "reaction", **about, "reaction": post.reactions[self.id]})
        if chat.kind == "private" or chat.bot.rules:
            update = {"chat": chat.record(), "message_id": message["message_id"], "user": self.user()}
            reactions = {"old_reaction": old, "new_reaction": post.reactions[self.id]}
            self.world.updates.add("message_reaction", {**update, "date": self.world.unix_time(), **reactions})

    def vote(self, message: Record, *options: int) -> None:
        """Vote in a poll for options by their place, with none to take the vote back."""
        self.world.polls.vote(self, self.world.chats[message["chat"]["id"]], message["message_id"], list(options))

    def ask_inline(self, words: str, chat: Chat | None = None, offset: str = "") -> str:
        """Type ``@bot words`` in a chat; return the query's id."""
        return self.world.queries.ask(self, words, chat or self.private, offset)

    def choose_inline(self, result_id: str, chat: Chat | None = None) -> Record:
        """Send one of the cards the bot offered; return the message."""
        return self.world.queries.choose(self, result_id, chat)

    def offered(self) -> "InlineQuery | None":
        """Return the person's last inline query with what the bot offered, or None."""
        return self.world.queries.last_of(self)

    def ask_to_join(self, chat: Chat, bio: str = "") -> None:
        """Ask for entry; the bot hears of it when it may invite people."""
        self.meet()
        chat.requests.add(self.id)
        if chat.bot.may("can_invite_users"):
            request = {
                "chat": chat.record(),
                "from": self.user(),
                "user_chat_id": self.id,
                "date": self.world.unix_time(),
            }
            self.world.updates.add("chat_join_request", {**request, **({"bio": bio} if bio else {})})

    def block(self) -> None:
        """Block the bot."""
        self._turn(blocked=True)

    def unblock(self) -> None:
        """Let the bot write again."""
        self._turn(blocked=False)

    def _turn(self, *, blocked: bool) -> None:
        if self.blocked == blocked:
            return
        self.known = self.started = True
        self.blocked = blocked
        user, chat = self.world.bot_user(), self.private
        chat.members.setdefault(self.world.bot_id, Member("kicked" if not blocked else "member"))
        chat.change(user, Member("kicked" if blocked else "member"), self.user())

    def deactivate(self) -> None:
        """Delete the account."""
        self.deactivated = True
