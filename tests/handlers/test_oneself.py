"""What is kept about whoever asks: told by one table, shown whole, and gone when asked."""

import json

import pytest
from markupsafe import Markup

from content.texts import texts
from handlers.forget import forget
from handlers.kept import KEPT, KEPT_DAYS
from handlers.language import language
from handlers.mydata import mydata
from handlers.ports import Held
from handlers.privacy import privacy
from handlers.reply import Button
from handlers.request import ChatKind
from tests.handlers.world import ask, pressable, services, spoken, Store, world


@pytest.mark.parametrize("spoken_in", ["fr", "en"])
async def test_privacy_tells_everything_that_is_kept_with_its_time(spoken_in: str) -> None:
    text = spoken(await privacy(ask("privacy", language=spoken_in), services(world())))
    for kept in KEPT:
        assert texts(spoken_in).text(f"held.{kept.what}").unescape() in text
        assert kept.days is None or str(kept.days) in text
    assert "Telegram" in text


async def test_privacy_names_who_answers_for_it() -> None:
    assert "des riverains" in spoken(await privacy(ask("privacy"), services(world())))
    empty = world()
    empty.manifest = None
    assert spoken(await privacy(ask("privacy"), services(empty)))


def test_the_table_of_what_is_kept_has_a_time_for_all_that_ages() -> None:
    assert KEPT_DAYS["messages"] == KEPT_DAYS["message_ids"] == 30
    assert KEPT_DAYS["updates"] == 7


async def test_what_is_held_is_shown_in_words_and_as_data() -> None:
    store = world()
    store.languages[42] = "fr"
    text = spoken(await mydata(ask("mydata"), services(store)))
    assert "la langue choisie" in text
    assert json.loads(text[text.index("{") :]) == {"language": "fr"}


async def test_a_chat_nothing_is_held_about_is_told_so() -> None:
    assert "Rien n’est gardé" in spoken(await mydata(ask("mydata"), services(world())))


async def test_much_data_is_shown_whole() -> None:
    class Full(Store):
        async def held(self, chat: int) -> list[Held]:
            return [Held("messages", ["é" * 50] * 200, 30)]

    reply = await mydata(ask("mydata"), services(Full()))
    blocks = [block for block in reply.blocks if isinstance(block, Markup)]
    assert len(blocks) > 2
    assert all(len(block) < 4000 for block in blocks)
    assert "".join(block.striptags() for block in blocks[1:]).count("é" * 50) >= 195


async def test_forgetting_asks_first_and_a_typed_word_is_no_answer() -> None:
    store = world()
    store.languages[42] = "fr"
    for args, pressed in (("", False), ("yes", False), ("", True), ("no", True)):
        reply = await forget(ask("forget", args, pressed=pressed), services(store))
        assert pressable(reply) == [("forget", "yes")]
    assert store.languages == {42: "fr"}


async def test_a_pressed_yes_removes_all() -> None:
    store = world()
    store.languages.update({42: "fr", 43: "en"})
    reply = await forget(ask("forget", "yes", pressed=True), services(store))
    assert "effacé" in spoken(reply)
    assert store.languages == {43: "en"}
    assert "rien à effacer" in spoken(await forget(ask("forget", "yes", pressed=True), services(store)))


async def test_the_languages_are_offered_each_under_its_own_name() -> None:
    reply = await language(ask("language"), services(world()))
    buttons = [each for row in reply.buttons for each in row if isinstance(each, Button)]
    assert [(each.label, each.args, each.in_place) for each in buttons] == [
        ("✓ Français", "fr", True), ("English", "en", True),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["en", "EN", "English", "anglais", " english "])
async def test_a_language_is_known_by_code_and_name_and_answers_at_once(typed: str) -> None:
    store = world()
    reply = await language(ask("language", typed.strip()), services(store))
    assert store.languages == {42: "en"}
    assert "in English" in spoken(reply)
    assert reply.toast == "English"


async def test_a_language_not_spoken_changes_nothing() -> None:
    store = world()
    reply = await language(ask("language", "klingon <b>"), services(store))
    assert store.languages == {}
    assert "<b>" not in spoken(reply)
    assert pressable(reply) == [("language", "fr"), ("language", "en")]


async def test_in_a_group_the_language_is_the_groups() -> None:
    reply = await language(ask("language", "en", kind=ChatKind.GROUP), services(world()))
    assert "in this group" in spoken(reply)
