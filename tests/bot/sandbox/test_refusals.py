"""Refusals, word for word as Telegram gives them (python-telegram-bot changes capitals, so those are not compared)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    ChatPermissions,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.sandbox import World
from tests.bot.sandbox.conftest import Scene

Attempt = Callable[[Scene], Awaitable[Any]]


def sends(text: str, **more: Any) -> Attempt:
    """Return the attempt to send a text to Alice."""
    return lambda scene: scene.bot.send_message(scene.alice.id, text, **more)


def keyboard(**button: Any) -> InlineKeyboardMarkup:
    """Return an inline keyboard of one button."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("x", **button)]])


async def edits_a_photo_as_text(scene: Scene) -> None:
    """Try to edit the text of a message that has none."""
    sent = await scene.bot.send_photo(scene.alice.id, "https://example.org/a.png")
    await scene.bot.edit_message_text("x", scene.alice.id, sent.message_id)


async def edits_what_alice_said(scene: Scene) -> None:
    """Try to edit another's message."""
    await scene.bot.edit_message_text("x", scene.alice.id, scene.alice.say("a")["message_id"])


async def edits_nothing_new(scene: Scene) -> None:
    """Edit a message into what it is."""
    sent = await scene.bot.send_message(scene.alice.id, "<b>a</b>", parse_mode="HTML")
    await scene.bot.edit_message_text("*a*", scene.alice.id, sent.message_id, parse_mode="MarkdownV2")


async def captions_a_text(scene: Scene) -> None:
    """Try to give a text a caption."""
    sent = await scene.bot.send_message(scene.alice.id, "a")
    await scene.bot.edit_message_caption(scene.alice.id, sent.message_id, caption="x")


async def bans_the_owner(scene: Scene) -> None:
    """Try to throw the owner out."""
    await scene.bot.ban_chat_member(scene.forum.id, scene.forum.owner()["id"])


async def bans_an_administrator(scene: Scene) -> None:
    """Try to throw an administrator out."""
    scene.forum.promote(scene.alice)
    await scene.bot.ban_chat_member(scene.forum.id, scene.alice.id)


async def writes_into_a_closed_topic(scene: Scene) -> None:
    """Write where only administrators may, as a member."""
    topic = scene.forum.topic("Annonces")
    scene.forum.close_topic(topic)
    scene.forum.demote_bot()
    await scene.bot.send_message(scene.forum.id, "x", message_thread_id=topic.id)


async def writes_without_permission(scene: Scene) -> None:
    """Write where nobody may."""
    scene.forum.restrict_bot()
    await scene.bot.send_message(scene.forum.id, "x")


async def pins_without_right(scene: Scene) -> None:
    """Pin as a plain member."""
    scene.forum.demote_bot()
    said = scene.alice.say("/pin", scene.forum)
    await scene.bot.pin_chat_message(scene.forum.id, said["message_id"])


async def deletes_without_right(scene: Scene) -> None:
    """Delete another's message as a plain member."""
    scene.forum.demote_bot()
    await scene.bot.delete_message(scene.forum.id, scene.alice.say("/x", scene.forum)["message_id"])


async def opens_a_topic_in_a_basic_group(scene: Scene) -> None:
    """Open a topic where there are none."""
    await scene.bot.create_forum_topic(scene.world.group("Petit", bot="administrator").id, "x")


