"""Answers to presses of buttons and to inline queries."""

from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.entities import formatted
from bot.sandbox.methods.files import find_file
from bot.sandbox.methods.keyboard import checked_markup
from bot.sandbox.methods.sending import check_caption, check_text, with_users
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import World

MOST_CARDS = 50
ANSWER_LIMIT = 200
# A card's kind, and the field that names its file at an address and by identifier.
FILES = {
    "photo": ("photo", "photo_url", "photo_file_id"),
    "gif": ("animation", "gif_url", "gif_file_id"),
    "mpeg4_gif": ("animation", "mpeg4_url", "mpeg4_file_id"),
    "video": ("video", "video_url", "video_file_id"),
    "audio": ("audio", "audio_url", "audio_file_id"),
    "voice": ("voice", "voice_url", "voice_file_id"),
    "document": ("document", "document_url", "document_file_id"),
    "sticker": ("sticker", "", "sticker_file_id"),
}


def answer_callback_query(world: World, call: Call) -> bool:
    """Answer a press: a line at the top of the screen, an alert, an address, or nothing but "done"."""
    text = call.text("text")
    if len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if call.text("url") and not call.text("url").startswith(("https://t.me/", "tg://", f"t.me/{world.username}")):
        raise bad_request("URL_INVALID")
    alert = call.flag("show_alert")
    world.queries.answer_press(call.text("callback_query_id"), text, alert=alert, url=call.text("url"))
    return True


def answer_inline_query(world: World, call: Call) -> bool:
    """Offer cards for what somebody typed after the bot's name."""
    button = call.json("button", "inline query results button")
    given = call.json("results", "inline query results") or []
    if not isinstance(given, list):
        raise bad_request("Expected an Array of inline query results")
    if len(given) > MOST_CARDS:
        raise bad_request("Too many inline query results specified")
    cards = [_card(world, call, one) for one in given]
    if len({card["id"] for card in cards}) != len(cards):
        raise bad_request("RESULT_ID_DUPLICATE")
    answer = {
        "cache_time": call.integer("cache_time", 300, 0, 86400),
        "is_personal": call.flag("is_personal"),
        "next_offset": call.text("next_offset"),
        "button": button,
    }
    world.queries.answer_inline(call.text("inline_query_id"), cards, answer)
    return True


def _card(world: World, call: Call, given: Any) -> Record:
    """Return a card with the message it becomes under ``content``; raise Telegram's refusals."""
    if not isinstance(given, dict):
        raise bad_request("Can't parse inline query result: Inline query result must be an object")
    for name in ("type", "id"):
        if name not in given:
            raise bad_request(f"Can't parse inline query result: Can't find field \"{name}\"")
    if not 1 <= len(str(given["id"]).encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    card = {**given, "id": str(given["id"])}
    if given.get("reply_markup"):
        card["reply_markup"] = checked_markup(given["reply_markup"])
    content = given.get("input_message_content")
    card["content"] = _written(world, content) if content else _native(world, call, given)
    return card


def _written(world: World, content: Any) -> Record:
    if not isinstance(content, dict):
        raise bad_request("Can't parse inline query result: Input message content is not specified")
    if "message_text" in content:
        body = formatted(str(content["message_text"]), str(content.get("parse_mode") or ""), content.get("entities"))
        preview = (
            {"link_preview_options": content["link_preview_options"]} if content.get("link_preview_options") else {}
        )
        return with_users(world, {**check_text(body).fields(), **preview})
    if "phone_number" in content:
        return {
            "contact": {name: content[name] for name in ("phone_number", "first_name", "last_name") if name in content}
        }
    if "latitude" in content:
        place = {"latitude": content["latitude"], "longitude": content["longitude"]}
        if "address" in content:
            return {
                "venue": {"location": place, "title": content["title"], "address": content["address"]},
                "location": place,
            }
        return {"location": place}
    raise bad_request("Can't parse inline query result: Input message content is not specified")


def _native(world: World, call: Call, given: Record) -> Record:
    kind = given["type"]
    if kind in {"location", "venue", "contact"}:
        return _written(world, given)
    if kind not in FILES:
        raise bad_request("Can't parse inline query result: Input message content is not specified")
    media, url, number = FILES[kind]
    source = str(given.get(number) or given.get(url) or "")
    shape = world.media_fields(find_file(world, call, media, source), given)
    body = formatted(str(given.get("caption") or ""), str(given.get("parse_mode") or ""), given.get("caption_entities"))
    return {**shape, **(check_caption(body).fields("caption", "caption_entities") if body.text else {})}
