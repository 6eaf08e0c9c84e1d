"""Topics of a forum."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.methods.target import find_chat
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import Chat, Topic, World
from bot.sandbox.world.post import TOPIC_COLORS
from bot.sandbox.world.posting import announce


def _forum(world: World, call: Call, refusal: str, *, anyone: bool = False) -> Chat:
    chat = find_chat(world, call)
    if not chat.forum:
        raise bad_request("The chat is not a forum")
    everyone = anyone and chat.bot.status == "member" and chat.permissions["can_manage_topics"]
    if not chat.bot.may("can_manage_topics") and not everyone:
        raise bad_request(refusal)
    return chat


def _topic(chat: Chat, call: Call) -> Topic:
    number = call.integer("message_thread_id")
    if number not in chat.topics:
        raise bad_request("TOPIC_ID_INVALID" if number <= 0 else "message thread not found")
    return chat.topics[number]


def create_topic(world: World, call: Call) -> Record:
    """Open a topic."""
    chat = _forum(world, call, "Not enough rights to create a topic", anyone=True)
    name = call.text("name").strip()[:128]
    if not name:
        raise bad_request("Name must be non-empty")
    color = call.integer("icon_color") or TOPIC_COLORS[len(chat.topics) % len(TOPIC_COLORS)]
    if color not in TOPIC_COLORS:
        raise bad_request("Invalid icon color specified")
    topic = chat.open_topic(name, world.bot_user(), color, call.text("icon_custom_emoji_id"))
    emoji = {"icon_custom_emoji_id": topic.emoji} if topic.emoji else {}
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.color, **emoji}


def edit_topic(world: World, call: Call) -> bool:
    """Rename a topic, or give it another sign."""
    chat = _forum(world, call, "Not enough rights to edit the topic")
    return _rename(world, chat, _topic(chat, call), call)


def edit_general_topic(world: World, call: Call) -> bool:
    """Rename the general topic."""
    chat = _forum(world, call, "Not enough rights to edit the topic")
    if not call.text("name").strip():
        raise bad_request("Name must be non-empty")
    return _rename(world, chat, chat.general, call)


def _rename(world: World, chat: Chat, topic: Topic, call: Call) -> bool:
    edited: Record = {}
    name = call.text("name").strip()[:128]
    if name and name != topic.name:
        topic.name = edited["name"] = name
    if call.has("icon_custom_emoji_id") and call.text("icon_custom_emoji_id") != topic.emoji:
        topic.emoji = edited["icon_custom_emoji_id"] = call.text("icon_custom_emoji_id")
    if not edited:
        raise bad_request("TOPIC_NOT_MODIFIED")
    announce(chat, {"forum_topic_edited": edited}, world.bot_user(), None if topic is chat.general else topic.id)
    world.journal.publish({"type": "chat", "chat": chat.shown()})
    return True


def closing(*, closed: bool, general: bool = False) -> Callable[[World, Call], bool]:
    """Return the method that closes or reopens a topic."""

    def close_or_reopen(world: World, call: Call) -> bool:
        chat = _forum(world, call, "Not enough rights to close or open the topic")
        topic = chat.general if general else _topic(chat, call)
        if topic.closed == closed:
            raise bad_request("TOPIC_NOT_MODIFIED")
        topic.closed = closed
        said: Record = {"forum_topic_closed": {}} if closed else {"forum_topic_reopened": {}}
        announce(chat, said, world.bot_user(), None if general else topic.id)
        world.journal.publish({"type": "chat", "chat": chat.shown()})
        return True

    return close_or_reopen


def hiding(*, hidden: bool) -> Callable[[World, Call], bool]:
    """Return the method that hides or shows the general topic."""

    def hide_or_show(world: World, call: Call) -> bool:
        chat = _forum(world, call, "Not enough rights to close or open the topic")
        if chat.general.hidden == hidden:
            raise bad_request("TOPIC_NOT_MODIFIED")
        chat.general.hidden = hidden
        # Telegram closes the general topic when it hides it.
        chat.general.closed = hidden or chat.general.closed
        name = "general_forum_topic_hidden" if hidden else "general_forum_topic_unhidden"
        announce(chat, {name: {}}, world.bot_user())
        return True

    return hide_or_show


def delete_topic(world: World, call: Call) -> bool:
    """Delete a topic with all its messages."""
    chat = find_chat(world, call)
    if not chat.forum:
        raise bad_request("The chat is not a forum")
    topic = _topic(chat, call)
    if not chat.bot.may("can_delete_messages"):
        raise bad_request("Not enough rights to delete the topic")
    chat.delete_topic(topic)
    return True


def unpinning(*, general: bool = False) -> Callable[[World, Call], bool]:
    """Return the method that unpins everything in a topic."""

    def unpin_all(world: World, call: Call) -> bool:
        chat = find_chat(world, call)
        if not chat.forum:
            raise bad_request("The chat is not a forum")
        thread = None if general else _topic(chat, call).id
        if not chat.bot.may("can_pin_messages"):
            raise bad_request("Not enough rights to manage pinned messages in the chat")
        chat.pinned = [one for one in chat.pinned if chat.posts[one].record.get("message_thread_id") != thread]
        return True

    return unpin_all


def get_icon_stickers(_world: World, _call: Call) -> list[Any]:
    """Return the signs a topic can have: the sandbox keeps a few."""
    stickers = []
    for place, emoji in enumerate("📰💡⚡🎙🔝🗣🆒❗📝📆"):
        stickers.append(
            {
                "file_id": f"CAACAgIAAxkTOPIC{place:04d}",
                "file_unique_id": f"TOPIC{place:04d}",
                "type": "custom_emoji",
                "width": 100,
                "height": 100,
                "is_animated": False,
                "is_video": False,
                "emoji": emoji,
                "custom_emoji_id": str(5_434_144_690_511_290_000 + place),
            }
        )
    return stickers
