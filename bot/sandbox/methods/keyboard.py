"""Keyboards: inline buttons under a message, and the keyboards that stand in place of the person's own."""

from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.call import Call
from bot.sandbox.entities.links import checked_link
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import Chat

ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
PRIVATE_ONLY = {
    "request_location": "Location can be requested in private chats only",
    "request_contact": "Phone number can be requested in private chats only",
    "request_poll": "Poll can be requested in private chats only",
    "request_users": "Users can be requested in private chats only",
    "request_chat": "Chats can be requested in private chats only",
    "web_app": "Web App buttons can be used in private chats only",
}
# Telegram publishes 100 buttons a message; a longer keyboard is refused.
MOST_BUTTONS = 100


def read_markup(call: Call, name: str = "reply_markup") -> Record:
    """Return the markup of a call, empty when there is none; raise Telegram's refusals."""
    return checked_markup(call.json(name, "reply keyboard markup"))


def checked_markup(given: Any) -> Record:
    """Return a markup that may be sent, empty when there is nothing in it; raise Telegram's refusals."""
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise bad_request("Object expected as reply markup")
    keyboard = _rows(given, "keyboard", 'Field "keyboard" must be an Array of Arrays')
    if keyboard:
        rows = [[_key(one) for one in row] for row in keyboard]
        named = ("is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective")
        return {"keyboard": rows, **{one: given[one] for one in named if given.get(one)}}
    wrong = 'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
    inline = _rows(given, "inline_keyboard", wrong)
    if inline:
        buttons = [[_button(one) for one in row] for row in inline]
        buttons = [row for row in buttons if row]
        if sum(len(row) for row in buttons) > MOST_BUTTONS:
            raise bad_request("reply markup is too long")
        return {"inline_keyboard": buttons} if buttons else {}
    if given.get("remove_keyboard"):
        return {"remove_keyboard": True, **({"selective": True} if given.get("selective") else {})}
    if given.get("force_reply"):
        optional = ("input_field_placeholder", "selective")
        return {"force_reply": True, **{one: given[one] for one in optional if given.get(one)}}
    return {}


def _rows(given: Record, name: str, wrong: str) -> list[list[Any]]:
    rows = given.get(name) or []
    if not isinstance(rows, list):
        raise bad_request(f'Field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(wrong)
    return rows


def _key(given: Any) -> Record:
    if isinstance(given, str):
        given = {"text": given}
    if not isinstance(given, dict):
        raise bad_request("Can't parse keyboard button: KeyboardButton must be a String or an Object")
    if "text" not in given:
        raise bad_request("Can't parse keyboard button: Can't find field \"text\"")
    if not str(given["text"]).strip():
        raise bad_request("Keyboard button text must be non-empty")
    return dict(given)


def _button(given: Any) -> Record:
    if not isinstance(given, dict):
        raise bad_request("Can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if "text" not in given:
        raise bad_request("Can't parse inline keyboard button: Can't find field \"text\"")
    if not any(name in given for name in ACTIONS):
        raise bad_request("Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not str(given["text"]).strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    button = dict(given)
    if "callback_data" in given and not 1 <= len(str(given["callback_data"]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in given:
        button["url"] = _address(str(given["url"]))
    return button


def _address(url: str) -> str:
    address = checked_link(url)
    if not address:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        why = "Unsupported URL protocol" if parts.scheme not in {"http", "https", "tg"} else "Wrong HTTP URL"
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {why}")
    return address


def check_place(markup: Record, chat: Chat) -> None:
    """Raise Telegram's refusal for a keyboard that does not belong in the chat."""
    if chat.kind == "private":
        return
    for row in markup.get("keyboard", []):
        for key in row:
            for name, refusal in PRIVATE_ONLY.items():
                if key.get(name):
                    raise bad_request(refusal)
    if any("web_app" in button for row in markup.get("inline_keyboard", []) for button in row):
        raise bad_request("BUTTON_TYPE_INVALID")


def inline_only(markup: Record) -> Record:
    """Return the markup where only inline keyboards belong, raise Telegram's refusal for another."""
    if markup and "inline_keyboard" not in markup:
        raise bad_request("Inline keyboard expected")
    return markup