BOLD = "can't parse entities: "
TOO_LONG = "message is too long"
NOT_FOUND = "message thread not found"
REFUSED: list[tuple[str, Attempt]] = [
    ("message text is empty", sends("   \n ")),
    ("message text is empty", sends("<b> </b>", parse_mode="HTML")),
    (TOO_LONG, sends("é" * 4097)),
    ("text is too long", sends("é" * 17000)),
    ("chat not found", lambda scene: scene.bot.send_message(1, "x")),
    ("chat not found", lambda scene: scene.bot.send_message("@nobody_here", "x")),
    ("chat_id is empty", lambda scene: scene.bot.send_message("", "x")),
    (BOLD + 'Unsupported start tag "div" at byte offset 2', sends("é<div>x</div>", parse_mode="HTML")),
    (BOLD + 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"', sends("<b>x</i>", parse_mode="HTML")),
    (BOLD + 'Can\'t find end tag corresponding to start tag "b"', sends("<b>x", parse_mode="HTML")),
    (BOLD + "Unexpected end tag at byte offset 4", sends("😀</b>", parse_mode="HTML")),
    (BOLD + "Unclosed start tag at byte offset 0", sends("<b", parse_mode="HTML")),
    (BOLD + 'Tag "span" must have class "tg-spoiler" at byte offset 0', sends("<span>x</span>", parse_mode="HTML")),
    (
        BOLD + "Character '.' is reserved and must be escaped with the preceding '\\'",
        sends("Fin.", parse_mode="MarkdownV2"),
    ),
    (
        BOLD + "Character '-' is reserved and must be escaped with the preceding '\\'",
        sends("- a", parse_mode="MarkdownV2"),
    ),
    (BOLD + "Can't find end of Bold entity at byte offset 3", sends("é *x", parse_mode="MarkdownV2")),
    (BOLD + "Can't find end of Italic entity at byte offset 0", sends("_x", parse_mode="MarkdownV2")),
    (BOLD + "Can't find end of the entity starting at byte offset 0", sends("*x", parse_mode="Markdown")),
    ("unsupported parse_mode", sends("x", parse_mode="BBCode")),
    ("message to be replied not found", sends("x", reply_to_message_id=999)),
    (NOT_FOUND, lambda scene: scene.bot.send_message(scene.forum.id, "x", message_thread_id=999)),
    (NOT_FOUND, lambda scene: scene.bot.send_message(scene.forum.id, "x", message_thread_id=1)),
    ("TOPIC_CLOSED", writes_into_a_closed_topic),
    ("BUTTON_DATA_INVALID", sends("x", reply_markup=keyboard(callback_data="é" * 33))),
    (
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        sends("x", reply_markup={"inline_keyboard": [[{"text": "x"}]]}),
    ),
    (
        "inline keyboard button text must be non-empty",
        sends("x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton(" ", callback_data="a")]])),
    ),
    (
        "reply markup is too long",
        sends("x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="a")]] * 101)),
    ),
    (
        "location can be requested in private chats only",
        lambda scene: scene.bot.send_message(
            scene.forum.id, "x", reply_markup=ReplyKeyboardMarkup([[KeyboardButton("Ici", request_location=True)]])
        ),
    ),
    (
        "entity begins after the end of the text at UTF-16 offset 9",
        sends("abc", entities=[MessageEntity(MessageEntity.BOLD, 9, 1)]),
    ),
    (
        "message caption is too long",
        lambda scene: scene.bot.send_photo(scene.alice.id, "https://a.fr/a.png", caption="x" * 1025),
    ),
    ("there is no photo in the request", lambda scene: scene.bot.send_photo(scene.alice.id, "")),
    (
        "wrong remote file identifier specified: Wrong character in the string",
        lambda scene: scene.bot.send_photo(scene.alice.id, "pas un fichier"),
    ),
    ("invalid file_id", lambda scene: scene.bot.get_file("nonsense")),
    ("file must be non-empty", lambda scene: scene.bot.send_document(scene.alice.id, b"")),
    (
        "too many messages to send as an album",
        lambda scene: scene.bot.send_media_group(scene.alice.id, [InputMediaPhoto("https://a.fr/a.png")] * 11),
    ),
    ("message to edit not found", lambda scene: scene.bot.edit_message_text("x", scene.alice.id, 999)),
    ("message can't be edited", edits_what_alice_said),
    (
        "message is not modified: specified new message content and reply markup are exactly the same as a current content "
        "and reply markup of the message",
        edits_nothing_new,
    ),
    ("there is no text in the message to edit", edits_a_photo_as_text),
    ("there is no caption in the message to edit", captions_a_text),
    ("message to delete not found", lambda scene: scene.bot.delete_message(scene.alice.id, 999)),
    ("message can't be deleted", deletes_without_right),
    ("message to forward not found", lambda scene: scene.bot.forward_message(scene.forum.id, scene.alice.id, 999)),
    ("message to copy not found", lambda scene: scene.bot.copy_message(scene.forum.id, scene.alice.id, 999)),
    ("message to pin not found", lambda scene: scene.bot.pin_chat_message(scene.forum.id, 999)),
    ("message to react not found", lambda scene: scene.bot.set_message_reaction(scene.forum.id, 999, "👍")),
    ("message with poll to stop not found", lambda scene: scene.bot.stop_poll(scene.forum.id, 999)),
    ("not enough rights to manage pinned messages in the chat", pins_without_right),
    ("not enough rights to send text messages to the chat", writes_without_permission),
    (
        "query is too old and response timeout expired or query ID is invalid",
        lambda scene: scene.bot.answer_callback_query("1"),
    ),
    (
        "query is too old and response timeout expired or query ID is invalid",
        lambda scene: scene.bot.answer_inline_query("1", []),
    ),
    (
        "there are no administrators in the private chat",
        lambda scene: scene.bot.get_chat_administrators(scene.alice.id),
    ),
    ("PARTICIPANT_ID_INVALID", lambda scene: scene.bot.get_chat_member(scene.forum.id, 42)),
    ("invalid user_id specified", lambda scene: scene.bot.get_chat_member(scene.forum.id, 0)),
    ("can't remove chat owner", bans_the_owner),
    ("user is an administrator of the chat", bans_an_administrator),
    ("can't change private chat title", lambda scene: scene.bot.set_chat_title(scene.alice.id, "x")),
    (
        "can't change private chat permissions",
        lambda scene: scene.bot.set_chat_permissions(scene.alice.id, ChatPermissions()),
    ),
    ("the chat is not a forum", opens_a_topic_in_a_basic_group),
    ("wrong parameter action in request", lambda scene: scene.bot.send_chat_action(scene.alice.id, "dancing")),
    ("BOT_COMMAND_INVALID", lambda scene: scene.bot.set_my_commands([BotCommand("É", "x")])),
    ("command description must be non-empty", lambda scene: scene.bot.set_my_commands([BotCommand("a", " ")])),
    ("chat not found", lambda scene: scene.bot.set_my_commands([BotCommand("a", "b")], scope=BotCommandScopeChat(5))),
    (
        "invalid language code specified",
        lambda scene: scene.bot.set_my_commands([BotCommand("a", "b")], language_code="fra"),
    ),
    ("poll must have at least one answer option", lambda scene: scene.bot.send_poll(scene.alice.id, "?", [])),
    (
        "bad webhook: An HTTPS URL must be provided for webhook",
        lambda scene: scene.bot.set_webhook("http://example.org/"),
    ),
    ("invalid location specified", lambda scene: scene.bot.send_location(scene.alice.id, 91.0, 0.0)),
]


@pytest.mark.parametrize(
    ("words", "attempt"), REFUSED, ids=[f"{at}: {words[:50]}" for at, (words, _) in enumerate(REFUSED)]
)
async def test_telegram_refuses_in_these_words(scene: Scene, words: str, attempt: Attempt) -> None:
    with pytest.raises(BadRequest) as refused:
        await attempt(scene)
    assert str(refused.value).lower() == words.lower()
    last = scene.world.calls[-1]
    assert last.description == f"Bad Request: {words}"
    assert last.code == 400
    scene.world.violations.clear()


async def test_the_limits_count_letters_after_parsing(scene: Scene) -> None:
    sent = await scene.bot.send_message(scene.alice.id, "<b>" + "é" * 4096 + "</b>", parse_mode="HTML")
    assert sent.text is not None
    assert len(sent.text) == 4096
    photo = await scene.bot.send_photo(scene.alice.id, "https://a.fr/a.png", caption="x" * 1024)
    assert photo.caption is not None


async def test_who_blocks_the_bot_hears_nothing(scene: Scene) -> None:
    scene.alice.block()
    with pytest.raises(Forbidden, match=r"(?i)^Forbidden: bot was blocked by the user$"):
        await scene.bot.send_message(scene.alice.id, "x")
    scene.alice.unblock()
    assert await scene.bot.send_message(scene.alice.id, "x")


async def test_who_never_started_the_bot_cannot_be_written_to(scene: Scene) -> None:
    bruno = scene.world.person("Bruno")
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await scene.bot.send_message(bruno.id, "x")
    scene.forum.join(bruno)
    with pytest.raises(Forbidden, match=r"(?i)bot can't initiate conversation with a user"):
        await scene.bot.send_message(bruno.id, "x")
    bruno.start()
    assert await scene.bot.send_message(bruno.id, "x")


async def test_a_deleted_account_is_said_so(scene: Scene) -> None:
    scene.alice.deactivate()
    with pytest.raises(Forbidden, match=r"(?i)user is deactivated"):
        await scene.bot.send_message(scene.alice.id, "x")


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
async def test_who_is_thrown_out_is_told_from_where(scene: Scene, kind: str) -> None:
    chat = scene.world.group("Ancien", kind=kind)
    chat.kick_bot()
    with pytest.raises(Forbidden, match=f"(?i)bot was kicked from the {kind} chat"):
        await scene.bot.send_message(chat.id, "x")
    other = scene.world.group("Autre", kind=kind)
    await scene.bot.leave_chat(other.id)
    with pytest.raises(Forbidden, match=f"(?i)bot is not a member of the {kind} chat"):
        await scene.bot.send_message(other.id, "x")


async def test_a_migrated_group_gives_its_new_number(scene: Scene) -> None:
    group = scene.world.group("Petit")
    new = group.migrate()
    with pytest.raises(ChatMigrated) as migrated:
        await scene.bot.send_message(group.id, "x")
    assert migrated.value.new_chat_id == new.id
    assert scene.world.calls[-1].description == "Bad Request: group chat was upgraded to a supergroup chat"
    assert await scene.bot.send_message(new.id, "x")


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_published_limits_are_enforced_on_request(scene: Scene) -> None:
    scene.world.enforce_limits = True
    for _ in range(3):
        await scene.bot.send_message(scene.alice.id, "x")
    with pytest.raises(RetryAfter):
        await scene.bot.send_message(scene.alice.id, "x")
    scene.world.advance(timedelta(seconds=3))
    assert await scene.bot.send_message(scene.alice.id, "x")
    assert scene.world.calls[-2].description == "Too Many Requests: retry after 3"


async def test_a_revoked_token_is_unauthorized(scene: Scene) -> None:
    scene.world.revoked = True
    with pytest.raises(InvalidToken):
        await scene.bot.get_me()
    assert (scene.world.calls[-1].code, scene.world.calls[-1].description) == (401, "Unauthorized")
    scene.world.revoked = False


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBUserWarning")
async def test_a_method_that_is_not_modelled_says_so_and_one_that_does_not_exist_is_not_found(scene: Scene) -> None:
    with pytest.raises(TelegramError, match="does not model sendChecklist"):
        await scene.bot.do_api_request(
            "sendChecklist", {"business_connection_id": "1", "chat_id": 1, "checklist": {"title": "x", "tasks": []}}
        )
    assert scene.world.calls[-1].code == 501
    with pytest.raises(TelegramError):
        await scene.bot.do_api_request("sendPigeon")
    assert (scene.world.calls[-1].code, scene.world.calls[-1].description) == (404, "Not Found")


def test_a_token_must_have_the_shape_of_one() -> None:
    with pytest.raises(ValueError, match="token"):
        World(token="hello")
