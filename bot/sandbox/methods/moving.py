"""Forwarding, copying, deleting, pinning, and reacting to messages."""

import copy
from datetime import datetime, timedelta, UTC

from bot.sandbox.call import Call
from bot.sandbox.entities import formatted
from bot.sandbox.methods.keyboard import read_markup
from bot.sandbox.methods.sending import answer, check_caption, send
from bot.sandbox.methods.target import check_sending, find_chat, find_post, find_thread, need_right
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import Chat, World
from bot.sandbox.world.post import Post
from bot.sandbox.world.posting import announce, deliver, SERVICE

CONTENT = (  # noqa: SIM905
    "text entities link_preview_options photo document audio video voice animation video_note sticker location venue "
    "contact poll dice caption caption_entities show_caption_above_media has_media_spoiler"
).split()
# "Bots can't delete messages older than 2 days", supergroups, groups and private chats alike.
DELETABLE = timedelta(hours=48)


def _content(post: Post) -> Record:
    return copy.deepcopy({name: value for name, value in post.record.items() if name in CONTENT})


def _kind(content: Record) -> str:
    return next((name for name in CONTENT if name in content), "text")


def _message_ids(call: Call, name: str = "message_ids") -> list[int]:
    given = call.json(name, name)
    if given is None or given == []:
        raise bad_request("Message identifiers are not specified")
    if not isinstance(given, list):
        raise bad_request("Expected an Array of message identifiers")
    if len(given) > 100:
        raise bad_request("Too many message identifiers specified")
    if any(not str(one).isdigit() or int(one) <= 0 for one in given):
        raise bad_request("Invalid message identifier specified")
    return [int(one) for one in given]


def _origin(world: World, source: Chat, post: Post) -> Record:
    if "forward_origin" in post.record:
        origin: Record = post.record["forward_origin"]
        return origin
    date = post.record["date"]
    if source.kind == "channel":
        return {"type": "channel", "date": date, "chat": source.record(), "message_id": post.record["message_id"]}
    if "sender_chat" in post.record:
        return {"type": "chat", "date": date, "sender_chat": post.record["sender_chat"]}
    return {"type": "user", "date": date, "sender_user": post.record.get("from", world.bot_user())}


def forward_message(world: World, call: Call) -> Record:
    """Forward a message."""
    source = find_chat(world, call, "from_chat_id", write=False) if call.required("from_chat_id") else None
    if source is None:
        raise bad_request("chat not found")
    post = find_post(source, call.message_id(), "message to forward")
    content = _forwardable(post, "forwarded")

    def forwarded(_chat: Chat) -> Record:
        return {"forward_origin": _origin(world, source, post), **content}

    plain = Call(
        call.method, {name: value for name, value in call.values.items() if name != "reply_markup"}, call.files
    )
    return answer(send(world, plain, _kind(content), forwarded))


def _forwardable(post: Post, how: str) -> Record:
    content = _content(post)
    if post.record.get("has_protected_content"):
        raise bad_request(
            "Message has protected content and can't be forwarded" if how == "forwarded" else "message can't be copied"
        )
    if not content or SERVICE & post.record.keys():
        raise bad_request("message can't be forwarded" if how == "forwarded" else "message can't be copied")
    return content


def forward_messages(world: World, call: Call) -> list[Record]:
    """Forward several messages; those that are not there are left out."""
    return _several(world, call, forwarding=True)


def copy_messages(world: World, call: Call) -> list[Record]:
    """Copy several messages; those that are not there are left out."""
    return _several(world, call, forwarding=False)


def _several(world: World, call: Call, *, forwarding: bool) -> list[Record]:
    call.required("from_chat_id")
    numbers = _message_ids(call)
    chat = find_chat(world, call)
    thread = find_thread(chat, call)
    source = find_chat(world, call, "from_chat_id", write=False)
    posts = [post for number in numbers if (post := source.find(number)) is not None and _content(post)]
    if not posts:
        raise bad_request("there are no messages to forward" if forwarding else "there are no messages to copy")
    made = []
    for post in posts:
        content = _content(post)
        check_sending(chat, _kind(content))
        if call.flag("remove_caption"):
            content.pop("caption", None)
            content.pop("caption_entities", None)
        if forwarding:
            content["forward_origin"] = _origin(world, source, post)
        sender = None if chat.kind == "channel" else world.bot_user()
        face = {"sender_chat": chat.record()} if chat.kind == "channel" else None
        stored = deliver(chat, content, sender, thread=thread, extra=face, from_bot=True)
        made.append({"message_id": stored.record["message_id"]})
    return made


