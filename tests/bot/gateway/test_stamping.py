"""Stamping: a broadcast's text becomes one chat's own copy, the same at every attempt."""

from typing import Any

import pytest

from bot.gateway.buttons import Buttons, Press
from bot.gateway.stamping import stamped
from bot.storage.outbox import Claimed, Priority

BUTTONS = Buttons(b"k" * 32)
KEYS = {
    "inline_keyboard": [
        [{"text": "More", "ask": "=latest:2:a"}, {"text": "Site", "url": "https://example.org"}],
        [{"text": "Report", "ask": "+mistake:1:{message}"}],
    ]
}


def copy(**more: Any) -> Claimed:
    values: dict[str, Any] = {
        "id": 31, "chat": -5, "method": "sendMessage", "body": {"text": "x", "reply_markup": KEYS}, "op": "send",
        "prio": Priority.DIGEST, "attempt": 1, "bid": 4,
    }  # fmt: skip
    return Claimed(**{**values, **more})


def data(message: Claimed) -> list[str]:
    rows = stamped(message, BUTTONS)["reply_markup"]["inline_keyboard"]
    return [key["callback_data"] for row in rows for key in row if "callback_data" in key]


def test_a_copy_gets_its_chat_its_topic_and_signed_buttons() -> None:
    body = stamped(copy(thread=9), BUTTONS)
    assert (body["chat_id"], body["message_thread_id"], body["text"]) == (-5, 9, "x")
    more, report = data(copy())
    assert BUTTONS.read(more, -5) == Press("latest", "a", 2, in_place=True)
    assert BUTTONS.read(report, -5) == Press("mistake", "31", 1, in_place=False)
    assert body["reply_markup"]["inline_keyboard"][0][1] == {"text": "Site", "url": "https://example.org"}
    assert "ask" not in str(body["reply_markup"])


def test_no_two_copies_have_the_same_keyboard_and_one_has_the_same_at_every_attempt() -> None:
    assert data(copy()) == data(copy(attempt=9, thread=3))
    assert data(copy())[1] != data(copy(id=32))[1]
    assert not set(data(copy())) & set(data(copy(chat=-6)))


def test_the_text_itself_is_left_as_it_is() -> None:
    message = copy(thread=9)
    stamped(message, BUTTONS)
    assert message.body == {"text": "x", "reply_markup": KEYS}


@pytest.mark.parametrize("thread", [None, 0, 1])
def test_the_general_topic_has_no_number(thread: int | None) -> None:
    assert "message_thread_id" not in stamped(copy(thread=thread), BUTTONS)
    answer = copy(bid=None, body={"chat_id": -5, "message_thread_id": thread, "text": "x"})
    assert stamped(answer, BUTTONS) == {"chat_id": -5, "text": "x"}


def test_an_answer_stays_in_its_topic_with_the_keyboard_it_has() -> None:
    body = {"chat_id": -5, "message_thread_id": 9, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}
    assert stamped(copy(bid=None, body=body), BUTTONS) == body


def test_what_changes_a_copy_has_no_topic() -> None:
    body = {"chat_id": -5, "message_id": 3}
    assert stamped(copy(op="edit", method="pinChatMessage", thread=9, body=body), BUTTONS) == body


def test_a_button_that_cannot_hold_its_words_is_left_out() -> None:
    keys = {
        "inline_keyboard": [[{"text": "Long", "ask": "+open:1:" + "é" * 40}], [{"text": "Short", "ask": "+open:1:a"}]]
    }
    body = stamped(copy(body={"text": "x", "reply_markup": keys}), BUTTONS)
    assert [[key["text"] for key in row] for row in body["reply_markup"]["inline_keyboard"]] == [["Short"]]


def test_another_keyboard_is_left_as_it_is() -> None:
    keys = {"remove_keyboard": True}
    assert stamped(copy(body={"text": "x", "reply_markup": keys}), BUTTONS)["reply_markup"] == keys


def test_an_edit_finds_its_message_and_speaks_of_it_and_a_word_stands_under_the_one_it_is_about() -> None:
    edit = copy(op="edit", method="editMessageText", target=12, target_mid=77, thread=9)
    assert stamped(edit, BUTTONS)["message_id"] == 77
    assert "message_thread_id" not in stamped(edit, BUTTONS)
    assert BUTTONS.read(data(edit)[1], -5) == Press("mistake", "12", 1, in_place=False)
    under = copy(target=12, target_mid=77)
    assert stamped(under, BUTTONS)["reply_parameters"] == {"message_id": 77, "allow_sending_without_reply": True}
    assert BUTTONS.read(data(under)[1], -5) == Press("mistake", "31", 1, in_place=False)
    assert "reply_parameters" not in stamped(copy(target=12), BUTTONS)
