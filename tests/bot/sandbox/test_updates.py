"""What the bot hears, how it asks for it, and what stays unsaid."""

import asyncio
from datetime import timedelta

import pytest
from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent, Update
from telegram.error import BadRequest, Conflict
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from tests.bot.sandbox.conftest import Scene
from tests.bot.sandbox.test_sending import BUTTONS


async def test_an_update_stays_until_confirmed(scene: Scene) -> None:
    scene.alice.say("un")
    scene.alice.say("deux")
    first, second = await scene.bot.get_updates()
    assert second.update_id == first.update_id + 1
    assert [update.update_id for update in await scene.bot.get_updates(limit=1)] == [first.update_id]
    [left] = await scene.bot.get_updates(offset=second.update_id)
    assert left.message is not None
    assert left.message.text == "deux"
    scene.alice.say("trois")
    assert [update.message.text for update in await scene.bot.get_updates(offset=-1) if update.message] == ["trois"]
    assert await scene.bot.get_updates(offset=second.update_id + 2) == ()


async def test_a_long_poll_waits_for_the_next_word(scene: Scene) -> None:
    poll = asyncio.create_task(scene.bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    assert not poll.done()
    scene.alice.say("Bonjour")
    [update] = await asyncio.wait_for(poll, 1)
    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "fr"


async def test_a_second_poll_ends_the_first(scene: Scene) -> None:
    first = asyncio.create_task(scene.bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    other = scene.build()
    await other.initialize()
    second = asyncio.create_task(other.bot.get_updates(timeout=10))
    with pytest.raises(
        Conflict, match="terminated by other getUpdates request; make sure that only one bot instance is running"
    ):
        await asyncio.wait_for(first, 1)
    scene.alice.say("Bonjour")
    assert len(await asyncio.wait_for(second, 1)) == 1
    await other.shutdown()


async def test_what_is_not_asked_for_does_not_come(scene: Scene) -> None:
    said = scene.alice.say("un")
    bruno = scene.world.person("Bruno")
    scene.forum.join(bruno)
    scene.alice.react(said, "👍")
    assert not any(update.chat_member or update.message_reaction for update in await scene.bot.get_updates())
    await scene.bot.get_updates(offset=-1, allowed_updates=["chat_member", "message_reaction"])
    scene.world.updates.pending.clear()
    scene.forum.leave(bruno)
    scene.alice.react(said, "🔥")
    scene.alice.say("ignoré")
    left, reaction = await scene.bot.get_updates()
    assert left.chat_member is not None
    assert left.chat_member.new_chat_member.status == "left"
    assert reaction.message_reaction is not None


async def test_privacy_mode_holds_back_what_is_said_among_neighbours(scene: Scene) -> None:
    scene.forum.demote_bot()
    scene.world.updates.pending.clear()
    sent = await scene.bot.send_message(scene.forum.id, "Bonjour")
    scene.alice.say("Salut à tous", scene.forum)
    scene.alice.say("/help", scene.forum)
    scene.alice.say("/help@other_bot", scene.forum)
    scene.alice.say("oui", scene.forum, reply_to=sent.message_id)
    heard = [update.message.text for update in await scene.bot.get_updates() if update.message]
    assert heard == ["/help", "oui"]
    scene.forum.promote_bot()
    scene.alice.say("Salut encore", scene.forum)
    assert scene.world.updates.pending[-1]["message"]["text"] == "Salut encore"


async def test_an_edit_is_heard(scene: Scene) -> None:
    said = scene.alice.say("un")
    scene.alice.edit(said, "deux /help")
    edited = (await scene.bot.get_updates())[-1].edited_message
    assert edited is not None
    assert (edited.text, edited.entities[0].type) == ("deux /help", "bot_command")


async def test_coming_and_going_is_heard(scene: Scene) -> None:
    bruno = scene.world.person("Bruno")
    scene.forum.join(bruno, by=scene.alice)
    scene.forum.leave(bruno)
    scene.alice.block()
    joined, left, blocked = await scene.bot.get_updates()
    assert joined.message is not None
    assert [user.id for user in joined.message.new_chat_members] == [bruno.id]
    assert left.message is not None
    assert left.message.left_chat_member is not None
    assert blocked.my_chat_member is not None
    assert blocked.my_chat_member.new_chat_member.status == "kicked"


async def test_a_place_and_an_anonymous_administrator(scene: Scene) -> None:
    scene.alice.share_place(48.88, 2.37)
    scene.forum.promote(scene.alice, anonymous=True)
    scene.alice.say("Au nom du groupe", scene.forum)
    place, words = [update.message for update in await scene.bot.get_updates() if update.message]
    assert place.location is not None
    assert words.from_user is not None
    assert words.from_user.username == "GroupAnonymousBot"
    assert words.sender_chat is not None
    assert words.sender_chat.id == scene.forum.id


async def test_a_press_is_heard_and_answered(scene: Scene) -> None:
    await scene.bot.send_message(scene.alice.id, "?", reply_markup=BUTTONS)
    message = await scene.world.next_message(scene.alice)
    scene.alice.press(message, "Oui")
    scene.alice.press_forged(message, "no")
    first, forged = [update.callback_query for update in await scene.bot.get_updates() if update.callback_query]
    assert (first.data, forged.data) == ("yes", "no")
    assert first.message is not None
    assert first.message.is_accessible
    assert await first.answer("Noté", show_alert=True)
    toast = await scene.world.next_toast()
    assert (toast.person, toast.text, toast.alert) == (scene.alice.id, "Noté", True)
    scene.world.advance(timedelta(minutes=5))
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await forged.answer()


async def test_inline_cards_are_offered_and_chosen(scene: Scene) -> None:
    scene.alice.ask_inline("salle", scene.forum)
    [update] = await scene.bot.get_updates()
    assert update.inline_query is not None
    assert (update.inline_query.query, update.inline_query.chat_type) == ("salle", "supergroup")
    content = InputTextMessageContent("<b>Salle de soins</b>", parse_mode="HTML")
    card = InlineQueryResultArticle("1", "Salle", content, reply_markup=BUTTONS)
    button = InlineQueryResultsButton("Ouvrir", start_parameter="x")
    assert await update.inline_query.answer([card], cache_time=0, is_personal=True, button=button)
    scene.alice.choose_inline("1", scene.forum)
    message, chosen = (await scene.bot.get_updates(offset=update.update_id + 1))[-2:]
    assert message.message is not None
    assert message.message.via_bot is not None
    assert message.message.entities[0].type == "bold"
    assert chosen.chosen_inline_result is not None
    inline = chosen.chosen_inline_result.inline_message_id
    assert await scene.bot.edit_message_text("Mis à jour", inline_message_id=inline) is True
    assert scene.forum.everything[-1]["text"] == "Mis à jour"


async def test_an_update_comes_again_and_a_malformed_one_too(scene: Scene) -> None:
    scene.alice.say("un")
    [update] = await scene.bot.get_updates()
    await scene.bot.get_updates(offset=update.update_id + 1)
    scene.world.updates_again(update.update_id)
    scene.world.updates_again(update.update_id, renumber=True)
    first, second = await scene.bot.get_updates(offset=update.update_id + 1)
    assert (first.update_id, second.update_id) == (update.update_id, update.update_id + 1)
    scene.world.updates.pending.clear()
    scene.world.inject({"message": {"text": "sans date"}})
    with pytest.raises((TypeError, KeyError)):
        await scene.bot.get_updates()
    assert any("update.message.date is missing" in fault for fault in scene.world.violations)
    scene.world.violations.clear()


async def test_updates_are_delivered_to_a_webhook_with_the_secret(scene: Scene) -> None:
    heard: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
    answers = [500, 200, 200]

    class Hook(RequestHandler):
        def post(self) -> None:
            heard.put_nowait((self.request.headers["X-Telegram-Bot-Api-Secret-Token"], self.request.body))
            self.set_status(answers.pop(0))

    [socket] = bind_sockets(0, "127.0.0.1")
    receiver = HTTPServer(Application([("/hook", Hook)], log_function=lambda _: None))
    receiver.add_socket(socket)
    url = f"http://127.0.0.1:{socket.getsockname()[1]}/hook"
    scene.alice.say("avant")
    assert await scene.bot.set_webhook(
        url, secret_token="s3cret_-", drop_pending_updates=True, allowed_updates=["message"]
    )
    with pytest.raises(
        Conflict, match=r"(?i)can't use getUpdates method while webhook is active; use deleteWebhook to delete"
    ):
        await scene.bot.get_updates()
    scene.alice.say("après")
    secret, body = await asyncio.wait_for(heard.get(), 2)
    again = await asyncio.wait_for(heard.get(), 2)
    assert (secret, body) == ("s3cret_-", again[1])
    assert b"apr" in body
    await scene.world.settled()
    info = await scene.bot.get_webhook_info()
    assert (info.url, info.last_error_message) == (url, "Wrong response from the webhook: 500 Internal Server Error")
    assert await scene.bot.delete_webhook()
    assert (await scene.bot.get_webhook_info()).url == ""
    assert await scene.bot.get_updates() == ()
    receiver.stop()
    await receiver.close_all_connections()


async def test_a_whole_application_answers(scene: Scene) -> None:
    from telegram.ext import CommandHandler, ContextTypes

    async def start(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text("Bonjour", reply_markup=BUTTONS)

    scene.application.add_handler(CommandHandler("start", start))
    await scene.application.start()
    assert scene.application.updater is not None
    await scene.application.updater.start_polling(poll_interval=0)
    scene.alice.start("fiche-salle")
    assert (await scene.world.next_message(scene.alice))["text"] == "Bonjour"
    await scene.world.settled()
    await scene.application.updater.stop()
    await scene.application.stop()