def copy_message(world: World, call: Call) -> Record:
    """Copy a message: a new one with the same content and no trace of the first."""
    call.required("from_chat_id")
    source = find_chat(world, call, "from_chat_id", write=False)
    post = find_post(source, call.message_id(), "message to copy")
    content = _forwardable(post, "copied")
    if call.has("caption") and "text" not in content:
        given = call.json("caption_entities", "caption entities")
        body = check_caption(formatted(call.text("caption"), call.text("parse_mode"), given))
        content.pop("caption", None)
        content.pop("caption_entities", None)
        content.update(body.fields("caption", "caption_entities") if body.text else {})
    if "poll" in content:
        content["poll"]["id"] = world.polls.new_id()
    read_markup(call)
    return {"message_id": send(world, call, _kind(content), lambda _chat: content).record["message_id"]}


def _check_deletable(world: World, chat: Chat, post: Post) -> None:
    age = world.clock.now() - datetime.fromtimestamp(post.record["date"], UTC)
    if age > DELETABLE:
        raise bad_request(
            "message can't be deleted for everyone" if chat.kind == "private" else "message can't be deleted"
        )
    if post.from_bot or chat.kind == "private":
        return
    if not chat.bot.may("can_delete_messages"):
        raise bad_request("message can't be deleted")


def delete_message(world: World, call: Call) -> bool:
    """Delete a message less than 48 hours old."""
    if not call.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    if not call.message_id():
        raise bad_request("Message identifier is not specified")
    chat = find_chat(world, call)
    post = find_post(chat, call.message_id(), "message to delete")
    _check_deletable(world, chat, post)
    chat.remove(call.message_id())
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Delete several messages; those that are not there are left out."""
    numbers = _message_ids(call)
    chat = find_chat(world, call)
    posts = [post for number in numbers if (post := chat.find(number)) is not None]
    for post in posts:
        _check_deletable(world, chat, post)
    for post in posts:
        chat.remove(post.record["message_id"])
    return True


def _check_pinning(chat: Chat) -> None:
    if chat.kind == "private":
        return
    right = "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"
    need_right(chat, right, bad_request("Not enough rights to manage pinned messages in the chat"))


def pin_chat_message(world: World, call: Call) -> bool:
    """Pin a message; the chat is told so."""
    chat = find_chat(world, call)
    post = find_post(chat, call.message_id(), "message to pin")
    _check_pinning(chat)
    if SERVICE & post.record.keys():
        raise bad_request("Service messages can't be pinned")
    number = post.record["message_id"]
    if number in chat.pinned:
        chat.pinned.remove(number)
    chat.pinned.append(number)
    pinned = {name: value for name, value in post.record.items() if name != "reply_to_message"}
    announce(chat, {"pinned_message": pinned}, world.bot_user(), post.record.get("message_thread_id"))
    world.journal.publish({"type": "chat", "chat": chat.shown()})
    return True


def unpin_chat_message(world: World, call: Call) -> bool:
    """Unpin one message, the newest pinned one when none is named."""
    chat = find_chat(world, call)
    _check_pinning(chat)
    number = call.message_id() or (chat.pinned[-1] if chat.pinned else 0)
    if call.message_id() and number not in chat.pinned:
        find_post(chat, number, "message to unpin")
        return True
    if not number:
        raise bad_request("Message to unpin not found")
    chat.pinned.remove(number)
    world.journal.publish({"type": "chat", "chat": chat.shown()})
    return True


def unpin_all_chat_messages(world: World, call: Call) -> bool:
    """Unpin everything."""
    chat = find_chat(world, call)
    _check_pinning(chat)
    chat.pinned.clear()
    world.journal.publish({"type": "chat", "chat": chat.shown()})
    return True


def set_message_reaction(world: World, call: Call) -> bool:
    """React to a message with at most one emoji."""
    given = call.json("reaction", "reaction types") or []
    if not isinstance(given, list):
        raise bad_request("Expected an Array of ReactionType")
    for one in given:
        if not isinstance(one, dict):
            raise bad_request("can't parse ReactionType: expected an Object")
        if one.get("type") not in {"emoji", "custom_emoji", "paid"}:
            raise bad_request("invalid reaction type specified")
    chat = find_chat(world, call, write=False)
    post = find_post(chat, call.message_id(), "message to react")
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one["type"] == "emoji" and one.get("emoji") not in REACTIONS for one in given):
        raise bad_request("REACTION_INVALID")
    post.reactions[world.bot_id] = given
    world.journal.publish({"type": "reaction", "chat": chat.id, "message_id": call.message_id(), "reaction": given})
    return True


REACTIONS = frozenset(
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 "  # noqa: SIM905
    "😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡".split()
)
