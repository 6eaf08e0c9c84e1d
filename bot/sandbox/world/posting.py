"""How a message comes into a chat: numbered, dated, put into its topic, shown, and passed to the bot if it may see it."""

import copy
from typing import TYPE_CHECKING

from bot.sandbox.record import Record
from bot.sandbox.world.post import Post

if TYPE_CHECKING:
    from bot.sandbox.world.chat import Chat


def deliver(
    chat: "Chat",
    content: Record,
    sender: Record | None,
    *,
    thread: int | None = None,
    reply: Post | None = None,
    extra: Record | None = None,
    from_bot: bool = False,
    service: bool = False,
) -> Post:
    """Store a message and return it; queue the update if someone else wrote it and the bot may see it."""
    number = chat.next_number()
    record: Record = {"message_id": number}
    if sender is not None:
        record["from"] = sender
    record.update(extra or {})
    record["chat"] = chat.record()
    record["date"] = chat.world.unix_time()
    if thread is not None:
        record["message_thread_id"] = thread
        record["is_topic_message"] = True
    replied = reply.record if reply is not None else _opening(chat, thread, number)
    if replied is not None:
        record["reply_to_message"] = {name: value for name, value in replied.items() if name != "reply_to_message"}
    record.update(content)
    post = Post(copy.deepcopy(record), from_bot)
    chat.posts[number] = post
    if (not from_bot or service) and bot_sees(chat, post):
        kind = "channel_post" if chat.kind == "channel" else "message"
        chat.world.updates.add(kind, post.record)
    echo(chat, post, "message")
    return post


def announce(chat: "Chat", content: Record, author: Record, thread: int | None = None) -> None:
    """Put a service message (who joined, what was pinned …) into a chat; bots see all of them but channels' joins."""
    by_bot = author["id"] == chat.world.bot_id
    sender = None if chat.kind == "channel" else author
    extra = {"sender_chat": chat.record()} if chat.kind == "channel" else None
    deliver(chat, content, sender, thread=thread, extra=extra, from_bot=by_bot, service=True)


def echo(chat: "Chat", post: Post, kind: str) -> None:
    """Show a message, new or edited, to who looks on."""
    chat.world.journal.publish({"type": kind, "message": copy.deepcopy(post.shown())})


def bot_sees(chat: "Chat", post: Post) -> bool:
    """Return whether Telegram passes a message on to the bot: in groups, privacy mode holds most of them back."""
    world = chat.world
    if chat.kind == "private":
        return True
    if not chat.bot.present:
        return False
    if chat.kind == "channel" or chat.bot.rules or not world.privacy_mode:
        return True
    record = post.record
    if "text" not in record and "caption" not in record and _is_service(record):
        return True
    replied = record.get("reply_to_message", {})
    if replied.get("from", {}).get("id") == world.bot_id and "forum_topic_created" not in replied:
        return True
    return record.get("via_bot", {}).get("id") == world.bot_id or _commands(world.username, record)


SERVICE = frozenset(
    "new_chat_members left_chat_member new_chat_title new_chat_photo delete_chat_photo group_chat_created "  # noqa: SIM905
    "supergroup_chat_created channel_chat_created migrate_to_chat_id migrate_from_chat_id pinned_message "
    "forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden "
    "general_forum_topic_unhidden".split()
)


def _is_service(record: Record) -> bool:
    return any(name in SERVICE for name in record)


def _commands(username: str, record: Record) -> bool:
    """Return whether a message holds a command for anyone or for this bot."""
    text = record.get("text") or record.get("caption") or ""
    for entity in record.get("entities") or record.get("caption_entities") or []:
        if entity["type"] == "bot_command":
            encoded = text.encode("utf-16-le")[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2]
            name = encoded.decode("utf-16-le").partition("@")[2]
            if not name or name.lower() == username.lower():
                return True
    return False


def _opening(chat: "Chat", thread: int | None, number: int) -> Record | None:
    """Return the message that opened a topic: what stands in a topic counts as a reply to it."""
    if thread is None or thread == number or thread not in chat.posts:
        return None
    return chat.posts[thread].record
