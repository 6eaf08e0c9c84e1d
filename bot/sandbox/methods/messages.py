"""Messages without files: text, place, venue, contact, dice, poll; and the sign that the bot is typing."""

import random
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.entities import formatted
from bot.sandbox.methods.keyboard import inline_only, read_markup
from bot.sandbox.methods.sending import answer, check_text, read_text, send
from bot.sandbox.methods.target import find_chat, find_post
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import World

DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
TYPING = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice record_audio upload_audio upload_document "  # noqa: SIM905
    "choose_sticker find_location record_video_note upload_video_note cancel".split()
)


def preview_fields(call: Call) -> Record:
    """Return the link preview options a call asks for, old parameter or new."""
    given = call.json("link_preview_options", "link preview options")
    if given is None and call.flag("disable_web_page_preview"):
        given = {"is_disabled": True}
    if given is not None and not isinstance(given, dict):
        raise bad_request("Object expected as link preview options")
    return {"link_preview_options": given} if given else {}


def send_message(world: World, call: Call) -> Record:
    """Send a text."""
    body = read_text(call)
    preview = preview_fields(call)
    return answer(send(world, call, "text", lambda _chat: {**check_text(body).fields(), **preview}))


def _place(call: Call) -> Record:
    latitude, longitude = call.number("latitude"), call.number("longitude")
    if not call.text("latitude"):
        raise bad_request("latitude is empty")
    if not call.text("longitude"):
        raise bad_request("longitude is empty")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("Invalid location specified")
    place: Record = {"latitude": latitude, "longitude": longitude}
    accuracy = call.number("horizontal_accuracy")
    return {**place, **({"horizontal_accuracy": accuracy} if accuracy else {})}


def send_location(world: World, call: Call) -> Record:
    """Send a place, perhaps a moving one."""
    place = _place(call)
    for name in ("live_period", "heading", "proximity_alert_radius"):
        if call.integer(name):
            place[name] = call.integer(name)
    period = place.get("live_period", 0)
    if period and not (60 <= period <= 86400 or period == 0x7FFFFFFF):
        raise bad_request("Wrong live location period specified")
    return answer(send(world, call, "location", lambda _chat: {"location": place}))


def _live(world: World, call: Call, place: Record | None) -> Any:
    markup = inline_only(read_markup(call))
    chat = find_chat(world, call)
    post = find_post(chat, call.message_id(), "message to edit")
    location = post.record.get("location", {})
    if not post.from_bot or "live_period" not in location:
        raise bad_request("message can't be edited")
    if place is None:
        post.record["location"] = {name: location[name] for name in ("latitude", "longitude")}
    else:
        if place == {name: location.get(name) for name in place} and markup == post.record.get("reply_markup", {}):
            raise bad_request(NOT_MODIFIED)
        post.record["location"] = {**location, **place}
    post.record["edit_date"] = world.unix_time()
    post.record.pop("reply_markup", None)
    post.record.update({"reply_markup": markup} if markup else {})
    chat.changed(post)
    return answer(post)


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def edit_live_location(world: World, call: Call) -> Any:
    """Move a moving place."""
    return _live(world, call, _place(call))


def stop_live_location(world: World, call: Call) -> Any:
    """Let a moving place stand still."""
    return _live(world, call, None)


def send_venue(world: World, call: Call) -> Record:
    """Send a place with a name and an address."""
    place = _place(call)
    venue: Record = {"location": place, "title": call.required("title"), "address": call.required("address")}
    for name in ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type"):
        if call.text(name):
            venue[name] = call.text(name)
    return answer(send(world, call, "venue", lambda _chat: {"venue": venue, "location": place}))


def send_contact(world: World, call: Call) -> Record:
    """Send a telephone number with a name."""
    contact = {"phone_number": call.required("phone_number"), "first_name": call.required("first_name")}
    for name in ("last_name", "vcard"):
        if call.text(name):
            contact[name] = call.text(name)
    return answer(send(world, call, "contact", lambda _chat: {"contact": contact}))


