"""Changing what was said: text, caption, file, keyboard; always in place, never as a new message."""

from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.methods.files import read_media
from bot.sandbox.methods.keyboard import check_place, inline_only, read_markup
from bot.sandbox.methods.messages import NOT_MODIFIED, preview_fields
from bot.sandbox.methods.sending import answer, check_caption, check_text, read_caption, read_text, with_users
from bot.sandbox.methods.target import find_chat, find_post
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import Chat, World
from bot.sandbox.world.post import Post

WORDS = ("text", "entities", "caption", "caption_entities", "link_preview_options", "show_caption_above_media")
FILES = ("photo", "video", "audio", "document", "animation", "has_media_spoiler")
CAPTIONED = {"photo", "video", "audio", "document", "animation", "voice"}


def _find(world: World, call: Call) -> tuple[Chat, Post, bool]:
    """Return chat and message to edit, and whether it was named as an inline message."""
    if not call.text("chat_id") and not call.message_id():
        if not call.text("inline_message_id"):
            raise bad_request("Message identifier is not specified")
        if call.text("inline_message_id") not in world.queries.sent:
            raise bad_request("MESSAGE_ID_INVALID")
        return *world.queries.sent[call.text("inline_message_id")], True
    chat = find_chat(world, call)
    post = find_post(chat, call.message_id(), "message to edit")
    if not post.from_bot and not (chat.kind == "channel" and chat.bot.may("can_edit_messages")):
        raise bad_request("message can't be edited")
    return chat, post, False


def _change(world: World, chat: Chat, post: Post, drop: tuple[str, ...], fields: Record, markup: Record) -> None:
    """Put new fields and the keyboard in place of the old; raise Telegram's refusal when nothing would change."""
    check_place(markup, chat)
    if world.enforce_limits:
        world.limits.check(chat.id, is_group=chat.kind != "private", now=world.clock.now().timestamp())
    fields = with_users(world, fields)
    new = {name: value for name, value in post.record.items() if name not in (*drop, "reply_markup")}
    new.update(fields)
    new.update({"reply_markup": markup} if markup else {})
    old = {name: value for name, value in post.record.items() if name != "edit_date"}
    if {name: value for name, value in new.items() if name != "edit_date"} == old:
        raise bad_request(NOT_MODIFIED)
    new["edit_date"] = world.unix_time()
    post.record.clear()
    post.record.update(new)
    chat.changed(post)


def edit_message_text(world: World, call: Call) -> Any:
    """Change a text."""
    body = read_text(call)
    markup = inline_only(read_markup(call))
    preview = preview_fields(call)
    chat, post, inline = _find(world, call)
    if "text" not in post.record:
        raise bad_request("there is no text in the message to edit")
    _change(world, chat, post, WORDS, {**check_text(body).fields(), **preview}, markup)
    return True if inline else answer(post)


def edit_message_caption(world: World, call: Call) -> Any:
    """Change or remove a caption."""
    markup = inline_only(read_markup(call))
    body = check_caption(read_caption(call))
    chat, post, inline = _find(world, call)
    if not CAPTIONED & post.record.keys():
        raise bad_request("there is no caption in the message to edit")
    above = {"show_caption_above_media": True} if call.flag("show_caption_above_media") else {}
    _change(
        world, chat, post, WORDS, {**(body.fields("caption", "caption_entities") if body.text else {}), **above}, markup
    )
    return True if inline else answer(post)


def edit_message_media(world: World, call: Call) -> Any:
    """Put another file in place of the old, or a file in place of a text."""
    markup = inline_only(read_markup(call))
    given = call.json("media", "input media")
    if given is None:
        raise bad_request("Can't parse input media JSON object")
    chat, post, inline = _find(world, call)
    kind, content = read_media(world, call, given)
    if "text" not in post.record and not any(name in post.record for name in CAPTIONED):
        raise bad_request("there is no media in the message to edit")
    if "media_group_id" in post.record and kind not in post.record:
        raise bad_request("Can't use the media of the specified type in the album")
    _change(world, chat, post, (*WORDS, *FILES), content, markup)
    return True if inline else answer(post)


def edit_message_reply_markup(world: World, call: Call) -> Any:
    """Change or remove the buttons under a message."""
    markup = inline_only(read_markup(call))
    chat, post, inline = _find(world, call)
    _change(world, chat, post, (), {}, markup)
    return True if inline else answer(post)
