"""What is kept about whoever asks: told by one table, shown whole, and gone when asked."""

import json

import pytest

from content.texts import texts
from handlers.digest import digest
from handlers.forget import forget
from handlers.kept import KEPT, KEPT_DAYS
from handlers.language import language
from handlers.mydata import mydata
from handlers.ports import Held
from handlers.privacy import privacy
from handlers.reply import Button, Doorway
from handlers.request import Chat, ChatKind
from tests.handlers.world import ask, NOW, pressable, services, spoken, Store, world


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


def test_nothing_that_is_nobodys_stands_among_what_is_held_about_a_person() -> None:
    for each in KEPT:
        assert each.personal or each.what not in ("chat", "proposals", "hands", "acts")
    assert KEPT_DAYS["backups"] == KEPT_DAYS["forgotten"]  # a backup that can come back must be forgotten in


async def test_privacy_leads_to_what_is_held_about_oneself_and_from_a_group_to_the_private_chat() -> None:
    reply = await privacy(ask("privacy"), services(world()))
    assert pressable(reply) == [("mydata", ""), ("forget", "")]
    reply = await privacy(ask("privacy", kind=ChatKind.GROUP), services(world()))
    assert [each.command for each in reply.buttons[0] if isinstance(each, Doorway)] == ["mydata", "forget"]


async def test_what_is_held_is_a_short_list_and_one_file_of_plain_data() -> None:
    store = world()
    store.languages[42] = "fr"
    reply = await mydata(ask("mydata"), services(store))
    assert "la langue choisie" in spoken(reply)
    assert reply.document is not None
    assert reply.document.name == "riverain-2026-11-22.json"
    assert json.loads(reply.document.content) == {
        "made_at": NOW.isoformat(), "held": {"language": {"days": None, "content": "fr"}},
    }  # fmt: skip
    assert reply.private  # it is not kept once sent


async def test_a_chat_nothing_is_held_about_is_told_so() -> None:
    reply = await mydata(ask("mydata"), services(world()))
    assert "Rien n’est gardé" in spoken(reply)
    assert reply.document is None


async def test_much_data_is_in_the_file_whole() -> None:
    class Full(Store):
        async def held(self, chat: int) -> list[Held]:
            return [Held("messages", ["é" * 50] * 2000, 30)]

    reply = await mydata(ask("mydata"), services(Full()))
    assert reply.document is not None
    assert len(json.loads(reply.document.content)["held"]["messages"]["content"]) == 2000
    assert len(spoken(reply)) < 500


class TestAGroup:
    GROUP = Chat(-1001, ChatKind.GROUP)

    async def test_its_settings_lead_to_what_is_held_about_it(self) -> None:
        reply = await digest(ask("digest", kind=ChatKind.GROUP), services(world()))
        assert ("digest", "h") in pressable(reply)
        assert ("digest", "h") not in pressable(await digest(ask("digest"), services(world())))

    async def test_in_the_group_itself_a_door_leads_to_the_private_chat(self) -> None:
        store = world()
        store.languages[42] = "fr"
        reply = await digest(ask("digest", "h", kind=ChatKind.GROUP, pressed=True), services(store))
        assert reply.document is None
        (door,) = [each for row in reply.buttons for each in row if isinstance(each, Doorway)]
        assert store.doors.opened[door.token] == (Chat(42, ChatKind.GROUP), "digest h")

    async def test_its_admin_gets_the_groups_data_and_not_their_own(self) -> None:
        store = world()
        store.languages |= {42: "fr", self.GROUP.id: "en"}
        reply = await digest(ask("digest", "h", acting_for=self.GROUP), services(store))
        assert reply.document is not None
        assert json.loads(reply.document.content)["held"]["language"]["content"] == "en"
        assert "ce groupe ou cette chaîne" in spoken(reply)
        assert ("forget", "") not in pressable(reply)  # that would be the admin's own


class TestForgetting:
    async def test_nothing_goes_before_yes_is_pressed(self) -> None:
        store = world()
        store.languages[42] = "en"
        reply = await forget(ask("forget"), services(store))
        assert pressable(reply) == [("forget", "yes")]
        # A link or a pasted command could carry the word as well.
        assert pressable(await forget(ask("forget", "yes"), services(store))) == [("forget", "yes")]
        assert store.languages == {42: "en"}

    @pytest.mark.parametrize("spoken_in", ["fr", "en"])
    async def test_what_remains_is_said_with_its_time(self, spoken_in: str) -> None:
        store = world()
        store.languages[42] = "en"
        text = spoken(await forget(ask("forget", "yes", pressed=True, language=spoken_in), services(store)))
        assert store.languages == {}
        for what in ("forgotten", "backups"):
            assert texts(spoken_in).text(f"held.{what}").unescape() in text
        assert "14" in text
        assert "Telegram" in text
        assert "365" not in text  # nothing of them is in the log of decisions

    async def test_who_curates_is_told_what_remains_of_it(self) -> None:
        class Curating(Store):
            async def held(self, chat: int) -> list[Held]:
                return [Held("moderator", [{}], None), Held("acts", [{}], 365)]

        store = Curating()
        store.languages[42] = "fr"
        text = spoken(await forget(ask("forget", "yes", pressed=True), services(store)))
        assert "365" in text
        assert "un opérateur peut y mettre fin" in text
        text = spoken(await forget(ask("forget", "yes", pressed=True), services(store)))
        assert "rien d’autre" in text

    async def test_of_whom_nothing_is_held_nothing_is_said_to_remain(self) -> None:
        assert "rien à effacer" in spoken(await forget(ask("forget", "yes", pressed=True), services(world())))


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
