"""What all sending methods share: reply, topic, rights, keyboard, and the message that comes of it."""

import copy
from collections.abc import Callable
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.entities import Formatted, formatted
from bot.sandbox.methods.keyboard import check_place, read_markup
from bot.sandbox.methods.target import check_sending, find_chat, find_thread
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import Chat, World
from bot.sandbox.world.post import Post
from bot.sandbox.world.posting import deliver

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def read_text(call: Call, name: str = "text") -> Formatted:
    """Return a message's text with its entities; raise Telegram's refusals for faulty markup."""
    if not call.text(name):
        raise bad_request("Message text is empty")
    return formatted(call.text(name), call.text("parse_mode"), _entities(call, "entities"))


def check_text(body: Formatted) -> Formatted:
    """Return the text if it can be sent; raise Telegram's refusals for nothing and for too much."""
    if not body.text:
        raise bad_request("Message text is empty")
    if len(body.text) > TEXT_LIMIT:
        raise bad_request("Message is too long")
    return body


def read_caption(call: Call) -> Formatted:
    """Return a caption with its entities, perhaps empty; raise Telegram's refusals."""
    return formatted(call.text("caption"), call.text("parse_mode"), _entities(call, "caption_entities"))


def check_caption(body: Formatted) -> Formatted:
    """Return the caption if it can be sent; raise Telegram's refusal for too much."""
    if len(body.text) > CAPTION_LIMIT:
        raise bad_request("Message caption is too long")
    return body


def caption_fields(call: Call, body: Formatted) -> Record:
    """Return the fields a caption gives a message."""
    fields = check_caption(body).fields("caption", "caption_entities") if body.text else {}
    if call.flag("show_caption_above_media"):
        fields["show_caption_above_media"] = True
    if call.flag("has_spoiler"):
        fields["has_media_spoiler"] = True
    return fields


def _entities(call: Call, name: str) -> Any:
    try:
        return call.json(name, "entities")
    except Exception:
        return None


def with_users(world: World, fields: Record) -> Record:
    """Return the fields with mentions by number turned into mentions of people; unknown ones are dropped."""
    for name in ("entities", "caption_entities"):
        kept = []
        for entity in fields.get(name, []):
            if entity["type"] == "text_mention":
                number = entity.pop("user_id", None) or entity.get("user", {}).get("id", 0)
                if number not in world.people:
                    continue
                entity["user"] = world.user(number)
            kept.append(entity)
        if name in fields:
            fields[name] = kept
        if not fields.get(name, True):
            del fields[name]
    return fields


def find_reply(world: World, chat: Chat, call: Call) -> tuple[Post | None, Record]:
    """Return the message replied to, and the fields a quote or a reply across chats adds; raise the refusals."""
    given = call.json("reply_parameters", "reply parameters")
    if given is None:
        given = {
            "message_id": call.message_id("reply_to_message_id"),
            "allow_sending_without_reply": call.flag("allow_sending_without_reply"),
        }
    if not isinstance(given, dict):
        raise bad_request("Object expected as reply parameters")
    number = int(given.get("message_id") or 0)
    if number <= 0:
        return None, {}
    where = chat
    if given.get("chat_id") and str(given["chat_id"]) != str(chat.id):
        where = find_chat(world, Call.of("", {"chat_id": given["chat_id"]}), write=False)
    post = where.find(number)
    if post is None:
        if given.get("allow_sending_without_reply"):
            return None, {}
        raise bad_request("message to be replied not found")
    extra: Record = {}
    if given.get("quote"):
        quote = formatted(
            str(given["quote"]), str(given.get("quote_parse_mode") or ""), given.get("quote_entities"), find=False
        )
        if quote.text not in (post.record.get("text") or post.record.get("caption") or ""):
            raise bad_request("QUOTE_TEXT_INVALID")
        extra["quote"] = {**quote.fields(), "position": int(given.get("quote_position") or 0), "is_manual": True}
    if where is not chat:
        origin = {"type": "user", "date": post.record["date"], "sender_user": post.record.get("from", world.bot_user())}
        extra["external_reply"] = {"origin": origin, "chat": where.record(), "message_id": number}
        return None, extra
    return post, extra


def send(world: World, call: Call, kind: str, content: Callable[[Chat], Record]) -> Post:
    """Send a message and return it: every refusal comes before anything is stored, in Telegram's order."""
    markup = read_markup(call)
    chat = find_chat(world, call)
    thread = find_thread(chat, call)
    reply, extra = find_reply(world, chat, call)
    check_sending(chat, kind)
    check_place(markup, chat)
    return store(world, call, chat, content(chat), thread, reply, {**extra}, markup)


def store(
    world: World,
    call: Call,
    chat: Chat,
    content: Record,
    thread: int | None,
    reply: Post | None,
    extra: Record,
    markup: Record,
) -> Post:
    """Count one message against the limits, if they are enforced, and put it into the chat."""
    if world.enforce_limits:
        world.limits.check(chat.id, is_group=chat.kind != "private", now=world.clock.now().timestamp())
    fields = with_users(world, copy.deepcopy(content))
    fields.update(extra)
    if call.flag("protect_content"):
        fields["has_protected_content"] = True
    if call.text("message_effect_id") and chat.kind == "private":
        fields["effect_id"] = call.text("message_effect_id")
    if markup:
        fields["reply_markup"] = markup
    sender: Record | None = world.bot_user()
    face: Record = {}
    if chat.kind == "channel":
        sender, face = None, {"sender_chat": chat.record()}
    elif chat.bot.anonymous and chat.bot.rules:
        sender, face = world.group_bot(), {"sender_chat": chat.record()}
    if reply is not None and thread is None and chat.forum:
        thread = reply.record.get("message_thread_id")
    return deliver(chat, fields, sender, thread=thread, reply=reply, extra=face, from_bot=True)


def answer(post: Post) -> Record:
    """Return a message as the answer to the call that sent it; reply keyboards are not repeated there."""
    record = copy.deepcopy(post.record)
    if "inline_keyboard" not in record.get("reply_markup", {"inline_keyboard": []}):
        del record["reply_markup"]
    return record
