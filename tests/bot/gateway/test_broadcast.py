"""Broadcasts as messages: whole, without the chat, buttons still unsigned, entries opened by number in private alone."""

from typing import Any

import pytest
from markupsafe import Markup

from bot.gateway.broadcast import BroadcastComposer
from content.rich import LIMIT
from handlers.reply import Button, Doorway, Entry, Link, Reply, say
from handlers.request import ChatKind
from tests.handlers.world import ask

COMPOSER = BroadcastComposer("a_bot")


def keys(body: Any) -> list[list[dict[str, str]]]:
    return body.parameters.get("reply_markup", {}).get("inline_keyboard", [])  # type: ignore[no-any-return]


def entry(number: int) -> Entry:
    return Entry(Markup(f"Entrée {number}"), Button("Ouvrir", "open", f"a-{number}"))


def test_a_reply_is_one_message_with_head_foot_and_what_stands_out() -> None:
    (body,) = COMPOSER.broadcast(Reply((Markup("Un <b>fait</b>."),), Markup("Tête"), Markup("Pied")), ask("news"))
    assert body.method == "sendMessage"
    assert body.parameters["text"] == "Tête\n\nUn fait.\n\nPied"
    assert body.parameters["entities"] == [{"type": "bold", "offset": 9, "length": 4}]
    assert body.parameters["link_preview_options"] == {"is_disabled": True}
    assert not {"chat_id", "message_thread_id", "reply_markup"} & body.parameters.keys()


def test_a_button_is_unsigned_a_link_is_a_link_and_a_doorway_leads_to_the_private_chat() -> None:
    row = (
        Button("Erreur", "mistake", "{message}"),
        Link("Site", "https://example.org"),
        Doorway("Ouvrir", "open", "a-1"),
    )
    (body,) = COMPOSER.broadcast(say(Markup("x"), row), ask("news"))
    ((button, link, doorway),) = keys(body)
    assert button["text"] == "Erreur"
    assert "{message}" in button["ask"]
    assert "callback_data" not in button
    assert link == {"text": "Site", "url": "https://example.org"}
    assert doorway["url"].startswith("https://t.me/a_bot?start=")


@pytest.mark.parametrize("kind", ChatKind)
def test_entries_are_numbered_everywhere_and_opened_by_number_in_private_alone(kind: ChatKind) -> None:
    reply = Reply(tuple(entry(number) for number in range(1, 8)))
    (body,) = COMPOSER.broadcast(reply, ask("news", kind=kind))
    assert "1. Entrée 1\n\n2. Entrée 2" in body.parameters["text"]
    labels = [[key["text"] for key in row] for row in keys(body)]
    assert labels == ([["1", "2", "3", "4", "5"], ["6", "7"]] if kind is ChatKind.PRIVATE else [])


def test_what_is_too_long_for_one_message_is_several_and_the_buttons_stand_below_the_last() -> None:
    blocks = tuple(Markup("mot " * 300) for _ in range(8))
    bodies = COMPOSER.broadcast(Reply(blocks, buttons=((Button("Erreur", "mistake"),),)), ask("news"))
    assert len(bodies) > 1
    assert all(len(each.parameters["text"]) <= LIMIT for each in bodies)
    assert sum(each.parameters["text"].count("mot") for each in bodies) == 2400
    assert [bool(keys(each)) for each in bodies] == [False] * (len(bodies) - 1) + [True]
