"""Answering: who may ask what where, and what a press, a place or a change of membership leads to."""

from dataclasses import replace

import pytest
from markupsafe import Markup

from bot.clock import MovableClock
from bot.gateway.reading import AskedInline, Membership, Migrated, Pressed
from bot.storage.database import Database
from handlers.command import Scope
from handlers.reply import Button, say
from handlers.request import Chat, ChatKind
from tests.bot.gateway.counter import ADMIN, ALICE, asked, Desk, GROUP, GROUP_CHAT, OPERATOR, PRIVATE_CHAT, text


@pytest.fixture
def desk(database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(database, clock, monkeypatch)


class TestScopes:
    @pytest.mark.parametrize(
        ("scope", "chat", "user", "allowed"),
        [
            (Scope.EVERYONE, PRIVATE_CHAT, ALICE, True),
            (Scope.EVERYONE, GROUP_CHAT, ALICE, True),
            (Scope.EVERYONE, GROUP_CHAT, None, True),
            (Scope.ONESELF, PRIVATE_CHAT, ALICE, True),
            (Scope.ONESELF, GROUP_CHAT, ALICE, False),
            (Scope.ONESELF, GROUP_CHAT, OPERATOR, False),
            (Scope.GROUP_ADMINS, PRIVATE_CHAT, ALICE, True),
            (Scope.GROUP_ADMINS, GROUP_CHAT, ALICE, False),
            (Scope.GROUP_ADMINS, GROUP_CHAT, ADMIN, True),
            (Scope.GROUP_ADMINS, GROUP_CHAT, None, False),
            (Scope.MODERATORS, PRIVATE_CHAT, ALICE, False),
            (Scope.MODERATORS, GROUP_CHAT, ADMIN, False),
            (Scope.MODERATORS, PRIVATE_CHAT, OPERATOR, True),
            (Scope.OPERATORS, PRIVATE_CHAT, ALICE, False),
            (Scope.OPERATORS, GROUP_CHAT, ADMIN, False),
            (Scope.OPERATORS, PRIVATE_CHAT, OPERATOR, True),
        ],
    )
    @pytest.mark.parametrize("pressed", [False, True])
    async def test_each_command_runs_for_whom_and_where_it_may(
        self, desk: Desk, scope: Scope, chat: Chat, user: int | None, allowed: bool, pressed: bool
    ) -> None:
        """A press is judged like the typed command, by who presses now."""
        if pressed and user is not None:
            data = desk.buttons.write(Button("", f"{scope}"), chat.id)
            await desk.answer(Pressed("q", chat, user, "fr", 3, data))
        else:
            await desk.answer(asked(f"{scope}", chat, user))
        assert bool(desk.seen) is allowed

    @pytest.mark.parametrize("user", [1087968824, 136817688, 777000])
    async def test_an_account_everybody_shares_never_has_a_role(self, desk: Desk, user: int) -> None:
        for scope in (Scope.GROUP_ADMINS, Scope.MODERATORS, Scope.OPERATORS):
            await desk.answer(asked(f"{scope}", GROUP_CHAT, user))
            await desk.answer(
                Pressed("q", GROUP_CHAT, user, "fr", 3, desk.buttons.write(Button("", f"{scope}"), GROUP))
            )
        assert desk.seen == []

    async def test_a_group_that_speaks_in_its_own_name_is_obeyed_where_a_command_trusts_it_and_in_nothing_more(
        self, desk: Desk
    ) -> None:
        for name in ("trusting", f"{Scope.GROUP_ADMINS}", f"{Scope.MODERATORS}", f"{Scope.OPERATORS}"):
            await desk.answer(asked(name, GROUP_CHAT, None, as_group=True))
        assert [request.command for request in desk.seen] == ["trusting"]

    async def test_a_command_that_trusts_the_group_refuses_another_that_hides_its_name(self, desk: Desk) -> None:
        (said,) = await desk.said(asked("trusting", GROUP_CHAT, None))
        assert said == text("scope.group_admins")
        assert desk.seen == []

    async def test_a_moderator_is_one_from_the_appointment_to_the_dismissal(self, desk: Desk) -> None:
        """Fault 54: a button made while somebody moderated is refused once they do not."""
        data = desk.buttons.write(Button("", f"{Scope.MODERATORS}"), ALICE)
        await desk.moderators.appoint(ALICE, OPERATOR, desk.clock.now())
        await desk.pressed(data, ALICE)
        assert [request.person.moderator for request in desk.seen] == [True]
        await desk.moderators.dismiss(ALICE)
        answer = await desk.pressed(data, ALICE)
        assert (len(desk.seen), answer.messages) == (1, [])
        assert answer.quick[0].parameters["text"] == text("scope.moderators")

    @pytest.mark.parametrize("scope", [Scope.MODERATORS, Scope.OPERATORS])
    async def test_what_moderators_see_is_not_shown_to_a_group(self, desk: Desk, scope: Scope) -> None:
        (message,) = (await desk.answer(asked(f"{scope}", GROUP_CHAT, OPERATOR))).messages
        assert desk.seen == []
        assert message.body["text"] == text("scope.private")

    async def test_telegram_is_asked_for_admins_only_where_it_matters(self, desk: Desk) -> None:
        await desk.answer(asked(f"{Scope.EVERYONE}", GROUP_CHAT))
        await desk.answer(asked(f"{Scope.GROUP_ADMINS}"))
        assert desk.telegram.asked == 0

    async def test_what_is_about_oneself_leads_from_a_group_to_the_private_chat(self, desk: Desk) -> None:
        (message,) = (await desk.answer(asked(f"{Scope.ONESELF}", GROUP_CHAT))).messages
        assert message.chat == GROUP
        assert message.body["reply_markup"]["inline_keyboard"][0][0]["url"].startswith(
            "https://t.me/riverain_bot?start="
        )


class TestPresses:
    @pytest.mark.parametrize("chat", [GROUP_CHAT, Chat(-1005, ChatKind.CHANNEL)])
    async def test_what_is_about_oneself_opens_in_private_for_who_presses_and_nothing_appears_where_many_read(
        self, desk: Desk, chat: Chat
    ) -> None:
        data = desk.buttons.write(Button("", f"{Scope.ONESELF}", "3041"), chat.id)
        answer = await desk.answer(Pressed("q", chat, ALICE, "fr", 3, data))
        (quick,) = answer.quick
        assert (answer.messages, desk.seen) == ([], [])
        assert quick.parameters == {
            "callback_query_id": "q",
            "url": f"https://t.me/riverain_bot?start=do-{Scope.ONESELF}_3041",
        }

    async def test_a_press_is_the_command_with_its_arguments_and_page(self, desk: Desk) -> None:
        data = desk.buttons.write(Button("", "everyone", "a b", page=3), ALICE)
        answer = await desk.answer(Pressed("q", PRIVATE_CHAT, ALICE, "fr", 3, data))
        (request,) = desk.seen
        assert (request.command, request.args, request.page, request.pressed) == ("everyone", "a b", 3, True)
        assert answer.quick[0].parameters == {"callback_query_id": "q", "text": "toast", "show_alert": False}
        assert [message.op for message in answer.messages] == ["send"]

    async def test_in_place_the_answer_replaces_the_message(self, desk: Desk) -> None:
        data = desk.buttons.write(Button("", "everyone", in_place=True), ALICE)
        (message,) = (await desk.answer(Pressed("q", PRIVATE_CHAT, ALICE, "fr", 3, data))).messages
        assert (message.op, message.body["message_id"]) == ("edit", 3)

    @pytest.mark.parametrize("forge", ["other chat", "forged", "no such command", "empty"])
    async def test_a_button_that_is_not_ours_here_changes_nothing_and_says_so(self, desk: Desk, forge: str) -> None:
        data = {
            "other chat": desk.buttons.write(Button("", "everyone"), 8),
            "forged": "AAAAAAAA+operators:1:",
            "no such command": desk.buttons.write(Button("", "gone"), ALICE),
            "empty": "",
        }[forge]
        answer = await desk.answer(Pressed("q", PRIVATE_CHAT, OPERATOR, "fr", 3, data))
        assert (desk.seen, answer.messages) == ([], [])
        assert answer.quick[0].parameters == {
            "callback_query_id": "q",
            "text": text("button.stale"),
            "show_alert": True,
        }


class TestSilence:
    async def test_an_unknown_command_in_a_group_is_another_bots_unless_named(self, desk: Desk) -> None:
        assert await desk.said(asked("nosuch", GROUP_CHAT)) == []
        assert len(await desk.said(asked("nosuch", GROUP_CHAT, named=True))) == 1
        assert len(await desk.said(asked("nosuch"))) == 1

    async def test_a_channel_gets_no_answer(self, desk: Desk) -> None:
        assert await desk.said(asked("everyone", Chat(-1002, ChatKind.CHANNEL))) == []
        assert desk.seen == []

    async def test_words_of_distress_are_answered_before_any_command_reads_them(self, desk: Desk) -> None:
        (said,) = await desk.said(asked("everyone", args="je veux mourir"))
        assert "112" in said
        assert desk.seen == []


class TestLanguage:
    @pytest.mark.parametrize(("code", "language"), [("fr", "fr"), ("en-GB", "en"), ("de", "fr"), (None, "fr")])
    async def test_it_is_that_of_the_app_or_the_packs(self, desk: Desk, code: str | None, language: str) -> None:
        await desk.answer(asked("everyone", language_code=code))
        assert desk.seen[0].language == language

    async def test_the_one_chosen_for_the_chat_wins(self, desk: Desk) -> None:
        await desk.chats.choose_language(ALICE, "en")
        await desk.answer(asked("everyone", language_code="fr"))
        assert desk.seen[0].language == "en"


class TestMembership:
    async def test_added_to_a_group_it_says_hello_once(self, desk: Desk) -> None:
        assert len(await desk.said(Membership(GROUP_CHAT, ADMIN, "fr", present=True, before=False))) == 1
        assert await desk.said(Membership(GROUP_CHAT, ADMIN, "fr", present=True, before=True)) == []

    async def test_unblocked_in_private_it_stays_silent_until_asked(self, desk: Desk) -> None:
        await desk.answer(Membership(PRIVATE_CHAT, ALICE, "fr", present=False, before=True))
        assert not await desk.chats.active(ALICE)
        assert await desk.said(Membership(PRIVATE_CHAT, ALICE, "fr", present=True, before=False)) == []
        assert await desk.chats.active(ALICE)

    async def test_a_migration_moves_the_group(self, desk: Desk) -> None:
        await desk.chats.choose_language(-41, "en")
        assert await desk.said(Migrated(-41, GROUP)) == []
        assert await desk.chats.language(GROUP) == "en"


class TestInline:
    async def test_an_answer_belongs_to_who_asked_since_it_is_in_their_language(self, desk: Desk) -> None:
        answer = await desk.answer(AskedInline("i", ALICE, "en", "x" * 300, ""))
        (quick,) = answer.quick
        assert (answer.messages, quick.method) == ([], "answerInlineQuery")
        assert quick.parameters["is_personal"] is True
        assert len(quick.parameters["results"]) <= 50
        for result in quick.parameters["results"]:
            assert 1 <= len(result["id"].encode()) <= 64


def test_the_word_about_an_update_set_aside_goes_to_the_operators_and_quotes_nobody(desk: Desk) -> None:
    (message,) = desk.answering.set_aside(5, "KeyError")
    assert message.chat == OPERATOR
    assert "5" in message.body["text"]
    assert "KeyError" in message.body["text"]


class TestMenus:
    async def test_who_becomes_a_moderator_is_shown_their_commands_and_who_ceases_to_be_one_is_not(
        self, desk: Desk
    ) -> None:
        desk.reply = replace(say(Markup("done")), role_of=ALICE)
        await desk.moderators.appoint(ALICE, OPERATOR, desk.clock.now())
        answer = await desk.answer(asked("operators", Chat(OPERATOR, ChatKind.PRIVATE), OPERATOR))
        assert {quick.method for quick in answer.quick} == {"setMyCommands"}
        assert all("status" in str(quick.parameters["commands"]) for quick in answer.quick)
        await desk.moderators.dismiss(ALICE)
        pressed = await desk.pressed(desk.buttons.write(Button("", "operators"), OPERATOR), OPERATOR)
        assert [quick.method for quick in pressed.quick] == ["answerCallbackQuery", *["deleteMyCommands"] * 3]
        assert pressed.quick[1].parameters["scope"] == {"type": "chat", "chat_id": ALICE}
