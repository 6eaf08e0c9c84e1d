"""Where a call is aimed: the chat, the message, the topic, and whether the bot may do that there."""

from bot.sandbox.call import Call
from bot.sandbox.refusal import bad_request, forbidden, Refusal
from bot.sandbox.world import Chat, World
from bot.sandbox.world.member import Member
from bot.sandbox.world.post import Post, Topic

# What a message's kind is called in "not enough rights to send … to the chat", and the permission it needs.
SENDING = {
    "text": ("text messages", "can_send_messages"),
    "photo": ("photos", "can_send_photos"),
    "document": ("documents", "can_send_documents"),
    "audio": ("music", "can_send_audios"),
    "video": ("videos", "can_send_videos"),
    "voice": ("voice notes", "can_send_voice_notes"),
    "video_note": ("video notes", "can_send_video_notes"),
    "animation": ("animations", "can_send_other_messages"),
    "sticker": ("stickers", "can_send_other_messages"),
    "dice": ("dice", "can_send_other_messages"),
    "poll": ("polls", "can_send_polls"),
    "location": ("locations", "can_send_messages"),
    "venue": ("venues", "can_send_messages"),
    "contact": ("contacts", "can_send_messages"),
}


def find_chat(world: World, call: Call, name: str = "chat_id", *, write: bool = True, members: bool = False) -> Chat:
    """Return the chat a call names; raise Telegram's refusal when there is none or the bot has no access."""
    given = call.text(name)
    if not given:
        raise bad_request("chat_id is empty")
    chat = _named(world, given)
    if chat.person is not None:
        _check_private(chat, write=write)
        return chat
    if chat.migrated_to is not None and (write or members):
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if chat.gone and (write or members):
        raise forbidden("the group chat was deleted")
    if chat.bot.status == "kicked" and (chat.kind != "group" or write or members):
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if not chat.bot.present and (write or members or not (chat.username or chat.kind == "group")):
        raise forbidden(f"bot is not a member of the {chat.kind} chat")
    return chat


def _named(world: World, given: str) -> Chat:
    if given.startswith("@"):
        for chat in world.chats.values():
            if chat.username and chat.username.lower() == given[1:].lower():
                return chat
        raise bad_request("chat not found")
    number = int(given) if given.lstrip("-").isdigit() else 0
    if number == world.bot_id:
        raise forbidden("the bot can't send messages to the bot")
    person = world.people.get(number)
    if person is not None and person.known:
        return person.private
    if number not in world.chats or world.chats[number].person is not None:
        raise bad_request("chat not found")
    return world.chats[number]


def _check_private(chat: Chat, *, write: bool) -> None:
    person = chat.person
    if person is None or not write:
        return
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def find_post(chat: Chat, number: int, what: str) -> Post:
    """Return a message of a chat; raise ``<what> not found`` when it is not there."""
    post = chat.find(number) if number > 0 else None
    if post is None:
        raise bad_request(f"{what} not found")
    return post


def find_thread(chat: Chat, call: Call) -> int | None:
    """Return the topic to write in, None outside of topics; raise the refusals for those gone or closed."""
    number = call.integer("message_thread_id", low=0)
    if chat.forum and number:
        # Topic 1 is the general one: Telegram wants no number for it and refuses 1.
        if number == chat.general.id or number not in chat.topics:
            raise bad_request("message thread not found")
        check_open(chat, chat.topics[number])
        return number
    if chat.kind == "private" and number:
        raise bad_request("message thread not found")
    if chat.forum:
        check_open(chat, chat.general)
    return None


def check_open(chat: Chat, topic: Topic) -> None:
    """Raise ``TOPIC_CLOSED`` when the bot may not write in a topic."""
    if topic.closed and not chat.bot.may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")


def check_sending(chat: Chat, kind: str) -> None:
    """Raise Telegram's refusal when the bot may not send this kind of message."""
    if chat.kind == "private":
        return
    words, permission = SENDING.get(kind, SENDING["text"])
    if chat.kind == "channel":
        if not chat.bot.may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
        return
    if chat.bot.rules:
        return
    allowed = chat.permissions.get(permission, False)
    if chat.bot.status == "restricted":
        allowed = allowed and chat.bot.rights.get(permission, False)
    if not allowed:
        raise bad_request(f"not enough rights to send {words} to the chat")


def need_right(chat: Chat, right: str, refusal: Refusal) -> None:
    """Raise the refusal unless the bot has a right as an administrator, or every member has it here."""
    everyone = (
        chat.kind in {"group", "supergroup"} and chat.bot.status == "member" and chat.permissions.get(right, False)
    )
    if not chat.bot.may(right) and not everyone:
        raise refusal


def need_group(chat: Chat) -> None:
    """Raise Telegram's refusal unless the chat is a supergroup or a channel."""
    if chat.kind not in {"supergroup", "channel"}:
        raise bad_request("method is available for supergroup and channel chats only")


def place_of(world: World, chat: Chat, number: int) -> Member:
    """Return somebody's place in a chat; raise Telegram's refusal for somebody it does not know."""
    if number != world.bot_id and number not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID" if chat.kind in {"supergroup", "channel"} else "user not found")
    return chat.member(number)
