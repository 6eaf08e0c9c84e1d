"""Stamping: what makes a broadcast's text one chat's own copy: chat, topic, and buttons signed for that chat."""

from typing import Any, Final

from bot.delivery.outcome import GENERAL
from bot.gateway.buttons import Buttons, ButtonTooLongError
from bot.storage.outbox import Claimed

_MESSAGE: Final = "{message}"
"""In what a button asks for, it stands for the copy's number in the outbox: so no two copies have the same keyboard."""


def stamped(message: Claimed, buttons: Buttons) -> dict[str, Any]:
    """Return the parameters to send: of a message, always the same ones."""
    body = dict(message.body)
    if message.bid is not None:
        body["chat_id"] = message.chat
        if message.op == "send" and message.thread not in GENERAL:
            body["message_thread_id"] = message.thread
        if message.op == "send" and message.target_mid:
            body["reply_parameters"] = {"message_id": message.target_mid, "allow_sending_without_reply": True}
        if message.op == "edit" and message.target_mid and "message_id" not in body:
            body["message_id"] = message.target_mid
        if "inline_keyboard" in body.get("reply_markup", {}):
            body["reply_markup"] = _signed(body["reply_markup"], message, buttons)
    if body.get("message_thread_id") in GENERAL:
        body.pop("message_thread_id", None)
    return body


def _signed(markup: dict[str, Any], message: Claimed, buttons: Buttons) -> dict[str, Any]:
    """Return the keyboard with its buttons signed; one that does not fit into a button is left out."""
    rows = [[key for given in row if (key := _key(given, message, buttons))] for row in markup["inline_keyboard"]]
    return {**markup, "inline_keyboard": [row for row in rows if row]}


def _number(message: Claimed) -> int:
    """Return the number in the outbox of the message that carries the button."""
    return message.target if message.op == "edit" and message.target else message.id


def _key(given: dict[str, str], message: Claimed, buttons: Buttons) -> dict[str, str] | None:
    if "ask" not in given:
        return given
    try:
        data = buttons.sign(given["ask"].replace(_MESSAGE, str(_number(message))), message.chat)
    except ButtonTooLongError:
        return None
    return {**{name: value for name, value in given.items() if name != "ask"}, "callback_data": data}
