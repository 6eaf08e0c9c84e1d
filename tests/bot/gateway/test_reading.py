"""Reading updates: what somebody asked, pressed or changed; the rest is nothing, and nothing malformed gets through."""

import contextlib
import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway.reading import Asked, AskedInline, Event, event, Membership, Migrated, parse, Pressed, UnreadableError
from handlers.request import ChatKind, Position

BOT, NAME = 99, "riverain_bot"
ALICE = {"id": 7, "is_bot": False, "first_name": "Alice", "language_code": "fr"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Alice"}
GROUP = {"id": -1001, "type": "supergroup", "title": "Riverains"}


def message(text: str | None = None, chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = {"message_id": 3, "date": 1_790_000_000, "chat": chat, "from": ALICE, **more}
    if text is not None:
        body["text"] = text
    return {"update_id": 1, "message": body}


def read(raw: dict[str, Any]) -> Event | None:
    return event(parse(raw), BOT, NAME)


def asked(raw: dict[str, Any]) -> Asked:
    found = read(raw)
    assert isinstance(found, Asked)
    return found


class TestCommands:
    @pytest.mark.parametrize(
        ("text", "command", "args"),
        [
            ("/latest", "latest", ""),
            ("/LATEST", "latest", ""),
            ("  /latest  ", "latest", ""),
            ("/measure  rue d’Aubervilliers ", "measure", "rue d’Aubervilliers"),
            ("/search a\nb", "search", "a\nb"),
            ("/search\nb", "search", "b"),
            ("/latest@riverain_bot x", "latest", "x"),
            ("/latest@Riverain_Bot x", "latest", "x"),
        ],
    )
    @pytest.mark.parametrize("chat", [PRIVATE, GROUP])
    def test_a_command_is_read_with_its_arguments(
        self, chat: dict[str, Any], text: str, command: str, args: str
    ) -> None:
        found = asked(message(text, chat))
        assert (found.command, found.args, found.named) == (command, args, "@" in text)

    @pytest.mark.parametrize("chat", [PRIVATE, GROUP])
    def test_a_command_for_another_bot_is_nothing(self, chat: dict[str, Any]) -> None:
        assert read(message("/latest@other_bot", chat)) is None

    @pytest.mark.parametrize("text", ["/", "/été", "/latest,", "//x", "/ latest", "1/2", "/" + "a" * 65])
    def test_what_only_looks_like_a_command_is_free_text(self, text: str) -> None:
        assert asked(message(text)).command is None
        assert read(message(text, GROUP)) is None


class TestBeingAddressed:
    def test_free_text_is_for_the_bot_in_private_alone(self) -> None:
        assert asked(message("seringue au sol")).args == "seringue au sol"
        assert read(message("seringue au sol", GROUP)) is None

    @pytest.mark.parametrize("text", ["@riverain_bot du bruit", "@Riverain_Bot, du bruit", "@riverain_bot: du bruit"])
    def test_named_first_it_is_addressed_in_a_group(self, text: str) -> None:
        found = asked(message(text, GROUP))
        assert (found.command, found.args, found.named) == (None, "du bruit", True)

    @pytest.mark.parametrize(
        "text",
        ["@riverain_bots bonjour", "@riverain_bot_two bonjour", "@riverain_bot2 bonjour", "demandez à @riverain_bot"],
    )
    def test_another_name_or_a_name_further_on_is_not_the_bot(self, text: str) -> None:
        assert read(message(text, GROUP)) is None

    @pytest.mark.parametrize("text", ["", "   ", "\n"])
    def test_nothing_said_is_nothing(self, text: str) -> None:
        assert read(message(text)) is None


class TestWhoAndWhere:
    def test_a_person_is_an_id_and_a_language(self) -> None:
        found = asked(message("/latest"))
        assert (found.user, found.language_code, found.message_id, found.as_group) == (7, "fr", 3, False)

    def test_an_anonymous_admin_is_no_person_but_speaks_for_the_group(self) -> None:
        anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        found = asked(message("/settings", GROUP, **{"from": anonymous, "sender_chat": GROUP}))
        assert (found.user, found.as_group) == (None, True)

    def test_a_channel_that_speaks_in_a_group_is_neither(self) -> None:
        channel = {"id": -1002, "type": "channel", "title": "x"}
        found = asked(message("/settings", GROUP, **{"from": {**ALICE, "id": 136817688}, "sender_chat": channel}))
        assert (found.user, found.as_group) == (None, False)

    def test_only_a_topic_of_a_forum_is_a_thread(self) -> None:
        assert asked(message("/latest", GROUP, message_thread_id=5, is_topic_message=True)).chat.thread == 5
        assert asked(message("/latest", GROUP, message_thread_id=5)).chat.thread is None
        assert asked(message("/latest", GROUP)).chat.thread is None

    @pytest.mark.parametrize(
        ("kind", "expected"),
        [("private", "private"), ("group", "group"), ("supergroup", "group"), ("channel", "channel")],
    )
    def test_every_kind_of_chat_has_its_kind(self, kind: str, expected: str) -> None:
        assert asked(message("/latest", {**GROUP, "type": kind})).chat.kind is ChatKind(expected)


class TestOtherThanText:
    PLACE = {"latitude": 48.88, "longitude": 2.37}

    def test_a_place_shared_in_private_is_an_ask_with_a_position(self) -> None:
        assert asked(message(location=self.PLACE)).position == Position(48.88, 2.37)
        venue = {"location": self.PLACE, "title": "Ici", "address": "rue"}
        assert asked(message(venue=venue, location=self.PLACE)).position == Position(48.88, 2.37)

    def test_a_place_in_a_group_is_not_for_the_bot(self) -> None:
        assert read(message(None, GROUP, location=self.PLACE)) is None

    def test_a_picture_in_private_is_unreadable_and_in_a_group_nothing(self) -> None:
        photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
        assert not asked(message(photo=photo, caption="/latest")).readable
        assert read(message(None, GROUP, photo=photo)) is None

    @pytest.mark.parametrize(
        "more",
        [
            {"new_chat_members": [ALICE]}, {"left_chat_member": ALICE}, {"new_chat_title": "x"}, {"group_chat_created": True},
            {"pinned_message": {"message_id": 1, "date": 0, "chat": GROUP}}, {"forum_topic_created": {"name": "a", "icon_color": 1}},
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("chat", [PRIVATE, GROUP])
    def test_a_service_message_is_nothing(self, chat: dict[str, Any], more: dict[str, Any]) -> None:
        assert read(message(None, chat, **more)) is None

    def test_a_card_sent_through_this_bot_is_nothing_and_through_another_is_text(self) -> None:
        own = {"id": BOT, "is_bot": True, "first_name": "R", "username": NAME}
        assert read(message("a card", via_bot=own)) is None
        assert asked(message("a card", via_bot={**own, "id": 98})).args == "a card"

    @pytest.mark.parametrize("kind", ["edited_message", "edited_channel_post"])
    def test_edits_are_nothing(self, kind: str) -> None:
        assert read({"update_id": 1, kind: message("/latest")["message"]}) is None

    def test_a_post_of_a_channel_is_asked_by_nobody(self) -> None:
        channel = {"id": -1002, "type": "channel", "title": "C"}
        post = {"message_id": 5, "date": 1, "chat": channel, "sender_chat": channel, "text": "/setup 18:30"}
        found = asked({"update_id": 1, "channel_post": post})
        assert (found.chat.kind, found.user, found.command, found.as_group) == (ChatKind.CHANNEL, None, "setup", True)
        assert read({"update_id": 1, "channel_post": {**post, "text": "about the lamps"}}) is None

    def test_a_post_of_the_groups_channel_that_telegram_copied_into_the_group_is_nothing(self) -> None:
        assert asked(message("/setup", GROUP)).command == "setup"
        assert read(message("/setup", GROUP, is_automatic_forward=True)) is None

    @pytest.mark.parametrize("raw", [{"update_id": 1}, {"update_id": 1, "from_the_future": {"x": 1}}])
    def test_an_update_of_an_unknown_kind_is_nothing(self, raw: dict[str, Any]) -> None:
        assert read(raw) is None


def test_a_migration_is_read_from_either_side() -> None:
    assert read(message(None, {**GROUP, "id": -41, "type": "group"}, migrate_to_chat_id=-1001)) == Migrated(-41, -1001)
    assert read(message(None, GROUP, migrate_from_chat_id=-41)) == Migrated(-41, -1001)


class TestPresses:
    PRESS = {
        "id": "q1",
        "from": ALICE,
        "chat_instance": "c",
        "data": "AAAA+latest:1:",
        "message": message("x")["message"],
    }

    def test_a_press_is_read(self) -> None:
        found = read({"update_id": 1, "callback_query": self.PRESS})
        assert isinstance(found, Pressed)
        assert (found.query_id, found.user, found.chat.id, found.message_id, found.data) == (
            "q1",
            7,
            7,
            3,
            "AAAA+latest:1:",
        )

    def test_a_press_under_a_message_too_old_to_be_seen_is_still_read(self) -> None:
        old = {"chat": PRIVATE, "message_id": 3, "date": 0}
        found = read({"update_id": 1, "callback_query": {**self.PRESS, "message": old}})
        assert isinstance(found, Pressed)
        assert found.message_id == 3

    @pytest.mark.parametrize("without", ["message", "data"])
    def test_a_press_of_another_kind_is_nothing(self, without: str) -> None:
        press = {name: value for name, value in self.PRESS.items() if name != without}
        assert read({"update_id": 1, "callback_query": press}) is None


def test_an_inline_query_is_read() -> None:
    raw = {"update_id": 1, "inline_query": {"id": "i", "from": ALICE, "query": "bruit", "offset": ""}}
    assert read(raw) == AskedInline("i", 7, "fr", "bruit", "")


class TestMembership:
    @pytest.mark.parametrize(
        ("old", "new", "before", "present"),
        [("left", "member", False, True), ("kicked", "member", False, True), ("member", "kicked", True, False),
         ("member", "administrator", True, True), ("administrator", "left", True, False)],
    )  # fmt: skip
    def test_coming_and_going_is_read(self, old: str, new: str, before: bool, present: bool) -> None:
        bot = {"id": BOT, "is_bot": True, "first_name": "R"}
        flags = "be_edited manage_chat delete_messages manage_video_chats restrict_members promote_members change_info"
        flags += " invite_users post_stories edit_stories delete_stories"
        rights = dict.fromkeys(["is_anonymous", *(f"can_{flag}" for flag in flags.split())], False)

        def member(status: str) -> dict[str, Any]:
            more: dict[str, Any] = (
                rights if status == "administrator" else {"until_date": 0} if status == "kicked" else {}
            )
            return {"user": bot, "status": status, **more}

        raw = {
            "update_id": 1,
            "my_chat_member": {
                "chat": GROUP, "from": ALICE, "date": 0, "old_chat_member": member(old), "new_chat_member": member(new),
            },
        }  # fmt: skip
        found = read(raw)
        assert isinstance(found, Membership)
        assert (found.before, found.present, found.user) == (before, present, 7)


class TestMalformed:
    @pytest.mark.parametrize(
        "raw",
        [
            {"update_id": 1, "message": {"message_id": 3}},
            {"update_id": 1, "message": {"message_id": 3, "date": "yesterday", "chat": PRIVATE}},
            {"update_id": 1, "message": "text"},
            {"update_id": 1, "message": {**message("x")["message"], "chat": 7}},
            {"update_id": 1, "callback_query": {"id": "q"}},
            {"message": {}},
        ],
    )
    def test_a_malformed_update_is_unreadable_and_says_no_word_of_it(self, raw: dict[str, Any]) -> None:
        with pytest.raises(UnreadableError) as caught:
            read(raw)
        assert str(caught.value).isidentifier()

    @settings(max_examples=300)
    @given(st.data())
    def test_whatever_is_broken_in_an_update_it_is_read_or_unreadable(self, data: st.DataObject) -> None:
        raw = copy.deepcopy(
            data.draw(st.sampled_from([message("/latest x"), message(None, GROUP, location=TestOtherThanText.PLACE),
                                       {"update_id": 1, "callback_query": TestPresses.PRESS}]))
        )  # fmt: skip
        for _ in range(data.draw(st.integers(1, 3))):
            where: Any = raw
            while True:
                key = data.draw(st.sampled_from(sorted(where)))
                if isinstance(where[key], dict) and where[key] and data.draw(st.booleans()):
                    where = where[key]
                    continue
                if data.draw(st.booleans()):
                    del where[key]
                else:
                    where[key] = data.draw(
                        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([]) | st.just({})
                    )
                break
            if not raw:
                break
        with contextlib.suppress(UnreadableError):
            read(raw)
