"""Acting for a group or channel from the private chat: by a door used once, and only while Telegram says that one may."""

from datetime import timedelta

import pytest
from markupsafe import Markup

from bot.clock import MovableClock
from bot.gateway.reading import Asked, Membership
from bot.storage.database import Database
from bot.storage.outbox import Outgoing
from handlers.command import Scope
from handlers.reply import Button, Reply, say
from handlers.request import Chat, ChatKind
from tests.bot.gateway.counter import ADMIN, ALICE, asked, Desk, GROUP, GROUP_CHAT, keys, OPERATOR, text

COMMAND = f"{Scope.GROUP_ADMINS}"
TOPIC, CHANNEL = Chat(GROUP, ChatKind.GROUP, 9), Chat(-1002, ChatKind.CHANNEL)
ADMIN_CHAT = Chat(ADMIN, ChatKind.PRIVATE)


@pytest.fixture
def desk(database: Database, clock: MovableClock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(database, clock, monkeypatch)


def follow(payload: str, user: int = ADMIN, chat: Chat | None = None) -> Asked:
    return asked("start", chat or Chat(user, ChatKind.PRIVATE), user, args=payload)


async def payload(desk: Desk, chat: Chat = TOPIC, args: str = "18:30") -> str:
    """Return what the doorway made for an anonymous admin of ``chat`` carries."""
    (message,) = (await desk.answer(asked(COMMAND, chat, None, as_group=True, args=args))).messages
    assert message.chat == chat.id
    (key,) = keys(message)
    address, _, found = key["url"].partition("?start=")
    assert address == "https://t.me/riverain_bot"
    return found


async def through(desk: Desk) -> Outgoing:
    """Return the message an admin gets who came through a door, with one button for each kind of command."""
    desk.reply = say(
        Markup("choose"), (Button("go on", COMMAND, "m 1", in_place=True), Button("read", "everyone", "x"))
    )
    (message,) = (await desk.answer(follow(await payload(desk)))).messages
    return message


class TestDoors:
    @pytest.mark.parametrize("user", [None, 1087968824, 136817688, 777000])
    async def test_who_hides_their_name_gets_a_link_to_the_private_chat_and_nothing_is_done(
        self, desk: Desk, user: int | None
    ) -> None:
        (message,) = (await desk.answer(asked(COMMAND, GROUP_CHAT, user))).messages
        assert keys(message)[0]["url"].startswith("https://t.me/riverain_bot?start=door-")
        assert message.body["text"] == text("door.group")
        assert (desk.seen, desk.telegram.asked) == ([], 0)

    async def test_the_link_is_one_telegram_carries(self, desk: Desk) -> None:
        found = await payload(desk, args="x" * 4000)
        assert len(found) <= 64
        assert found.isascii()
        assert found.replace("-", "").replace("_", "").isalnum()

    async def test_an_admin_who_follows_it_acts_for_the_group_with_the_words_of_the_command(self, desk: Desk) -> None:
        message = await through(desk)
        (request,) = desk.seen
        assert (request.command, request.args, request.pressed) == (COMMAND, "18:30", False)
        assert (request.chat, request.about, request.private) == (ADMIN_CHAT, TOPIC, True)
        assert (request.person.id, request.person.group_admin) == (ADMIN, True)
        assert message.chat == ADMIN

    async def test_it_works_once(self, desk: Desk) -> None:
        link = await payload(desk)
        await desk.answer(follow(link))
        assert await desk.said(follow(link)) == [text("door.old")]
        assert len(desk.seen) == 1

    async def test_it_works_for_fifteen_minutes(self, desk: Desk) -> None:
        link, late = await payload(desk), await payload(desk)
        desk.clock.advance(timedelta(minutes=14, seconds=59))
        await desk.answer(follow(link))
        desk.clock.advance(timedelta(seconds=1))
        assert await desk.said(follow(late)) == [text("door.old")]
        assert len(desk.seen) == 1

    async def test_who_is_no_admin_there_is_refused_and_the_link_is_used_up(self, desk: Desk) -> None:
        link = await payload(desk)
        assert await desk.said(follow(link, ALICE)) == [text("door.not-admin")]
        assert await desk.said(follow(link)) == [text("door.old")]
        assert desk.seen == []

    async def test_while_telegram_does_not_answer_nobody_acts_and_the_link_stays(self, desk: Desk) -> None:
        link = await payload(desk)
        desk.telegram.silent = True
        assert await desk.said(follow(link)) == [text("door.unreached")]
        assert desk.seen == []
        desk.telegram.silent = False
        await desk.answer(follow(link))
        assert len(desk.seen) == 1

    @pytest.mark.parametrize(
        "forged", ["door-" + "A" * 22, "door-" + "A" * 59, "door-../../etc/passwd", "door-", "door-short"]
    )
    async def test_a_forged_link_lets_nobody_in(self, desk: Desk, forged: str) -> None:
        """Fault 57."""
        await payload(desk)
        (said,) = await desk.said(follow(forged))
        assert said
        assert desk.seen == []
        assert desk.telegram.asked == 0

    async def test_in_a_group_the_link_opens_nothing(self, desk: Desk) -> None:
        link = await payload(desk)
        await desk.answer(follow(link, ADMIN, GROUP_CHAT))
        assert desk.seen == []
        await desk.answer(follow(link))
        assert len(desk.seen) == 1

    async def test_words_of_distress_behind_a_door_are_answered_first(self, desk: Desk) -> None:
        token = await desk.doors.open(GROUP_CHAT, f"{COMMAND} je veux mourir", desk.clock.now())
        (said,) = await desk.said(follow(f"door-{token}"))
        assert "112" in said
        assert desk.seen == []


class TestButtons:
    async def test_those_that_change_the_group_carry_whom_they_act_for_and_others_do_not(self, desk: Desk) -> None:
        own, other = keys(await through(desk))
        assert "@" in own["callback_data"]
        assert "@" not in other["callback_data"]

    async def test_a_press_acts_for_the_group_again(self, desk: Desk) -> None:
        data = keys(await through(desk))[0]["callback_data"]
        answer = await desk.pressed(data, ADMIN)
        request = desk.seen[-1]
        assert (request.args, request.about, request.pressed, request.person.group_admin) == ("m 1", TOPIC, True, True)
        (message,) = answer.messages
        assert (message.chat, message.op) == (ADMIN, "edit")
        assert "@" in keys(message)[0]["callback_data"]

    async def test_who_was_made_an_ordinary_member_meanwhile_is_refused_at_the_next_press(self, desk: Desk) -> None:
        """Fault 54."""
        data = keys(await through(desk))[0]["callback_data"]
        desk.telegram.admins.clear()
        desk.clock.advance(timedelta(seconds=61))
        answer = await desk.pressed(data, ADMIN)
        assert (len(desk.seen), answer.messages) == (1, [])
        assert answer.quick[0].parameters["text"] == text("door.not-admin")
        assert answer.quick[0].parameters["show_alert"] is True

    async def test_while_telegram_does_not_answer_a_press_changes_nothing(self, desk: Desk) -> None:
        data = keys(await through(desk))[0]["callback_data"]
        desk.telegram.silent = True
        desk.clock.advance(timedelta(seconds=61))
        answer = await desk.pressed(data, ADMIN)
        assert (len(desk.seen), answer.messages) == (1, [])
        assert answer.quick[0].parameters["text"] == text("door.unreached")

    async def test_after_a_day_the_buttons_are_too_old(self, desk: Desk) -> None:
        data = keys(await through(desk))[0]["callback_data"]
        desk.clock.advance(timedelta(days=1, seconds=1))
        answer = await desk.pressed(data, ADMIN)
        assert (len(desk.seen), answer.messages) == (1, [])
        assert answer.quick[0].parameters["text"] == text("door.old")

    async def test_another_person_cannot_press_them(self, desk: Desk) -> None:
        """Fault 55: signed for one chat, and the number belongs to one person, were it signed for another."""
        data = keys(await through(desk))[0]["callback_data"]
        desk.telegram.admins.add(ALICE)
        stale = await desk.pressed(data, ALICE)
        assert stale.quick[0].parameters["text"] == text("button.stale")
        rest = data[data.index("@") :].split(":")[0]
        copied = desk.buttons.write(Button("", COMMAND, rest), ALICE)
        refused = await desk.pressed(copied, ALICE)
        assert refused.quick[0].parameters["text"] == text("door.old")
        assert len(desk.seen) == 1

    async def test_the_same_words_in_a_group_act_for_no_other_group(self, desk: Desk) -> None:
        number = await desk.doors.act(ADMIN, TOPIC, desk.clock.now())
        data = desk.buttons.write(Button("", COMMAND, f"@{number} m"), -1009)
        await desk.pressed(data, ADMIN, Chat(-1009, ChatKind.GROUP))
        assert desk.seen[-1].about.id == -1009

    async def test_the_number_leaves_room_for_the_arguments_of_a_set_up(self, desk: Desk) -> None:
        data = keys(await through(desk))[0]["callback_data"]
        assert len(data) - len("m 1") + len("v" + "A" * 24) + len("999999") <= 64 + len(COMMAND) - len("setup")


async def test_what_is_posted_goes_to_the_group_and_its_topic_without_the_number(desk: Desk) -> None:
    link = await payload(desk)
    desk.reply = Reply((Markup("done"),), posts=(say(Markup("the charter"), (Button("go on", COMMAND),)),))
    own, posted = (await desk.answer(follow(link))).messages
    assert (own.chat, posted.chat, posted.chat_kind) == (ADMIN, GROUP, ChatKind.GROUP)
    assert (posted.body["text"], posted.body["message_thread_id"]) == ("the charter", 9)
    assert "@" not in keys(posted)[0]["callback_data"]


async def test_what_is_for_moderators_goes_to_each_but_who_asks_with_buttons_of_their_own(desk: Desk) -> None:
    for person in (ALICE, 8):
        await desk.moderators.appoint(person, OPERATOR, desk.clock.now())
    desk.reply = Reply((Markup("done"),), to_moderators=say(Markup("confirm?"), (Button("yes", "everyone"),)))
    answer = await desk.answer(asked(f"{Scope.MODERATORS}"))
    assert [message.chat for message in answer.messages] == [ALICE, OPERATOR, 8]
    for message in answer.messages[1:]:
        assert desk.buttons.read(keys(message)[0]["callback_data"], message.chat) is not None
        assert desk.buttons.read(keys(message)[0]["callback_data"], ALICE) is None


class TestChannels:
    async def test_a_set_up_posted_in_a_channel_leads_to_the_private_chat(self, desk: Desk) -> None:
        (message,) = (await desk.answer(asked(COMMAND, CHANNEL, None, as_group=True))).messages
        assert (message.chat, message.body["text"]) == (CHANNEL.id, text("door.channel"))
        await desk.answer(follow(keys(message)[0]["url"].partition("?start=")[2]))
        assert desk.seen[-1].about == CHANNEL

    @pytest.mark.parametrize("name", ["everyone", "oneself", "moderators", "operators", "nosuch", None])
    async def test_nothing_else_is_answered_there(self, desk: Desk, name: str | None) -> None:
        assert await desk.said(asked(name, CHANNEL, None, as_group=True, named=True)) == []
        assert desk.seen == []

    async def test_who_added_the_bot_is_offered_to_set_it_up_in_private(self, desk: Desk) -> None:
        answer = await desk.answer(Membership(CHANNEL, ADMIN, "fr", present=True, before=False))
        (message,) = answer.messages
        assert (message.chat, message.body["text"]) == (ADMIN, text("door.added-to-channel"))
        (key,) = keys(message)
        press = desk.buttons.read(key["callback_data"], ADMIN)
        assert press is not None
        assert press.command == "setup"
        refused = await desk.pressed(key["callback_data"], ADMIN)
        assert refused.messages

    async def test_and_is_refused_there_once_no_admin_any_more(self, desk: Desk) -> None:
        (message,) = (await desk.answer(Membership(CHANNEL, ALICE, "fr", present=True, before=False))).messages
        answer = await desk.pressed(keys(message)[0]["callback_data"], ALICE)
        assert answer.messages == []
        assert answer.quick[0].parameters["text"] == text("door.not-admin")

    @pytest.mark.parametrize(("user", "before"), [(ADMIN, True), (None, False), (1087968824, False)])
    async def test_promoted_again_or_added_by_nobody_it_stays_silent(
        self, desk: Desk, user: int | None, before: bool
    ) -> None:
        assert await desk.said(Membership(CHANNEL, user, "fr", present=True, before=before)) == []

    async def test_a_button_in_a_channel_opens_the_private_chat_for_whoever_presses(self, desk: Desk) -> None:
        desk.reply = Reply((Markup("done"),), posts=(say(Markup("news"), (Button("more", "open", "a-1"),)),))
        number = await desk.doors.act(ADMIN, CHANNEL, desk.clock.now())
        answer = await desk.pressed(desk.buttons.write(Button("", COMMAND, f"@{number} "), ADMIN), ADMIN)
        (key,) = keys(answer.messages[-1])
        assert key == {"text": "more", "url": "https://t.me/riverain_bot?start=do-open_a-1"}


async def test_a_group_the_bot_comes_to_is_offered_a_set_up(desk: Desk) -> None:
    (message,) = (await desk.answer(Membership(GROUP_CHAT, ALICE, "fr", present=True, before=False))).messages
    first = keys(message)[0]
    press = desk.buttons.read(first["callback_data"], GROUP)
    assert press is not None
    assert press.command == "setup"
    refused = await desk.pressed(first["callback_data"], ALICE, GROUP_CHAT)
    assert refused.quick[0].parameters["text"] == text("scope.group_admins")
