"""Composing: a reply becomes the messages the outbox will hold, each one Telegram would take."""

import json
from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup

from bot.gateway.buttons import Buttons
from bot.gateway.compose import Composer, REPLY_EXPIRES
from bot.storage.outbox import Outgoing, Priority
from content.charts import Bar, Chart
from content.texts import texts
from handlers.deeplink import decode, Target
from handlers.reply import Button, Document, Doorway, Link, Pin, Reply, say
from handlers.request import Chat, ChatKind, Person, Request
from tests.bot.conftest import NOON

BUTTONS = Buttons(b"k" * 32)
COMPOSER = Composer(BUTTONS, "riverain_bot", (1, 2))
PRIVATE = Request("latest", "bruit", Chat(7, ChatKind.PRIVATE), Person(7), texts("fr"), NOON)
GROUP = replace(PRIVATE, chat=Chat(-1001, ChatKind.GROUP))
TOPIC = replace(PRIVATE, chat=Chat(-1001, ChatKind.GROUP, thread=5))
CHART = Chart("Seringues", (Bar("2023", 10.0, "10"),), ("Source : mairie",), "fr")
HELLO = say(Markup("bonjour"))


def one(reply: Reply, request: Request = PRIVATE, **more: Any) -> Outgoing:
    (message,) = COMPOSER.compose(reply, request, **more)
    return message


def keys(message: Outgoing) -> list[list[dict[str, str]]]:
    found: list[list[dict[str, str]]] = message.body["reply_markup"]["inline_keyboard"]
    return found


def test_an_answer_in_private_is_plain_and_quotes_nothing() -> None:
    message = one(HELLO, answers=3)
    assert (message.method, message.op, message.prio, message.expires_in) == (
        "sendMessage",
        "send",
        Priority.REPLY,
        REPLY_EXPIRES,
    )
    assert message.body == {
        "chat_id": 7,
        "text": "bonjour",
        "entities": [],
        "link_preview_options": {"is_disabled": True},
    }


def test_an_answer_in_a_group_quotes_what_it_answers_even_if_that_is_gone() -> None:
    message = one(HELLO, GROUP, answers=3)
    assert message.body["reply_parameters"] == {"message_id": 3, "allow_sending_without_reply": True}
    assert "message_thread_id" not in message.body


def test_an_answer_in_a_topic_stays_there_with_all_its_parts() -> None:
    messages = COMPOSER.compose(replace(HELLO, chart=CHART, extra=(HELLO,)), TOPIC, answers=3)
    assert [(message.method, message.body["message_thread_id"]) for message in messages] == [
        ("sendMessage", 5), ("sendPhoto", 5), ("sendMessage", 5),
    ]  # fmt: skip
    assert ["reply_parameters" in message.body for message in messages] == [True, False, False]


class TestButtons:
    def test_a_button_reads_back_in_its_chat_alone(self) -> None:
        (((key,),)) = keys(one(say(Markup("x"), (Button("Plus", "latest", "bruit"),))))
        assert BUTTONS.read(key["callback_data"], 7) is not None
        assert BUTTONS.read(key["callback_data"], 8) is None

    def test_a_button_too_long_is_left_out_and_an_empty_row_with_it(self) -> None:
        rows = ((Button("a", "search", "x" * 60),), (Button("b", "search", "x" * 60), Link("c", "https://a.example")))
        assert [[key["text"] for key in row] for row in keys(one(say(Markup("x"), *rows)))] == [["c"]]
        assert "reply_markup" not in one(say(Markup("x"), rows[0])).body

    def test_a_doorway_is_a_link_into_the_private_chat(self) -> None:
        ((key,),) = keys(one(say(Markup("x"), (Doorway("Ouvrir", "measure", "eclairage-quai"),)), GROUP))
        assert key["url"].startswith("https://t.me/riverain_bot?start=")
        assert decode(key["url"].split("=")[1]) == Target("measure", "eclairage-quai")

    def test_a_wish_for_the_place_is_a_keyboard_in_private_and_nothing_in_a_group(self) -> None:
        reply = replace(HELLO, share="Ma position")
        assert one(reply).body["reply_markup"]["keyboard"] == [[{"text": "Ma position", "request_location": True}]]
        assert "reply_markup" not in one(reply, GROUP).body