def send_dice(world: World, call: Call) -> Record:
    """Throw a die."""
    emoji = call.text("emoji") or "🎲"
    if emoji not in DICE:
        raise bad_request("Wrong dice emoji specified")
    value = random.randint(1, DICE[emoji])  # noqa: S311
    return answer(send(world, call, "dice", lambda _chat: {"dice": {"emoji": emoji, "value": value}}))


def _options(call: Call) -> list[Record]:
    given = call.json("options", "options")
    if not isinstance(given, list):
        raise bad_request("Expected an Array of String as options")
    options = []
    for place, one in enumerate(given):
        raw = one if isinstance(one, str) else one.get("text", "") if isinstance(one, dict) else ""
        mode, entities = (
            (one.get("text_parse_mode") or "", one.get("text_entities")) if isinstance(one, dict) else ("", None)
        )
        body = formatted(raw, mode, entities, find=False)
        if not body.text:
            raise bad_request("Poll option must be non-empty")
        if len(body.text) > 100:
            raise bad_request("Poll options length must not exceed 100")
        option = {"persistent_id": f"{place}", **body.fields("text", "text_entities"), "voter_count": 0}
        options.append(option)
    if not options:
        raise bad_request("Poll must have at least one answer option")
    if len(options) > 12:
        raise bad_request("poll can't have more than 12 options")
    return options


def send_poll(world: World, call: Call) -> Record:
    """Ask a question."""
    question = formatted(call.text("question"), call.text("question_parse_mode"), None, find=False)
    options = _options(call)
    if not question.text:
        raise bad_request("Poll question must be non-empty")
    if len(question.text) > 300:
        raise bad_request("Poll question length must not exceed 300")
    kind = call.text("type") or "regular"
    if kind not in {"regular", "quiz"}:
        raise bad_request("Unsupported poll type specified")
    poll: Record = {
        "id": "",
        **question.fields("question", "question_entities"),
        "options": options,
        "total_voter_count": 0,
        "is_closed": call.flag("is_closed"),
        "is_anonymous": call.flag("is_anonymous", default=True),
        "type": kind,
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": call.flag("allows_revoting", default=kind != "quiz"),
        "members_only": call.flag("members_only"),
    }
    if kind == "quiz":
        poll.update(_quiz(call, len(options)))
    for name in ("open_period", "close_date"):
        if call.integer(name):
            poll[name] = call.integer(name)

    def content(_chat: object) -> Record:
        return {"poll": {**poll, "id": world.polls.new_id()}}

    return answer(send(world, call, "poll", content))


def _quiz(call: Call, count: int) -> Record:
    given = call.json("correct_option_ids", "correct option identifiers")
    right = given if isinstance(given, list) else [call.integer("correct_option_id", -1)]
    if not right or any(not isinstance(one, int) or not 0 <= one < count for one in right):
        raise bad_request("Wrong correct option ID specified")
    quiz: Record = {"correct_option_ids": right, "correct_option_id": right[0]}
    if call.text("explanation"):
        explained = formatted(call.text("explanation"), call.text("explanation_parse_mode"), None)
        quiz.update(explained.fields("explanation", "explanation_entities"))
    return quiz


def stop_poll(world: World, call: Call) -> Record:
    """Close a poll and return it with its count."""
    markup = inline_only(read_markup(call))
    chat = find_chat(world, call)
    post = find_post(chat, call.message_id(), "message with poll to stop")
    if "poll" not in post.record:
        raise bad_request("Message is not a poll")
    if not post.from_bot or post.record["poll"]["is_closed"]:
        raise bad_request("Poll can't be stopped")
    world.polls.count(post)
    post.record["poll"]["is_closed"] = True
    post.record.pop("reply_markup", None)
    post.record.update({"reply_markup": markup} if markup else {})
    chat.changed(post)
    poll: Record = post.record["poll"]
    return poll


def send_chat_action(world: World, call: Call) -> bool:
    """Show that the bot is typing, or what else it is at."""
    action = call.text("action")
    if action not in TYPING:
        raise bad_request("Wrong parameter action in request")
    chat = find_chat(world, call)
    thread = call.integer("message_thread_id") or None
    world.journal.publish({"type": "action", "chat": chat.id, "thread": thread, "action": action})
    return True