class TestInPlace:
    def test_the_pressed_message_is_edited_its_buttons_too(self) -> None:
        message = one(HELLO, replaces=9)
        assert (message.method, message.op, message.body["message_id"]) == ("editMessageText", "edit", 9)
        assert message.body["reply_markup"] == {"inline_keyboard": []}
        assert "reply_parameters" not in message.body

    def test_only_the_first_page_brings_pictures_and_pins(self) -> None:
        reply = Reply(blocks=[Markup("a"), Markup("b")], per_page=1, chart=CHART, pins=(Pin(48.8, 2.3, "Ici", "rue"),))
        assert [m.method for m in COMPOSER.compose(reply, PRIVATE)] == ["sendMessage", "sendPhoto", "sendVenue"]
        assert [m.method for m in COMPOSER.compose(reply, replace(PRIVATE, page=2), replaces=9)] == ["editMessageText"]


class TestPictures:
    def test_a_chart_is_frozen_and_its_caption_says_it_in_words(self) -> None:
        _, picture = COMPOSER.compose(replace(HELLO, chart=CHART), PRIVATE)
        assert all(said in picture.body["caption"] for said in ("Seringues", "2023", "10", "mairie"))
        assert picture.body["_chart"]["title"] == "Seringues"

    def test_a_caption_fits(self) -> None:
        long = replace(CHART, notes=("note " * 400,))
        _, picture = COMPOSER.compose(replace(HELLO, chart=long), PRIVATE)
        assert len(picture.body["caption"]) <= 1024

    def test_pins_are_few_and_private(self) -> None:
        reply = replace(HELLO, pins=tuple(Pin(48.8, 2.3, str(n), "rue") for n in range(9)))
        assert [m.method for m in COMPOSER.compose(reply, PRIVATE)] == ["sendMessage"] + ["sendVenue"] * 3
        assert [m.method for m in COMPOSER.compose(reply, GROUP)] == ["sendMessage"]


class TestFiles:
    FILE = replace(HELLO, document=Document("riverain.json", "{}"))

    def test_a_file_follows_the_text_and_is_never_kept(self) -> None:
        text, file = COMPOSER.compose(self.FILE, PRIVATE)
        assert (text.method, text.keep) == ("sendMessage", True)
        assert (file.method, file.keep) == ("sendDocument", False)
        assert file.body == {"chat_id": 7, "_document": {"name": "riverain.json", "content": "{}"}}

    def test_no_group_gets_one_and_no_further_page_brings_it_again(self) -> None:
        assert [m.method for m in COMPOSER.compose(self.FILE, GROUP)] == ["sendMessage"]
        assert [m.method for m in COMPOSER.compose(self.FILE, replace(PRIVATE, page=2))] == ["sendMessage"]


class TestWordsOfAPerson:
    def test_a_reply_that_repeats_them_is_not_kept(self) -> None:
        messages = COMPOSER.compose(replace(HELLO, private=True, chart=CHART), PRIVATE)
        assert [message.keep for message in messages] == [False, False]
        assert one(HELLO).keep

    def test_a_word_to_the_operators_goes_to_each_in_private_last_in_line_and_is_not_kept(self) -> None:
        answer, *told = COMPOSER.compose(replace(HELLO, to_operators=Markup("une erreur")), GROUP, answers=3)
        assert answer.chat == -1001
        assert [(m.chat, m.body["chat_id"], m.prio, m.keep, m.body["text"]) for m in told] == [
            (1, 1, Priority.HOUSEKEEPING, False, "une erreur"), (2, 2, Priority.HOUSEKEEPING, False, "une erreur"),
        ]  # fmt: skip

    def test_a_long_word_to_the_operators_is_cut_not_lost(self) -> None:
        told = COMPOSER.compose(Reply(to_operators=Markup("mot " * 2000)), PRIVATE)
        assert len([message for message in told if message.chat == 1]) == 2


def test_items_are_noted_once_each() -> None:
    assert one(replace(HELLO, items=("b", "a", "b"))).items == ("b", "a")


def test_nothing_to_say_is_no_message() -> None:
    assert COMPOSER.compose(Reply(), PRIVATE) == []
    assert COMPOSER.compose(Reply(), PRIVATE, replaces=9) == []


@pytest.mark.parametrize("request_", [PRIVATE, GROUP, TOPIC])
def test_every_body_is_plain_json(request_: Request) -> None:
    reply = replace(HELLO, buttons=((Button("a", "latest"),),), chart=CHART, pins=(Pin(1.0, 2.0, "a", "b"),))
    for message in COMPOSER.compose(reply, request_, answers=3):
        assert json.loads(json.dumps(message.body))["chat_id"] == request_.chat.id
